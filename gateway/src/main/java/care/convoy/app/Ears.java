package care.convoy.app;

import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.Task;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.ProvisionalListener;
import care.convoy.canary.Canary;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import care.convoy.ingest.EndedCases;
import care.convoy.ingest.LatestBoard;
import care.convoy.monitoring.HealthQueue;
import java.util.Collection;
import java.util.List;

/**
 * Passes on what four parts want to hear of the committed events: the canary its presses, the latest board and the health rules the
 * alarms, the ended cases how each alert stands.
 */
record Ears(LatestBoard latest, Canary canary, EndedCases ended, HealthQueue rules)
        implements CommittedListener, ProvisionalListener {
    @Override
    public void reset(
            long logId, Collection<AlertView> alerts, Collection<Task> tasks, Collection<CoreState.DeviceTest> tests) {
        alerts.forEach(this::stands);
    }

    @Override
    public void provisional(Collection<AlertView> alerts, List<CommittedEvent> events) {
        committed(events);
    }

    private void heard(SignalKey key, long atMillis, DeviceMessage.Alarm message) {
        latest.heard(key.device(), atMillis, message);
        rules.accept(key.device(), atMillis, message);
    }

    private void stands(AlertView alert) {
        ended.stands(alert.id(), alert.state().isOpen());
    }

    @Override
    public void committed(List<CommittedEvent> events) {
        for (CommittedEvent event : events) {
            AlertView after = event.after();
            if (after != null) {
                stands(after);
            }
            switch (event.event()) {
                case Event.TestHeard test -> {
                    canary.heard(test.key().device());
                    rules.accept(test.key().device(), event.atMillis(), new DeviceMessage.TestPressed());
                }
                case Event.Raised raised -> heard(raised.key(), event.atMillis(), raised.message());
                case Event.Joined joined -> heard(joined.key(), event.atMillis(), joined.message());
                default -> {}
            }
        }
    }
}

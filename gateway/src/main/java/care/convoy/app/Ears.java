package care.convoy.app;

import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.Task;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.ProvisionalListener;
import care.convoy.canary.Canary;
import care.convoy.ingest.EndedCases;
import care.convoy.ingest.LatestBoard;
import java.util.Collection;
import java.util.List;

/**
 * Passes on what three parts want to hear of the committed events: the canary its presses, the latest board the alarms, the
 * ended cases how each alert stands.
 */
record Ears(LatestBoard latest, Canary canary, EndedCases ended) implements CommittedListener, ProvisionalListener {
    @Override
    public void reset(
            long logId, Collection<AlertView> alerts, Collection<Task> tasks, Collection<CoreState.DeviceTest> tests) {
        alerts.forEach(this::stands);
    }

    @Override
    public void provisional(Collection<AlertView> alerts, List<CommittedEvent> events) {
        committed(events);
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
                case Event.TestHeard test -> canary.heard(test.key().device());
                case Event.Raised raised -> latest.heard(raised.key().device(), event.atMillis(), raised.message());
                case Event.Joined joined -> latest.heard(joined.key().device(), event.atMillis(), joined.message());
                default -> {}
            }
        }
    }
}

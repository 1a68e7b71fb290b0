package care.convoy.effect;

import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.Task;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.ProvisionalListener;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.DownlinkRouter;
import java.util.Collection;
import java.util.List;

/**
 * Tells the device that opened an alert what became of it, if it is connected here: {@code accepted} when an operator takes
 * it, {@code resolved} when it is closed. The truth or nothing: a device that is away is told nothing, and asks again by
 * repeating.
 */
public final class DeviceNotices implements CommittedListener, ProvisionalListener {
    private final DownlinkRouter devices;

    public DeviceNotices(DownlinkRouter devices) {
        this.devices = devices;
    }

    @Override
    public void reset(
            long logId, Collection<AlertView> open, Collection<Task> tasks, Collection<CoreState.DeviceTest> tests) {
        // what was told before a restart is not told again
    }

    /** What the log takes over later it does not say again in these words. */
    @Override
    public void provisional(Collection<AlertView> alerts, List<CommittedEvent> events) {
        committed(events);
    }

    @Override
    public void committed(List<CommittedEvent> events) {
        for (CommittedEvent event : events) {
            AlertView after = event.after();
            if (after != null) {
                tell(after, event.event());
            }
        }
    }

    private void tell(AlertView alert, Event event) {
        switch (event) {
            case Event.Claimed _ ->
                devices.send(alert.device(), new Downlink.Accepted(alert.id(), Downlink.Accepted.By.OPERATOR));
            case Event.Resolved _ -> devices.send(alert.device(), new Downlink.Resolved(alert.id()));
            default -> {}
        }
    }
}

package care.convoy.notify.page;

import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Task;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.ProvisionalListener;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The open alerts by the mark that a link has of them, so that whoever opens one costs no search. What this gateway decides by itself while the
 * log does not answer goes before what the log said last. As many as the core's open alerts. Thread-safe.
 */
public final class OpenCases implements CommittedListener, ProvisionalListener {
    private volatile ConcurrentHashMap<Long, AlertView> committed = new ConcurrentHashMap<>();
    /** With those that ended here, of which the log knows nothing yet. */
    private volatile ConcurrentHashMap<Long, AlertView> provisional = new ConcurrentHashMap<>();

    @Override
    public void reset(
            long logId, Collection<AlertView> alerts, Collection<Task> tasks, Collection<CoreState.DeviceTest> tests) {
        // readers see the one or the other, never a part
        ConcurrentHashMap<Long, AlertView> now = new ConcurrentHashMap<>();
        alerts.forEach(alert -> stand(now, alert));
        committed = now;
    }

    @Override
    public void committed(List<CommittedEvent> events) {
        for (CommittedEvent event : events) {
            AlertView after = event.after();
            if (after != null) {
                stand(committed, after);
            }
        }
    }

    private static void stand(ConcurrentHashMap<Long, AlertView> in, AlertView alert) {
        long mark = LinkTokens.markOf(alert.id());
        if (alert.state().isOpen()) {
            in.put(mark, alert);
        } else {
            in.remove(mark);
        }
    }

    @Override
    public void provisional(Collection<AlertView> alerts, List<CommittedEvent> events) {
        if (events.isEmpty()) {
            ConcurrentHashMap<Long, AlertView> now = new ConcurrentHashMap<>();
            alerts.forEach(alert -> now.put(LinkTokens.markOf(alert.id()), alert));
            provisional = now;
        }
        for (CommittedEvent event : events) {
            AlertView after = event.after();
            if (after != null) {
                provisional.put(LinkTokens.markOf(after.id()), after);
            }
        }
    }

    /** The alert of this mark; null if none is open or it has ended. */
    @Nullable
    AlertView find(long mark) {
        AlertView here = provisional.get(mark);
        AlertView found = here != null ? here : committed.get(mark);
        return found != null && found.state().isOpen() ? found : null;
    }
}

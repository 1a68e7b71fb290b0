package care.convoy.alertlog.aeron;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.Task;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what a log told. */
final class Heard implements CommittedListener {
    private static final long PATIENCE_SECONDS = 60;

    private final Map<AlertId, AlertView> views = new TreeMap<>();
    private final List<Long> logIds = new ArrayList<>();
    private final BlockingQueue<CommittedEvent> events = new LinkedBlockingQueue<>();

    @Override
    public synchronized void reset(
            long logId, Collection<AlertView> open, Collection<Task> tasks, Collection<CoreState.DeviceTest> tests) {
        logIds.add(logId);
        views.clear();
        open.forEach(view -> views.put(view.id(), view));
    }

    @Override
    public synchronized void committed(List<CommittedEvent> told) {
        for (CommittedEvent event : told) {
            AlertView after = event.after();
            if (after != null) {
                views.put(after.id(), after);
            }
        }
        events.addAll(told);
    }

    /** Open alerts as a listener knows them. */
    synchronized Map<AlertId, AlertView> views() {
        return new TreeMap<>(views);
    }

    /** The log ids of all resets. */
    synchronized List<Long> logIds() {
        return List.copyOf(logIds);
    }

    /** The next event of a kind. @throws AssertionError if there is none in a long time */
    <E extends Event> CommittedEvent await(Class<E> kind) throws InterruptedException {
        while (true) {
            CommittedEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no " + kind.getSimpleName() + " was told");
            }
            if (kind.isInstance(event.event())) {
                return event;
            }
        }
    }
}

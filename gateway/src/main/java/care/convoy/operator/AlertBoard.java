package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.Task;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.device.DeviceId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The open alerts as this node's replica of the core has them: what the screens show, whatever the database does. Written
 * by the alert log's service thread, read by any; as large as the core's own state.
 *
 * <p>Beside them those that ended and are not yet closed, as far as this node saw them end: at most {@value #ENDED}, the
 * oldest is forgotten; the database knows all.
 */
public final class AlertBoard implements CommittedListener {
    private static final int ENDED = 20_000;

    private final ConcurrentHashMap<AlertId, AlertView> open = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<TaskKey, Task> tasks = new ConcurrentHashMap<>();
    /** In the order in which they ended; guarded by itself. */
    private final Map<AlertId, AlertView> ended = new LinkedHashMap<>();

    private final CopyOnWriteArrayList<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** Hears each change on the service thread; returns at once and never throws. */
    public interface Watcher {
        /** @param view how the alert stands now; it is open or has just ended */
        void changed(AlertView view);
    }

    private record TaskKey(DeviceId device, AlertKind kind) {}

    @Override
    public void reset(long logId, Collection<AlertView> views, Collection<Task> openTasks) {
        open.clear();
        tasks.clear();
        synchronized (ended) {
            ended.clear();
        }
        for (AlertView view : views) {
            show(view);
        }
        for (Task task : openTasks) {
            tasks.put(new TaskKey(task.device(), task.kind()), task);
        }
    }

    @Override
    public void committed(List<CommittedEvent> events) {
        for (CommittedEvent event : events) {
            AlertView after = event.after();
            if (after != null) {
                show(after);
            }
            switch (event.event()) {
                case Event.TaskOpened(Task task) -> tasks.put(new TaskKey(task.device(), task.kind()), task);
                case Event.TaskCured(DeviceId device, AlertKind kind) -> tasks.remove(new TaskKey(device, kind));
                default -> {}
            }
        }
    }

    private void show(AlertView view) {
        if (view.state().isOpen()) {
            open.put(view.id(), view);
        } else {
            open.remove(view.id());
        }
        remember(view);
        for (Watcher watcher : watchers) {
            watcher.changed(view);
        }
    }

    private void remember(AlertView view) {
        synchronized (ended) {
            if (view.state().isOpen() || view.state() == AlertState.CLOSED) {
                ended.remove(view.id());
                return;
            }
            ended.put(view.id(), view);
            if (ended.size() > ENDED) {
                ended.remove(ended.keySet().iterator().next());
            }
        }
    }

    /** Alerts that ended and are not yet closed, as far as this node saw them end; in the order in which they ended. */
    public List<AlertView> ended() {
        synchronized (ended) {
            return List.copyOf(ended.values());
        }
    }

    /** The alert if it ended and is not yet closed, and this node saw it end; else null. */
    public @Nullable AlertView findEnded(AlertId id) {
        synchronized (ended) {
            return ended.get(id);
        }
    }

    /** All open alerts, in no order. */
    public Collection<AlertView> open() {
        return List.copyOf(open.values());
    }

    /** The alert if it is open, else null. */
    public @Nullable AlertView find(AlertId id) {
        return open.get(id);
    }

    /** All open tasks, in no order. */
    public Collection<Task> tasks() {
        return List.copyOf(tasks.values());
    }

    /** Tells each change from now on; closing what is returned ends it. */
    public AutoCloseable watch(Watcher watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }
}

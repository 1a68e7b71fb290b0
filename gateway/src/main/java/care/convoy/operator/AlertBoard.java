package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Task;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.ProvisionalListener;
import care.convoy.device.DeviceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The open alerts as this node's replica of the core has them: what the screens show, whatever the database does. Written
 * by the alert log's service thread, read by any; as large as the core's own state.
 *
 * <p>Beside them those that ended and are not yet closed, as far as this node saw them end: at most {@value #ENDED}, the
 * oldest is forgotten; the database knows all.
 *
 * <p>While the log does not answer, what this gateway decides by itself lies over it, written by the emergency's thread and
 * marked {@link #isLocal}. Versions that are shown never fall: when the log has taken an alert over under a lower version,
 * the difference is added to what is shown from then on, and taken off what comes back, by {@link #inLog}; see
 * {@link Versions}.
 */
public final class AlertBoard implements CommittedListener, ProvisionalListener {
    private static final int ENDED = 20_000;

    private final ConcurrentHashMap<AlertId, AlertView> open = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<TaskKey, Task> tasks = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<DeviceId, CoreState.DeviceTest> onTest = new ConcurrentHashMap<>();
    /** What only this gateway knows of tests; empty for one that ended here. */
    private final ConcurrentHashMap<DeviceId, Optional<CoreState.DeviceTest>> localTests = new ConcurrentHashMap<>();
    /** What only this gateway knows. */
    private final ConcurrentHashMap<AlertId, AlertView> local = new ConcurrentHashMap<>();
    /** Whose versions are shown as which, of alerts that were handled here. */
    private final ConcurrentHashMap<AlertId, Versions> versions = new ConcurrentHashMap<>();
    /** In the order in which they ended; guarded by itself. */
    private final Map<AlertId, AlertView> ended = new LinkedHashMap<>();

    private final CopyOnWriteArrayList<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** Hears each change on the service thread; returns at once and never throws. */
    public interface Watcher {
        /** @param view how the alert stands now; it is open or has just ended */
        void changed(AlertView view);

        /** The alert is known by this name no longer: the log has given it another one. */
        void gone(AlertId id, long version);
    }

    private record TaskKey(DeviceId device, AlertKind kind) {}

    @Override
    public void reset(
            long logId,
            Collection<AlertView> views,
            Collection<Task> openTasks,
            Collection<CoreState.DeviceTest> tests) {
        open.clear();
        tasks.clear();
        onTest.clear();
        tests.forEach(test -> onTest.put(test.device(), test));
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
                case Event.DeviceOnTest(DeviceId device, OperatorId operator, long until) ->
                    onTest.put(device, new CoreState.DeviceTest(device, operator, until));
                case Event.DeviceTestOver over -> onTest.remove(over.device());
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
        if (!local.containsKey(view.id())) {
            tell(view);
        }
        if (view.state() == AlertState.CLOSED) {
            versions.remove(view.id());
        }
    }

    private void tell(AlertView view) {
        AlertView shown = shown(view);
        for (Watcher watcher : watchers) {
            watcher.changed(shown);
        }
    }

    @Override
    public void provisional(Collection<AlertView> alerts, List<CommittedEvent> events) {
        if (alerts.isEmpty() && events.isEmpty()) {
            List.copyOf(local.keySet()).forEach(this::takenOver);
            localTests.clear();
        } else if (events.isEmpty()) {
            for (AlertView alert : alerts) {
                AlertView known = open.get(alert.id());
                if (known == null || known.version() < alert.version()) {
                    lay(alert);
                }
            }
        }
        for (CommittedEvent event : events) {
            AlertView after = event.after();
            if (after != null) {
                lay(after);
            }
            if (event.event() instanceof Event.DeviceOnTest(DeviceId device, OperatorId operator, long until)) {
                localTests.put(device, Optional.of(new CoreState.DeviceTest(device, operator, until)));
            } else if (event.event() instanceof Event.DeviceTestOver over) {
                localTests.put(over.device(), Optional.empty());
            }
        }
    }

    private void lay(AlertView view) {
        if (local.put(view.id(), view) == null) {
            AlertView committed = open.get(view.id());
            long first = Math.max(view.version(), committed == null ? 0 : committed.version() + 1);
            versions.merge(view.id(), Versions.NONE.local(first), (before, _) -> before.local(first));
        }
        tell(view);
    }

    private void takenOver(AlertId id) {
        AlertView here = local.get(id);
        if (here == null) {
            return;
        }
        long next = shown(here).version() + 1;
        AlertView committed = open.get(id);
        AlertView now = committed == null ? ended(id) : committed;
        if (now != null) {
            long shown = Math.max(next, now.version() + added(id));
            versions.put(id, versions.getOrDefault(id, Versions.NONE).back(shown, now.version()));
        } else {
            versions.remove(id);
        }
        local.remove(id);
        if (now != null) {
            tell(now);
        } else {
            watchers.forEach(watcher -> watcher.gone(id, next));
        }
    }

    private long added(AlertId id) {
        return versions.getOrDefault(id, Versions.NONE).added();
    }

    private AlertView shown(AlertView view) {
        long more = added(view.id());
        return more == 0 ? view : view.with(view.version() + more, view.timeline());
    }

    /** Whether what is shown of the alert is safe in this gateway's emergency journal only. */
    public boolean isLocal(AlertId id) {
        return local.containsKey(id);
    }

    /**
     * The log's version of what is shown as this one; negative if it is a version of this gateway alone, which the log cannot
     * tell from its own.
     */
    long inLog(AlertId id, long version) {
        return versions.getOrDefault(id, Versions.NONE).inLog(version);
    }

    /** As what the log's version is shown; a negative one is this gateway's own, in an answer that is given again. */
    long shown(AlertId id, long version) {
        if (version < 0) {
            return versions.getOrDefault(id, Versions.NONE).shownOwn(-version);
        }
        return version == 0 ? 0 : version + added(id);
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
        Map<AlertId, AlertView> all;
        synchronized (ended) {
            all = new LinkedHashMap<>(ended);
        }
        local.values().stream().filter(view -> !view.state().isOpen()).forEach(view -> all.put(view.id(), view));
        return all.values().stream().map(this::shown).toList();
    }

    /** The alert if it ended and is not yet closed, and this node saw it end; else null. */
    public @Nullable AlertView findEnded(AlertId id) {
        AlertView here = local.get(id);
        AlertView found = here != null && !here.state().isOpen() ? here : ended(id);
        return found == null ? null : shown(found);
    }

    private @Nullable AlertView ended(AlertId id) {
        synchronized (ended) {
            return ended.get(id);
        }
    }

    /** All open alerts, in no order. */
    public Collection<AlertView> open() {
        List<AlertView> all = new ArrayList<>(open.size());
        open.forEach((id, view) -> {
            if (!local.containsKey(id)) {
                all.add(shown(view));
            }
        });
        local.values().stream()
                .filter(view -> view.state().isOpen())
                .map(this::shown)
                .forEach(all::add);
        return all;
    }

    /** The alert if it is open, else null. */
    public @Nullable AlertView find(AlertId id) {
        AlertView here = local.get(id);
        AlertView view = here == null ? open.get(id) : here;
        return view == null || !view.state().isOpen() ? null : shown(view);
    }

    /** All open tasks, in no order. */
    public Collection<Task> tasks() {
        return List.copyOf(tasks.values());
    }

    /** Devices on test, in no order. */
    Collection<CoreState.DeviceTest> tests() {
        Map<DeviceId, CoreState.DeviceTest> all = new HashMap<>(onTest);
        localTests.forEach((device, test) -> all.compute(device, (_, _) -> test.orElse(null)));
        return all.values();
    }

    /** Tells each change from now on; closing what is returned ends it. */
    public AutoCloseable watch(Watcher watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }
}

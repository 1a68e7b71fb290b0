package care.convoy.alert;

import care.convoy.alert.CoreState.Ended;
import care.convoy.device.DeviceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that are resolved and not yet closed, by id and by deadline, in the order in which they ended. Each has a
 * deadline except those whose visit is overdue: these wait for a person.
 */
final class EndedAlerts {
    private final int limit;
    private final LinkedHashMap<AlertId, Ended> oldestFirst = new LinkedHashMap<>();
    private final Map<DeviceId, Integer> overdueOf = new HashMap<>();
    private final Deadlines deadlines = new Deadlines();

    EndedAlerts(CoreLimits limits, List<Ended> oldestFirst) {
        limit = limits.endedAlerts();
        oldestFirst.forEach(this::put);
    }

    @Nullable
    Ended find(AlertId id) {
        return oldestFirst.get(id);
    }

    /** The oldest, if there is no room for one more. */
    @Nullable
    Ended inTheWay() {
        return oldestFirst.size() < limit ? null : oldestFirst.firstEntry().getValue();
    }

    /** Keeps an alert, or how it is now; its place in the order stays. */
    void put(Ended ended) {
        AlertId id = ended.view().id();
        Ended former = oldestFirst.put(id, ended);
        if (ended.overdue()) {
            deadlines.remove(id);
        } else {
            deadlines.set(id, ended.closesAtMillis());
        }
        count(ended, former != null && former.overdue());
    }

    private void count(Ended ended, boolean counted) {
        if (ended.overdue() && !counted) {
            overdueOf.merge(ended.view().device(), 1, Integer::sum);
        }
    }

    void remove(Ended ended) {
        oldestFirst.remove(ended.view().id());
        deadlines.remove(ended.view().id());
        if (ended.overdue()) {
            overdueOf.computeIfPresent(ended.view().device(), (device, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Whether a visit of an alert of this device is overdue. */
    boolean isVisitOverdue(DeviceId device) {
        return overdueOf.containsKey(device);
    }

    /** When one closes by itself or is overdue next, or {@code Long.MAX_VALUE}. */
    long nextDeadlineMillis() {
        return deadlines.nextMillis();
    }

    /** Which one that is. */
    Ended next() {
        Ended ended = oldestFirst.get(deadlines.nextAlert());
        if (ended == null) {
            throw new IllegalStateException("a deadline of no ended alert: " + deadlines.nextAlert());
        }
        return ended;
    }

    Collection<AlertView> views() {
        List<AlertView> views = new ArrayList<>(oldestFirst.size());
        oldestFirst.values().forEach(ended -> views.add(ended.view()));
        return List.copyOf(views);
    }

    List<Ended> export() {
        return List.copyOf(oldestFirst.values());
    }
}

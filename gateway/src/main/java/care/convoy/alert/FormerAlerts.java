package care.convoy.alert;

import care.convoy.alert.CoreState.Former;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last alert of each subject that ended within the last 24 hours; bounded, the oldest is forgotten first. */
final class FormerAlerts {
    static final long KEPT_MILLIS = 24 * 3_600_000L;

    private final int limit;
    private final LinkedHashMap<Subject, Former> oldestFirst = new LinkedHashMap<>();

    FormerAlerts(CoreLimits limits, List<Former> oldestFirst) {
        limit = limits.formerAlerts();
        oldestFirst.forEach(this::remember);
    }

    @Nullable
    AlertId find(Subject subject) {
        Former former = oldestFirst.get(subject);
        return former == null ? null : former.alert();
    }

    void ended(Subject subject, AlertId alert, long nowMillis) {
        remember(new Former(subject.resident(), subject.device(), alert, nowMillis));
    }

    void expire(long nowMillis) {
        while (!oldestFirst.isEmpty()
                && oldestFirst.firstEntry().getValue().endedAtMillis() + KEPT_MILLIS <= nowMillis) {
            oldestFirst.pollFirstEntry();
        }
    }

    List<Former> export() {
        return List.copyOf(oldestFirst.values());
    }

    private void remember(Former former) {
        Subject subject = new Subject(former.resident(), former.device());
        oldestFirst.remove(subject);
        if (oldestFirst.size() >= limit) {
            oldestFirst.pollFirstEntry();
        }
        oldestFirst.put(subject, former);
    }
}

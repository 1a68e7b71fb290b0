package care.convoy.effect;

import care.convoy.device.DeviceId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Intents that are not at their end, found by id, by device and by when they are looked at next; and how many of them are on
 * their way. As large as the core's own list. Decides nothing. Guarded by {@link DeliveryBook}.
 */
final class PendingIntents {
    private final Map<Long, PendingIntent> byId = new HashMap<>();
    private final Map<DeviceId, TreeMap<Long, PendingIntent>> byDevice = new HashMap<>();
    private final TreeSet<PendingIntent> schedule = new TreeSet<>((one, other) -> one.dueMillis == other.dueMillis
            ? Long.compare(one.intent.id(), other.intent.id())
            : Long.compare(one.dueMillis, other.dueMillis));
    private int inFlight;

    void clear() {
        byId.clear();
        byDevice.clear();
        schedule.clear();
        inFlight = 0;
    }

    void add(PendingIntent added) {
        byId.put(added.intent.id(), added);
        byDevice.computeIfAbsent(added.intent.device(), _ -> new TreeMap<>()).put(added.intent.id(), added);
    }

    void remove(PendingIntent ended) {
        unschedule(ended);
        landed(ended);
        byId.remove(ended.intent.id());
        TreeMap<Long, PendingIntent> of = byDevice.get(ended.intent.device());
        if (of != null && of.remove(ended.intent.id()) != null && of.isEmpty()) {
            byDevice.remove(ended.intent.device());
        }
    }

    @Nullable
    PendingIntent find(long id) {
        return byId.get(id);
    }

    /** Whether it is the very one of this id. */
    boolean holds(PendingIntent one) {
        return byId.get(one.intent.id()) == one;
    }

    /** Of a device, the oldest first. */
    Collection<PendingIntent> of(DeviceId device) {
        TreeMap<Long, PendingIntent> of = byDevice.get(device);
        return of == null ? List.of() : of.values();
    }

    Collection<PendingIntent> all() {
        return byId.values();
    }

    // ---- when

    void due(PendingIntent about, long atMillis) {
        unschedule(about);
        about.dueMillis = atMillis;
        about.scheduled = true;
        schedule.add(about);
    }

    void unschedule(PendingIntent about) {
        if (about.scheduled) {
            schedule.remove(about);
            about.scheduled = false;
        }
    }

    /** The next one that is due, and no longer scheduled; null if none is. */
    @Nullable
    PendingIntent takeDue(long nowMillis) {
        if (nextDueMillis() > nowMillis) {
            return null;
        }
        PendingIntent next = schedule.first();
        unschedule(next);
        return next;
    }

    /** {@code Long.MAX_VALUE} if none is scheduled. */
    long nextDueMillis() {
        return schedule.isEmpty() ? Long.MAX_VALUE : schedule.first().dueMillis;
    }

    // ---- on their way

    /** It is sent, and its device will say that it has it. */
    void leaves(PendingIntent about) {
        about.awaited = true;
        inFlight++;
    }

    /** Nothing is to be heard of it any more. */
    void landed(PendingIntent about) {
        if (about.awaited) {
            about.awaited = false;
            inFlight--;
        }
    }

    int inFlight() {
        return inFlight;
    }

    long inFlight(DeviceId device) {
        return of(device).stream().filter(each -> each.awaited).count();
    }
}

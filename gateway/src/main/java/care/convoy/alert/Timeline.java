package care.convoy.alert;

import care.convoy.device.SignalKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The time line of one alert, bounded: when it is full, the oldest entry goes that is neither a note nor among the first
 * 16. So the beginning, the present and every word that somebody wrote stay; the database keeps all.
 */
final class Timeline {
    private static final int KEPT_FIRST = 16;

    private final int limit;
    private final List<AlertView.TimelineEntry> entries;

    Timeline(int limit, List<AlertView.TimelineEntry> entries) {
        this.limit = limit;
        this.entries = new ArrayList<>(entries);
    }

    void add(long atMillis, Event.OfAlert event) {
        // a lease is prolonged twice a minute and says nothing that the view does not say
        if (event instanceof Event.LeaseRenewed) {
            return;
        }
        if (entries.size() >= limit) {
            entries.remove(leastNeeded());
        }
        entries.add(new AlertView.TimelineEntry(atMillis, event));
    }

    private int leastNeeded() {
        for (int i = KEPT_FIRST; i < entries.size(); i++) {
            if (!(entries.get(i).event() instanceof Event.NoteAdded)) {
                return i;
            }
        }
        throw new IllegalStateException("a time line of notes alone: the limit of notes does not hold");
    }

    List<AlertView.TimelineEntry> entries() {
        return entries;
    }

    /** Whether the last so many signals that asked for attention are all among these; in doubt not. */
    boolean lastAskedBy(int count, Set<SignalKey> known) {
        int left = count;
        for (AlertView.TimelineEntry entry : entries().reversed()) {
            SignalKey key = left > 0 ? askedBy(entry.event()) : null;
            if (key != null && !known.contains(key)) {
                return false;
            }
            left -= key == null ? 0 : 1;
        }
        // if there are more than this time line is long, nobody knows
        return left <= 0;
    }

    private static @Nullable SignalKey askedBy(Event.OfAlert event) {
        return switch (event) {
            case Event.Raised raised -> raised.key();
            case Event.Joined joined when joined.attention() -> joined.key();
            default -> null;
        };
    }
}

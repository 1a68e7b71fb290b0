package care.convoy.alert;

import java.util.ArrayList;
import java.util.List;

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
}

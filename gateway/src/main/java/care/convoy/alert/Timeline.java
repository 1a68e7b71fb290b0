package care.convoy.alert;

import care.convoy.device.SignalKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The time line of one alert, bounded: when it is full, the oldest entry goes that is neither a note nor a card nor among the
 * first 16. So the beginning, the present and every word that somebody wrote stay; the database keeps all. Of cards the last
 * 8 stay, of what was told from out there the last 32.
 */
final class Timeline {
    static final int MOST_CARDS = 8;
    static final int MOST_SCENES = 32;

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
        int most = mostOf(event);
        if (most > 0 && count(event.getClass()) >= most) {
            entries.remove(firstOf(event.getClass()));
        }
        if (entries.size() >= limit) {
            entries.remove(leastNeeded());
        }
        entries.add(new AlertView.TimelineEntry(atMillis, event));
    }

    /** How many of these there are at most; 0 for what has no bound of its own. They may carry words, and nobody counts them. */
    private static int mostOf(Event.OfAlert event) {
        return switch (event) {
            case Event.CardSent _ -> MOST_CARDS;
            case Event.SceneReported _ -> MOST_SCENES;
            default -> 0;
        };
    }

    private long count(Class<? extends Event.OfAlert> kind) {
        return entries.stream().filter(entry -> kind.isInstance(entry.event())).count();
    }

    private int firstOf(Class<? extends Event.OfAlert> kind) {
        int first = 0;
        while (!kind.isInstance(entries.get(first).event())) {
            first++;
        }
        return first;
    }

    private int leastNeeded() {
        int firstCard = -1;
        for (int i = KEPT_FIRST; i < entries.size(); i++) {
            Event.OfAlert event = entries.get(i).event();
            if (!(event instanceof Event.NoteAdded || event instanceof Event.CardSent)) {
                return i;
            }
            firstCard = firstCard < 0 && event instanceof Event.CardSent ? i : firstCard;
        }
        if (firstCard < 0) {
            throw new IllegalStateException("a time line of notes alone: the limit of notes does not hold");
        }
        return firstCard;
    }

    /** Whether an ambulance was called off, as far as it is remembered. */
    boolean wasCalledOff() {
        return entries.stream()
                .anyMatch(entry -> entry.event() instanceof Event.SceneReported reported && reported.asksAgain());
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

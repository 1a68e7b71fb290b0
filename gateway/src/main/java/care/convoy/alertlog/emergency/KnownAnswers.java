package care.convoy.alertlog.emergency;

import care.convoy.alert.CommandId;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.CoreState.Answered;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the log last answered to persons: the same commands sent again in an emergency are answered again. As many as a core
 * remembers; the oldest is forgotten. Any thread.
 */
final class KnownAnswers {
    private static final int MOST = CoreLimits.standard().answeredCommands();

    private final LinkedHashMap<CommandId, Numbered> oldestFirst = new LinkedHashMap<>();
    private long last;

    /** An answer, and which one it was of all that came. */
    record Numbered(long number, Answered answered) {}

    /** They are another log's from now on, or told anew. */
    synchronized void clear() {
        oldestFirst.clear();
    }

    synchronized void take(List<Answered> answers) {
        for (Answered answered : answers) {
            if (oldestFirst.size() >= MOST && !oldestFirst.containsKey(answered.id())) {
                oldestFirst.pollFirstEntry();
            }
            last++;
            oldestFirst.putLast(answered.id(), new Numbered(last, answered));
        }
    }

    synchronized @Nullable Answered find(CommandId id) {
        Numbered found = oldestFirst.get(id);
        return found == null ? null : found.answered();
    }

    synchronized List<Answered> oldestFirst() {
        return oldestFirst.values().stream().map(Numbered::answered).toList();
    }

    /** The number of the latest one. */
    synchronized long last() {
        return last;
    }

    /** Those that came after one, oldest first. */
    synchronized List<Numbered> since(long number) {
        return last == number
                ? List.of()
                : oldestFirst.sequencedValues().reversed().stream()
                        .takeWhile(one -> one.number() > number)
                        .toList()
                        .reversed();
    }
}

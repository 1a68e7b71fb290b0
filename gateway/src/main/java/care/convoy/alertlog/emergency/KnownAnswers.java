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

    private final LinkedHashMap<CommandId, Answered> oldestFirst = new LinkedHashMap<>();

    /** They are another log's from now on, or told anew. */
    synchronized void clear() {
        oldestFirst.clear();
    }

    synchronized void take(List<Answered> answers) {
        for (Answered answered : answers) {
            if (oldestFirst.size() >= MOST && !oldestFirst.containsKey(answered.id())) {
                oldestFirst.pollFirstEntry();
            }
            oldestFirst.put(answered.id(), answered);
        }
    }

    synchronized @Nullable Answered find(CommandId id) {
        return oldestFirst.get(id);
    }

    synchronized List<Answered> oldestFirst() {
        return List.copyOf(oldestFirst.values());
    }
}

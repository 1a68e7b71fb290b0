package care.convoy.alert;

import care.convoy.alert.CoreState.Answered;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last answers to operators, so that a command sent again is answered again; bounded, the oldest is forgotten. */
final class AnsweredCommands {
    private final int limit;
    private final LinkedHashMap<CommandId, Answered> oldestFirst = new LinkedHashMap<>();

    AnsweredCommands(CoreLimits limits, List<Answered> oldestFirst) {
        limit = limits.answeredCommands();
        oldestFirst.forEach(this::remember);
    }

    @Nullable
    Answered find(CommandId id) {
        return oldestFirst.get(id);
    }

    void remember(Answered answered) {
        if (oldestFirst.size() >= limit) {
            oldestFirst.pollFirstEntry();
        }
        oldestFirst.put(answered.id(), answered);
    }

    List<Answered> export() {
        return List.copyOf(oldestFirst.values());
    }
}

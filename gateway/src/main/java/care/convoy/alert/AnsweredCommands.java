package care.convoy.alert;

import care.convoy.alert.CoreState.Answered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;

/** The last answers to persons, so that a command sent again is answered again; bounded, the oldest is forgotten. */
final class AnsweredCommands {
    private final int limit;
    private final LinkedHashMap<CommandId, Answered> oldestFirst = new LinkedHashMap<>();

    AnsweredCommands(CoreLimits limits, List<Answered> oldestFirst) {
        limit = limits.answeredCommands();
        oldestFirst.forEach(this::remember);
    }

    /** Does what is asked for, unless it was done before. */
    Outcome once(Asked asked, Supplier<Outcome> doing) {
        Answered before = oldestFirst.get(asked.id());
        if (before != null) {
            return asked.isAnsweredBy(before)
                    ? again(before.outcome())
                    : new Outcome.Refused(Outcome.Reason.KEY_REUSED, null, 0, 0);
        }
        Outcome outcome = doing.get();
        remember(asked.with(outcome));
        return outcome;
    }

    private static Outcome again(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> new Outcome.Done(done.alert(), done.version(), true);
            case Outcome.Refused refused -> refused;
        };
    }

    private void remember(Answered answered) {
        if (oldestFirst.size() >= limit) {
            oldestFirst.pollFirstEntry();
        }
        oldestFirst.put(answered.id(), answered);
    }

    List<Answered> export() {
        return List.copyOf(oldestFirst.values());
    }
}

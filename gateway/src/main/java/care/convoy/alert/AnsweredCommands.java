package care.convoy.alert;

import care.convoy.alert.CoreState.Answered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        Outcome again = again(asked);
        if (again != null) {
            return again;
        }
        Outcome outcome = doing.get();
        remember(asked.with(outcome));
        return outcome;
    }

    /** What it is answered as a repeat; null if its id is not known. */
    @Nullable
    Outcome again(Asked asked) {
        Answered before = oldestFirst.get(asked.id());
        if (before == null) {
            return null;
        }
        return asked.isAnsweredBy(before)
                ? again(before.outcome())
                : new Outcome.Refused(Outcome.Reason.KEY_REUSED, null, 0, 0);
    }

    private static Outcome again(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> new Outcome.Done(done.alert(), done.version(), true);
            case Outcome.Refused refused -> refused;
        };
    }

    /**
     * Takes over an answer that was given elsewhere. The one that a person was told counts, not one that nobody waited for;
     * to another command with the same id it changes nothing.
     */
    void learn(Answered told) {
        Answered before = oldestFirst.get(told.id());
        if (before == null || Asked.of(told).isAnsweredBy(before) || areWords(told, before)) {
            remember(told);
        }
    }

    /** Words are brought here under the name that their alert has here, and are sent again under the one it had there. */
    private static boolean areWords(Answered told, Answered before) {
        boolean words = switch (told.type()) {
            case NOTE, SEND_CARD, REPORT_SCENE -> true;
            default -> false;
        };
        return words && told.type() == before.type();
    }

    private void remember(Answered answered) {
        if (oldestFirst.size() >= limit && !oldestFirst.containsKey(answered.id())) {
            oldestFirst.pollFirstEntry();
        }
        oldestFirst.put(answered.id(), answered);
    }

    @Nullable
    Answered find(CommandId id) {
        return oldestFirst.get(id);
    }

    List<Answered> export() {
        return List.copyOf(oldestFirst.values());
    }
}

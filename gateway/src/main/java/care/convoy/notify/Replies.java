package care.convoy.notify;

import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What people write back: 1 for yes, 2 for no. Thread-safe. */
public final class Replies {
    private final Answers answers;
    private final BiFunction<EffectKey, EffectReport, ? extends CompletionStage<?>> log;
    private final LongAdder understood = new LongAdder();
    private final LongAdder notUnderstood = new LongAdder();
    private final LongAdder fromNobody = new LongAdder();

    /** @param log takes an answer; done when it is durable */
    public Replies(Answers answers, BiFunction<EffectKey, EffectReport, ? extends CompletionStage<?>> log) {
        this.answers = answers;
        this.log = log;
    }

    /**
     * Somebody wrote back.
     *
     * @return done when the log has it or there is nothing to take; failed if it must be said again
     */
    public CompletionStage<?> heard(String number, String text) {
        EffectReport report = meaning(text);
        if (report == null) {
            notUnderstood.increment();
            return CompletableFuture.completedStage(null);
        }
        Answers.Asked asked = answers.ofNumber(number);
        if (asked == null) {
            fromNobody.increment();
            return CompletableFuture.completedStage(null);
        }
        understood.increment();
        return log.apply(asked.key(), report);
    }

    /** What a text says, also with a full-width digit or words after it; null if nothing that counts. */
    static @Nullable EffectReport meaning(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || (stripped.length() > 1 && Character.isDigit(stripped.charAt(1)))) {
            return null;
        }
        return switch (stripped.charAt(0)) {
            case '1', '１', '①' -> EffectReport.ACCEPTED;
            case '2', '２', '②' -> EffectReport.DECLINED;
            default -> null;
        };
    }

    /** Answers taken. */
    public long understood() {
        return understood.sum();
    }

    /** Texts that begin with neither 1 nor 2. */
    public long notUnderstood() {
        return notUnderstood.sum();
    }

    /** Answers of numbers that were not asked. */
    public long fromNobody() {
        return fromNobody.sum();
    }
}

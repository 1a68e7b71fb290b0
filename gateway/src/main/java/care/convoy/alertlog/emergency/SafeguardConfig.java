package care.convoy.alertlog.emergency;

import care.convoy.alert.CoreLimits;
import java.time.Duration;

/**
 * When the gateway goes on by itself, and how.
 *
 * @param answerWithin how long the log may take over a command, or be away, before the gateway goes on by itself
 * @param adoptOwned whether alerts that somebody owns are taken up too. With one member, yes: nobody else handles them.
 *     With three, no: the majority does; and of those that nobody owns two calls are better than none
 * @param limits of the emergency core
 * @param maxWaiting commands that may wait for the journal at once; one more fails
 * @param freezeAtMost how long commands may wait while the last few are brought to the log
 */
public record SafeguardConfig(
        Duration answerWithin, boolean adoptOwned, CoreLimits limits, int maxWaiting, Duration freezeAtMost) {
    public SafeguardConfig {
        if (answerWithin.toMillis() < 1 || maxWaiting < 1) {
            throw new IllegalArgumentException("safeguard: an answer within 1 ms or more, 1 or more waiting commands");
        }
    }

    /** For a log with one member, or with three. */
    public static SafeguardConfig of(int members) {
        return new SafeguardConfig(
                Duration.ofMillis(800), members == 1, CoreLimits.standard(), 16_384, Duration.ofMillis(300));
    }
}

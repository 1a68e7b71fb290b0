package care.convoy.effect;

import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectReport;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.function.Consumer;

/**
 * A way to reach somebody. It has no policy: whom, when, how often and what else to try is decided by the core alone, and no
 * rate limit of a channel may hold back a P1.
 */
public interface Channel {
    ChannelKind kind();

    /** Whether this channel only plays: then it gets exercises and tests, and never a real alert. */
    boolean isRehearsal();

    /**
     * Starts to reach somebody and returns at once; any thread, several at a time. The same effect may come twice, with the
     * same key: what is known to be done then need not be done again.
     *
     * @param alert as it stood when the effect was taken up
     * @param report hears what came of it; from any thread, as often as there is news, in order. What is never reported
     *     counts as failed after a while
     */
    void send(Effect effect, AlertView alert, Consumer<EffectReport> report);

    /**
     * Hears how an alert stands after each change, for one that was sent and is wanted no more. On the log's service thread:
     * only hands over.
     */
    default void stood(AlertView now) {}
}

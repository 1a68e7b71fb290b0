package care.convoy.notify;

import care.convoy.alert.EffectKey;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.function.Consumer;

/**
 * One technology that reaches people. It tries once and tells; when to try, whom first and what else is decided before it
 * and after it. Thread-safe.
 */
public interface Provider extends AutoCloseable {
    ChannelKind kind();

    /** In the metrics and on the screen: 1 to 16 characters of a-z 0-9 -. */
    String name();

    /** Whether it only plays: then it gets exercises and tests, and never a real alert. */
    default boolean isRehearsal() {
        return false;
    }

    /** How many messages it can have under way that were not {@link Told#TAKEN} or finished; 1 or more. */
    int lines();

    /**
     * Begins to say it and returns at once.
     *
     * @param told hears what comes of it, from any thread, several times and in any order, also twice the same; what
     *     is told of a message after its end is heard all the same
     */
    void send(Message message, Consumer<Told> told);

    /** Nobody needs this one any more: what rings stops ringing. A message that has left cannot be called back. */
    default void withdraw(EffectKey key) {}

    @Override
    void close();
}

package care.convoy.escalation;

import java.util.List;

/**
 * One step of a plan.
 *
 * @param afterMillis counted from the signal that last asked for attention
 * @param condition what must hold when it falls due, else the step is passed over
 * @param ring whose turn it is, 1 nearest to 3; 0 if no ring is meant
 * @param contacts ids of the contacts to reach, for {@link Action#CALL}, {@link Action#MESSAGE} and
 *     {@link Action#INFORM}; references only. Empty for the other actions: those reach the role that the action names
 * @param channels kinds of channel in order of preference; the next one is tried when one has failed
 * @param order whether all contacts are reached at once or one after the other
 */
public record EscalationStep(
        long afterMillis,
        Condition condition,
        Action action,
        int ring,
        List<String> contacts,
        List<ChannelKind> channels,
        Order order) {
    public EscalationStep {
        if (afterMillis < 0) {
            throw new IllegalArgumentException("escalation step: after is 0 ms or more");
        }
        contacts = List.copyOf(contacts);
        channels = List.copyOf(channels);
    }

    /** A step that reaches all its contacts at once. */
    public EscalationStep(
            long afterMillis,
            Condition condition,
            Action action,
            int ring,
            List<String> contacts,
            List<ChannelKind> channels) {
        this(afterMillis, condition, action, ring, contacts, channels, Order.PARALLEL);
    }

    /** The same step for other people. */
    EscalationStep with(List<String> others) {
        return new EscalationStep(afterMillis, condition, action, ring, others, channels, order);
    }

    /** The same step at another time. */
    EscalationStep after(long millis) {
        return new EscalationStep(millis, condition, action, ring, contacts, channels, order);
    }

    /** When a step applies. */
    public enum Condition {
        ALWAYS,
        UNCLAIMED,
        /** Nobody attends, and it is a press or a fall without movement. */
        UNCLAIMED_GRAVE
    }

    /** Who is reached when. */
    public enum Order {
        PARALLEL,
        /** The next as soon as the one before cannot be reached, declined or did not answer. */
        IN_TURN
    }

    /** What a step does. */
    public enum Action {
        SHOW_ALL_CONSOLES,
        ALL_CONSOLES_LOUD,
        CALL_SUPERVISOR,
        CALL,
        MESSAGE,
        REQUEST_AMBULANCE,
        /** Tells those who were asked for help that somebody is going. */
        INFORM
    }

    /** How people are reached. */
    public enum ChannelKind {
        VOICE,
        SMS,
        WEBHOOK,
        MAIL,
        /** The ambulance service's own desk or machine. */
        DISPATCH
    }
}

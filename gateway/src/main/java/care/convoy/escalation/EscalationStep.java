package care.convoy.escalation;

import java.util.List;

/**
 * One step of a plan.
 *
 * @param afterMillis counted from the signal that last asked for attention
 * @param condition what must hold when it falls due, else the step is passed over
 * @param contacts ids of the contacts to reach, for {@link Action#CALL} and {@link Action#MESSAGE}; references only
 * @param channels kinds of channel in order of preference
 */
public record EscalationStep(
        long afterMillis,
        Condition condition,
        Action action,
        int ring,
        List<String> contacts,
        List<ChannelKind> channels) {
    public EscalationStep {
        if (afterMillis < 0) {
            throw new IllegalArgumentException("escalation step: after is 0 ms or more");
        }
        contacts = List.copyOf(contacts);
        channels = List.copyOf(channels);
    }

    /** When a step applies. */
    public enum Condition {
        ALWAYS,
        UNCLAIMED
    }

    /** What a step does. */
    public enum Action {
        SHOW_ALL_CONSOLES,
        ALL_CONSOLES_LOUD,
        CALL_SUPERVISOR,
        CALL,
        MESSAGE,
        REQUEST_AMBULANCE
    }

    /** How people are reached. */
    public enum ChannelKind {
        VOICE,
        SMS,
        WEBHOOK,
        MAIL
    }
}

package care.convoy.alert;

import org.jspecify.annotations.Nullable;

/** The core's answer to one command, after it was made durable. */
public sealed interface Outcome {
    /**
     * The command took effect, or had already (then {@code duplicate}).
     *
     * @param alert the alert concerned; null for a tick, a test press or a task
     * @param version of the alert after the command; 0 without an alert
     */
    record Done(@Nullable AlertId alert, long version, boolean duplicate) implements Outcome {}

    /**
     * The command was refused and changed nothing.
     *
     * @param owner who owns the alert now, if somebody does
     * @param ownedSinceMillis since when, or 0
     * @param version the alert's version now; 0 if it is unknown
     */
    record Refused(Reason reason, @Nullable OperatorId owner, long ownedSinceMillis, long version) implements Outcome {}

    /** Why a command was refused. */
    enum Reason {
        /** No alert with this id is open, or ended and still to be closed. */
        UNKNOWN_ALERT,
        /** Another operator owns it. */
        OWNED_BY_OTHER,
        /** A signal was heard that the operator has not seen. */
        VERSION_MISMATCH,
        /** A later signal asks for attention; it is acknowledged first, by a claim. */
        ATTENTION_PENDING,
        /** Only the owner may do this. */
        NOT_OWNER,
        /** Not possible in the alert's state. */
        WRONG_STATE,
        /** A press is not closed as a false alarm without voice, a visit or a co-sign. */
        NOT_VERIFIED,
        /** A co-sign needs another person than the one who closes. */
        COSIGNER_MISSING,
        /** The alert's time line is full of notes. */
        TOO_MANY_NOTES,
        /** The command's id was used for another command. */
        KEY_REUSED,
        /** A P1 is never put off. */
        P1_NEVER_WAITS,
        /** Longer than it may be put off or tested. */
        TOO_LONG,
        /** The resident has another open alert; that one is to be dealt with. */
        OTHER_ALERT_OPEN,
        /** No such effect was asked for. */
        UNKNOWN_EFFECT,
        /** Nobody of that id is asked to help by any step of the alert. */
        UNKNOWN_CONTACT,
        /** The core holds as many open alerts as it may. */
        FULL
    }
}

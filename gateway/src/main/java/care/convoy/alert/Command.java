package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that may change an alert. Encoded it is at most 4 KB; names, addresses and numbers never travel in it. */
public sealed interface Command {
    /**
     * A device's alarm.
     *
     * @param receivedAtMillis when its last byte was read, epoch milliseconds of the gateway
     * @param deviceTimeMillis when the device says it happened, or {@link #NO_TIME}
     * @param resident who wears it, or null for a device that nobody is registered for
     * @param dropped names of the members that could not be read, for the time line
     */
    record Signal(
            SignalKey key,
            long receivedAtMillis,
            long deviceTimeMillis,
            @Nullable ResidentId resident,
            DeviceMessage.Alarm message,
            AlertStatus status,
            EscalationPlan plan,
            List<String> dropped)
            implements Command {
        public Signal {
            dropped = List.copyOf(dropped);
        }
    }

    /**
     * A command by a person; known again by its id: the same id again changes nothing and is answered as it was answered,
     * as long as the core remembers it ({@link CoreLimits#answeredCommands()}). Lease renewals are not remembered, they
     * may be repeated as they are.
     */
    sealed interface ByOperator extends Command {
        CommandId id();

        AlertId alert();

        /** Who commands. */
        default OperatorId operator() {
            return id().actor();
        }
    }

    /**
     * Takes the alert, or acknowledges that it asked again.
     *
     * <ul>
     *   <li>Nobody owns it: taken, whatever the version. A lease or a step that moved the version a millisecond before
     *       must not cost an operator the claim.
     *   <li>The claimant owns it: acknowledges the call for attention, if the version shows that the operator has seen
     *       the signal which asked; else {@link Outcome.Reason#VERSION_MISMATCH}. The lease is renewed.
     *   <li>Somebody else owns it: {@link Outcome.Reason#OWNED_BY_OTHER}.
     * </ul>
     *
     * A claim of an unowned alert acknowledges its call for attention too, but only if {@code expectedVersion} is not
     * older than the signal which asked last: a press that the operator has not yet seen goes on asking.
     *
     * @param expectedVersion as last seen by the operator
     */
    record Claim(CommandId id, AlertId alert, long expectedVersion) implements ByOperator {}

    /** Keeps the lease: the owner's console is alive. */
    record RenewLease(CommandId id, AlertId alert) implements ByOperator {}

    /** Gives the alert back to the queue. */
    record Release(CommandId id, AlertId alert) implements ByOperator {}

    /** Adds words to the time line. @param sealedText encrypted UTF-8, at most 3,000 bytes, so the log holds no words */
    record AddNote(CommandId id, AlertId alert, Sealed sealedText) implements ByOperator {}

    /**
     * Ends the case; by its owner only.
     *
     * <p>Refused with {@link Outcome.Reason#VERSION_MISMATCH} if a signal asked for attention after
     * {@code expectedVersion}, with {@link Outcome.Reason#ATTENTION_PENDING} if the last one was seen but not yet
     * acknowledged by a claim. Other changes since (steps, notes, leases) do not matter.
     *
     * @param note encrypted words for the time line, or null
     */
    record Resolve(
            CommandId id,
            AlertId alert,
            long expectedVersion,
            Disposition disposition,
            @Nullable Sealed note) implements ByOperator {}

    /** An edge saw that the cause of a device's task is gone, as the battery is full again; no task, no effect. */
    record CureTask(DeviceId device, AlertKind kind) implements Command {}

    /** Time has passed; also sent each second while an alert is open. */
    record Tick() implements Command {}

    /** No time was given. */
    long NO_TIME = Long.MIN_VALUE;
}

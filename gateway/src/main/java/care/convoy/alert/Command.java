package care.convoy.alert;

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

    /** A command by a person; known again by its id. */
    sealed interface ByOperator extends Command {
        CommandId id();

        AlertId alert();

        /** Who commands. */
        default OperatorId operator() {
            return id().actor();
        }
    }

    /** Takes the alert, or acknowledges that it asked again. @param expectedVersion as last seen by the operator */
    record Claim(CommandId id, AlertId alert, long expectedVersion) implements ByOperator {}

    /** Keeps the lease: the owner's console is alive. */
    record RenewLease(CommandId id, AlertId alert) implements ByOperator {}

    /** Gives the alert back to the queue. */
    record Release(CommandId id, AlertId alert) implements ByOperator {}

    /** Adds words to the time line. @param sealedText encrypted UTF-8, at most 3,000 bytes, so the log holds no words */
    record AddNote(CommandId id, AlertId alert, Sealed sealedText) implements ByOperator {}

    /** Ends the case. @param note encrypted words for the time line, or null */
    record Resolve(
            CommandId id,
            AlertId alert,
            long expectedVersion,
            Disposition disposition,
            @Nullable Sealed note) implements ByOperator {}

    /** Time has passed; also sent each second while an alert is open. */
    record Tick() implements Command {}

    /** No time was given. */
    long NO_TIME = Long.MIN_VALUE;
}

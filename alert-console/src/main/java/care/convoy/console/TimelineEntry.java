package care.convoy.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of an alert's time line. */
public sealed interface TimelineEntry {
    /** When. */
    Instant at();

    /** What keeps an alert waiting, or calls again. */
    sealed interface Waiting extends TimelineEntry {}

    /** What was done to bring help. */
    sealed interface Help extends TimelineEntry {}

    /**
     * What a device is told or has to do because of the case, and how far that has come: one line for all of it.
     *
     * @param what as in the contract, {@code OrderKind}
     * @param by who ordered it; null if the case's life did
     * @param text of a message, else null
     * @param state as in the contract, {@code OrderState}
     * @param sentAt when it was noted as sent first, null if it was not
     * @param stateAt when it came to that state
     */
    record Ordered(
            Instant at,
            String what,
            String deviceId,
            @Nullable Operator by,
            @Nullable String text,
            String state,
            @Nullable Instant sentAt,
            Instant stateAt)
            implements TimelineEntry {}

    /**
     * The first signal.
     *
     * @param dropped members of the message that could not be read
     * @param evidence what a rule found; null if no rule raised it, or its evidence cannot be read here
     */
    record Raised(
            Instant at,
            String kind,
            List<String> dropped,
            @Nullable Evidence evidence) implements TimelineEntry {
        public Raised {
            dropped = List.copyOf(dropped);
        }

        /** A signal of a device. */
        public Raised(Instant at, String kind, List<String> dropped) {
            this(at, kind, dropped, null);
        }
    }

    /**
     * A further signal.
     *
     * @param attention it asked for attention again
     * @param over a rule says that what it had found is over
     * @param evidence as in {@link Raised}
     */
    record Joined(
            Instant at,
            String kind,
            boolean attention,
            boolean over,
            @Nullable Evidence evidence) implements TimelineEntry {
        /** A signal of a device. */
        public Joined(Instant at, String kind, boolean attention) {
            this(at, kind, attention, false, null);
        }
    }

    /** It became more urgent. */
    record PriorityRaised(Instant at, AlertRow.Priority from, AlertRow.Priority to) implements TimelineEntry {}

    /** It waits in the queue. */
    record Queued(Instant at) implements TimelineEntry {}

    /** The wearer cancelled. @param inTime the pre-alarm still ran */
    record CancelledByWearer(Instant at, boolean inTime) implements TimelineEntry {}

    /** Somebody took it or acknowledged it again. */
    record Claimed(Instant at, Operator by) implements TimelineEntry {}

    /** Its owner gave it back. */
    record Released(Instant at, Operator by) implements TimelineEntry {}

    /** Its owner went away. */
    record LeaseLapsed(Instant at, Operator by) implements TimelineEntry {}

    /** The plan has run out and it still asks: operators are called once more. @param times from 1 */
    record Reminded(Instant at, int times) implements Waiting {}

    /** An escalation step was started. */
    record StepDue(Instant at, int step, int attempt) implements Help {}

    /** Words. */
    record Note(Instant at, Operator by, String text) implements TimelineEntry {}

    /** The end. @param by null if the wearer cancelled in time @param text the closing words, or null */
    record Resolved(
            Instant at, @Nullable Operator by, @Nullable String text) implements TimelineEntry {}

    /** A supervisor took it from its owner. */
    record TakenOver(Instant at, Operator by, Operator from) implements TimelineEntry {}

    /** Its owner put it off. @param reason as in the contract */
    record Deferred(
            Instant at,
            Operator by,
            Instant until,
            String reason,
            @Nullable String text) implements Waiting {}

    /** It was put off and is back. */
    record Returned(Instant at) implements Waiting {}

    /** Its device is on test. */
    record HeldOnTest(Instant at, Instant until) implements Waiting {}

    /** It is held no longer. @param why SIGNAL, EXPIRED or ENDED */
    record TestOver(Instant at, String why) implements Waiting {}

    /** Help came nearer. @param by null if a report said so */
    record Progressed(Instant at, @Nullable Operator by, AlertRow.State to) implements Help {}

    /** Its owner sent for help. @param actions as in the contract, {@code StepAction} */
    record Summoned(Instant at, Operator by, List<String> actions) implements Help {
        public Summoned {
            actions = List.copyOf(actions);
        }
    }

    /**
     * Somebody is to be reached.
     *
     * @param contact contact id; empty for the role that the action names
     * @param channel as in the contract
     */
    record Effect(int step, int attempt, String action, String contact, String channel) {}

    /** Its owner sent a card to the ambulance service. */
    record CardSent(Instant at, Operator by) implements Help {}

    /**
     * Somebody out there told how near help is.
     *
     * @param contact contact id; empty for the ambulance service
     * @param stage as in the contract, {@code SceneStage}
     * @param text what else was told, or null
     */
    record SceneReported(
            Instant at,
            String contact,
            String stage,
            @Nullable String text) implements Help {}

    /** Somebody is to be reached. */
    record EffectDue(Instant at, Effect effect) implements Help {}

    /** What came of it. @param report as in the contract, {@code EffectReport} */
    record EffectReported(Instant at, Effect effect, String report) implements Help {}

    /** Nobody of a step is left to be reached. */
    record NobodyLeft(Instant at, int step) implements Help {}

    /** It ended, and a visit is due. */
    record FollowUpOpened(Instant at, Instant due) implements TimelineEntry {}

    /** The visit was not reported in time. */
    record FollowUpOverdue(Instant at) implements TimelineEntry {}

    /** Somebody opened it again. */
    record Reopened(Instant at, Operator by, @Nullable String text) implements TimelineEntry {}

    /** It is closed for good. @param by null when it closed by itself */
    record Closed(
            Instant at, @Nullable Operator by, @Nullable String text) implements TimelineEntry {}

    /**
     * What a gateway did by itself was taken over into the log.
     *
     * @param by who took it there, null if nobody did
     * @param ownerKept that one holds it now
     * @param steps how many steps were done there
     * @param resolved it was closed there and stays closed
     */
    record Reconciled(Instant at, @Nullable Operator by, boolean ownerKept, int steps, boolean resolved)
            implements TimelineEntry {}
}

package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that happened. Each event of an alert moved that alert's version by one. */
public sealed interface Event {
    /** An event of one alert. */
    sealed interface OfAlert extends Event {
        AlertId alert();
    }

    /** An alert was opened. @param linked the resident's former alert when this one follows it, else null */
    record Raised(
            AlertId alert,
            SignalKey key,
            DeviceMessage.Alarm message,
            @Nullable AlertId linked) implements OfAlert {}

    /** A further signal joined an open alert. @param attention whether it asks for attention again */
    record Joined(AlertId alert, SignalKey key, DeviceMessage.Alarm message, boolean attention) implements OfAlert {}

    /** Members of the signal just heard that could not be read; at most 16 names. */
    record Unreadable(AlertId alert, SignalKey key, List<String> members) implements OfAlert {
        public Unreadable {
            members = List.copyOf(members);
        }
    }

    /** A later signal or time made the alert more urgent. */
    record PriorityRaised(AlertId alert, Priority from, Priority to) implements OfAlert {}

    /** The alert now waits in the queue: at once, or when the pre-alarm ran out. */
    record Queued(AlertId alert) implements OfAlert {}

    /** The wearer cancelled on the device. @param inTime whether the pre-alarm still ran, so that the alert ended */
    record CancelledByWearer(AlertId alert, boolean inTime) implements OfAlert {}

    /** An operator took it, or as its owner acknowledged a renewed call for attention. */
    record Claimed(AlertId alert, OperatorId operator, long leaseUntilMillis) implements OfAlert {}

    /** The owner's lease was prolonged; not part of the time line. */
    record LeaseRenewed(AlertId alert, OperatorId operator, long leaseUntilMillis) implements OfAlert {}

    /** The owner went away or gave it back; it is on top of the queue again. */
    record Abandoned(AlertId alert, OperatorId operator, Abandoned.Why why) implements OfAlert {
        /** Why an alert lost its owner. */
        public enum Why {
            LEASE_LAPSED,
            RELEASED
        }
    }

    /** An escalation step fell due and is to be carried out. @param attempt from 1 */
    record StepDue(AlertId alert, int step, int attempt) implements OfAlert {}

    /**
     * The plan has run out and the alert still asks for attention: the steps that call operators and supervisors follow
     * once more. @param times from 1, since the last signal that asked
     */
    record Reminded(AlertId alert, int times) implements OfAlert {}

    /** Somebody wrote a note. */
    record NoteAdded(AlertId alert, OperatorId operator, Sealed text) implements OfAlert {}

    /** The case ended; the last event of an alert in the core. @param operator null when the wearer cancelled in time */
    record Resolved(
            AlertId alert,
            @Nullable OperatorId operator,
            Disposition disposition,
            @Nullable Sealed note) implements OfAlert {}

    /** A supervisor took it from its owner. */
    record TakenOver(AlertId alert, OperatorId operator, OperatorId from, long leaseUntilMillis) implements OfAlert {}

    /** The owner put it off. */
    record Deferred(
            AlertId alert,
            OperatorId operator,
            long untilMillis,
            Command.DeferralReason reason,
            @Nullable Sealed note) implements OfAlert {}

    /** It was put off and is back in the queue. */
    record Returned(AlertId alert) implements OfAlert {}

    /** Its device is on test: it is held until then. */
    record HeldOnTest(AlertId alert, long untilMillis) implements OfAlert {}

    /** It is held no longer, and rings. */
    record TestOver(AlertId alert, TestOver.Why why) implements OfAlert {
        /** Why an alert of a test rings. */
        public enum Why {
            /** A further signal was heard. */
            SIGNAL,
            EXPIRED,
            ENDED
        }
    }

    /** Help came nearer. @param operator who said so; null if a report of an effect did */
    record Progressed(AlertId alert, @Nullable OperatorId operator, AlertState to) implements OfAlert {}

    /** The owner sent for help. */
    record Summoned(AlertId alert, OperatorId operator, List<EscalationStep.Action> actions) implements OfAlert {
        public Summoned {
            actions = List.copyOf(actions);
        }
    }

    /** The owner sent a card to the ambulance service; the alert's version after this is the card's number. */
    record CardSent(AlertId alert, OperatorId operator, Sealed content) implements OfAlert {}

    /** Somebody out there told how near help is. @param contact "" for the ambulance service @param detail words, or null */
    record SceneReported(
            AlertId alert,
            String contact,
            Command.Scene stage,
            @Nullable Sealed detail) implements OfAlert {
        /** Whether help that was under way is not: it asks for attention again, as a signal does. */
        public boolean asksAgain() {
            return stage == Command.Scene.CANCELLED;
        }
    }

    /** An effect is to be executed. */
    record EffectDue(AlertId alert, Effect effect) implements OfAlert {}

    /** What came of an effect; {@link EffectReport#FAILED} also when nothing was reported in time. */
    record EffectReported(AlertId alert, Effect effect, EffectReport report) implements OfAlert {}

    /** Nobody of this step is left to be reached, and nobody comes: the next ring, or the supervisor, follows at once. */
    record NobodyLeft(AlertId alert, int step) implements OfAlert {}

    /** Resolved, and a visit is due. */
    record FollowUpOpened(AlertId alert, long dueAtMillis) implements OfAlert {}

    /** The visit was not reported in time. */
    record FollowUpOverdue(AlertId alert) implements OfAlert {}

    /** Somebody opened the case again. */
    record Reopened(
            AlertId alert,
            OperatorId operator,
            long leaseUntilMillis,
            @Nullable Sealed note) implements OfAlert {}

    /** The case is closed for good. @param operator null when it closed by itself, with no visit due */
    record Closed(
            AlertId alert,
            @Nullable OperatorId operator,
            @Nullable Sealed note) implements OfAlert {}

    /**
     * What a gateway did while the log did not answer was taken over.
     *
     * @param owner who took it there, or null
     * @param ownerKept whether that one owns it now
     * @param steps how many steps were done there
     * @param disposition how it was closed there, or null
     * @param resolved whether that closed it; not if a signal was not known there
     * @param leftBy who lost it there last, or put it off; null if nobody did
     * @param putOffUntilMillis until when it was put off there; 0 if it was not. Whether that was followed, the event before
     *     says
     */
    record Reconciled(
            AlertId alert,
            @Nullable OperatorId owner,
            boolean ownerKept,
            int steps,
            @Nullable Disposition disposition,
            boolean resolved,
            @Nullable OperatorId leftBy,
            long putOffUntilMillis)
            implements OfAlert {}

    /** A device is to be told something, or to do something. */
    record Intended(AlertId alert, Intent intent) implements OfAlert {}

    /** How far that has come; if {@link Intent.State#isEnd} nothing follows. @param intent its id */
    record IntentMoved(AlertId alert, long intent, DeviceId device, Intent.Kind kind, Intent.State to)
            implements OfAlert {}

    /** The same as {@link Intended} without a case. */
    record DeviceIntended(Intent intent) implements Event {}

    /** The same as {@link IntentMoved} without a case, or of a case that is closed. */
    record DeviceIntentMoved(long intent, DeviceId device, Intent.Kind kind, Intent.State to) implements Event {}

    /** A device is on test. */
    record DeviceOnTest(DeviceId device, OperatorId operator, long untilMillis) implements Event {}

    /** A device is on test no longer. @param operator null when the time ran out */
    record DeviceTestOver(DeviceId device, @Nullable OperatorId operator) implements Event {}

    /** A test press was heard. */
    record TestHeard(SignalKey key, @Nullable ResidentId resident, AlertStatus status) implements Event {}

    /** A task (P4, P5) was opened, or was confirmed while open. */
    record TaskOpened(Task task) implements Event {}

    /** A task ended by itself because its cause was cured. */
    record TaskCured(DeviceId device, AlertKind kind) implements Event {}
}

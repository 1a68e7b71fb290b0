package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
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
     * @param namedByKey whether the alert that it opens is named by its key alone, as before version 4 of the commands:
     *     what was written then must open the alert that it opened then
     */
    record Signal(
            SignalKey key,
            long receivedAtMillis,
            long deviceTimeMillis,
            @Nullable ResidentId resident,
            DeviceMessage.Alarm message,
            AlertStatus status,
            EscalationPlan plan,
            List<String> dropped,
            boolean namedByKey)
            implements Command {
        public Signal {
            dropped = List.copyOf(dropped);
        }

        /** A signal heard now: the alert that it opens is named by its key and when it was received. */
        public Signal(
                SignalKey key,
                long receivedAtMillis,
                long deviceTimeMillis,
                @Nullable ResidentId resident,
                DeviceMessage.Alarm message,
                AlertStatus status,
                EscalationPlan plan,
                List<String> dropped) {
            this(key, receivedAtMillis, deviceTimeMillis, resident, message, status, plan, dropped, false);
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
     * @param expectedVersion as last seen by the operator; negative if it was seen on a gateway that worked without the log,
     *     whose versions are its own: then nothing is taken for seen. The same in all commands
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

    /**
     * Takes the alert from whoever owns it; a supervisor's right, which the edge has checked. Of an alert that nobody owns
     * it is a claim; of one's own it changes nothing.
     */
    record TakeOver(CommandId id, AlertId alert, long expectedVersion) implements ByOperator {}

    /**
     * Puts the alert off; by its owner only, and never a P1. It waits without owner and comes back to the queue by itself;
     * a further signal, or a claim, brings it back at once.
     *
     * @param forMillis from now, more than 0 and at most {@link #MAX_DEFERRAL_P2_MILLIS} or
     *     {@link #MAX_DEFERRAL_P3_MILLIS}; else {@link Outcome.Reason#TOO_LONG}
     * @param reason why, for the screen
     * @param note encrypted words, or null
     */
    record Defer(
            CommandId id,
            AlertId alert,
            long expectedVersion,
            long forMillis,
            DeferralReason reason,
            @Nullable Sealed note)
            implements ByOperator {}

    /**
     * What the owner says has been reached; forward only, from {@link AlertState#CONTACTING} to
     * {@link AlertState#HANDED_OVER}, steps may be left out.
     */
    record Progress(CommandId id, AlertId alert, AlertState to) implements ByOperator {}

    /**
     * The owner sends for help now: every step of the plan with one of these actions that was not started is started, all in
     * parallel. What the plan does not have (as an ambulance where the county switched the automatic request off) is
     * added.
     *
     * @param actions of {@code CALL, MESSAGE, CALL_SUPERVISOR, REQUEST_AMBULANCE}, at least one
     */
    record Summon(CommandId id, AlertId alert, List<EscalationStep.Action> actions) implements ByOperator {
        public Summon {
            actions = List.copyOf(actions);
        }
    }

    /**
     * The owner's card for the ambulance service: who it is, where, and what was asked. The ambulance is requested as by
     * {@link Summon} if that was not done, or came to nothing; else nobody is called again, and the card is an update of
     * what the service has. It is numbered by the alert's version after {@link Event.CardSent}.
     *
     * @param content encrypted words, opaque here, at most 3,000 bytes
     * @param afterwards whether its sender owned the alert while the log did not answer, and the log hears of it only now:
     *     then it is only noted, in any state. What was done because of it, {@link Reconcile} says
     */
    record SendCard(CommandId id, AlertId alert, Sealed content, boolean afterwards) implements ByOperator {
        /** A card that is sent now. */
        public SendCard(CommandId id, AlertId alert, Sealed content) {
            this(id, alert, content, false);
        }
    }

    /**
     * What somebody out there tells, owner or not: the ambulance service, or a contact of the alert's steps (else
     * {@link Outcome.Reason#UNKNOWN_CONTACT}). It moves progress forward, whoever owns the alert, and counts as an answer to
     * what that one was asked. An ambulance that was called off asks for attention again, like a further signal.
     *
     * <p>Of a case that has ended only {@link Scene#HANDED_OVER} is taken, as a note; the rest is
     * {@link Outcome.Reason#WRONG_STATE}.
     *
     * @param id its actor is who has brought it, as {@link OperatorId#AMBULANCE} or {@link OperatorId#CONTACT}; its number is
     *     to follow from the message, so that the same one again is known
     * @param contact "" for the ambulance service
     * @param stage of a contact only {@link Scene#ARRIVED}
     * @param detail encrypted words for the time line, or null
     */
    record ReportScene(
            CommandId id,
            AlertId alert,
            String contact,
            Scene stage,
            @Nullable Sealed detail) implements ByOperator {
        public ReportScene {
            if (!contact.isEmpty() && stage != Scene.ARRIVED) {
                throw new IllegalArgumentException("a report of a contact: " + stage + " is the ambulance's word");
            }
        }
    }

    /** How near help is, as told by who brings it. */
    enum Scene {
        /** The request has arrived and somebody has read it. */
        RECEIVED,
        /** An ambulance is on its way. */
        DISPATCHED,
        /** At the door. */
        ARRIVED,
        /** The resident is in other hands, or cared for. */
        HANDED_OVER,
        /** No ambulance comes after all. */
        CANCELLED
    }

    /** Opens a case again that is resolved but not yet closed; the operator owns it then. */
    record Reopen(CommandId id, AlertId alert, @Nullable Sealed note) implements ByOperator {}

    /** The follow-up visit was made, or none is needed: the case is closed for good. */
    record Close(CommandId id, AlertId alert, @Nullable Sealed note) implements ByOperator {}

    /** A command by a person about a device; known again by its id, as those about alerts. */
    sealed interface OnDevice extends Command {
        CommandId id();

        DeviceId device();
    }

    /**
     * A device is being tried out: a new alert of it is held in {@link AlertState#ON_TEST}. Sent again it moves the end.
     *
     * @param forMillis from now, more than 0 and at most {@link #MAX_TEST_MILLIS}; else {@link Outcome.Reason#TOO_LONG}
     */
    record BeginTest(CommandId id, DeviceId device, long forMillis) implements OnDevice {}

    /** The trial is over; an alert that it holds rings now. */
    record EndTest(CommandId id, DeviceId device) implements OnDevice {}

    /**
     * A person orders something of a device: known again by its id, as other commands. What was ordered before of the same
     * kind and is still pending is superseded.
     *
     * @param alert the open case that it is for, by anybody, owner or not; null without a case
     * @param what neither accepted nor resolved, which are no orders
     */
    record Order(CommandId id, DeviceId device, @Nullable AlertId alert, Intent.What what) implements Command {
        public Order {
            if (what.kind().isOfAlert()) {
                throw new IllegalArgumentException("an order: what an alert's life tells is not ordered");
            }
        }
    }

    /**
     * What came of an {@link Intent} of this device; nothing, if it has come to its end.
     *
     * @param intent its id
     * @param state one with {@link Intent.State#isReport}
     */
    record ReportIntent(DeviceId device, long intent, Intent.State state) implements Command {
        public ReportIntent {
            if (!state.isReport()) {
                throw new IllegalArgumentException("a report: " + state + " is no device's word");
            }
        }
    }

    /**
     * What came of an effect. A report of a former attempt still counts as far as it is better news than what is known; one
     * that says nothing new is answered as a duplicate.
     */
    record ReportEffect(EffectKey key, EffectReport report) implements Command {}

    /**
     * What a gateway did for an alert while the log did not answer, so that it is not done again; sent after the signals
     * and notes of that time were sent again. The more alarmed state wins, an owner stays the owner, steps done stay done;
     * all of it is on the time line.
     *
     * @param id known again by it, as other commands
     * @param alert as named by the receipts of the signals sent again
     */
    record Reconcile(CommandId id, AlertId alert, Known known, Hands hands, Reached reached) implements Command {
        /**
         * What the gateway knew of the alert's signals that ask for attention. If the log knows another one, somebody is
         * still waiting: then the alert is neither put off nor closed by this.
         *
         * @param same whether it is the very alert that the gateway handled; not if its signals opened or joined another
         * @param answered whether all that was known there was acknowledged there
         * @param first so many of the alert's first signals the gateway had from the log; 0 if it is not the same
         * @param heard the signals that the gateway itself heard, oldest first; one that is not named is not known
         */
        public record Known(boolean same, boolean answered, int first, List<SignalKey> heard) {
            public Known {
                heard = List.copyOf(heard);
            }
        }

        /**
         * In whose hands it was there in the end.
         *
         * @param owner who owned it, or closed it; else null
         * @param former who owned it and lost it there: gave it back, put it off, did not renew, or had it taken away
         * @param asks whether it asked for attention there
         * @param putOff how it was put off, if it is
         * @param disposition how it was closed, or null
         */
        public record Hands(
                @Nullable OperatorId owner,
                List<OperatorId> former,
                boolean asks,
                @Nullable PutOff putOff,
                @Nullable Disposition disposition) {
            public Hands {
                former = List.copyOf(former);
            }
        }

        /** A deferral. @param untilMillis core time, epoch milliseconds */
        public record PutOff(OperatorId operator, long untilMillis, DeferralReason reason) {}

        /**
         * How far help had come.
         *
         * @param progress {@link AlertState#CLAIMED} to {@link AlertState#HANDED_OVER}; anything else is not counted
         * @param steps of the plan that were started
         * @param sentFor what an owner sent for
         * @param age what age did there, or was to do
         */
        public record Reached(AlertState progress, List<StepDone> steps, List<SentFor> sentFor, Age age) {
            public Reached {
                steps = List.copyOf(steps);
                sentFor = List.copyOf(sentFor);
            }

            /** Where age did nothing. */
            public Reached(AlertState progress, List<StepDone> steps, List<SentFor> sentFor) {
                this(progress, steps, sentFor, Age.NONE);
            }
        }

        /**
         * How age made it more urgent there. Times are core time, epoch milliseconds.
         *
         * @param priority as it was there in the end
         * @param sinceMillis when age raised it to that there, from when the steps of that priority count; 0 if it did not
         * @param raiseAtMillis when age was to raise it next; 0 if it was not
         */
        public record Age(Priority priority, long sinceMillis, long raiseAtMillis) {
            /** It did nothing. */
            public static final Age NONE = new Age(Priority.P3, 0, 0);
        }

        /**
         * A step that was started outside the log.
         *
         * @param step as numbered by the plan: the place in the list of its priority, from 0
         * @param told what came of it, in the order of the step's contacts; empty if nothing is known
         */
        public record StepDone(Priority priority, int step, List<Told> told) {
            public StepDone {
                told = List.copyOf(told);
            }
        }

        /** Help that an owner sent for. @param told what came of it, if it is no step of the plan */
        public record SentFor(OperatorId operator, EscalationStep.Action action, List<Told> told) {
            public SentFor {
                told = List.copyOf(told);
            }
        }

        /** What came of one effect. @param contact "" for the role that the step's action names */
        public record Told(String contact, EffectReport report) {}
    }

    /**
     * Answers that a gateway gave to persons while the log did not answer, so that the same command sent again is answered
     * again and not carried out again; sent after the notes of that time. An answer of the log's own to the same command
     * gives way: nobody was told of it. An id that the log knows of another command stays that command's.
     *
     * @param answers oldest first; their versions are negative, for they are the gateway's own
     */
    record Remember(List<CoreState.Answered> answers) implements Command {
        public Remember {
            answers = List.copyOf(answers);
        }
    }

    /** An edge saw that the cause of a device's task is gone, as the battery is full again; no task, no effect. */
    record CureTask(DeviceId device, AlertKind kind) implements Command {}

    /** Time has passed; also sent each second while an alert is open. */
    record Tick() implements Command {}

    /** Longest time that a P2 may be put off. */
    long MAX_DEFERRAL_P2_MILLIS = 30 * 60_000L;

    /** Longest time that a P3 may be put off. */
    long MAX_DEFERRAL_P3_MILLIS = 24 * 3_600_000L;

    /** Longest time that a device may be on test. */
    long MAX_TEST_MILLIS = 4 * 3_600_000L;

    /** Why an alert is put off. */
    enum DeferralReason {
        CALL_BACK_AGREED,
        VISIT_UNDER_WAY,
        WAITING_FOR_DEVICE,
        OTHER
    }

    /** No time was given. */
    long NO_TIME = Long.MIN_VALUE;
}

package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it stands at one version; immutable, for readers on any thread. Times are epoch milliseconds.
 *
 * @param version moves by one with each event of the alert
 * @param owner who holds it, null while it waits
 * @param ownedSinceMillis when the owner took it; 0 while it waits
 * @param leaseUntilMillis when the lease lapses; 0 while it waits
 * @param receivedAtMillis when the gateway read the first signal
 * @param attentionAtMillis from when the answer time and the escalation steps count: the last signal that asked for
 *     attention; in {@link AlertState#PRE_ALARM} the end of the pre-alarm, still to come
 * @param attentionPending true while nobody has acknowledged that last call for attention; false in the pre-alarm
 * @param presses how many presses were heard: each press message counts as often as the device says that it was pressed,
 *     at least once and at most 1,000 times; a repeat of a message does not count
 * @param signals how many signals asked for attention, presses and others
 * @param heldUntilMillis until when it is deferred or held on test, or when a visit is due while it is in follow-up; else 0
 * @param progress how far help has come, {@link AlertState#CLAIMED} or later; kept when the owner is lost
 * @param abandoned how often it lost its owner
 * @param abandonedBy who lost it last, null if nobody
 * @param cause movement of the last fall, for the words on the screen; {@code UNKNOWN} without a fall
 * @param position the last one with a fix, else the last one; null if none was given
 * @param linked the resident's former alert, null if there is none
 * @param disposition how it ended; null while open
 */
public record AlertView(
        AlertId id,
        long version,
        @Nullable ResidentId resident,
        DeviceId device,
        AlertKind kind,
        Priority priority,
        AlertState state,
        AlertStatus status,
        @Nullable OperatorId owner,
        long ownedSinceMillis,
        long leaseUntilMillis,
        long receivedAtMillis,
        long deviceTimeMillis,
        long attentionAtMillis,
        boolean attentionPending,
        int presses,
        int signals,
        long heldUntilMillis,
        AlertState progress,
        DeviceMessage.Movement cause,
        int abandoned,
        @Nullable OperatorId abandonedBy,
        @Nullable Position position,
        @Nullable AlertId linked,
        @Nullable Disposition disposition,
        List<Step> steps,
        List<TimelineEntry> timeline) {
    public AlertView {
        steps = List.copyOf(steps);
        timeline = List.copyOf(timeline);
    }

    /**
     * One escalation step of this alert.
     *
     * @param index its number within the alert, never used twice: a higher priority's steps continue the count
     * @param dueAtMillis when it is or was due, if its condition still holds then
     * @param doneAtMillis when it was last started; 0 while pending
     * @param skipped passed over, because somebody attends to the alert; pending again as soon as nobody does
     * @param attempts how often it was started; the last {@link Event.StepDue#attempt()}
     * @param reaches how far each contact, or the role, was reached; empty before the first start and for steps that only
     *     the consoles carry out
     */
    public record Step(
            int index,
            EscalationStep step,
            long dueAtMillis,
            long doneAtMillis,
            boolean skipped,
            int attempts,
            List<Reach> reaches) {
        public Step {
            reaches = List.copyOf(reaches);
        }

        /** Whether it was added to the plan, for somebody to be told or because the owner sent for help. */
        public boolean isAdded() {
            return Steps.isAdded(this);
        }

        /** Whether it is still to come. */
        public boolean isPending() {
            return doneAtMillis == 0 && !skipped;
        }
    }

    /** One line of the time line. @param atMillis core time of the event */
    public record TimelineEntry(long atMillis, Event.OfAlert event) {}

    /** The same alert after its end, at a later version; without steps and time line, which the database keeps. */
    AlertView ended(long laterVersion, AlertState endedState, long dueAtMillis) {
        return new AlertView(
                id,
                laterVersion,
                resident,
                device,
                kind,
                priority,
                endedState,
                status,
                owner,
                ownedSinceMillis,
                leaseUntilMillis,
                receivedAtMillis,
                deviceTimeMillis,
                attentionAtMillis,
                attentionPending,
                presses,
                signals,
                dueAtMillis,
                progress,
                cause,
                abandoned,
                abandonedBy,
                position,
                linked,
                disposition,
                List.of(),
                List.of());
    }

    /** The same with another version and time line, for who has to show or keep less. */
    public AlertView with(long otherVersion, List<TimelineEntry> otherTimeline) {
        return new AlertView(
                id,
                otherVersion,
                resident,
                device,
                kind,
                priority,
                state,
                status,
                owner,
                ownedSinceMillis,
                leaseUntilMillis,
                receivedAtMillis,
                deviceTimeMillis,
                attentionAtMillis,
                attentionPending,
                presses,
                signals,
                heldUntilMillis,
                progress,
                cause,
                abandoned,
                abandonedBy,
                position,
                linked,
                disposition,
                steps,
                otherTimeline);
    }

    /** The effects that are out and of which no end has been reported. */
    public List<Effect> effectsOut() {
        List<Effect> out = new ArrayList<>();
        for (Step step : steps) {
            for (Reach reach : step.reaches()) {
                if (reach.isOut()) {
                    out.add(new Effect(
                            new EffectKey(id, step.index(), reach.attempt()),
                            step.step().action(),
                            reach.contact(),
                            Line.channels(step.step()).get(reach.channel())));
                }
            }
        }
        return out;
    }

    /** When the next pending step falls due, or 0 if none does. */
    public long nextStepAtMillis() {
        long next = 0;
        for (Step step : steps) {
            if (step.isPending() && (next == 0 || step.dueAtMillis() < next)) {
                next = step.dueAtMillis();
            }
        }
        return next;
    }
}

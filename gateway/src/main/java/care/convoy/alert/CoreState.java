package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the core knows, as immutable values: what a snapshot holds. Two cores with equal states answer every further
 * command alike. Lists are in the core's own order, which a snapshot must keep.
 *
 * @param open open alerts in the order in which they were opened
 * @param tasks by device and kind
 * @param signals remembered signals, oldest first
 * @param formers last alerts that ended, oldest first
 * @param answered answers given to operators, oldest first
 */
public record CoreState(
        Clock clock,
        List<Open> open,
        List<Task> tasks,
        List<KnownSignal> signals,
        List<Former> formers,
        List<Answered> answered) {
    public CoreState {
        open = List.copyOf(open);
        tasks = List.copyOf(tasks);
        signals = List.copyOf(signals);
        formers = List.copyOf(formers);
        answered = List.copyOf(answered);
    }

    /** The state of a core that has not heard anything. */
    public static CoreState empty() {
        return new CoreState(new Clock(false, 0, 0, 0, 0), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /**
     * Core time.
     *
     * @param started whether there was a first callback, from which on time counts
     * @param nowMillis core time, epoch milliseconds
     * @param lastCallbackMillis time of the last callback, from which the next difference is taken
     * @param backwardJumps how often a callback was earlier than the one before
     * @param lostMillis by how much in all
     */
    public record Clock(
            boolean started, long nowMillis, long lastCallbackMillis, long backwardJumps, long lostMillis) {}

    /**
     * One open alert.
     *
     * @param view what everybody may see of it
     * @param plan the plan it was opened with
     * @param attentionVersion the alert's version after the last signal that asked for attention
     * @param cancelKey the fall that the wearer may still cancel; null outside the pre-alarm
     * @param nextStepIndex index of the next step that a higher priority adds
     * @param notes how many notes were taken
     * @param reminders how often reminded since the last signal that asked for attention
     * @param remindAtMillis when the alert reminds again; 0 while steps are pending or somebody attends to it
     */
    public record Open(
            AlertView view,
            EscalationPlan plan,
            long attentionVersion,
            @Nullable SignalKey cancelKey,
            int nextStepIndex,
            int notes,
            int reminders,
            long remindAtMillis) {}

    /**
     * A signal that was heard within the last 24 hours, or longer ago if its alert is still open.
     *
     * @param heardAtMillis core time, of an open alert's signals set anew each 24 hours
     * @param type the same key with another type is another signal
     * @param alert the alert that it opened or joined; null if it was none
     * @param opened how many alerts this key has opened
     */
    public record KnownSignal(
            SignalKey key,
            SignalType type,
            long heardAtMillis,
            @Nullable AlertId alert,
            int opened) {}

    /** What was said with a key. */
    public enum SignalType {
        SOS,
        FALL,
        CANCEL,
        TEST,
        REMOVED,
        WORN,
        BATTERY
    }

    /**
     * The last alert that ended within the last 24 hours, of a resident or of a device without one.
     *
     * @param resident whose alert it was; null if it was of a device without resident
     * @param device the device, if {@code resident} is null; else null
     */
    public record Former(
            @Nullable ResidentId resident, @Nullable DeviceId device, AlertId alert, long endedAtMillis) {}

    /** An answer given to an operator. @param type what was commanded */
    public record Answered(CommandId id, CommandType type, AlertId alert, Outcome outcome) {}

    /** Which command of an operator was answered. */
    public enum CommandType {
        CLAIM,
        RELEASE,
        NOTE,
        RESOLVE
    }
}

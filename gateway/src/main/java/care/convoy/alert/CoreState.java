package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
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
 * @param tests devices on test, by device
 * @param ended alerts that are resolved and not yet closed, in the order in which they ended
 * @param intents what devices are still to be told
 */
public record CoreState(
        Clock clock,
        List<Open> open,
        List<Task> tasks,
        List<KnownSignal> signals,
        List<Former> formers,
        List<Answered> answered,
        List<DeviceTest> tests,
        List<Ended> ended,
        Intents intents) {
    public CoreState {
        open = List.copyOf(open);
        tasks = List.copyOf(tasks);
        signals = List.copyOf(signals);
        formers = List.copyOf(formers);
        answered = List.copyOf(answered);
        tests = List.copyOf(tests);
        ended = List.copyOf(ended);
    }

    /** The state of a core that has not heard anything. */
    public static CoreState empty() {
        Clock clock = new Clock(false, 0, 0, 0, 0);
        return new CoreState(
                clock, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Intents.NONE);
    }

    /** The same with these answers in place of its own. */
    public CoreState withAnswered(List<Answered> other) {
        return new CoreState(clock, open, tasks, signals, formers, other, tests, ended, intents);
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
     * @param raiseAtMillis when age raises the priority; 0 if it does not
     */
    public record Open(
            AlertView view,
            EscalationPlan plan,
            long attentionVersion,
            @Nullable SignalKey cancelKey,
            int nextStepIndex,
            int notes,
            int reminders,
            long remindAtMillis,
            long raiseAtMillis) {}

    /** What devices are still to be told. @param lastId the last that was drawn, 0 if none was @param pending oldest first */
    public record Intents(long lastId, List<Intent> pending) {
        /** None, and none was ever drawn. */
        public static final Intents NONE = new Intents(0, List.of());

        public Intents {
            pending = List.copyOf(pending);
        }
    }

    /** A device on test. */
    public record DeviceTest(DeviceId device, OperatorId operator, long untilMillis) {}

    /**
     * A resolved alert that is not yet closed.
     *
     * @param view in state RESOLVED or FOLLOW_UP, without steps and time line
     * @param plan as it was, for a reopening
     * @param nextStepIndex index of the next step that a reopening adds, so that no effect's key is used twice
     * @param notes how many notes were taken
     * @param closesAtMillis when it closes by itself, or in follow-up when it is overdue
     * @param overdue whether that was told
     */
    public record Ended(
            AlertView view, EscalationPlan plan, int nextStepIndex, int notes, long closesAtMillis, boolean overdue) {}

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
        BATTERY,
        LEFT_FENCE,
        ENTERED_FENCE,
        GENERAL,
        RULE_ALERT,
        RULE_TASK,
        RULE_CLEARED;

        /** Of which type a signal is. */
        public static SignalType of(DeviceMessage.Alarm message) {
            return switch (message) {
                case DeviceMessage.SosPressed _ -> SOS;
                case DeviceMessage.FallDetected _ -> FALL;
                case DeviceMessage.WearerCancelled _ -> CANCEL;
                case DeviceMessage.TestPressed _ -> TEST;
                case DeviceMessage.BandRemoved _ -> REMOVED;
                case DeviceMessage.BandWorn _ -> WORN;
                case DeviceMessage.BatteryLow _ -> BATTERY;
                case DeviceMessage.RuleFound found -> found.isTask() ? RULE_TASK : RULE_ALERT;
                case DeviceMessage.RuleCleared _ -> RULE_CLEARED;
                case DeviceMessage.AlarmRaised raised ->
                    switch (raised.reason()) {
                        case LEFT_FENCE -> LEFT_FENCE;
                        case ENTERED_FENCE -> ENTERED_FENCE;
                        case UNSPECIFIED -> GENERAL;
                    };
            };
        }

        /** Whether it opens an alert: such a repeat is a new signal once that alert has ended. */
        boolean opensAlert() {
            return switch (this) {
                case SOS, FALL, REMOVED, LEFT_FENCE, ENTERED_FENCE, GENERAL, RULE_ALERT -> true;
                case CANCEL, TEST, WORN, BATTERY, RULE_TASK, RULE_CLEARED -> false;
            };
        }
    }

    /**
     * The last alert that ended within the last 24 hours, of a resident or of a device without one.
     *
     * @param resident whose alert it was; null if it was of a device without resident
     * @param device the device, if {@code resident} is null; else null
     */
    public record Former(
            @Nullable ResidentId resident, @Nullable DeviceId device, AlertId alert, long endedAtMillis) {}

    /**
     * An answer given to an operator.
     *
     * @param type what was commanded
     * @param alert the alert concerned; null for a command about a device
     * @param device the device concerned; null for a command about an alert
     * @param fingerprint of the command's content, so that another command with the same id is known as such; 0 if it is not
     *     known, as in snapshots of older versions, and then any content counts as the same
     */
    public record Answered(
            CommandId id,
            CommandType type,
            @Nullable AlertId alert,
            @Nullable DeviceId device,
            int fingerprint,
            Outcome outcome) {}

    /** Which command of an operator was answered. */
    public enum CommandType {
        CLAIM,
        RELEASE,
        NOTE,
        RESOLVE,
        TAKE_OVER,
        DEFER,
        PROGRESS,
        SUMMON,
        REOPEN,
        CLOSE,
        BEGIN_TEST,
        END_TEST,
        RECONCILE,
        ORDER,
        SEND_CARD,
        REPORT_SCENE
    }
}

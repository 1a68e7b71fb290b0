package care.convoy.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one alert, but for the resident's record.
 *
 * @param deviceTime when the device says it happened, null if it did not
 * @param recentAlerts the resident's alerts of 30 days, this one included; null if history cannot be read
 * @param steps in plan order
 * @param timeline oldest first
 */
public record AlertDetail(
        AlertRow row,
        @Nullable Instant deviceTime,
        @Nullable Position position,
        @Nullable Disposition disposition,
        @Nullable Integer recentAlerts,
        List<Step> steps,
        List<TimelineEntry> timeline) {
    public AlertDetail {
        steps = List.copyOf(steps);
        timeline = List.copyOf(timeline);
    }

    /**
     * One escalation step.
     *
     * @param action as in the contract, {@code StepAction}
     * @param condition as in the contract, {@code StepCondition}
     * @param ring 0 if it names no ring
     * @param contacts contact ids of the resident's convoy
     * @param channels as in the contract, {@code ChannelKind}, in order of preference
     * @param inTurn contacts are reached one after the other, not all at once
     * @param doneAt when it was last started; null while pending or skipped
     * @param skipped somebody attends to the alert
     * @param attempts how often it was started
     * @param reaches how far each contact, or the role that the action names, was reached
     */
    public record Step(
            int index,
            String action,
            String condition,
            int ring,
            List<String> contacts,
            List<String> channels,
            boolean inTurn,
            Instant dueAt,
            @Nullable Instant doneAt,
            boolean skipped,
            int attempts,
            List<Reach> reaches) {
        public Step {
            contacts = List.copyOf(contacts);
            channels = List.copyOf(channels);
            reaches = List.copyOf(reaches);
        }
    }

    /**
     * How far one contact was reached within a step.
     *
     * @param contact contact id; empty for the role that the step's action names
     * @param channel used last, as in the contract; null before the first
     * @param tries how often that channel was tried
     * @param state as in the contract, {@code ReachState}
     * @param at {@code WAITING}: when the next try is due, null while it waits for its turn; {@code STARTED}: when it counts
     *     as failed; else since when
     */
    public record Reach(
            String contact,
            @Nullable String channel,
            int tries,
            String state,
            @Nullable Instant at) {}
}

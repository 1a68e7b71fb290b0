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
     * @param condition ALWAYS or UNCLAIMED
     * @param ring 0 if it names no ring
     * @param contacts contact ids of the resident's convoy
     * @param channels VOICE, SMS, WEBHOOK or MAIL, in order of preference
     * @param doneAt null while pending or skipped
     * @param skipped its condition did not hold when it was due
     */
    public record Step(
            int index,
            String action,
            String condition,
            int ring,
            List<String> contacts,
            List<String> channels,
            Instant dueAt,
            @Nullable Instant doneAt,
            boolean skipped) {
        public Step {
            contacts = List.copyOf(contacts);
            channels = List.copyOf(channels);
        }
    }
}

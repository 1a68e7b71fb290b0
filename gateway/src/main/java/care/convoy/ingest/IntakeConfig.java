package care.convoy.ingest;

import care.convoy.alert.AlertStatus;
import care.convoy.escalation.EscalationPlan;
import java.time.Duration;

/**
 * How alarms are taken.
 *
 * @param status of every alert raised here: {@code EXERCISE} for a demo
 * @param defaultPlan the organisation's plan, for a device without resident and wherever a resident's own cannot be used
 * @param maxAlarmsInFlight alarms that may wait for the log at once; further ones are not taken, so that devices repeat
 * @param resubmitFor how long an alarm is sent to the log again before its device is left to repeat
 * @param maxCommandBytes largest encoded command; a plan that makes it larger gives way to the default plan
 */
public record IntakeConfig(
        AlertStatus status,
        EscalationPlan defaultPlan,
        int maxAlarmsInFlight,
        Duration resubmitFor,
        int maxCommandBytes) {
    public static final int DEFAULT_MAX_ALARMS_IN_FLIGHT = 10_000;
    public static final Duration DEFAULT_RESUBMIT_FOR = Duration.ofSeconds(30);
    public static final int DEFAULT_MAX_COMMAND_BYTES = 4_096;

    public IntakeConfig {
        if (maxAlarmsInFlight < 1 || resubmitFor.isNegative() || maxCommandBytes < 1) {
            throw new IllegalArgumentException("intake: bounds are at least 1");
        }
    }

    /** With the bounds of the house. */
    public static IntakeConfig of(AlertStatus status, EscalationPlan defaultPlan) {
        return new IntakeConfig(
                status, defaultPlan, DEFAULT_MAX_ALARMS_IN_FLIGHT, DEFAULT_RESUBMIT_FOR, DEFAULT_MAX_COMMAND_BYTES);
    }
}

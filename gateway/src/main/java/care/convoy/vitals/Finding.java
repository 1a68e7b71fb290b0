package care.convoy.vitals;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;

/**
 * What a rule found: P1 to P3 become alerts, P4 and P5 tasks. It never lowers or delays a press.
 *
 * @param rule the rule's id, as {@code news2.score} or {@code heartRate.high}; the same as the explanation's
 * @param device whose report led to it
 * @param atMillis when it was found, epoch milliseconds of the gateway's clock
 * @param explanation why; health data, to be sealed before it enters the log
 * @throws IllegalArgumentException if the explanation belongs to another rule, or the time is negative
 */
public record Finding(
        String rule, AlertKind kind, Priority priority, DeviceId device, long atMillis, Explanation explanation)
        implements Outcome {
    public Finding {
        if (!rule.equals(explanation.rule())) {
            throw new IllegalArgumentException("finding: rule " + rule + " with the explanation of another rule");
        }
        if (atMillis < 0) {
            throw new IllegalArgumentException("finding: atMillis is 0 or more");
        }
    }

    /** A finding of the explanation's rule. */
    public static Finding of(
            AlertKind kind, Priority priority, DeviceId device, long atMillis, Explanation explanation) {
        return new Finding(explanation.rule(), kind, priority, device, atMillis, explanation);
    }

    /** Without values: health data never enters the log of a program. */
    @Override
    public String toString() {
        return "Finding[" + rule + " " + priority + " " + device + "]";
    }
}

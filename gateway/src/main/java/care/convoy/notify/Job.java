package care.convoy.notify;

import care.convoy.alert.AlertView;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Priority;
import java.util.function.Consumer;

/**
 * A message that waits or is under way.
 *
 * @param number in order of arrival
 * @param sinceMillis when it came
 * @param alert as last seen
 * @param report hears what came of it
 */
record Job(long number, long sinceMillis, Message message, AlertView alert, Consumer<EffectReport> report) {
    boolean isLesser() {
        return alert.priority() != Priority.P1;
    }

    Job with(AlertView now) {
        return new Job(number, sinceMillis, message, now, report);
    }
}

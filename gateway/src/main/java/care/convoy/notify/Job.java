package care.convoy.notify;

import care.convoy.alert.AlertView;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Priority;
import java.util.function.Consumer;

/**
 * A message that waits or is under way.
 *
 * @param number in order of arrival
 * @param alert as last seen
 * @param report hears what came of it
 */
record Job(long number, Message message, AlertView alert, Consumer<EffectReport> report) {
    boolean isLesser() {
        return alert.priority() != Priority.P1;
    }

    Job with(AlertView now) {
        return new Job(number, message, now, report);
    }
}

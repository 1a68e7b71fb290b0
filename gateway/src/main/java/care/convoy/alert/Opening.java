package care.convoy.alert;

import org.jspecify.annotations.Nullable;

/** What is needed to open an alert. @param testUntilMillis until when its device is on test and holds it; else 0 */
record Opening(
        AlertId id,
        Command.Signal signal,
        Trigger trigger,
        @Nullable AlertId linked,
        long testUntilMillis) {
    Standing standing() {
        if (testUntilMillis != 0) {
            return Standing.onTest(testUntilMillis);
        }
        return trigger.preAlarm() ? Standing.preAlarm(signal.key()) : Standing.received();
    }
}

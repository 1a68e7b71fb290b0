package care.convoy.vitals;

/**
 * Whether the person was moving when something was measured: steps told with the measurement, or shortly before. A device that
 * counts no steps leaves the person at rest.
 */
final class RestWatch {
    /** After steps the pulse comes down; until then it is not the pulse of rest. */
    static final long AFTER_STEPS_MILLIS = 4 * 60_000;

    private static final int LEAST_STEPS = 5;

    private int steps = -1;
    private long movedMillis = Long.MIN_VALUE / 2;

    /** The device's count. @param count since its midnight; negative if it did not say */
    void hear(int count, long atMillis) {
        if (count < 0) {
            return;
        }
        if (steps >= 0 && count - steps >= LEAST_STEPS) {
            movedMillis = Math.max(movedMillis, atMillis);
        }
        // a small increase stays against the old count, so that slow walking adds up
        if (steps < 0 || count < steps || count - steps >= LEAST_STEPS) {
            steps = count;
        }
    }

    boolean isAtRest(long atMillis) {
        return atMillis - movedMillis >= AFTER_STEPS_MILLIS || atMillis < movedMillis - AFTER_STEPS_MILLIS;
    }

    boolean movedAt(long atMillis) {
        return movedMillis == atMillis;
    }
}

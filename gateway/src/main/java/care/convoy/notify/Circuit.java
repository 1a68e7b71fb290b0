package care.convoy.notify;

/**
 * Whether a provider is worth a try: after {@value #FAILURES} failures in a row of the provider itself it is left alone for 5 s,
 * then one message tries it, and each failure more doubles the time, to a minute. Not thread-safe; times in milliseconds.
 */
final class Circuit {
    static final int FAILURES = 3;
    static final long SHORTEST_MILLIS = 5_000;
    static final long LONGEST_MILLIS = 60_000;

    private int failures;
    private long openUntil = Long.MIN_VALUE;
    private long pause = SHORTEST_MILLIS;
    private boolean probing;

    /** Whether a message may go now; who gets a yes while it is open is the probe and must report. */
    boolean admits(long now) {
        if (failures < FAILURES) {
            return true;
        }
        if (probing || now < openUntil) {
            return false;
        }
        probing = true;
        return true;
    }

    void succeeded() {
        failures = 0;
        probing = false;
        pause = SHORTEST_MILLIS;
    }

    void failed(long now) {
        failures++;
        if (failures < FAILURES || (failures > FAILURES && !probing)) {
            return;
        }
        probing = false;
        openUntil = now + pause;
        pause = Math.min(2 * pause, LONGEST_MILLIS);
    }

    /** The probe came to no end that tells of the provider. */
    void undecided() {
        probing = false;
    }

    boolean isOpen() {
        return failures >= FAILURES;
    }
}

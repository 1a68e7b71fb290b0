package care.convoy.firmware;

/**
 * What a device does with an alarm for which no {@code received} comes (PROTOCOL.md §9.3). Pure; milliseconds since the
 * alarm was raised.
 */
public final class RepeatPlan {

    /** No answer so far: open a connection to the second address as well. */
    public static final long SECOND_ADDRESS_AFTER_MILLIS = 5_000;

    /** And to the third. */
    public static final long THIRD_ADDRESS_AFTER_MILLIS = 10_000;

    /** Call and write to the stored numbers; go on repeating. */
    public static final long OWN_CALL_AFTER_MILLIS = 30_000;

    private static final long[] EARLY_MILLIS = {0, 2_000, 5_000, 10_000, 15_000, 30_000};
    private static final long STEADY_MILLIS = 15_000;
    private static final long LATE_AFTER_MILLIS = 300_000;
    private static final long LATE_MILLIS = 60_000;

    private RepeatPlan() {}

    /** When sending number {@code attempt} (0: the first) is due. It never ends: only an answer does. */
    public static long dueMillis(int attempt) {
        if (attempt < EARLY_MILLIS.length) {
            return EARLY_MILLIS[attempt];
        }
        int lastEarly = EARLY_MILLIS.length - 1;
        long steady = EARLY_MILLIS[lastEarly] + (attempt - lastEarly) * STEADY_MILLIS;
        if (steady <= LATE_AFTER_MILLIS) {
            return steady;
        }
        long steadyCount = (LATE_AFTER_MILLIS - EARLY_MILLIS[lastEarly]) / STEADY_MILLIS;
        return LATE_AFTER_MILLIS + (attempt - lastEarly - steadyCount) * LATE_MILLIS;
    }
}

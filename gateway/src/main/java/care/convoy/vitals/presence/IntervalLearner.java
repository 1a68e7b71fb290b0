package care.convoy.vitals.presence;

/**
 * How often devices report that do not say it themselves: of each the gap that nine of ten gaps do not exceed. Five bytes per
 * slot; one thread.
 *
 * <p>The estimate goes up by half of what a longer gap exceeds it and down by a fortieth of what a shorter one is below, so it
 * follows the long gaps of a device with two rhythms. A gap counts at most twice the estimate: an outage is not a rhythm.
 */
public final class IntervalLearner {
    /** So many gaps are needed before an interval is told. */
    public static final int ENOUGH = 8;

    private static final int LONGEST = 86_400_000;
    private final int[] estimateMillis;
    private final byte[] gaps;

    /** @param capacity slots, 1 or more */
    public IntervalLearner(int capacity) {
        estimateMillis = new int[capacity];
        gaps = new byte[capacity];
    }

    /** @param gapMillis between two reports of the device, both since the gateway started; 0 and less is passed over */
    public void observe(int slot, long gapMillis) {
        if (gapMillis <= 0) {
            return;
        }
        int gap = (int) Math.min(gapMillis, LONGEST);
        int estimate = estimateMillis[slot];
        if (gaps[slot] == 0) {
            estimateMillis[slot] = gap;
        } else if (gap > estimate) {
            int counted = (int) Math.min(gap, 2L * estimate);
            estimateMillis[slot] = (int) (estimate + (counted - estimate + 1L) / 2);
        } else {
            estimateMillis[slot] = Math.max(1, estimate - (estimate - gap) / 40);
        }
        if (gaps[slot] < ENOUGH) {
            gaps[slot]++;
        }
    }

    /** The interval learnt, in milliseconds, 1 to 1 day; 0 while fewer than {@link #ENOUGH} gaps are known. */
    public int intervalMillis(int slot) {
        return gaps[slot] < ENOUGH ? 0 : estimateMillis[slot];
    }

    /** Another device has this slot from now on. */
    public void forget(int slot) {
        estimateMillis[slot] = 0;
        gaps[slot] = 0;
    }
}

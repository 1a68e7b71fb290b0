package care.convoy.vitals;

import java.nio.ByteBuffer;

/**
 * What is usual for one person at each hour of the day: a small histogram of each vital for each hour. A histogram of fixed steps
 * and not a digest of quantiles, because the range of a pulse is known beforehand: it has a fixed size, any order of the same values
 * gives the same answer, halving all counts forgets the old evenly, and it is its own snapshot.
 *
 * <p>{@value #BYTES} bytes. When a row of an hour has {@value #MOST_IN_A_ROW} values, all of its counts are halved: with one value
 * in 5 min it remembers 14 to 28 days.
 */
final class HourlyLevels {
    static final int VITALS = 3;
    private static final int HOURS = 24;
    private static final int[] LEAST = {36, 83, 9};
    private static final int[] STEP = {4, 1, 1};
    private static final int[] STEPS = {24, 18, 22};
    private static final int[] FROM = {0, 24, 42};
    private static final int A_ROW = 64;
    static final int BYTES = HOURS * A_ROW;
    private static final int MOST_IN_A_ROW = 336;
    private static final int MOST = 255;

    /** As few values of an hour and its neighbours say nothing. */
    private static final int ENOUGH = 48;

    private final byte[] counts = new byte[BYTES];

    /** Which of the learned vitals it is, or -1. */
    static int place(Vital vital) {
        return switch (vital) {
            case HEART_RATE -> 0;
            case SPO2 -> 1;
            case RESPIRATION -> 2;
            case SYSTOLIC, DIASTOLIC, TEMPERATURE -> -1;
        };
    }

    /** @param place of the vital @param hour local, 0 to 23 */
    void add(int place, int hour, int value) {
        int row = hour * A_ROW + FROM[place];
        int step = Math.clamp(Math.floorDiv(value - LEAST[place], STEP[place]), 0, STEPS[place] - 1);
        int sum = 0;
        for (int i = 0; i < STEPS[place]; i++) {
            sum += counts[row + i] & MOST;
        }
        if (sum >= MOST_IN_A_ROW || (counts[row + step] & MOST) == MOST) {
            for (int i = 0; i < STEPS[place]; i++) {
                counts[row + i] = (byte) ((counts[row + i] & MOST) >> 1);
            }
        }
        counts[row + step]++;
    }

    /**
     * The level at an hour, of that hour and its neighbours.
     *
     * @return the median, the spread below and the spread above it (each as a standard deviation would be: the distance to the 10th
     *     and to the 90th percentile over 1.28); null if too little is known
     */
    @org.jspecify.annotations.Nullable
    Level level(int place, int hour) {
        int[] sums = new int[STEPS[place]];
        int all = 0;
        for (int beside = -1; beside <= 1; beside++) {
            int row = (hour + beside + HOURS) % HOURS * A_ROW + FROM[place];
            for (int i = 0; i < sums.length; i++) {
                int count = counts[row + i] & MOST;
                sums[i] += count;
                all += count;
            }
        }
        if (all < ENOUGH) {
            return null;
        }
        double median = quantile(place, sums, 0.5 * all);
        double low = (median - quantile(place, sums, 0.1 * all)) / 1.28;
        double high = (quantile(place, sums, 0.9 * all) - median) / 1.28;
        return new Level(median, low, high);
    }

    /** What is usual. @param low spread below, in the vital's unit @param high above */
    record Level(double median, double low, double high) {}

    private static double quantile(int place, int[] sums, double rank) {
        double before = 0;
        for (int i = 0; i < sums.length; i++) {
            if (before + sums[i] >= rank && sums[i] > 0) {
                // whole numbers: a step of 1 holds the values within half of it
                double within = (rank - before) / sums[i];
                return LEAST[place] + STEP[place] * (i + within) - 0.5;
            }
            before += sums[i];
        }
        throw new IllegalStateException("a rank within the sum");
    }

    void write(ByteBuffer to) {
        to.put(counts);
    }

    void read(ByteBuffer from) {
        from.get(counts);
    }
}

package care.convoy.vitals.presence;

/**
 * How long a device may be silent, from its own interval of reporting.
 *
 * @param intervalMillis between two reports, as the device said or as {@link IntervalLearner} learnt it: 1 second to 1 day
 * @param graceMillis added to the interval, 0 to 1 day
 * @throws IllegalArgumentException if a value is out of its range
 */
public record SilenceDeadline(int intervalMillis, int graceMillis) {
    private static final int SHORTEST = 1_000;
    private static final int DAY = 86_400_000;
    private static final int LEAST_GRACE = 60_000;

    public SilenceDeadline {
        if (intervalMillis < SHORTEST || intervalMillis > DAY) {
            throw new IllegalArgumentException(
                    "silence.intervalMillis: " + intervalMillis + " is not within 1000 and 86400000 (1 s to 1 day)");
        }
        if (graceMillis < 0 || graceMillis > DAY) {
            throw new IllegalArgumentException(
                    "silence.graceMillis: " + graceMillis + " is not within 0 and 86400000 (1 day)");
        }
    }

    /**
     * The usual deadline: one report may be lost. The grace is one more interval, at least 60 seconds.
     *
     * @param intervalMillis brought into the range of 1 second to 1 day
     */
    public static SilenceDeadline of(long intervalMillis) {
        int interval = Math.clamp(intervalMillis, SHORTEST, DAY);
        return new SilenceDeadline(interval, Math.max(LEAST_GRACE, interval));
    }

    /** After so long without a report a device that was present is silent. */
    public int silentAfterMillis() {
        return intervalMillis + graceMillis;
    }

    /** After so long without a report a device of which nothing is known yet is silent: two intervals, or the deadline. */
    public int unknownForMillis() {
        return Math.max(2 * intervalMillis, silentAfterMillis());
    }
}

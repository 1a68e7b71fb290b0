package care.convoy.vitals;

/** Whether a measurement may be judged, and if not, why. Only {@link #VALID} ones reach a rule. */
public enum Validity {
    VALID,
    /** Not taken, or 0 or 255, with which devices say so. */
    NOT_MEASURED,
    /** The band is off the wrist: what it measures is the table. */
    NOT_WORN,
    /** A jump that no body makes in {@value #JUMP_MILLIS} ms, until a second measurement agrees; nothing is raised, it is asked again. */
    MOTION,
    /** Outside of what a living person has. */
    OUT_OF_RANGE,
    /** By the device's clock older than {@value #STALE_MILLIS} ms when it was heard: history, not the present. */
    STALE,
    /** By the device's clock later than {@value #AHEAD_MILLIS} ms after it was heard: the clock is wrong. */
    AHEAD;

    /** Between two measurements that are compared for a jump. */
    public static final long JUMP_MILLIS = 60_000;

    /** How late a measurement may be heard and still count. */
    public static final long STALE_MILLIS = 15 * 60_000L;

    /** How far a device's clock may be ahead; within it the time of hearing is taken. */
    public static final long AHEAD_MILLIS = 2 * 60_000L;
}

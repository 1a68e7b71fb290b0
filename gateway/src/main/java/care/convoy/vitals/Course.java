package care.convoy.vitals;

/**
 * How long something has to be bad before it is told, when it is over, and when it is told again.
 *
 * @param beyond a severity above this counts
 * @param clear the newest at or below this ends it; not above {@code beyond}
 * @param need how many of the last {@code of} measurements have to count, 1 to {@code of}
 * @param of 1 to {@value #MOST}
 * @param withinMillis between the newest measurement and the oldest that counts
 * @param worseStep this much worse than what was told, it is told again; 1 or more
 * @param againMillis as long after it was told, it is told again while it lasts
 */
record Course(int beyond, int clear, int need, int of, long withinMillis, int worseStep, long againMillis) {
    static final int MOST = 8;
    /** After a rule fired it does not fire for a new course as bad as the last one for this long. */
    static final long QUIET_MILLIS = 30 * 60_000L;

    Course {
        if (clear > beyond || need < 1 || need > of || of > MOST || withinMillis < 0 || worseStep < 1) {
            throw new IllegalArgumentException("course: clear <= beyond, 1 <= need <= of <= " + MOST);
        }
    }
}

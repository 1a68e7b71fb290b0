package care.convoy.vitals;

/**
 * How long something has to be bad before it is told, when it is over, and when it is told again.
 *
 * <p>With a least time, measurements are spread over it: of those closer together than {@link #slotMillis} the newest counts, the course
 * is over only when {@value #CLEAR_NEED} in a row say so, and one that comes back counts as the same until it is told again.
 *
 * @param beyond a severity above this counts
 * @param clear the newest at or below this ends it; not above {@code beyond}
 * @param need how many of the last {@code of} measurements have to count, 1 to {@code of}
 * @param of 1 to {@value #MOST}
 * @param leastMillis from the oldest measurement that counts to the newest; 0 for no least time
 * @param withinMillis between the newest measurement and the oldest that counts
 * @param worseStep this much worse than what was told, it is told again; 1 or more
 * @param againMillis as long after it was told, it is told again while it lasts
 * @param best whether of measurements close together the one that is least bad counts, and not the newest: where what disturbs a
 *     measurement makes it worse only
 */
record Course(
        int beyond,
        int clear,
        int need,
        int of,
        long leastMillis,
        long withinMillis,
        int worseStep,
        long againMillis,
        boolean best) {
    static final int MOST = 8;
    /** After a rule without a least time fired it does not fire for a new course as bad as the last one for this long. */
    static final long QUIET_MILLIS = 30 * 60_000L;

    private static final int CLEAR_NEED = 3;

    Course {
        if (clear > beyond || need < 1 || need > of || of > MOST || withinMillis < 0 || worseStep < 1) {
            throw new IllegalArgumentException("course: clear <= beyond, 1 <= need <= of <= " + MOST);
        }
        if (leastMillis < 0 || leastMillis > withinMillis) {
            throw new IllegalArgumentException("course: 0 <= leastMillis <= withinMillis");
        }
    }

    /** Without a least time. */
    Course(int beyond, int clear, int need, int of, long withinMillis, int worseStep, long againMillis) {
        this(beyond, clear, need, of, 0, withinMillis, worseStep, againMillis, false);
    }

    /** Measurements closer together are one, so that as many as are needed span the least time at any rhythm of the device. */
    long slotMillis() {
        return need < 2 ? 0 : leastMillis / (need - 1);
    }

    /** So many in a row at or below {@code clear} end it. */
    int clearNeed() {
        return leastMillis == 0 ? 1 : CLEAR_NEED;
    }

    long quietMillis() {
        return leastMillis == 0 ? QUIET_MILLIS : againMillis;
    }
}

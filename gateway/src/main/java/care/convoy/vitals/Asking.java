package care.convoy.vitals;

import care.convoy.device.DeviceId;
import org.jspecify.annotations.Nullable;

/**
 * When a device is asked to measure again: at most once in {@value #APART_MILLIS} ms and {@value #MOST_AN_HOUR} times an hour, for
 * each measurement costs battery. Without an answer it is asked again after {@value #WAIT_MILLIS} ms, {@value #MOST_TRIES} times in all.
 */
final class Asking {
    static final long APART_MILLIS = 45_000;
    static final long WAIT_MILLIS = 120_000;
    static final int MOST_AN_HOUR = 8;
    static final int MOST_TRIES = 3;
    private static final long HOUR_MILLIS = 3_600_000;

    private final long apartMillis;
    private @Nullable Ask open;
    private int tries;
    private int thisHour;
    private long hourBegan = Long.MIN_VALUE / 2;
    private long askedMillis = Long.MIN_VALUE / 2;

    /**
     * @param slotMillis of measurements closer together one counts: a second question within it would be wasted, and those of the
     *     hour be used up before the rule has its time
     */
    Asking(long slotMillis) {
        apartMillis = Math.max(APART_MILLIS, slotMillis);
    }

    /** A question, or null if there were too many. */
    @Nullable
    Ask ask(DeviceId device, Vital vital, long nowMillis) {
        return ask(device, vital, nowMillis, 1);
    }

    /** A measurement of what was asked for, taken since. */
    void answered(Reading reading) {
        if (open != null && open.vital() == reading.vital() && reading.atMillis() >= open.atMillis()) {
            open = null;
        }
    }

    /** The question that is asked again at {@code nowMillis}, or null. */
    @Nullable
    Ask due(long nowMillis) {
        Ask again = open;
        if (again == null || nowMillis < nextDueMillis()) {
            return null;
        }
        open = null;
        return ask(again.device(), again.vital(), nowMillis, tries + 1);
    }

    long nextDueMillis() {
        return open == null || tries >= MOST_TRIES ? HealthWatch.NEVER : open.atMillis() + WAIT_MILLIS;
    }

    private @Nullable Ask ask(DeviceId device, Vital vital, long nowMillis, int nth) {
        if (nowMillis - hourBegan >= HOUR_MILLIS) {
            hourBegan = nowMillis;
            thisHour = 0;
        }
        if (nowMillis - askedMillis < (nth > 1 ? APART_MILLIS : apartMillis) || thisHour >= MOST_AN_HOUR) {
            return null;
        }
        thisHour++;
        askedMillis = nowMillis;
        tries = nth;
        open = new Ask(Ask.What.MEASURE_AGAIN, device, vital, nowMillis);
        return open;
    }
}

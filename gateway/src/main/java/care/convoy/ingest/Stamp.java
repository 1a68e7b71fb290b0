package care.convoy.ingest;

import care.convoy.alert.Command;
import java.util.concurrent.TimeUnit;

/**
 * What a device wrote on its message so that a repeat can be told from a new one, as far as it could be read.
 *
 * @param boot boot epoch, 0 to 2^32-1, or {@link #NONE}
 * @param sequence 0 to 2^32-1, or {@link #NONE}
 * @param timeMillis the device's time, epoch milliseconds from 0 on, or {@link Command#NO_TIME}
 */
public record Stamp(long boot, long sequence, long timeMillis) {
    /** The device gave no such number. */
    public static final long NONE = -1;

    /** Largest boot epoch and largest sequence. */
    public static final long MAX_NUMBER = 0xFFFF_FFFFL;

    /** A clock that is further off cannot tell a repeat from a new press. */
    private static final long CLOCK_MILLIS = TimeUnit.MINUTES.toMillis(10);

    /** A device keeps nothing for longer; an older time is a clock that was never set. */
    private static final long KEPT_MILLIS = TimeUnit.DAYS.toMillis(30);

    private static final int ALARM_BITS = 6;
    private static final long TOLD_SECONDS = (1 << 26) - 1;

    /** Nothing was given. */
    public static final Stamp BLANK = new Stamp(NONE, NONE, Command.NO_TIME);

    public Stamp {
        requireNumber(boot);
        requireNumber(sequence);
        if (timeMillis < 0 && timeMillis != Command.NO_TIME) {
            throw new IllegalArgumentException("stamp: time is from 1970 on");
        }
    }

    /**
     * Of a device that numbers nothing: the alarm's kind and its own time tell a press from another. A clock that is wrong
     * says nothing about when, but another time is another press.
     *
     * @param alarm number of the kind, 0 to 63
     * @param timeMillis the device's, or {@link Command#NO_TIME}
     */
    public static Stamp ofUnnumbered(int alarm, long timeMillis, long receivedAtMillis) {
        if (isClockRight(timeMillis, receivedAtMillis)) {
            return new Stamp(NONE, alarm, timeMillis);
        }
        long told = timeMillis == Command.NO_TIME ? 0 : TimeUnit.MILLISECONDS.toSeconds(timeMillis) & TOLD_SECONDS;
        return new Stamp(NONE, told << ALARM_BITS | alarm, Command.NO_TIME);
    }

    /**
     * The same of what the device may have kept for long, so that its time is of the past: it counts for 30 days, the same
     * as when it was new.
     */
    public static Stamp ofKept(int alarm, long timeMillis, long receivedAtMillis) {
        boolean possible =
                timeMillis >= receivedAtMillis - KEPT_MILLIS && timeMillis <= receivedAtMillis + CLOCK_MILLIS;
        return possible ? new Stamp(NONE, alarm, timeMillis) : ofUnnumbered(alarm, timeMillis, receivedAtMillis);
    }

    /** Whether a time that a device says of the present can be right. */
    public static boolean isClockRight(long timeMillis, long receivedAtMillis) {
        return Math.abs(timeMillis - receivedAtMillis) <= CLOCK_MILLIS;
    }

    /** Whether the device's time says when. */
    public boolean hasTime() {
        return timeMillis != Command.NO_TIME;
    }

    private static void requireNumber(long number) {
        if (number < NONE || number > MAX_NUMBER) {
            throw new IllegalArgumentException("stamp: boot and sequence are 0 to 2^32-1");
        }
    }
}

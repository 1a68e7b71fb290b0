package care.convoy.ingest;

import care.convoy.alert.Command;

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

    /** Nothing was given. */
    public static final Stamp BLANK = new Stamp(NONE, NONE, Command.NO_TIME);

    public Stamp {
        requireNumber(boot);
        requireNumber(sequence);
        if (timeMillis < 0 && timeMillis != Command.NO_TIME) {
            throw new IllegalArgumentException("stamp: time is from 1970 on");
        }
    }

    boolean hasTime() {
        return timeMillis != Command.NO_TIME;
    }

    private static void requireNumber(long number) {
        if (number < NONE || number > MAX_NUMBER) {
            throw new IllegalArgumentException("stamp: boot and sequence are 0 to 2^32-1");
        }
    }
}

package care.convoy.firmware;

import java.nio.ByteBuffer;

/**
 * Reads the most frequent message where it lies, without making an object of it (PROTOCOL.md §4.1, §5.1): for a gateway that
 * takes hundreds of thousands a second. Static and safe on any thread; leaves the buffer's position and limit as they are.
 *
 * <p>{@link #isAt} is true only for bytes that {@link MessageDecoder} takes as a heartbeat without extensions; everything
 * else goes there. The other methods may be called only if it is.
 */
public final class PlainHeartbeat {

    /** Header and fixed part. */
    public static final int BYTES = Header.BYTES + 6;

    private static final int FLAGS_AT = 2;
    private static final int EPOCH_AT = 3;
    private static final int SEQUENCE_AT = 7;
    private static final int TIME_AT = 11;
    private static final int BATTERY_AT = 17;
    private static final int SIGNAL_AT = 18;
    private static final int WORN_AT = 19;
    private static final int STEPS_AT = 20;

    private PlainHeartbeat() {}

    /** Whether the message is a heartbeat that may be read in place. */
    public static boolean isAt(ByteBuffer buffer, int offset, int length) {
        return length == BYTES
                && u8(buffer, offset) == Header.VERSION
                && u8(buffer, offset + 1) == MessageType.HEARTBEAT.code()
                && (u8(buffer, offset + FLAGS_AT) & Header.FLAG_SEALED) == 0
                && isRead(Range.BATTERY_PERCENT, u8(buffer, offset + BATTERY_AT))
                && isRead(Range.SIGNAL_PERCENT, u8(buffer, offset + SIGNAL_AT))
                && isYesNo(u8(buffer, offset + WORN_AT))
                && isRead(Range.STEPS, u24(buffer, offset + STEPS_AT));
    }

    private static boolean isYesNo(int wire) {
        return wire == YesNo.YES.code() || wire == YesNo.NO.code() || wire == YesNo.NOT_KNOWN.code();
    }

    private static boolean isRead(Range range, int wire) {
        return range.contains(wire) || range.meansAbsent(wire);
    }

    /** As {@link Header#epoch}. */
    public static long epoch(ByteBuffer buffer, int offset) {
        return u32(buffer, offset + EPOCH_AT);
    }

    /** As {@link Header#sequence}. */
    public static long sequence(ByteBuffer buffer, int offset) {
        return u32(buffer, offset + SEQUENCE_AT);
    }

    /** As {@link Header#timeMillis}; a moment in UTC only if {@link #hasUtcTime}. */
    public static long timeMillis(ByteBuffer buffer, int offset) {
        return (long) u8(buffer, offset + TIME_AT) << 40
                | (long) u8(buffer, offset + TIME_AT + 1) << 32
                | u32(buffer, offset + TIME_AT + 2);
    }

    /** As {@link Header#hasUtcTime}. */
    public static boolean hasUtcTime(ByteBuffer buffer, int offset) {
        return timeMillis(buffer, offset) != 0 && (u8(buffer, offset + FLAGS_AT) & Header.FLAG_SINCE_BOOT) == 0;
    }

    /** 0..100 or {@link Message#NOT_MEASURED}. */
    public static int batteryPercent(ByteBuffer buffer, int offset) {
        return measured(Range.BATTERY_PERCENT, u8(buffer, offset + BATTERY_AT));
    }

    /** 0..100 or {@link Message#NOT_MEASURED}. */
    public static int signalPercent(ByteBuffer buffer, int offset) {
        return measured(Range.SIGNAL_PERCENT, u8(buffer, offset + SIGNAL_AT));
    }

    /** Whether the device is on the body. */
    public static YesNo worn(ByteBuffer buffer, int offset) {
        int wire = u8(buffer, offset + WORN_AT);
        return wire == YesNo.YES.code() ? YesNo.YES : wire == YesNo.NO.code() ? YesNo.NO : YesNo.NOT_KNOWN;
    }

    /** 0..999,999 or {@link Message#NOT_MEASURED}. */
    public static int steps(ByteBuffer buffer, int offset) {
        return measured(Range.STEPS, u24(buffer, offset + STEPS_AT));
    }

    private static int measured(Range range, int wire) {
        return range.meansAbsent(wire) ? Message.NOT_MEASURED : wire;
    }

    private static int u8(ByteBuffer buffer, int at) {
        return buffer.get(at) & 0xFF;
    }

    private static int u24(ByteBuffer buffer, int at) {
        return u8(buffer, at) << 16 | u8(buffer, at + 1) << 8 | u8(buffer, at + 2);
    }

    private static long u32(ByteBuffer buffer, int at) {
        return (long) u8(buffer, at) << 24 | u24(buffer, at + 1);
    }
}

package care.convoy.firmware;

/**
 * The 17 bytes that begin every message, in every version to come (PROTOCOL.md §4.1), without the type byte, which
 * follows from the message.
 *
 * @param version version of the body's layout, 0..255; this codec writes {@link #VERSION}
 * @param flags bit set, 0..255: {@link #FLAG_SINCE_BOOT}, {@link #FLAG_SEALED}; others are sent as 0 and ignored
 * @param epoch boot epoch, 0..2^32-1; upward: another one after each restart; 0: not known
 * @param sequence number within the epoch, 0..2^32-1, from 1; 0: none, the message cannot be recognised again
 * @param timeMillis milliseconds since 1970-01-01 UTC, or since boot with {@link #FLAG_SINCE_BOOT}; 48 bits; 0: no
 * clock
 */
public record Header(int version, int flags, long epoch, long sequence, long timeMillis) {

    /** Bytes of a header on the wire, the type byte included. */
    public static final int BYTES = 17;

    /** The version that this codec speaks. */
    public static final int VERSION = 1;

    /** {@link #timeMillis} counts from the device's start, not from 1970. */
    public static final int FLAG_SINCE_BOOT = 0x01;

    /** The body is sealed (PROTOCOL.md §12). */
    public static final int FLAG_SEALED = 0x80;

    /** Largest unsigned 32-bit number: bound of epoch, sequence and command ids. */
    public static final long MAX_U32 = 0xFFFF_FFFFL;

    static final long MAX_U48 = 0xFFFF_FFFF_FFFFL;

    public Header {
        Range.requireWithin("version", version, 0, 0xFF);
        Range.requireWithin("flags", flags, 0, 0xFF);
        Range.requireWithin("epoch", epoch, 0, MAX_U32);
        Range.requireWithin("sequence", sequence, 0, MAX_U32);
        Range.requireWithin("timeMillis", timeMillis, 0, MAX_U48);
    }

    /** A header of this version with a clock that counts from 1970. */
    public static Header of(long epoch, long sequence, long timeMillis) {
        return new Header(VERSION, 0, epoch, sequence, timeMillis);
    }

    /** Whether (epoch, sequence) names this message, so that a repeat can be told from a new one. */
    public boolean isIdentified() {
        return epoch != 0 && sequence != 0;
    }

    /** Whether {@link #timeMillis} is a moment in UTC as the sender believes it. */
    public boolean hasUtcTime() {
        return timeMillis != 0 && (flags & FLAG_SINCE_BOOT) == 0;
    }
}

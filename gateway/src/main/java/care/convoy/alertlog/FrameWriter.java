package care.convoy.alertlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one frame of at most a given length. Numbers are LEB128 (seven bits a byte, lowest first), signed ones zigzag
 * before that; text and byte strings carry their length in front. One thread.
 */
final class FrameWriter {
    private static final int FIRST_CAPACITY = 256;

    private final int maxBytes;
    private byte[] bytes;
    private int length;

    /** @param maxBytes most bytes the frame may have; one more and {@link Overflow} is thrown */
    FrameWriter(int maxBytes) {
        this.maxBytes = maxBytes;
        this.bytes = new byte[Math.min(maxBytes, FIRST_CAPACITY)];
    }

    /** The frame would be longer than allowed. */
    static final class Overflow extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overflow(int maxBytes) {
            super("frame is longer than " + maxBytes + " bytes", null, false, false);
        }
    }

    void octet(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    void flag(boolean value) {
        octet(value ? 1 : 0);
    }

    /** A number of 0 or more, or any 64 bits taken as unsigned. */
    void unsigned(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** A number that may be negative. */
    void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    /** Eight bytes, highest first. */
    void fixed64(long value) {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    void real(double value) {
        fixed64(Double.doubleToLongBits(value));
    }

    void text(String value) {
        octets(value.getBytes(StandardCharsets.UTF_8));
    }

    void octets(byte[] value) {
        unsigned(value.length);
        raw(value);
    }

    /** Without a length in front. */
    void raw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    /** Another frame with its length in front. @throws Overflow if that one became longer than allowed */
    void frame(FrameWriter other) {
        other.requireWithin();
        unsigned(other.length);
        ensure(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
    }

    int length() {
        return length;
    }

    /**
     * The frame's bytes, {@link #length()} of them, until something is written again.
     *
     * @throws Overflow if the frame became longer than allowed
     */
    byte[] bytes() {
        requireWithin();
        return bytes;
    }

    /** @throws Overflow if the frame became longer than allowed */
    byte[] toBytes() {
        requireWithin();
        return Arrays.copyOf(bytes, length);
    }

    private void requireWithin() {
        if (length > maxBytes) {
            throw new Overflow(maxBytes);
        }
    }

    /** Empties the frame for the next one. */
    void clear() {
        length = 0;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            grow(more);
        }
    }

    /** A number's worst case is ten bytes, so near the limit the array is a little longer than the frame may be. */
    private void grow(int more) {
        int needed = length + more;
        if (needed > maxBytes + 10) {
            throw new Overflow(maxBytes);
        }
        int doubled = Math.max(needed, bytes.length * 2);
        bytes = Arrays.copyOf(bytes, Math.min(doubled, maxBytes + 10));
    }
}

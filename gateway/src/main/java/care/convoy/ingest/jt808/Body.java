package care.convoy.ingest.jt808;

import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Reads a body from its beginning to its end, highest byte first. Never throws: what is not there is 0 or empty, and
 * {@link #isShort} says so.
 */
final class Body {
    static final Charset TEXT = Charset.forName("GBK");

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean tooShort;

    Body(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Body(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    /** Whether more was asked for than there was. */
    boolean isShort() {
        return tooShort;
    }

    int u8() {
        if (at >= end) {
            tooShort = true;
            return 0;
        }
        return bytes[at++] & 0xFF;
    }

    int u16() {
        int high = u8();
        return high << 8 | u8();
    }

    long u32() {
        long high = u16();
        return high << 16 | u16();
    }

    /** The next bytes as a body of their own, fewer if there are not as many. */
    Body part(int count) {
        int until = Math.min(end, at + count);
        tooShort |= until < at + count;
        Body part = new Body(bytes, at, until);
        at = until;
        return part;
    }

    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return rest;
    }

    /** What is left as text, up to its first zero byte. */
    String text() {
        int until = at;
        while (until < end && bytes[until] != 0) {
            until++;
        }
        String text = new String(bytes, at, until - at, TEXT).strip();
        at = end;
        return text;
    }
}

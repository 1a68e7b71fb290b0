package care.convoy.ingest.jt808;

import care.convoy.ingest.jt808.Frame.Form;
import care.convoy.ingest.jt808.Frame.Header;
import care.convoy.ingest.jt808.Frame.Split;
import care.convoy.ingest.jt808.Frame.Wrong;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Finds frames in a stream of bytes: what stands between two flags, whether each frame has two of its own or shares them.
 * One stream, one thread. Holds at most {@link #MAX_BYTES} of one unfinished frame.
 */
final class FrameReader {
    static final byte FLAG = 0x7E;
    static final byte ESCAPE = 0x7D;
    static final byte ESCAPED_ESCAPE = 0x01;
    static final byte ESCAPED_FLAG = 0x02;

    /** Header with parts, the longest body and the check byte. */
    static final int MAX_BYTES = 21 + 1023 + 1;

    private static final int FIXED_BYTES = 4;
    private static final int SERIAL_BYTES = 2;
    private static final int SPLIT_BYTES = 4;
    private static final int LENGTH_BITS = 0x3FF;
    private static final int ENCRYPTION_SHIFT = 10;
    private static final int ENCRYPTION_BITS = 7;
    private static final int SPLIT_BIT = 1 << 13;
    private static final int LONG_BIT = 1 << 14;

    private final byte[] held = new byte[MAX_BYTES];
    private int length;
    private boolean flagged;
    private boolean escaping;
    private int wasted;

    /** Takes the next bytes. */
    void feed(byte[] bytes, int offset, int count, FrameSink sink) {
        for (int i = offset; i < offset + count; i++) {
            take(bytes[i], sink);
        }
        if (wasted > 0) {
            int told = wasted;
            wasted = 0;
            sink.skipped(told);
        }
    }

    /** Bytes of an unfinished frame. */
    int pendingBytes() {
        return length;
    }

    private void take(byte each, FrameSink sink) {
        if (each == FLAG) {
            endFrame(sink);
            flagged = true;
        } else if (!flagged) {
            wasted++;
        } else if (escaping) {
            escaping = false;
            switch (each) {
                case ESCAPED_FLAG -> hold(FLAG);
                case ESCAPED_ESCAPE -> hold(ESCAPE);
                default -> {
                    // some devices do not escape the escape itself
                    hold(ESCAPE);
                    take(each, sink);
                }
            }
        } else if (each == ESCAPE) {
            escaping = true;
        } else {
            hold(each);
        }
    }

    private void hold(byte each) {
        if (!flagged) {
            wasted++;
        } else if (length == MAX_BYTES) {
            // longer than any frame: all of it is nothing until the next flag
            wasted += length + 1;
            length = 0;
            flagged = false;
        } else {
            held[length++] = each;
        }
    }

    private void endFrame(FrameSink sink) {
        if (escaping) {
            escaping = false;
            hold(ESCAPE);
        }
        if (length > 0) {
            Frame frame = read(held, length);
            if (frame == null) {
                wasted += length;
            } else {
                sink.frame(frame);
            }
            length = 0;
        }
    }

    /** What stands between two flags; null if not even its header can be believed. */
    static @Nullable Frame read(byte[] bytes, int length) {
        if (length < FIXED_BYTES) {
            return null;
        }
        int properties = word(bytes, 2);
        Form form = (properties & LONG_BIT) != 0 ? Form.LONG : Form.SHORT;
        int terminalAt = FIXED_BYTES + (form == Form.LONG ? 1 : 0);
        int serialAt = terminalAt + form.terminalBytes;
        boolean inParts = (properties & SPLIT_BIT) != 0;
        int bodyAt = serialAt + SERIAL_BYTES + (inParts ? SPLIT_BYTES : 0);
        int checkAt = length - 1;
        if (checkAt < bodyAt) {
            return null;
        }
        boolean lengthRight = checkAt - bodyAt == (properties & LENGTH_BITS);
        boolean checkRight = check(bytes, checkAt) == bytes[checkAt];
        Header header = new Header(
                word(bytes, 0),
                form,
                terminal(bytes, terminalAt, form.terminalBytes),
                word(bytes, serialAt),
                properties >>> ENCRYPTION_SHIFT & ENCRYPTION_BITS);
        Split split = inParts ? new Split(word(bytes, bodyAt - SPLIT_BYTES), word(bytes, bodyAt - 2)) : null;
        return new Frame(header, split, Arrays.copyOfRange(bytes, bodyAt, checkAt), wrong(lengthRight, checkRight));
    }

    private static Wrong wrong(boolean lengthRight, boolean checkRight) {
        if (lengthRight) {
            return checkRight ? Wrong.NOTHING : Wrong.CHECK;
        }
        return checkRight ? Wrong.LENGTH : Wrong.BOTH;
    }

    /** All bytes from the first on, combined by exclusive or. */
    static byte check(byte[] bytes, int length) {
        byte check = 0;
        for (int i = 0; i < length; i++) {
            check ^= bytes[i];
        }
        return check;
    }

    private static String terminal(byte[] bytes, int at, int count) {
        return HexFormat.of().withUpperCase().formatHex(bytes, at, at + count);
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}

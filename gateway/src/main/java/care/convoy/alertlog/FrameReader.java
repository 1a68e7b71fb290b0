package care.convoy.alertlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what {@link FrameWriter} wrote. Any bytes end in a value or in {@link MalformedFrame}. One thread. */
final class FrameReader {
    private final byte[] bytes;
    private final int end;
    private int at;
    private int version;

    FrameReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    FrameReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    /** For a part of something whose version stands elsewhere. */
    FrameReader(byte[] bytes, int offset, int length, int version) {
        this(bytes, offset, length);
        this.version = version;
    }

    /** Reads the version that the frame begins with. @param newest the highest that is known here; the lowest is 1 */
    void readVersion(int newest, String ofWhat) throws MalformedFrame {
        version = octet();
        if (version < 1 || version > newest) {
            throw new MalformedFrame("unknown version " + version + " of " + ofWhat);
        }
    }

    /** Whether the frame has what was added in that version. */
    boolean has(int addedInVersion) {
        return version >= addedInVersion;
    }

    int octet() throws MalformedFrame {
        need(1);
        return bytes[at++] & 0xFF;
    }

    boolean flag() throws MalformedFrame {
        int value = octet();
        if (value > 1) {
            throw new MalformedFrame("flag is neither 0 nor 1");
        }
        return value == 1;
    }

    long unsigned() throws MalformedFrame {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                if (shift == 63 && octet > 1) {
                    break;
                }
                return value;
            }
        }
        throw new MalformedFrame("number is longer than 64 bits");
    }

    long signed() throws MalformedFrame {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    int signedInt() throws MalformedFrame {
        long value = signed();
        if (value != (int) value) {
            throw new MalformedFrame("number is longer than 32 bits");
        }
        return (int) value;
    }

    /** A number of things that follow, each at least one byte long: so bounded by the frame's own length. */
    int count() throws MalformedFrame {
        long value = unsigned();
        if (value < 0 || value > remaining()) {
            throw new MalformedFrame("more is announced than follows");
        }
        return (int) value;
    }

    long fixed64() throws MalformedFrame {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (bytes[at++] & 0xFF);
        }
        return value;
    }

    double real() throws MalformedFrame {
        return Double.longBitsToDouble(fixed64());
    }

    String text() throws MalformedFrame {
        int length = count();
        if (isAscii(length)) {
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
        }
        try {
            ByteBuffer utf8 = ByteBuffer.wrap(bytes, at, length);
            at += length;
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedFrame("text is not UTF-8");
        }
    }

    /** Nearly all texts are ids; a decoder for each would be most of the work of reading a snapshot. */
    private boolean isAscii(int length) {
        for (int i = at; i < at + length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    byte[] octets() throws MalformedFrame {
        byte[] value = new byte[count()];
        System.arraycopy(bytes, at, value, 0, value.length);
        at += value.length;
        return value;
    }

    /** A part with its length in front, to be read on its own; bytes that its reader leaves are from a later version. */
    FrameReader part() throws MalformedFrame {
        int length = count();
        FrameReader part = new FrameReader(bytes, at, length, version);
        at += length;
        return part;
    }

    int remaining() {
        return end - at;
    }

    /** Nothing may follow. */
    void end() throws MalformedFrame {
        if (at != end) {
            throw new MalformedFrame("bytes follow the frame's end");
        }
    }

    private void need(int count) throws MalformedFrame {
        if (count > end - at) {
            throw new MalformedFrame("frame is cut off");
        }
    }
}

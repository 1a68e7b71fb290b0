package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The optional part at the end of a body: tag (1), length (1), value. Unknown tags are skipped, of a tag given twice the
 * first counts, and a known one may be longer than we know it (PROTOCOL.md §3.3).
 *
 * @param position tag 0x01
 * @param firmware tag 0x02
 */
record Extensions(@Nullable Position position, @Nullable String firmware) {

    static final int TAG_POSITION = 0x01;
    static final int TAG_FIRMWARE = 0x02;

    private static final Extensions NONE = new Extensions(null, null);

    /** Reads to the end of the message; what cannot be read is noted in the cursor. */
    static Extensions read(Cursor cursor) {
        if (cursor.remaining() == 0) {
            return NONE;
        }
        Position position = null;
        String firmware = null;
        while (cursor.remaining() > 0) {
            if (cursor.remaining() < 2) {
                cursor.has(2, Member.EXTENSIONS);
                break;
            }
            int tag = cursor.u8();
            int length = cursor.u8();
            if (!cursor.has(length, Member.EXTENSIONS)) {
                break;
            }
            int rest = cursor.remaining() - length;
            if (tag == TAG_POSITION && position == null) {
                position = length >= Position.BYTES ? cursor.position() : tooShort(cursor);
            } else if (tag == TAG_FIRMWARE && firmware == null && length >= 1 && length <= Text.MAX_FIRMWARE) {
                firmware = cursor.text(length, Member.EXTENSIONS);
            }
            cursor.skip(cursor.remaining() - rest);
        }
        return new Extensions(position, firmware);
    }

    private static @Nullable Position tooShort(Cursor cursor) {
        cursor.tooShort(Member.LOCATION);
        return null;
    }

    static void writePosition(@Nullable Position position, ByteBuffer out) {
        if (position != null) {
            out.put((byte) TAG_POSITION).put((byte) Position.BYTES);
            putPosition(position, out);
        }
    }

    static void writeFirmware(@Nullable String firmware, ByteBuffer out) {
        if (firmware != null) {
            out.put((byte) TAG_FIRMWARE).put((byte) firmware.length());
            out.put(firmware.getBytes(StandardCharsets.US_ASCII));
        }
    }

    static void putPosition(Position position, ByteBuffer out) {
        out.putInt(position.latitudeE7())
                .putInt(position.longitudeE7())
                .putShort((short) Range.ACCURACY_METRES.toWire(position.accuracyMetres()))
                .put((byte) position.source().code())
                .putShort((short) Range.FIX_AGE_SECONDS.toWire(position.fixAgeSeconds()));
    }
}

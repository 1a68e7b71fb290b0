package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The optional part at the end of a body: tag (1), length (1), value. Tags that the message has no use for are skipped, of a
 * tag given twice the first counts, and a known one may be longer than we know it (PROTOCOL.md §3.3).
 */
final class Extensions {

    private static final int TAG_POSITION = 0x01;
    private static final int TAG_FIRMWARE = 0x02;

    private Extensions() {}

    /** To the end of a message that has no extensions of its own. */
    static void skip(Cursor cursor) {
        while (nextLength(cursor, -1) >= 0) {
            // a tag of a later version
        }
    }

    /** The position, if there is one; what cannot be read is noted in the cursor. */
    static @Nullable Position position(Cursor cursor) {
        int length = nextLength(cursor, TAG_POSITION);
        if (length < 0) {
            return null;
        }
        Position position = null;
        if (length < Position.BYTES) {
            cursor.fault(Member.LOCATION);
            cursor.skip(length);
        } else {
            position = cursor.position();
            cursor.skip(length - Position.BYTES);
        }
        skip(cursor);
        return position;
    }

    /** The firmware's version, if there is one that can be read; it is never worth a fault. */
    static @Nullable String firmware(Cursor cursor) {
        int length = nextLength(cursor, TAG_FIRMWARE);
        if (length < 0) {
            return null;
        }
        byte[] bytes = cursor.bytes(length);
        skip(cursor);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean fits = length >= 1 && length <= Text.MAX_FIRMWARE;
        return fits && text.chars().allMatch(Text::isPrintable) ? text : null;
    }

    /** Skips to the value of the wanted tag and gives its length; -1 at the end, or when the list breaks off. */
    private static int nextLength(Cursor cursor, int wanted) {
        while (cursor.remaining() > 0 && cursor.has(2, Member.EXTENSIONS)) {
            int tag = cursor.u8();
            int length = cursor.u8();
            if (!cursor.has(length, Member.EXTENSIONS)) {
                return -1;
            }
            if (tag == wanted) {
                return length;
            }
            cursor.skip(length);
        }
        return -1;
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

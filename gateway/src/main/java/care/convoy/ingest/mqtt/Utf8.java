package care.convoy.ingest.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** Well-formed UTF-8 (Unicode table 3-7; MQTT 3.1.1 §1.5.3, 5.0 §1.5.4). Pure. */
final class Utf8 {
    private Utf8() {}

    static boolean isValid(ByteBuffer bytes) {
        return isValid(Unpooled.wrappedBuffer(bytes), 0, bytes.remaining());
    }

    /** Whether these bytes are UTF-8 without surrogates and overlong forms; U+0000 is allowed, as in payloads. */
    static boolean isValid(ByteBuf bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int first = bytes.getByte(at);
            if (first >= 0) {
                at++;
                continue;
            }
            int length = length(first & 0xFF);
            if (length == 0 || at + length > to || !isSecond(first & 0xFF, bytes.getByte(at + 1) & 0xFF)) {
                return false;
            }
            for (int i = 2; i < length; i++) {
                if ((bytes.getByte(at + i) & 0xC0) != 0x80) {
                    return false;
                }
            }
            at += length;
        }
        return true;
    }

    /** Whether well-formed UTF-8 is without control characters, U+0001 to U+001F and U+007F to U+009F (MQTT 5.0 §1.5.4). */
    static boolean isPlain(ByteBuf bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            int each = bytes.getByte(at) & 0xFF;
            boolean upper = each == 0xC2 && (bytes.getByte(at + 1) & 0xFF) < 0xA0;
            if (each < 0x20 || each == 0x7F || upper) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes a character takes that begins so; 0 if none does. */
    private static int length(int first) {
        if (first >= 0xC2 && first <= 0xDF) {
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return 3;
        }
        return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
    }

    /** The second byte tells overlong forms, surrogates and what lies beyond U+10FFFF. */
    private static boolean isSecond(int first, int second) {
        int least = switch (first) {
            case 0xE0 -> 0xA0;
            case 0xF0 -> 0x90;
            default -> 0x80;
        };
        int most = switch (first) {
            case 0xED -> 0x9F;
            case 0xF4 -> 0x8F;
            default -> 0xBF;
        };
        return second >= least && second <= most;
    }
}

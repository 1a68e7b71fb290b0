package care.convoy.sim.coap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A CoAP message (RFC 7252, §3) as far as a device here has to understand one.
 *
 * @param type {@link #CON} to {@link #RST}
 * @param code class and detail in one byte: 2.04 is 0x44; 0 for an empty message
 * @param token of {@value #TOKEN_BYTES} bytes, as this end gives them; 0 if it has another length
 * @param payload empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent")
record Datagram(int type, int code, int messageId, int token, byte[] payload) {
    static final int CON = 0;
    static final int NON = 1;
    static final int ACK = 2;
    static final int RST = 3;
    static final int CHANGED = 0x44;
    static final int UNAUTHORIZED = 0x81;
    static final int TOKEN_BYTES = 4;

    private static final int HEAD = 4;
    private static final int POST = 0x02;
    private static final int VERSION_1 = 0x40;
    private static final int NATIVE_MESSAGE = 42;
    private static final int MARKER = 0xFF;
    private static final int EXTENDED = 13;
    private static final int EXTENDED_TWICE = 14;
    private static final int EXTENDED_TWICE_FROM = 269;

    private static final byte[] UP = {(byte) 0xB2, 'u', 'p', 0x11, NATIVE_MESSAGE};

    boolean isSuccess() {
        return code >> 5 == 2;
    }

    /** {@code POST /up} with a native message. @param query as {@code id=...}, empty for none */
    static byte[] post(int type, int messageId, int token, String query, byte[] body) {
        byte[] asked = query.getBytes(StandardCharsets.UTF_8);
        if (asked.length >= EXTENDED_TWICE_FROM) {
            throw new IllegalArgumentException("an id is shorter");
        }
        int option = asked.length == 0 ? 0 : asked.length < EXTENDED ? 1 : 2;
        ByteBuffer out = ByteBuffer.allocate(HEAD + TOKEN_BYTES + UP.length + option + asked.length + 1 + body.length)
                .put((byte) (VERSION_1 | (type << 4) | TOKEN_BYTES))
                .put((byte) POST)
                .putShort((short) messageId)
                .putInt(token)
                .put(UP);
        if (option == 1) {
            out.put((byte) (0x30 | asked.length));
        } else if (option == 2) {
            out.put((byte) (0x30 | EXTENDED)).put((byte) (asked.length - EXTENDED));
        }
        return out.put(asked).put((byte) MARKER).put(body).array();
    }

    /** Without code, token and body: an acknowledgement, a reset, or as CON a ping. */
    static byte[] empty(int type, int messageId) {
        return new byte[] {(byte) (VERSION_1 | (type << 4)), 0, (byte) (messageId >> 8), (byte) messageId};
    }

    /** Null if it is none. */
    static @Nullable Datagram read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEAD || (bytes[0] & 0xC0) != VERSION_1) {
            return null;
        }
        int head = in.get();
        int code = in.get() & 0xFF;
        int messageId = in.getShort() & 0xFFFF;
        int tokenBytes = head & 0xF;
        if (tokenBytes > in.remaining()) {
            return null;
        }
        int token = tokenBytes == TOKEN_BYTES ? in.getInt(in.position()) : 0;
        in.position(in.position() + tokenBytes);
        if (!skipOptions(in)) {
            return null;
        }
        byte[] payload = new byte[in.remaining()];
        in.get(payload);
        return new Datagram((head >> 4) & 3, code, messageId, token, payload);
    }

    private static boolean skipOptions(ByteBuffer in) {
        while (in.hasRemaining()) {
            int option = in.get() & 0xFF;
            if (option == MARKER) {
                return in.hasRemaining();
            }
            if (extended(option >> 4, in) < 0) {
                return false;
            }
            int length = extended(option & 0xF, in);
            if (length < 0 || length > in.remaining()) {
                return false;
            }
            in.position(in.position() + length);
        }
        return true;
    }

    /** -1 if it cannot be read. */
    private static int extended(int four, ByteBuffer in) {
        if (four < EXTENDED) {
            return four;
        }
        if (four == EXTENDED && in.hasRemaining()) {
            return EXTENDED + (in.get() & 0xFF);
        }
        return four == EXTENDED_TWICE && in.remaining() >= 2 ? EXTENDED_TWICE_FROM + (in.getShort() & 0xFFFF) : -1;
    }
}

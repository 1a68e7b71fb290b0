package care.convoy.alertlog.aeron;

import java.nio.ByteBuffer;

/**
 * What travels between this node's client and the log's service around the encodings of {@code alertlog}: one byte says
 * what it is, eight bytes which reply belongs to which request, highest first.
 *
 * <pre>
 *  to the log    COMMAND        correlation 8 | command
 *                HELLO          correlation 8 | nonce 8
 *                CHECK          correlation 8              each member is to take its state's hash here
 *                HASH           correlation 8 | member 1 | position of the CHECK 8 | hash 8
 *  from the log  OUTCOME        correlation 8 | position 8 | outcome
 *                WELCOME        correlation 8 | position 8 | log id 8
 *                NOT_UNDERSTOOD correlation 8 | position 8
 * </pre>
 */
final class LogFrame {
    static final byte COMMAND = 1;
    static final byte HELLO = 2;
    static final byte OUTCOME = 3;
    static final byte WELCOME = 4;
    static final byte NOT_UNDERSTOOD = 5;
    static final byte CHECK = 6;
    static final byte HASH = 7;

    /** Member, position, hash. */
    static final int HASH_BYTES = 17;

    /** Kind and correlation. */
    static final int REQUEST_HEAD_BYTES = 9;

    /** Kind, correlation and position. */
    static final int REPLY_HEAD_BYTES = 17;

    private LogFrame() {}

    static byte[] request(byte kind, long correlation, byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(REQUEST_HEAD_BYTES + body.length);
        return frame.put(kind).putLong(correlation).put(body).array();
    }

    static byte[] reply(byte kind, ByteBuffer request, long position, byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(REPLY_HEAD_BYTES + body.length);
        return frame.put(kind)
                .putLong(request.getLong(1))
                .putLong(position)
                .put(body)
                .array();
    }

    static byte[] hash(int member, long position, long hash) {
        return ByteBuffer.allocate(HASH_BYTES)
                .put((byte) member)
                .putLong(position)
                .putLong(hash)
                .array();
    }

    static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** What follows the head. */
    static byte[] body(ByteBuffer frame, int headBytes) {
        byte[] body = new byte[frame.limit() - headBytes];
        frame.get(headBytes, body);
        return body;
    }
}

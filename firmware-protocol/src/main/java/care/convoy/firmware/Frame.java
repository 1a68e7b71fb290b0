package care.convoy.firmware;

import java.nio.ByteBuffer;

/**
 * How messages follow each other on a stream (PROTOCOL.md §2): magic (2), length of the message (2), message, CRC-32C (4)
 * over all that came before.
 */
public final class Frame {

    /** First byte of a frame; no text, TLS, MQTT, JT/T 808 or watch protocol begins with it. */
    public static final int MAGIC_FIRST = 0xC5;

    /** Second byte of a frame. */
    public static final int MAGIC_SECOND = 0x1A;

    /** Magic and length. */
    public static final int PREFIX_BYTES = 4;

    /** The checksum. */
    public static final int CHECK_BYTES = 4;

    /** What framing adds to a message. */
    public static final int OVERHEAD_BYTES = PREFIX_BYTES + CHECK_BYTES;

    /** Largest frame. */
    public static final int MAX_BYTES = 1024;

    /** Largest message in a frame. */
    public static final int MAX_MESSAGE_BYTES = MAX_BYTES - OVERHEAD_BYTES;

    /** Smallest message in a frame: version and type. Whether it can be used is for {@link MessageDecoder} to say. */
    public static final int MIN_MESSAGE_BYTES = 2;

    private Frame() {}

    /** The type byte of a message, 0..255, without decoding it; at least two bytes must be there. */
    public static int typeCodeAt(ByteBuffer message, int offset) {
        return message.get(offset + 1) & 0xFF;
    }
}

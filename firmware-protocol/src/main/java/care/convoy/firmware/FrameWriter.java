package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Messages to frames (PROTOCOL.md §2). One per thread: it keeps a checksum object. Allocates nothing when it writes
 * into a buffer of the caller.
 */
public final class FrameWriter {

    private final CRC32C crc = new CRC32C();

    /**
     * Writes one frame at the buffer's position.
     *
     * @return bytes written, at most {@link Frame#MAX_BYTES}
     * @throws java.nio.BufferOverflowException if the buffer has too little room; its position is undefined then
     * @throws IllegalArgumentException if the message is longer than a frame may be (a {@code configure} with too many
     *     settings)
     */
    public int write(Header header, Message message, ByteBuffer out) {
        int start = begin(out);
        int length = MessageEncoder.encode(header, message, out);
        return finish(start, length, out);
    }

    /**
     * Writes one sealed frame at the buffer's position; otherwise as {@link #write(Header, Message, ByteBuffer)}.
     *
     * @throws IllegalArgumentException if the number may have been sealed in this session, or the message is too long
     */
    public int write(Header header, Message message, SealedChannel channel, ByteBuffer out) {
        int start = begin(out);
        int length = channel.seal(header, message, out);
        return finish(start, length, out);
    }

    /** Frames a message that is encoded already (login keeps its exact bytes). */
    public int write(byte[] message, ByteBuffer out) {
        int start = begin(out);
        out.put(message);
        return finish(start, message.length, out);
    }

    /** The frame as an array of its own. */
    public byte[] frame(Header header, Message message) {
        ByteBuffer out = ByteBuffer.allocate(Frame.MAX_BYTES);
        return copy(out, write(header, message, out));
    }

    /** The frame of an encoded message as an array of its own. */
    public byte[] frame(byte[] message) {
        ByteBuffer out = ByteBuffer.allocate(message.length + Frame.OVERHEAD_BYTES);
        return copy(out, write(message, out));
    }

    private static byte[] copy(ByteBuffer out, int length) {
        byte[] bytes = new byte[length];
        out.get(0, bytes);
        return bytes;
    }

    private static int begin(ByteBuffer out) {
        int start = out.position();
        out.put((byte) Frame.MAGIC_FIRST).put((byte) Frame.MAGIC_SECOND).putShort((short) 0);
        return start;
    }

    private int finish(int start, int length, ByteBuffer out) {
        Range.requireWithin("message length", length, Frame.MIN_MESSAGE_BYTES, Frame.MAX_MESSAGE_BYTES);
        out.put(start + 2, (byte) (length >>> 8)).put(start + 3, (byte) length);
        int end = out.position();
        int limit = out.limit();
        crc.reset();
        crc.update(out.limit(end).position(start));
        out.limit(limit).position(end);
        int check = (int) crc.getValue();
        out.putInt(out.order() == ByteOrder.BIG_ENDIAN ? check : Integer.reverseBytes(check));
        return out.position() - start;
    }
}

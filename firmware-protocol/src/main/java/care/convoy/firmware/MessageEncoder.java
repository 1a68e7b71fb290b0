package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message to bytes, without framing (PROTOCOL.md §4 to §7). Pure and safe on any thread; allocates nothing of its own
 * when it writes into a buffer of the caller.
 */
public final class MessageEncoder {

    private MessageEncoder() {}

    /**
     * Writes header and body at the buffer's position, in network byte order whatever the buffer's own order is.
     *
     * @return bytes written, at most {@link Frame#MAX_MESSAGE_BYTES} for every message but a {@code configure} with more
     *     settings than fit
     * @throws java.nio.BufferOverflowException if the buffer has too little room
     */
    public static int encode(Header header, Message message, ByteBuffer out) {
        ByteOrder order = out.order();
        out.order(ByteOrder.BIG_ENDIAN);
        try {
            int start = out.position();
            out.put((byte) header.version())
                    .put((byte) message.type().code())
                    .put((byte) header.flags())
                    .putInt((int) header.epoch())
                    .putInt((int) header.sequence())
                    .putShort((short) (header.timeMillis() >>> 32))
                    .putInt((int) header.timeMillis());
            switch (message) {
                case Upward up -> UpwardBody.write(up, out);
                case Downward down -> DownwardBody.write(down, out);
                case SessionMessage session -> SessionBody.write(session, out);
            }
            return out.position() - start;
        } finally {
            out.order(order);
        }
    }

    /** The same as an array of its own, for MQTT and CoAP payloads. */
    public static byte[] encode(Header header, Message message) {
        ByteBuffer out = ByteBuffer.allocate(Frame.MAX_MESSAGE_BYTES);
        encode(header, message, out);
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }
}

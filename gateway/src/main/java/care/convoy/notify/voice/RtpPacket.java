package care.convoy.notify.voice;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One packet of RTP (RFC 3550 clause 5.1).
 *
 * @param payloadType 0 to 127
 * @param sequence 0 to 65,535
 * @param timestamp unsigned, 32 bits, in samples
 * @param source SSRC, unsigned, 32 bits
 * @param payload between position and limit; shared with what it was read from
 */
record RtpPacket(boolean marker, int payloadType, int sequence, long timestamp, long source, ByteBuffer payload) {
    static final int HEADER_BYTES = 12;
    private static final int VERSION = 2;

    /** Reads a datagram; null if it is none of RTP. The buffer's position moves. */
    static @Nullable RtpPacket read(ByteBuffer datagram) {
        if (datagram.remaining() < HEADER_BYTES) {
            return null;
        }
        int first = datagram.get() & 0xFF;
        int second = datagram.get() & 0xFF;
        int sequence = datagram.getShort() & 0xFFFF;
        long timestamp = datagram.getInt() & 0xFFFFFFFFL;
        long source = datagram.getInt() & 0xFFFFFFFFL;
        if (first >> 6 != VERSION || !skip(datagram, 4 * (first & 0x0F))) {
            return null;
        }
        if ((first & 0x10) != 0 && !skipExtension(datagram)) {
            return null;
        }
        if ((first & 0x20) != 0 && !cutPadding(datagram)) {
            return null;
        }
        return new RtpPacket((second & 0x80) != 0, second & 0x7F, sequence, timestamp, source, datagram.slice());
    }

    private static boolean skip(ByteBuffer datagram, int bytes) {
        if (datagram.remaining() < bytes) {
            return false;
        }
        datagram.position(datagram.position() + bytes);
        return true;
    }

    private static boolean skipExtension(ByteBuffer datagram) {
        if (datagram.remaining() < 4) {
            return false;
        }
        datagram.getShort();
        return skip(datagram, 4 * (datagram.getShort() & 0xFFFF));
    }

    private static boolean cutPadding(ByteBuffer datagram) {
        if (!datagram.hasRemaining()) {
            return false;
        }
        int padding = datagram.get(datagram.limit() - 1) & 0xFF;
        if (padding == 0 || padding > datagram.remaining()) {
            return false;
        }
        datagram.limit(datagram.limit() - padding);
        return true;
    }

    /** Writes it, without padding, extension and contributing sources. */
    void write(ByteBuffer into) {
        into.put((byte) (VERSION << 6));
        into.put((byte) ((marker ? 0x80 : 0) | payloadType));
        into.putShort((short) sequence);
        into.putInt((int) timestamp);
        into.putInt((int) source);
        into.put(payload.duplicate());
    }
}

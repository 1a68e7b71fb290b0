package care.convoy.ingest.bridge;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.function.LongConsumer;

/**
 * The bytes of a broker, cut off in front of a packet that announces more than was agreed, before anybody reserves room for it.
 * A fixed header (MQTT 5.0 §2.1.1) is handed on whole or not at all, so that the reader and this one never differ on
 * where a packet begins. Used by one thread.
 */
final class PacketGuard extends InputStream {
    private static final int MOST_LENGTH_BYTES = 4;
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    /** So often the socket's time-out may pass within one fixed header. */
    private static final int PATIENCE = 5;

    private final InputStream in;
    private final long mostBytes;
    private final LongConsumer refused;
    private final byte[] header = new byte[1 + MOST_LENGTH_BYTES];
    private int headerBytes;
    private int headerAt;
    private long body;

    /**
     * @param in may throw {@link SocketTimeoutException} and go on afterwards
     * @param mostBytes of a whole packet
     * @param refused told how many bytes a packet announced, before the exception is thrown
     */
    PacketGuard(InputStream in, long mostBytes, LongConsumer refused) {
        this.in = new BufferedInputStream(in);
        this.mostBytes = mostBytes;
        this.refused = refused;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (headerAt == headerBytes && body == 0 && !readHeader()) {
            return -1;
        }
        if (headerAt < headerBytes) {
            int some = Math.min(length, headerBytes - headerAt);
            System.arraycopy(header, headerAt, to, from, some);
            headerAt += some;
            return some;
        }
        int some = in.read(to, from, (int) Math.min(length, body));
        body -= Math.max(0, some);
        return some;
    }

    /** False at the end of the stream. */
    private boolean readHeader() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        header[0] = (byte) first;
        int lengthBytes = 0;
        long remaining = 0;
        int next = MORE;
        while ((next & MORE) != 0) {
            if (lengthBytes == MOST_LENGTH_BYTES) {
                throw new IOException("the broker sent a length of more than four bytes");
            }
            next = patiently();
            remaining |= (long) (next & ~MORE) << (BITS * lengthBytes);
            header[++lengthBytes] = (byte) next;
        }
        long announced = 1 + lengthBytes + remaining;
        if (announced > mostBytes) {
            refused.accept(announced);
            throw new IOException("the broker announced a packet of " + announced + " bytes");
        }
        headerBytes = 1 + lengthBytes;
        headerAt = 0;
        body = remaining;
        return true;
    }

    private int patiently() throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException("the broker ended within a packet");
                }
                return next;
            } catch (SocketTimeoutException slow) {
                if (tries == PATIENCE) {
                    throw new IOException("the broker stopped within a fixed header", slow);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

package care.convoy.ingest.coap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Datagrams of CoAP by hand, each byte as RFC 7252 §3 has it. */
final class Raw implements AutoCloseable {
    static final int CON = 0;
    static final int NON = 1;
    static final int ACK = 2;
    static final int RST = 3;
    static final int POST = 0x02;
    static final int CHANGED = 0x44;

    private static final int URI_PATH = 11;
    private static final int CONTENT_FORMAT = 12;
    private static final int URI_QUERY = 15;

    private final DatagramSocket socket;
    private final InetSocketAddress to;

    Raw(InetSocketAddress to) throws IOException {
        this.to = to;
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout((int) Bench.WAIT_MILLIS);
    }

    /** A POST /up of JSON by that device. @param token one byte */
    static byte[] post(int type, int messageId, int token, String id, String body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                new byte[] {(byte) (0x41 | (type << 4)), POST, (byte) (messageId >> 8), (byte) messageId, (byte) token
                });
        option(out, URI_PATH, "up");
        option(out, CONTENT_FORMAT - URI_PATH, "2");
        option(out, URI_QUERY - CONTENT_FORMAT, "id=" + id);
        out.write(0xFF);
        out.writeBytes(body.getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /** A GET /down of that device with Observe 0. */
    static byte[] observe(int messageId, String id) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x41, 0x01, (byte) (messageId >> 8), (byte) messageId, 7});
        option(out, 6, "");
        option(out, URI_PATH - 6, "down");
        option(out, URI_QUERY - URI_PATH, "id=" + id);
        return out.toByteArray();
    }

    private static void option(ByteArrayOutputStream out, int delta, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 12) {
            throw new IllegalArgumentException("a longer option needs another head");
        }
        out.write((delta << 4) | bytes.length);
        out.writeBytes(bytes);
    }

    /** An empty message: acknowledgement or reset. */
    static byte[] empty(int type, int messageId) {
        return new byte[] {(byte) (0x40 | (type << 4)), 0, (byte) (messageId >> 8), (byte) messageId};
    }

    void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, to));
    }

    byte[] receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** Sends it again each 2 s without an answer (RFC 7252, section 4.2), ten times at most: what floods a port may fill its buffer. */
    byte[] askUntilAnswered(byte[] datagram) throws IOException {
        int patience = socket.getSoTimeout();
        socket.setSoTimeout(2_000);
        try {
            for (int repeats = 0; ; repeats++) {
                send(datagram);
                try {
                    return receive();
                } catch (SocketTimeoutException unanswered) {
                    if (repeats == 10) {
                        throw unanswered;
                    }
                }
            }
        } finally {
            socket.setSoTimeout(patience);
        }
    }

    static int type(byte[] datagram) {
        return (datagram[0] >> 4) & 3;
    }

    static int code(byte[] datagram) {
        return datagram[1] & 0xFF;
    }

    static int messageId(byte[] datagram) {
        return ((datagram[2] & 0xFF) << 8) | (datagram[3] & 0xFF);
    }

    @Override
    public void close() {
        socket.close();
    }
}

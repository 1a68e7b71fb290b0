package care.convoy.ingest.bridge;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;

/** A broker that takes the connection and one subscription in MQTT 5.0, and then does to the bridge what the test wants. */
final class HostileBroker implements AutoCloseable {
    private static final int CONNACK = 0x20;
    private static final int SUBACK = 0x90;
    private static final int PUBLISH = 0x30;

    private final ServerSocket listener;
    private final Deed deed;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();

    /** Done once on each connection, which is closed afterwards, unless it closes before. */
    interface Deed {
        void on(HostileBroker broker, OutputStream out) throws IOException;
    }

    HostileBroker(ServerSocketFactory sockets, Deed deed) throws IOException {
        listener = sockets.createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        this.deed = deed;
        Thread.ofPlatform().daemon().start(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Subscribed on, since start. */
    int connections() {
        return connections.get();
    }

    /** Of them, those that the bridge has ended. */
    int ended() {
        return ended.get();
    }

    /** Messages that the system took. */
    long sent() {
        return sent.get();
    }

    private void listen() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                serve(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
            } catch (IOException gone) {
                // the next one, if any
            }
        }
    }

    private void serve(DataInputStream in, OutputStream out) throws IOException {
        packet(in);
        out.write(new byte[] {CONNACK, 3, 0, 0, 0});
        out.flush();
        byte[] subscribe = packet(in);
        out.write(new byte[] {(byte) SUBACK, 4, subscribe[0], subscribe[1], 0, 1});
        out.flush();
        connections.incrementAndGet();
        try {
            deed.on(this, out);
            in.transferTo(OutputStream.nullOutputStream());
        } finally {
            ended.incrementAndGet();
        }
    }

    /** The rest of a packet; none is longer than 127 bytes, or two bytes tell its length. */
    private static byte[] packet(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length >= 128) {
            length = length - 128 + in.readUnsignedByte() * 128;
        }
        return in.readNBytes(length);
    }

    /** Publishes with quality 0; waits when the bridge does not read. */
    void publish(OutputStream out, String topic, String payload) throws IOException {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        byte[] content = payload.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(PUBLISH);
        packet.write(2 + name.length + 1 + content.length);
        packet.write(0);
        packet.write(name.length);
        packet.writeBytes(name);
        packet.write(0);
        packet.writeBytes(content);
        out.write(packet.toByteArray());
        sent.incrementAndGet();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

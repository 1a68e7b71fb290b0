package care.convoy.ingest.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A network between one device and the gateway that loses datagrams and gives the device another address. */
final class Relay implements AutoCloseable {
    private static final int MOST_KEPT = 64;

    private final DatagramSocket near;
    private final InetSocketAddress gateway;
    private final double loss;
    private final Random random;
    private final List<DatagramSocket> far = new ArrayList<>();
    private final List<byte[]> up = new CopyOnWriteArrayList<>();
    private volatile @Nullable SocketAddress device;
    private volatile DatagramSocket now;

    /** @param loss share of datagrams lost each way */
    Relay(InetSocketAddress gateway, double loss, long seed) throws IOException {
        this.gateway = gateway;
        this.loss = loss;
        random = new Random(seed);
        near = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        now = newAddress();
        Thread.ofVirtual().start(this::carryUp);
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", near.getLocalPort());
    }

    /** The device has another address from now on; what comes to the old one is lost. */
    void move() throws IOException {
        now = newAddress();
    }

    /** The first datagrams of the device. */
    List<byte[]> fromDevice() {
        return up;
    }

    private DatagramSocket newAddress() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        far.add(socket);
        Thread.ofVirtual().start(() -> carryDown(socket));
        return socket;
    }

    private boolean lost() {
        synchronized (random) {
            return random.nextDouble() < loss;
        }
    }

    private void carryUp() {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        try {
            while (true) {
                packet.setLength(2_048);
                near.receive(packet);
                device = packet.getSocketAddress();
                if (up.size() < MOST_KEPT) {
                    up.add(Arrays.copyOf(packet.getData(), packet.getLength()));
                }
                if (!lost()) {
                    now.send(new DatagramPacket(packet.getData(), packet.getLength(), gateway));
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void carryDown(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        try {
            while (true) {
                packet.setLength(2_048);
                socket.receive(packet);
                SocketAddress to = device;
                if (socket == now && to != null && !lost()) {
                    near.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Override
    public void close() {
        near.close();
        far.forEach(DatagramSocket::close);
    }
}

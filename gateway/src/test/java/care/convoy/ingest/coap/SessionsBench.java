package care.convoy.ingest.coap;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.sim.coap.DtlsClient;
import care.convoy.sim.coap.Suite;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What DTLS sessions hold on the heap, and what becomes of the first ones when there are more than the bound. Argument: how many devices
 * shake hands, each once, from an address of its own; 55000 goes beyond the bound. Both ends share the process.
 */
final class SessionsBench {
    private static final int PORTS = 20_000;
    private static final int FIRST_PORT = 10_000;
    private static final int REPORT_EACH = 5_000;
    private static final int PATIENCE_MILLIS = 2_000;

    private final Bench bench;
    private final SplittableRandom random = new SplittableRandom(1);

    private SessionsBench(Bench bench) {
        this.bench = bench;
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        try (Bench bench = new Bench(new Gateway(1_000_000, 1_000), CoapListenerConfig.Bounds.STANDARD)) {
            bench.gateway.log.committing();
            for (int i = 0; i < count; i++) {
                bench.gateway.registry.put(List.of(Gateway.device("coap-" + i, Protocol.COAP, Bench.KEY)));
            }
            SessionsBench sessions = new SessionsBench(bench);
            long before = heap();
            long started = System.nanoTime();
            int failed = 0;
            for (int i = 0; i < count; i++) {
                failed += sessions.answers(i, 0) ? 0 : 1;
                if ((i + 1) % REPORT_EACH == 0) {
                    System.out.printf(
                            "%,d handshakes, %d failed, %.0f s: %,d sessions, %.2f KB of heap a session, %d unfinished%n",
                            i + 1,
                            failed,
                            (System.nanoTime() - started) / 1e9,
                            bench.listener.sessions(),
                            (heap() - before) / 1024.0 / Math.max(1, bench.listener.sessions()),
                            bench.listener.unfinishedHandshakes());
                }
            }
            System.out.println("the first device, which is silent for longest, shakes hands again: "
                    + (sessions.answers(0, count / PORTS + 1) ? "answered" : "NOT ANSWERED"));
        }
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** A handshake and a heartbeat; whether it is answered. @param shift another address for a device that was there before */
    private boolean answers(int device, int shift) throws IOException {
        String address = "127.0." + (2 + device / PORTS + shift) + ".1";
        DtlsClient client = DtlsClient.of("coap-" + device, Bench.KEY, Suite.CCM8, random);
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, FIRST_PORT + device % PORTS))) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            send(socket, client.begin());
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (client.state() == DtlsClient.State.SHAKING_HANDS && System.nanoTime() - deadline < 0) {
                byte[] answer = client.receive(received(socket), _ -> {});
                if (answer != null) {
                    send(socket, answer);
                }
            }
            if (client.state() != DtlsClient.State.OPEN || !client.hasConnectionId()) {
                return false;
            }
            send(socket, client.seal(Raw.post(Raw.CON, 1, 1, "", "{\"type\":\"heartbeat\",\"seq\":1}")));
            List<byte[]> heard = new ArrayList<>();
            client.receive(received(socket), heard::add);
            return heard.size() == 1 && Raw.code(heard.getFirst()) == Raw.CHANGED;
        } catch (SocketTimeoutException silent) {
            return false;
        }
    }

    private void send(DatagramSocket socket, byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, bench.dtls()));
    }

    private static byte[] received(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }
}

package care.convoy.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.LeakWatch;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.watch.WatchCounters.Count;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The watch server on real sockets. */
class WatchListenerTest {
    private static final String LK = "[3G*8800000015*0002*LK]";

    private final LeakWatch leaks = new LeakWatch();
    private final Gateway gateway = new Gateway(10_000, 1_000);
    private final IngestLoops loops = IngestLoops.start(2, IngestClock.SYSTEM);
    private final WatchListener listener = listen(AllowedNetworks.ANY, 50);

    WatchListenerTest() {
        gateway.registry.put(List.of(Gateway.device("8800000015", Protocol.WATCH, new byte[0])));
    }

    private WatchListener listen(AllowedNetworks networks, int maxHalfOpen) {
        WatchListenerConfig config = new WatchListenerConfig(
                "127.0.0.1",
                0,
                networks,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(3),
                Duration.ofMinutes(20),
                maxHalfOpen,
                50,
                false);
        return WatchListener.start(
                config,
                loops,
                gateway.services(),
                new WatchListener.Places(new LatestBoard(gateway.registry), new Quarantine()));
    }

    @AfterEach
    void close() {
        listener.close();
        loops.close();
        gateway.close();
        assertThat(listener.counters().connectionsOpen()).isZero();
        leaks.close();
    }

    /** A watch on a real socket. */
    private static final class Watch implements AutoCloseable {
        private final Socket socket;

        Watch(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
        }

        Watch send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        String next() throws IOException {
            StringBuilder frame = new StringBuilder();
            while (frame.isEmpty() || frame.charAt(frame.length() - 1) != ']') {
                int each = socket.getInputStream().read();
                if (each < 0) {
                    throw new EOFException("closed");
                }
                frame.append((char) each);
            }
            return frame.toString();
        }

        boolean isClosed() throws IOException {
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketException reset) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aWatchKeepsItsLinkAndPressesAndIsToldOnceTheLogHasIt() throws Exception {
        try (Watch watch = new Watch(listener.port())) {
            assertThat(watch.send("[3G*8800000015*000D*LK,50,100,100]").next()).isEqualTo(LK);
            watch.send("[3G*8800000015*003e*AL_LTE,170525,214118,V,0,N,0,E,0,0,0,0,0,22,0,0,00010000,0,0,0]");
            var press = gateway.log.next();
            assertThat(watch.send(LK).next()).as("not before").isEqualTo(LK);
            press.commit();
            assertThat(watch.next()).isEqualTo("[3G*8800000015*0006*AL_LTE]");
            assertThat(listener.devices()).isEqualTo(1);
        }
    }

    @Test
    void otherNetworksAreClosedAtOnceAndCounted() throws Exception {
        try (WatchListener elsewhere = listen(AllowedNetworks.parse("10.0.0.0/8,::1"), 50);
                Watch watch = new Watch(elsewhere.port())) {
            assertThat(watch.isClosed()).isTrue();
            assertThat(elsewhere.watches().get(Count.FOREIGN_NETWORK)).isEqualTo(1);
            assertThat(elsewhere.counters().connectionsAccepted()).isZero();
        }
        try (WatchListener here = listen(AllowedNetworks.parse("127.0.0.0/8"), 50);
                Watch watch = new Watch(here.port())) {
            assertThat(watch.send(LK).next()).isEqualTo(LK);
        }
    }

    @Test
    void ofTooManyConnectionsOfAnIdTheOneSilentForLongestIsClosed() throws Exception {
        gateway.log.committing();
        gateway.registry.put(List.of(Gateway.device("8800000016", Protocol.WATCH, new byte[0])));
        List<Watch> watches = new ArrayList<>();
        try (Watch relay = new Watch(listener.port())) {
            assertThat(relay.send("[3G*8800000016*0002*LK]").next()).isEqualTo("[3G*8800000016*0002*LK]");
            assertThat(relay.send(LK).next()).isEqualTo(LK);
            for (int i = 1; i < IdLines.MOST_PER_ID; i++) {
                watches.add(new Watch(listener.port()));
                assertThat(watches.getLast().send(LK).next()).isEqualTo(LK);
            }
            assertThat(listener.watches().get(Count.CROWDED_OUT)).isZero();

            watches.add(new Watch(listener.port()));
            assertThat(watches.getLast().send(LK).next()).isEqualTo(LK);
            assertThat(listener.watches().get(Count.CROWDED_OUT)).isEqualTo(1);
            assertThat(relay.send("[3G*8800000016*0002*LK]").next())
                    .as("it carries another watch")
                    .isEqualTo("[3G*8800000016*0002*LK]");

            assertThat(watches.get(1).send(LK).next()).isEqualTo(LK);
            watches.add(new Watch(listener.port()));
            assertThat(watches.getLast().send(LK).next()).isEqualTo(LK);
            assertThat(watches.getFirst().isClosed()).as("silent for longest").isTrue();
            assertThat(watches.get(1).send("[3G*8800000015*0002*AL]").next())
                    .as("an older one is heard on")
                    .isEqualTo("[3G*8800000015*0002*AL]");
            assertThat(listener.watches().get(Count.CROWDED_OUT)).isEqualTo(2);
            assertThat(listener.devices()).isEqualTo(2);
        }
        for (Watch each : watches) {
            each.close();
        }
        assertThat(listener.counters().endings(Ending.TAKEN_OVER)).isEqualTo(1);
    }

    @Test
    void slowConnectionsAreBoundedAndAPressGetsThrough() throws Exception {
        gateway.log.committing();
        List<Watch> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            slow.add(new Watch(listener.port()).send("[3G*88"));
        }
        try (Watch watch = new Watch(listener.port())) {
            watch.send("[3G*8800000015*0002*AL]");
            assertThat(watch.next()).isEqualTo("[3G*8800000015*0002*AL]");
            assertThat(listener.halfOpen()).isLessThanOrEqualTo(50);
        }
        for (Watch each : slow) {
            assertThat(each.isClosed()).isTrue();
            each.close();
        }
        assertThat(listener.halfOpen()).isZero();
        long evicted = listener.counters().endings(Ending.HALF_OPEN);
        assertThat(evicted).isPositive();
        assertThat(evicted + listener.counters().endings(Ending.LOGIN_DEADLINE)).isEqualTo(300);
    }
}

package care.convoy.ingest.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Upward;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.HandLog;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.bridge.BridgeCounters.Count;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.tcp.Device;
import care.convoy.ingest.tcp.NativeListener;
import care.convoy.ingest.tcp.NativeListenerConfig;
import care.convoy.tls.Authority;
import care.convoy.tls.Authority.Request;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that is hostile or mad, on a real socket, costs nobody else's alarm. */
@Timeout(120)
class HostileBrokerTest {
    private static final int ROOM = 100;
    private static final int ORDINARY = 5_000;
    private static final long LITTLE_BYTES = 128L << 20;
    private static final byte[] A_QUARTER_OF_A_GIGABYTE = {0x30, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F};

    private final Gateway gateway = new Gateway(10_000, ROOM, Duration.ofSeconds(30));
    private final IngestLoops loops = IngestLoops.start(1, IngestClock.SYSTEM);
    private final NativeListener listener =
            NativeListener.start(NativeListenerConfig.of("127.0.0.1", 0), loops, gateway.services());
    private HostileBroker broker;
    private Bridge bridge;

    @TempDir
    Path directory;

    HostileBrokerTest() {
        gateway.registry.put(List.of(
                Gateway.device("b1", Protocol.MQTT, new byte[0]),
                Gateway.device("tag-1", Protocol.NATIVE, Device.key())));
    }

    private void start(String topics, String tls, IngestClock clock) throws Exception {
        BridgeConfig config = MappingFile.read(Files.writeString(directory.resolve("bridge.json"), """
                {"name": "test", "broker": {"url": "%s://127.0.0.1:%d"%s}, "topics": [%s]}
                """.formatted(
                        tls.isEmpty() ? "tcp" : "ssl", broker.port(), tls, topics)));
        bridge = Bridge.start(
                config, new BridgeServices(gateway.registry, gateway.intake, new Quarantine(), () -> true, 0, clock));
    }

    private static String topic(String filter, boolean alarms, String type) {
        return """
                {"filter": "%s", "alarms": %s, "device": {"level": 1}, "key": ["/id"], "messages": [{"type": "%s"}]}
                """.formatted(filter, alarms, type);
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
        bridge.close();
        listener.close();
        loops.close();
        gateway.close();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new AssertionError("it did not come to that in time");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private long count(Count count) {
        return bridge.counters().get(count);
    }

    @Test
    void aFloodOfPressesWithQualityZeroLeavesHalfOfTheRoomAndWaitsInTheSocket() throws Exception {
        broker = new HostileBroker(ServerSocketFactory.getDefault(), (peer, out) -> {
            for (int id = 0; ; id++) {
                peer.publish(out, "v/b1/event", "{\"id\":" + id + "}");
            }
        });
        start(topic("v/+/event", true, "sos"), "", IngestClock.SYSTEM);
        await(() -> gateway.intake.alarmsInFlight() == ROOM / 2 && broker.sent() > ROOM);

        try (Device device = new Device(listener.port()).logIn("tag-1")) {
            device.say(new Upward.Sos(1, null));
            HandLog.Submitted next = gateway.log.next();
            while (!next.signal().key().device().equals(new DeviceId("tag-1"))) {
                next = gateway.log.next();
            }
            next.commit();
            assertThat(device.next().message()).isInstanceOf(Downward.Received.class);
        }
        assertThat(count(Count.RECEIVED)).isEqualTo(ROOM / 2);
        assertThat(gateway.intake.counters().noRoom()).isZero();
        assertThat(bridge.state().connected()).isTrue();
    }

    @Test
    void whatWaitedInTheSocketComesOnceThereIsRoom() throws Exception {
        broker = new HostileBroker(ServerSocketFactory.getDefault(), (peer, out) -> {
            for (int id = 0; id < 10 * ROOM; id++) {
                peer.publish(out, "v/b1/event", "{\"id\":" + id + "}");
            }
        });
        start(topic("v/+/event", true, "sos"), "", IngestClock.SYSTEM);
        for (int id = 0; id < 10 * ROOM; id++) {
            gateway.log.next().commit();
        }
        await(() -> count(Count.RECEIVED) == 10 * ROOM && gateway.intake.alarmsInFlight() == 0);
        assertThat(count(Count.NOT_DURABLE)).isZero();
        assertThat(gateway.log.signals()).hasSize(10 * ROOM);
    }

    @Test
    void ofOrdinaryMessagesWithQualityZeroTheRestIsDroppedAndAnAlarmBehindThemIsNot() throws Exception {
        broker = new HostileBroker(ServerSocketFactory.getDefault(), (peer, out) -> {
            for (int id = 0; id < ORDINARY; id++) {
                peer.publish(out, "v/b1/data", "{\"id\":" + id + "}");
            }
            peer.publish(out, "v/b1/event", "{\"id\":1}");
        });
        // a second that does not pass
        IngestClock stopped = new IngestClock(IngestClock.SYSTEM.epochMillis(), () -> 0);
        start(topic("v/+/event", true, "sos") + "," + topic("v/+/data", false, "heartbeat"), "", stopped);
        gateway.log.next().commit();
        assertThat(count(Count.QUALITY_ZERO_DROPPED)).isEqualTo(ORDINARY - QualityZero.ORDINARY_PER_SECOND);
        assertThat(bridge.counters().messages(Kind.HEARTBEAT)).isEqualTo(QualityZero.ORDINARY_PER_SECOND);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPacketOf256MegabytesIsCutBeforeRoomIsReservedForIt(boolean tls) throws Exception {
        ServerSocketFactory sockets = ServerSocketFactory.getDefault();
        String words = "";
        if (tls) {
            Authority authority = new Authority("test authority");
            authority.write(directory.resolve("ca.pem"));
            sockets = authority.client(authority.issue(Request.server())).getServerSocketFactory();
            words = ", \"caFile\": \"ca.pem\"";
        }
        broker = new HostileBroker(sockets, (peer, out) -> {
            if (peer.connections() < 3) {
                out.write(A_QUARTER_OF_A_GIGABYTE);
                out.flush();
            }
        });
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getTotalThreadAllocatedBytes();
        start(topic("v/+/event", true, "sos"), words, IngestClock.SYSTEM);

        await(() -> count(Count.CONNECTIONS_LOST) == 1);
        await(() -> bridge.state().remark().contains("a packet of 268435460 bytes") || broker.connections() > 1);
        await(() -> broker.connections() == 3 && bridge.state().connected());
        assertThat(broker.ended()).isEqualTo(2);
        assertThat(count(Count.OVER_PACKET_SIZE)).isEqualTo(2);
        assertThat(count(Count.CONNECTED)).isEqualTo(3);
        assertThat(threads.getTotalThreadAllocatedBytes() - before).isLessThan(LITTLE_BYTES);
    }
}

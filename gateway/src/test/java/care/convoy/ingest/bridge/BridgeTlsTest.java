package care.convoy.ingest.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.bridge.BridgeCounters.Count;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.connection.TlsDoor;
import care.convoy.ingest.mqtt.MqttListener;
import care.convoy.ingest.mqtt.MqttListenerConfig;
import care.convoy.tls.Authority;
import care.convoy.tls.Authority.Request;
import care.convoy.tls.TlsFiles;
import care.convoy.tls.TlsSource;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bridge through TLS; the broker is our own device port, to which it looks like a device of the name {@code band-1}. */
@Timeout(120)
class BridgeTlsTest {
    private final Gateway gateway = new Gateway();
    private final Authority authority = new Authority("test authority");
    private final IngestLoops loops = IngestLoops.start(1, IngestClock.SYSTEM);
    private final MqttListener broker =
            MqttListener.start(MqttListenerConfig.of("127.0.0.1", 0), loops, gateway.services());
    private TlsSource source;
    private TlsDoor door;

    @TempDir
    Path directory;

    BridgeTlsTest() throws GeneralSecurityException {}

    @BeforeEach
    void listen() throws Exception {
        Path certificate = directory.resolve("broker.pem");
        Path key = directory.resolve("broker.key");
        authority.issue(Request.server()).write(certificate, key);
        Path ca = authority.write(directory.resolve("ca.pem"));
        source = TlsSource.open(
                new TlsFiles(certificate, key, ca, false), directory.resolve("kept"), InstantSource.system());
        door = new TlsDoor(source::current, TlsDoor.Limits.usual(), System::nanoTime);
        broker.listenTls(new InetSocketAddress("127.0.0.1", 0), door);
        authority.issue(Request.device("band-1")).write(directory.resolve("own.pem"), directory.resolve("own.key"));
    }

    @AfterEach
    void close() {
        broker.close();
        door.close();
        loops.close();
        gateway.close();
        source.close();
    }

    private Bridge bridge(String tls, String filter) throws Exception {
        BridgeConfig config = MappingFile.read(
                Files.writeString(directory.resolve("bridge.json"), """
                {"name": "tls",
                 "broker": {"url": "ssl://127.0.0.1:%d", "clientId": "band-1", %s},
                 "topics": [{"filter": "%s", "alarms": false, "device": {"level": 1},
                             "messages": [{"type": "heartbeat"}]}]}
                """.formatted(broker.tlsPort(), tls, filter)));
        return Bridge.start(
                config,
                new BridgeServices(
                        gateway.registry, gateway.intake, new Quarantine(), () -> true, 0, IngestClock.SYSTEM));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new AssertionError("it did not come to that in time");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void aCertificateIsShownAndTheBrokersIsVerified() throws Exception {
        String tls = "\"caFile\": \"ca.pem\", \"certificateFile\": \"own.pem\", \"keyFile\": \"own.key\"";
        try (Bridge bridge = bridge(tls, "convoy/band-1/down/json")) {
            await(() -> bridge.state().connected());
            gateway.router.send(new DeviceId("band-1"), new Downlink.Locate(7));
            await(() -> bridge.counters().get(Count.ACKNOWLEDGED) == 1);
        }
    }

    @Test
    void aBrokerThatNobodyVouchesForIsNotSpokenTo() throws Exception {
        new Authority("another").write(directory.resolve("other.pem"));
        try (Bridge bridge = bridge("\"caFile\": \"other.pem\"", "convoy/band-1/down/json")) {
            await(() -> bridge.counters().get(Count.CONNECTIONS_FAILED) > 0);
            await(() -> bridge.state().remark().contains("SSLHandshakeException"));
            assertThat(bridge.state().connected()).isFalse();
        }
    }

    @Test
    void aRefusedSubscriptionIsNamed() throws Exception {
        String tls = "\"caFile\": \"ca.pem\", \"certificateFile\": \"own.pem\", \"keyFile\": \"own.key\"";
        try (Bridge bridge = bridge(tls, "convoy/band-2/down/json")) {
            await(() -> bridge.state().remark().contains("convoy/band-2/down/json is refused (0x87)"));
            assertThat(bridge.state().connected()).isFalse();
        }
    }

    @Test
    void aWrongPasswordIsNamed() throws Exception {
        Files.writeString(directory.resolve("password"), "wrong");
        String login = "\"caFile\": \"ca.pem\", \"user\": \"band-1\", \"passwordFile\": \"password\"";
        try (Bridge bridge = bridge(login, "convoy/band-1/down/json")) {
            await(() -> bridge.state().remark().contains("user or password are wrong"));
            assertThat(bridge.state().connected()).isFalse();
        }
    }
}

package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.LeakWatch;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.connection.Lingering;
import care.convoy.ingest.connection.TlsCounters.Outcome;
import care.convoy.ingest.connection.TlsDoor;
import care.convoy.tls.Authority;
import care.convoy.tls.Authority.Issued;
import care.convoy.tls.Authority.Request;
import care.convoy.tls.TlsFiles;
import care.convoy.tls.TlsSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MQTT through TLS, with Paho as a device: with a password, with a certificate, with both. */
class MqttTlsTest {
    private static final long WAIT_MILLIS = 20_000;
    private static final int ROUNDS = 20;
    private static final byte[] MUCH = new byte[Lingering.BYTES / 4];

    @TempDir
    Path directory;

    private final LeakWatch leaks = new LeakWatch();
    private final Gateway gateway = new Gateway(10_000, 1_000);
    private final IngestLoops loops = IngestLoops.start(2, IngestClock.SYSTEM);
    private final MqttListener listener =
            MqttListener.start(MqttListenerConfig.of("127.0.0.1", 0), loops, gateway.services());
    private final Authority authority = new Authority("test authority");
    private final TlsDoor door = new TlsDoor(() -> source().current(), TlsDoor.Limits.usual(), System::nanoTime);
    private @Nullable TlsSource source;

    MqttTlsTest() throws java.security.GeneralSecurityException {}

    @BeforeEach
    void listen() throws Exception {
        Path certificate = directory.resolve("gateway.pem");
        Path key = directory.resolve("gateway.key");
        authority.issue(Request.server()).write(certificate, key);
        Path ca = authority.write(directory.resolve("ca.pem"));
        source = TlsSource.open(
                new TlsFiles(certificate, key, ca, false), directory.resolve("kept"), InstantSource.system());
        listener.listenTls(new InetSocketAddress("127.0.0.1", 0), door);
        gateway.log.committing();
    }

    private TlsSource source() {
        if (source == null) {
            throw new IllegalStateException("not open yet");
        }
        return source;
    }

    @AfterEach
    void close() {
        listener.close();
        door.close();
        loops.close();
        gateway.close();
        source().close();
        assertThat(listener.counters().connectionsOpen()).isZero();
        leaks.close();
    }

    /** Logs in and presses once. */
    private void press(String id, @Nullable String password, @Nullable Issued shown) throws Exception {
        MqttAsyncClient client =
                new MqttAsyncClient("ssl://127.0.0.1:" + listener.tlsPort(), id, new MemoryPersistence());
        try {
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setSocketFactory(authority.client(shown).getSocketFactory());
            if (password != null) {
                options.setUserName(id);
                options.setPassword(password.getBytes(StandardCharsets.UTF_8));
            }
            client.connect(options).waitForCompletion(WAIT_MILLIS);
            MqttMessage sos = new MqttMessage("{\"type\":\"sos\",\"seq\":1}".getBytes(StandardCharsets.UTF_8));
            sos.setQos(1);
            client.publish("convoy/" + id + "/up/json", sos).waitForCompletion(WAIT_MILLIS);
            client.disconnect().waitForCompletion(WAIT_MILLIS);
        } finally {
            client.close();
        }
    }

    @Test
    void aPasswordIsEnoughWhereNoCertificateIsShown() throws Exception {
        press("band-1", Gateway.SECRET, null);
        assertThat(gateway.log.signals()).hasSize(1);
        assertThat(door.counters().get(Outcome.DONE)).isEqualTo(1);
        assertThatThrownBy(() -> press("band-1", null, null)).isInstanceOf(MqttException.class);
        assertThat(listener.counters().loginFailures(LoginFailure.MALFORMED)).isEqualTo(1);
    }

    @Test
    void aCertificateThatNamesTheDeviceReplacesThePassword() throws Exception {
        Issued own = authority.issue(Request.device("band-1"));
        press("band-1", null, own);
        press("band-1", Gateway.SECRET, own);
        assertThat(gateway.log.signals()).hasSize(2);
        assertThatThrownBy(() -> press("band-1", "wrong", own)).isInstanceOf(MqttException.class);
        assertThat(listener.counters().loginFailures(LoginFailure.WRONG_SECRET)).isEqualTo(1);
    }

    @Test
    void aCertificateOfAnotherDeviceIsRefusedEvenWithTheRightPassword() throws Exception {
        Issued other = authority.issue(Request.device("band-2"));
        assertThatThrownBy(() -> press("band-1", Gateway.SECRET, other)).isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> press("band-9", null, authority.issue(Request.device("band-9"))))
                .as("not provisioned")
                .isInstanceOf(MqttException.class);
        assertThat(listener.counters().loginFailures(LoginFailure.FOREIGN_CERTIFICATE))
                .isEqualTo(1);
        assertThat(listener.counters().loginFailures(LoginFailure.UNKNOWN_DEVICE))
                .isEqualTo(1);
        assertThat(gateway.log.signals()).isEmpty();
    }

    private WireClient overTls() throws Exception {
        return new WireClient(authority
                .client(null)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), listener.tlsPort()));
    }

    /** A socket closed with unread bytes is reset, and a reset overtakes the reason; TLS makes no difference to that. */
    @Test
    void theReasonOfARefusalArrivesThoughTheClientGoesOnSending() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            try (WireClient device = overTls()) {
                device.send(Wire.connect5("band-1", "wrong"), MUCH, MUCH);
                assertThat(device.next()).isEqualTo(Wire.refusal("86"));
                assertThat(device.isClosed()).as("nothing behind it").isTrue();
            }
        }
    }

    @Test
    void soDoesTheReasonOfADisconnect() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            try (WireClient device = overTls()) {
                device.send(Wire.connect5("band-1", Gateway.SECRET));
                device.next();
                device.send(Wire.hex("d000"), MUCH, MUCH);
                assertThat(device.next()).isEqualTo(Wire.goodbye("82"));
                assertThat(device.isClosed()).as("nothing behind it").isTrue();
            }
        }
    }
}

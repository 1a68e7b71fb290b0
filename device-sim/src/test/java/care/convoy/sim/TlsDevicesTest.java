package care.convoy.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.Upward;
import care.convoy.sim.device.Device;
import care.convoy.sim.device.Manners;
import care.convoy.sim.device.TrustedAuthority;
import care.convoy.sim.fleet.FleetDevice;
import care.convoy.sim.fleet.FleetDevice.Protocol;
import care.convoy.sim.load.Fleet;
import care.convoy.sim.scripted.Diary;
import care.convoy.sim.scripted.ScriptedBroker;
import care.convoy.sim.scripted.ScriptedGateway;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices with TLS, against servers whose certificate is signed by who is believed, by another, or for another name. */
class TlsDevicesTest {
    private static final String PASSWORD = "changeit";
    private static final String KEY = "0f".repeat(32);
    private static final FleetDevice BAND = new FleetDevice("sim-d00001", Protocol.NATIVE, KEY, "r1");
    private static final FleetDevice PHONE = new FleetDevice("sim-m1", Protocol.MQTT, "secret", "r2");
    private static final String ALERT = "0192f0c1-a2b3-4c5d-8e6f-708192a3b4c5";

    @TempDir
    Path directory;

    private final Diary diary = new Diary();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    /** A self-signed certificate and its key. */
    private SslContext server(String name, String alternativeName) throws Exception {
        Path store = directory.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + alternativeName,
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString(),
                "-file",
                pem(name).toString());
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            own.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        return SslContextBuilder.forServer(keys).build();
    }

    private Path pem(String name) {
        return directory.resolve(name + ".pem");
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.out").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private Device fleet(FleetDevice who, InetSocketAddress address, String mqttUri, SSLContext tls) {
        var network = new Fleet.Network(List.of(address), mqttUri, new Manners(100), 1, false, tls, null);
        Fleet fleet = Fleet.of(List.of(who), network, diary, 1);
        open.add(fleet);
        Device device = fleet.groups().getFirst().devices().getFirst();
        device.thread().execute(device::connect);
        return device;
    }

    private ScriptedGateway gateway(SslContext tls) {
        ScriptedGateway gateway =
                ScriptedGateway.open(ScriptedGateway.PROMPT, tls).knows(BAND.deviceId(), DeviceKey.fromHex(KEY));
        open.add(gateway);
        return gateway;
    }

    private ScriptedBroker broker(SslContext tls) {
        ScriptedBroker broker = ScriptedBroker.open(
                (link, message, time) -> link.down(
                        PHONE.deviceId(),
                        "{\"type\":\"received\",\"seq\":%d,\"alert\":\"%s\"}"
                                .formatted(message.path("seq").asLong(), ALERT)),
                tls);
        open.add(broker);
        return broker;
    }

    private static String uri(ScriptedBroker broker) {
        return broker.uri().replace("tcp:", "ssl:");
    }

    private void press(Device device) {
        diary.await("online");
        device.thread().execute(() -> device.raise(new Upward.Sos(1, null), System.nanoTime()));
        diary.await("received");
    }

    @Test
    void aNativePressGoesThroughTls() throws Exception {
        ScriptedGateway gateway = gateway(server("ours", "ip:127.0.0.1"));
        press(fleet(BAND, gateway.address(), "ssl://127.0.0.1:1", TrustedAuthority.of(pem("ours"))));
        assertThat(gateway.confirmed()).hasSize(1);
        assertThat(gateway.faults()).isEmpty();
    }

    @Test
    void anMqttPressGoesThroughTls() throws Exception {
        ScriptedBroker broker = broker(server("ours", "ip:127.0.0.1"));
        press(fleet(PHONE, new InetSocketAddress("127.0.0.1", 1), uri(broker), TrustedAuthority.of(pem("ours"))));
        assertThat(broker.logins()).containsExactly("sim-m1 sim-m1 secret");
    }

    @Test
    void nothingIsSaidToAServerThatAnotherSigned() throws Exception {
        SslContext theirs = server("theirs", "ip:127.0.0.1");
        server("ours", "ip:127.0.0.1");
        refusedByBoth(theirs);
    }

    @Test
    void nothingIsSaidToAServerOfAnotherName() throws Exception {
        refusedByBoth(server("ours", "dns:elsewhere.example"));
    }

    private void refusedByBoth(SslContext tls) throws Exception {
        SSLContext believed = TrustedAuthority.of(pem("ours"));
        ScriptedGateway gateway = gateway(tls);
        ScriptedBroker broker = broker(tls);
        fleet(BAND, gateway.address(), "ssl://127.0.0.1:1", believed);
        diary.await("offline");
        assertThat(gateway.hellos()).isEmpty();
        Device phone = fleet(PHONE, gateway.address(), uri(broker), believed);
        diary.awaitOf(phone.id(), "offline");
        assertThat(broker.logins()).isEmpty();
        assertThat(diary.all("online")).isEmpty();
    }

    @Test
    void aFileThatIsNoCertificateIsNamed() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty.pem"));
        Path text = Files.writeString(directory.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\nno\n");
        for (Path unfit : List.of(empty, text, directory.resolve("missing.pem"))) {
            assertThatThrownBy(() -> TrustedAuthority.of(unfit))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("--tls-ca " + unfit);
        }
    }
}

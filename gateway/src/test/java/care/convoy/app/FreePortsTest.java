package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.app.GatewayConfig.Port;
import care.convoy.disk.DiskLimits;
import care.convoy.escalation.CountyPolicy;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.Paces;
import care.convoy.ingest.tcp.NativeSealing;
import care.convoy.storage.SeriesRetention;
import care.convoy.tls.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FreePortsTest {
    @TempDir
    Path data;

    private GatewayConfig config(int offset, String bind, boolean console) {
        return new GatewayConfig(
                data,
                false,
                false,
                offset,
                bind,
                null,
                console,
                null,
                GatewayConfig.Profile.DEFAULT,
                DiskLimits.standard(),
                new GatewayConfig.Devices(
                        NativeSealing.ACCEPTED,
                        GatewayConfig.Watches.STANDARD,
                        new GatewayConfig.Coap(true, AllowedNetworks.ANY, null),
                        GatewayConfig.Jt808.STANDARD,
                        0,
                        List.of(),
                        null,
                        Paces.STANDARD_KILOBYTES),
                CountyPolicy.standard(),
                null,
                null,
                new GatewayConfig.Tls(new TlsFiles(Path.of("c"), Path.of("k"), null, false), "127.0.0.1"),
                SeriesRetention.STANDARD,
                channels(),
                null);
    }

    /** With pages of contacts, which have a port of their own. */
    private ChannelsFile channels() {
        try {
            return ChannelsFile.read(Files.writeString(
                    data.resolve("channels.json"),
                    "{\"signature\":\"护航\",\"links\":{\"base\":\"https://help.example/c/\"}}"));
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    /** A free offset, so that the port that the test takes is the only one. */
    private GatewayConfig free(boolean console) {
        for (int offset = 24_050; offset < 50_000; offset += 89) {
            GatewayConfig config = config(offset, "127.0.0.1", console);
            try {
                FreePorts.require(config);
                return config;
            } catch (Refusal taken) {
                // the next one
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static AutoCloseable taken(GatewayConfig config, Port port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port(port));
        return switch (port) {
            case ALERT_LOG, COAP, COAP_DTLS -> new DatagramSocket(address);
            default -> new ServerSocket(address.getPort(), 1, address.getAddress());
        };
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void anyTakenPortIsRefusedByName(Port port) throws Exception {
        GatewayConfig config = free(true);
        try (AutoCloseable holder = taken(config, port)) {
            assertThatThrownBy(() -> FreePorts.require(config))
                    .as("with %s", holder)
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("127.0.0.1:" + config.port(port))
                    .hasMessageContaining("--port-offset");
        }
    }

    @Test
    void aPortThatIsNotNeededMayBeTaken() throws Exception {
        GatewayConfig config = free(false);
        Files.createDirectories(data.resolve("postgres/cluster"));
        Files.createFile(data.resolve("postgres/cluster/postmaster.pid"));
        try (AutoCloseable console = taken(config, Port.CONSOLE);
                AutoCloseable survivor = taken(config, Port.DATABASE)) {
            assertThatCode(() -> FreePorts.require(config))
                    .as("with %s and %s", console, survivor)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThatThrownBy(() -> FreePorts.require(config(0, "300.1.1.1", false)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--bind 300.1.1.1");
    }
}

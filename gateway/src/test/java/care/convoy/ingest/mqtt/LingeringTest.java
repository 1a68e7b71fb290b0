package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.LeakWatch;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.connection.Lingering;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that goes on sending while it is told why it is closed: on real sockets, because a reset is the kernel's. */
class LingeringTest {
    private static final byte[] MUCH = new byte[Lingering.BYTES / 4];

    private final LeakWatch leaks = new LeakWatch();
    private final Gateway gateway = new Gateway(10_000, 1_000);
    private final IngestLoops loops = IngestLoops.start(2, IngestClock.SYSTEM);
    private final MqttListener listener =
            MqttListener.start(MqttListenerConfig.of("127.0.0.1", 0), loops, gateway.services());

    @AfterEach
    void close() {
        listener.close();
        loops.close();
        gateway.close();
        assertThat(listener.lingering()).isZero();
        leaks.close();
    }

    /** Sends until it is told, as a client does that has much to say. */
    private static String toldWhileSending(WireClient client) throws IOException {
        client.send(MUCH);
        client.send(MUCH);
        return client.next();
    }

    @Test
    void theReasonArrivesThoughTheClientGoesOnSending() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (WireClient device = new WireClient(listener.port())) {
                device.send(Wire.connect5("band-1", Gateway.SECRET));
                device.next();
                device.send(Wire.hex("d000"));
                assertThat(toldWhileSending(device)).isEqualTo(Wire.goodbye("82"));
                assertThat(device.isClosed()).as("nothing behind it").isTrue();
            }
        }
    }

    @Test
    void soDoesARefusedLogin() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (WireClient device = new WireClient(listener.port())) {
                device.send(Wire.connect5("band-1", "wrong"));
                assertThat(toldWhileSending(device)).isEqualTo(Wire.refusal("86"));
            }
        }
    }

    @Test
    void whoDoesNotGoIsClosed() throws IOException {
        try (WireClient stays = new WireClient(listener.port())) {
            stays.send(Wire.connect5("band-1", Gateway.SECRET));
            stays.next();
            stays.send(Wire.hex("d000"));
            assertThat(stays.next()).isEqualTo(Wire.goodbye("82"));
            assertThat(stays.isClosed()).as("its input").isTrue();
            // it keeps its own side open: the server's end must be gone all the same
            assertThat(stays.isResetWhenItSends()).isTrue();
        }
    }

    @Test
    void ofTooManyTheNewestIsClosedAtOnce() throws IOException {
        Lingering two = new Lingering(2);
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            channels.add(new NioSocketChannel());
        }
        assertThat(channels.stream().map(two::enter)).containsExactly(true, true, false);
        assertThat(two.size()).isEqualTo(2);
        assertThat(two.enter(new EmbeddedChannel())).as("no socket, no half").isFalse();
        for (Channel each : channels) {
            each.unsafe().closeForcibly();
        }
    }
}

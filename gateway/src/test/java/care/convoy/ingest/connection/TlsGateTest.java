package care.convoy.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import care.convoy.ingest.connection.TlsCounters.Outcome;
import care.convoy.tls.Authority;
import care.convoy.tls.Authority.Request;
import care.convoy.tls.TlsFiles;
import care.convoy.tls.TlsSource;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate alone, with the one thread that computes handshakes in the test's hand. */
class TlsGateTest {
    /** A ClientHello of TLS 1.2 whose session id is said to have 100 bytes. */
    private static final String NONSENSE =
            "160301002d" + "01000029" + "0303" + "00".repeat(32) + "64" + "0002" + "1301" + "0100";

    private static final long WAIT_SECONDS = 20;

    @TempDir
    Path directory;

    private TlsSource source;
    private TlsDoor door;

    @BeforeEach
    void open() throws Exception {
        Authority authority = new Authority("test authority");
        Path certificate = directory.resolve("gateway.pem");
        Path key = directory.resolve("gateway.key");
        authority.issue(Request.server()).write(certificate, key);
        source = TlsSource.open(
                new TlsFiles(certificate, key, null, false), directory.resolve("kept"), InstantSource.system());
        door = new TlsDoor(source::current, new TlsDoor.Limits(1, 10, 10, 10_000), System::nanoTime);
    }

    @AfterEach
    void close() {
        door.close();
        source.close();
    }

    private EmbeddedChannel connection() {
        EmbeddedChannel channel = new EmbeddedChannel();
        door.guard(channel);
        return channel;
    }

    /** Until everything that was to be computed so far has been, and its results lie on the connection's loop. */
    private void computed() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        HandshakeWork.Place place = door.work().admit();
        assertThat(place).isNotNull();
        place.execute(done::countDown);
        assertThat(done.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoSaysNonsenseIsClosedAndCounted() throws InterruptedException {
        EmbeddedChannel peer = connection();
        peer.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(NONSENSE)));
        computed();
        peer.runPendingTasks();
        assertThat(peer.isOpen()).isFalse();
        assertThat(door.counters().get(Outcome.FAILED)).isEqualTo(1);
        peer.releaseOutbound();
    }

    /** Whatever reaches the end of a pipeline is written to the log with its stack: a peer must not be able to fill it. */
    @Test
    void whatIsFoundOutAfterThePeerHasGoneIsNoNews() throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        HandshakeWork.Place other = door.work().admit();
        assertThat(other).isNotNull();
        other.execute(() -> {
            try {
                assertThat(gone.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        EmbeddedChannel peer = connection();
        peer.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(NONSENSE)));
        peer.close();
        gone.countDown();
        computed();
        peer.runPendingTasks();
        assertThatCode(peer::checkException).doesNotThrowAnyException();
        assertThat(door.counters().get(Outcome.FAILED) + door.counters().get(Outcome.ABANDONED))
                .isEqualTo(1);
        assertThat(door.unfinishedNow()).isZero();
        peer.releaseOutbound();
    }
}

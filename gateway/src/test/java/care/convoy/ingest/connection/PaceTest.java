package care.convoy.ingest.connection;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.connection.Paces.Terms;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final Terms STRANGERS = new Terms(1_000, 4_000, 512);
    private static final Terms DEVICES = new Terms(10_000, 100_000, 512);

    private final IngestCounters counters = new IngestCounters();
    private long nanos = TimeUnit.DAYS.toNanos(3);
    private final Paces paces = new Paces(STRANGERS, DEVICES, () -> nanos, counters);
    private final DeadlineWheel wheel = new DeadlineWheel(() -> nanos);

    /** As every session does it: reads on when it may. */
    private static final class Reader extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ConnectionEvent.MAY_READ) {
                ctx.channel().config().setAutoRead(true);
            }
        }
    }

    private final class Peer {
        final Pace pace = new Pace(paces, wheel);
        final EmbeddedChannel channel = new EmbeddedChannel(pace, new Reader());

        void says(int bytes) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[bytes]));
        }

        boolean isRead() {
            return channel.config().isAutoRead();
        }
    }

    private void pass(long millis) {
        for (long each = 0; each < millis; each += DeadlineWheel.TICK_MILLIS) {
            nanos += TimeUnit.MILLISECONDS.toNanos(DeadlineWheel.TICK_MILLIS);
            wheel.advance();
        }
    }

    @Test
    void whoSaysLittleIsAlwaysRead() {
        Peer peer = new Peer();
        for (int i = 0; i < 1_000; i++) {
            peer.says(100);
            assertThat(peer.isRead()).isTrue();
            pass(300);
        }
        assertThat(counters.pauses()).isZero();
    }

    @Test
    void whoSaysTooMuchIsReadLaterAndLosesNothing() {
        Peer peer = new Peer();
        peer.says(4_500);
        assertThat(peer.isRead()).isFalse();
        assertThat(counters.pauses()).isEqualTo(1);
        pass(400);
        assertThat(peer.isRead()).as("500 bytes and a read are owed").isFalse();
        pass(300);
        assertThat(peer.isRead()).isTrue();
        assertThat(peer.channel.isActive()).isTrue();
    }

    @Test
    void nobodyWaitsLongerThanTwoSeconds() {
        Peer peer = new Peer();
        peer.says(1_000_000);
        for (int i = 0; i < 10_000; i++) {
            peer.pace.fine();
        }
        assertThat(peer.isRead()).isFalse();
        pass(Paces.LONGEST_PAUSE_SECONDS * 1_000 + DeadlineWheel.TICK_MILLIS);
        assertThat(peer.isRead()).isTrue();
    }

    @Test
    void oneByteReadsAndRefusalsCountForMore() {
        Peer slow = new Peer();
        for (int i = 0; slow.isRead(); i++) {
            slow.says(1);
            assertThat(i).isLessThan(4_000 / Paces.READ_BYTES + 1);
        }
        Peer wrong = new Peer();
        for (int i = 0; wrong.isRead(); i++) {
            wrong.pace.fine();
            assertThat(i).isLessThan(4_000 / 512 + 1);
        }
    }

    @Test
    void anotherConnectionIsNotSlowed() {
        Peer hostile = new Peer();
        Peer honest = new Peer();
        hostile.says(50_000);
        assertThat(hostile.isRead()).isFalse();
        honest.says(300);
        assertThat(honest.isRead()).isTrue();
    }

    @Test
    void aDeviceThatLogsInMaySayMoreAtOnce() {
        Peer peer = new Peer();
        peer.says(5_000);
        peer.pace.known("tag-1");
        assertThat(peer.pace.allows()).isTrue();
        peer.channel.config().setAutoRead(true);
        peer.says(90_000);
        assertThat(peer.isRead()).isTrue();
        peer.says(20_000);
        assertThat(peer.isRead()).isFalse();
    }

    @Test
    void connectingAnewPaysNoDebt() {
        Peer first = new Peer();
        first.pace.known("tag-1");
        first.says(150_000);
        assertThat(first.isRead()).isFalse();
        var _ = first.channel.close();

        Peer second = new Peer();
        second.pace.known("tag-1");
        second.says(500);
        assertThat(second.isRead()).as("a press").isTrue();
        second.says(Paces.AT_LEAST_BYTES);
        assertThat(second.isRead()).as("the same device").isFalse();
        Peer other = new Peer();
        other.pace.known("tag-2");
        other.says(Paces.AT_LEAST_BYTES * 2);
        assertThat(other.isRead()).isTrue();

        pass(Paces.LONGEST_PAUSE_SECONDS * 1_000 + DeadlineWheel.TICK_MILLIS);
        assertThat(second.isRead()).isTrue();
    }

    @Test
    void manyShortConnectionsOfOneDeviceAreOne() {
        int connections = 0;
        for (boolean read = true; read; connections++) {
            Peer peer = new Peer();
            peer.pace.known("tag-1");
            peer.says(5_000);
            read = peer.isRead();
            var _ = peer.channel.close();
            assertThat(connections).isLessThan(100);
        }
        assertThat(connections).isEqualTo(20);
    }

    @Test
    void whoeverLeavesWithoutDebtIsNotRemembered() {
        for (int i = 0; i < 10; i++) {
            Peer peer = new Peer();
            peer.pace.known("tag-" + i);
            peer.says(1_000);
            var _ = peer.channel.close();
        }
        assertThat(paces.debtors()).isZero();
    }

    @Test
    void debtsAreBounded() {
        for (int i = 0; i < Paces.MAX_DEBTS + 100; i++) {
            paces.left("tag-" + i, -1, nanos);
        }
        assertThat(paces.debtors()).isEqualTo(Paces.MAX_DEBTS);
        assertThat(paces.creditOf("tag-0", nanos)).isEqualTo(DEVICES.most());
        assertThat(paces.creditOf("tag-4000", nanos)).isEqualTo(Paces.AT_LEAST_BYTES);
    }

    @Test
    void aClosedConnectionIsNotResumed() {
        Peer peer = new Peer();
        peer.says(50_000);
        var _ = peer.channel.close();
        pass(5_000);
        assertThat(peer.isRead()).isFalse();
    }

    /** However large the numbers, nothing overflows. */
    @Test
    void theLargestPaceAndNoneAtAllNeverPause() {
        for (Terms terms : new Terms[] {Terms.ofDevices(Paces.MOST_KILOBYTES), Terms.ofDevices(0)}) {
            Paces wide = new Paces(STRANGERS, terms, () -> nanos, counters);
            Pace pace = new Pace(wide, wheel);
            EmbeddedChannel channel = new EmbeddedChannel(pace, new Reader());
            pace.known("tag-1");
            for (int i = 0; i < 100; i++) {
                channel.writeInbound(Unpooled.wrappedBuffer(new byte[1_000_000]));
                assertThat(channel.config().isAutoRead()).isTrue();
                nanos += TimeUnit.DAYS.toNanos(1);
            }
        }
        assertThat(counters.pauses()).isZero();
    }
}

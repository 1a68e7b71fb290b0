package care.convoy.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.DeadlineWheel;
import care.convoy.ingest.connection.HalfOpen;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.LineBudget;
import care.convoy.ingest.connection.Paces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Watch sessions without sockets or waiting, with clocks that the test moves. */
final class WatchBench implements AutoCloseable {
    static final long START_MILLIS = 1_800_000_000_000L;
    static final String ID = "8800000015";
    static final String OTHER = "8800000016";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("ddMMyy,HHmmss").withZone(ZoneOffset.UTC);
    private static final long START_NANOS = 77;

    final Gateway gateway = new Gateway();
    final LatestBoard latest = new LatestBoard(gateway.registry);
    final Quarantine quarantine = new Quarantine();
    final IngestCounters counters = new IngestCounters();
    final WatchCounters watches = new WatchCounters();
    final HalfOpen halfOpen = new HalfOpen(4);
    final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    final DeadlineWheel wheel;
    private final WatchParts parts;
    private long nanos = START_NANOS;

    WatchBench() {
        this(false);
    }

    WatchBench(boolean addressAsSg) {
        provision(ID, OTHER);
        IngestClock clock = new IngestClock(this::nowMillis, () -> nanos);
        wheel = new DeadlineWheel(clock.nanos());
        parts = new WatchParts(
                WatchListenerConfig.of("127.0.0.1", 0, AllowedNetworks.ANY, addressAsSg),
                gateway.services(),
                latest,
                quarantine,
                clock,
                counters,
                watches,
                new FailureLedger(3),
                halfOpen,
                new LineBudget(0, clock.nanos()),
                Paces.of(clock, counters),
                new IdLines(gateway.router),
                new LocalClocks());
    }

    void provision(String... ids) {
        for (String id : ids) {
            gateway.registry.put(List.of(Gateway.device(id, Protocol.WATCH, new byte[0])));
        }
    }

    long nowMillis() {
        return START_MILLIS + (nanos - START_NANOS) / 1_000_000;
    }

    DeviceLatest latest(String id) {
        return Objects.requireNonNull(latest.find(new DeviceId(id)));
    }

    void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (nanos < end) {
            nanos = Math.min(end, nanos + TimeUnit.MILLISECONDS.toNanos(DeadlineWheel.TICK_MILLIS));
            wheel.advance();
        }
    }

    /** A body with a position of now, or of a while ago. */
    String body(String word, String status, Duration ago) {
        String time = TIME.format(Instant.ofEpochMilli(nowMillis()).minus(ago));
        return word + "," + time + ",A,28.199872,N,112.972511,E,0.0,0.0,44.0,7,60,90,1000,50," + status
                + ",1,255,460,0,9360,4082,131,0,25.0";
    }

    String body(String word, String status) {
        return body(word, status, Duration.ofSeconds(5));
    }

    static String frame(String id, String body) {
        return "[3G*" + id + "*" + String.format("%04X", body.length()) + "*" + body + "]";
    }

    Peer connect() {
        EmbeddedChannel channel = new EmbeddedChannel(new WatchSession(parts, wheel));
        channel.config().setAllocator(allocator);
        return new Peer(channel);
    }

    @Override
    public void close() {
        gateway.close();
        assertThat(allocator.metric().usedHeapMemory())
                .as("bytes of buffers that were not given back")
                .isZero();
    }

    /** The watches' end of a connection. */
    final class Peer {
        final EmbeddedChannel channel;

        Peer(EmbeddedChannel channel) {
            this.channel = channel;
        }

        Peer send(byte[] bytes) {
            channel.writeInbound(allocator.buffer().writeBytes(bytes));
            channel.runPendingTasks();
            return this;
        }

        Peer send(String text) {
            return send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** One frame. */
        Peer say(String body) {
            return send(frame(ID, body));
        }

        /** What was sent down since the last look. */
        String heard() {
            channel.runPendingTasks();
            StringBuilder text = new StringBuilder();
            for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
                text.append(next.toString(StandardCharsets.ISO_8859_1));
                next.release();
            }
            return text.toString();
        }

        /** The bodies of it. */
        List<String> bodies() {
            List<String> bodies = new ArrayList<>();
            Heard.in(heard().getBytes(StandardCharsets.ISO_8859_1)).forEach(frame -> bodies.add(frame.body()));
            return bodies;
        }

        boolean isClosed() {
            channel.runPendingTasks();
            return !channel.isOpen();
        }

        void hangUp() {
            channel.close();
            channel.runPendingTasks();
            heard();
        }
    }
}

package care.convoy.ingest.mqtt;

import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.connection.ConnectionParts;
import care.convoy.ingest.connection.DeadlineWheel;
import care.convoy.ingest.connection.HalfOpen;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.LineBudget;
import care.convoy.ingest.connection.Lingering;
import care.convoy.ingest.connection.Paces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/**
 * Sessions without sockets or waiting: the whole pipeline on embedded channels, with clocks that the test moves and an
 * allocator that knows when a buffer was not given back.
 */
final class Bench implements AutoCloseable {
    static final long START_MILLIS = 1_800_000_000_000L;
    static final long START_NANOS = 77;
    static final MqttListenerConfig.Sessions BOUNDS = new MqttListenerConfig.Sessions(4, Duration.ofHours(1));

    final Gateway gateway;
    final IngestCounters counters = new IngestCounters();
    final FailureLedger failures = new FailureLedger(3);
    final HalfOpen halfOpen = new HalfOpen(4);
    final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    final DeadlineWheel wheel;
    final SessionStore sessions;
    final Tenant tenant;
    private final MqttParts parts;
    private final MqttParts tenantParts;
    private final Door devices;
    private final Door strangers;
    private final List<Peer> peers = new ArrayList<>();
    private long nanos = START_NANOS;

    Bench() {
        this(new Gateway());
    }

    Bench(Gateway gateway) {
        this.gateway = gateway;
        IngestClock clock = new IngestClock(() -> START_MILLIS + (nanos - START_NANOS) / 1_000_000, () -> nanos);
        wheel = new DeadlineWheel(clock.nanos());
        MqttListenerConfig config =
                new MqttListenerConfig("127.0.0.1", 0, Duration.ofSeconds(10), 4, Duration.ofSeconds(100), 3, BOUNDS);
        sessions = new SessionStore(BOUNDS, clock.nanos(), counters);
        ConnectionParts shared = new ConnectionParts(
                gateway.services(),
                clock,
                counters,
                failures,
                halfOpen,
                new LineBudget(0, clock.nanos()),
                Paces.of(clock, counters),
                config.loginWithin());
        Lingering lingering = new Lingering(4);
        parts = new MqttParts(config, Offer.DEVICES, shared, sessions, lingering);
        tenantParts = new MqttParts(config, Offer.TENANT, shared, sessions, lingering);
        devices = new DeviceDoor(parts);
        tenant = new Tenant(clock.nanos());
        strangers = new TenantDoor(tenant);
    }

    /** A new connection. */
    Peer connect() {
        return connect(parts, devices);
    }

    /** A new connection to the test tenant. */
    Peer visit() {
        return connect(tenantParts, strangers);
    }

    /** A client of 5.0 in the test tenant, whose CONNACK is forgotten. */
    Peer visitor(String id) {
        Peer peer = visit().send(Wire.connect(5, id, 2, 60, "05 11 00000e10", ""));
        peer.received();
        return peer;
    }

    private Peer connect(MqttParts parts, Door door) {
        PacketGate gate = new PacketGate(parts.offer(), counters);
        EmbeddedChannel channel = new EmbeddedChannel(
                gate,
                new MqttDecoder(parts.offer().maxPacketBytes(), 65_535, true),
                new MqttConnection(parts, door, gate, wheel));
        channel.config().setAllocator(allocator);
        Peer peer = new Peer(channel);
        peers.add(peer);
        return peer;
    }

    /** Moves the clocks, in steps that a loop would make. */
    void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (nanos < end) {
            nanos = Math.min(end, nanos + TimeUnit.MILLISECONDS.toNanos(DeadlineWheel.TICK_MILLIS));
            wheel.advance();
            sessions.advance();
        }
    }

    @Override
    public void close() {
        gateway.close();
        peers.forEach(Peer::received);
        Assertions.assertThat(allocator.metric().usedHeapMemory())
                .as("bytes of buffers that were not given back")
                .isZero();
    }

    /** The device's end of a connection. */
    final class Peer {
        final EmbeddedChannel channel;
        private String redelivered = "";

        Peer(EmbeddedChannel channel) {
            this.channel = channel;
        }

        /** Sends bytes in one read, and runs what the loop has to do. */
        Peer send(byte[]... packets) {
            ByteBuf bytes = allocator.buffer().writeBytes(Wire.join(packets));
            channel.writeInbound(bytes);
            channel.runPendingTasks();
            return this;
        }

        Peer sendHex(String hex) {
            return send(Wire.hex(hex));
        }

        /** What was sent down since the last look, as hex. */
        String received() {
            channel.runPendingTasks();
            ByteBuf all = Unpooled.buffer();
            for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
                all.writeBytes(next);
                next.release();
            }
            return ByteBufUtil.hexDump(all);
        }

        /** How many writes reached the socket since the last look; the bytes are dropped. */
        int writes() {
            channel.runPendingTasks();
            int writes = 0;
            for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
                next.release();
                writes++;
            }
            return writes;
        }

        boolean isClosed() {
            channel.runPendingTasks();
            return !channel.isOpen();
        }

        /** Logs in with 3.1.1 and forgets the CONNACK. */
        Peer in3(String id) {
            return in(Wire.connect3(id, Gateway.SECRET));
        }

        /** The same with that CONNECT. */
        Peer in(byte[] connect) {
            send(connect);
            Assertions.assertThat(received()).isEqualTo("20020000");
            return this;
        }

        /** Logs in with 3.1.1 without a clean session. */
        Peer again3(String id, boolean present) {
            send(Wire.connectAgain3(id, Gateway.SECRET));
            String down = received();
            Assertions.assertThat(down).startsWith(present ? "20020100" : "20020000");
            redelivered = down.substring(8);
            return this;
        }

        /** What came behind the CONNACK of {@link #again3}. */
        String redelivered() {
            return redelivered;
        }

        /** Logs in with 5.0 and forgets the CONNACK. */
        Peer in5(String id) {
            send(Wire.connect5(id, Gateway.SECRET));
            Assertions.assertThat(received()).startsWith("20").contains("0000");
            return this;
        }

        void hangUp() {
            channel.close();
            channel.runPendingTasks();
            received();
        }
    }
}

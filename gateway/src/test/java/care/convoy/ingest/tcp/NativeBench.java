package care.convoy.ingest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.firmware.DeviceLogin;
import care.convoy.firmware.Header;
import care.convoy.firmware.LoginStep;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.SealedChannel;
import care.convoy.firmware.SessionMessage;
import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.ConnectionParts;
import care.convoy.ingest.connection.DeadlineWheel;
import care.convoy.ingest.connection.HalfOpen;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.LineBudget;
import care.convoy.ingest.connection.Paces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Native sessions without sockets or waiting, with clocks that the test moves and an allocator that knows of lost buffers. */
final class NativeBench implements AutoCloseable {
    static final long START_MILLIS = 1_800_000_000_000L;
    static final long EPOCH = 1_700_000_000L;
    private static final long START_NANOS = 77;

    final Gateway gateway;
    final IngestCounters counters = new IngestCounters();
    final FailureLedger failures = new FailureLedger(3);
    final HalfOpen halfOpen = new HalfOpen(4);
    final SessionMemory memory = new SessionMemory(100);
    final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    final DeadlineWheel wheel;
    private final NativeParts parts;
    private long nanos = START_NANOS;

    NativeBench() {
        this(new Gateway());
    }

    NativeBench(Gateway gateway) {
        this(gateway, NativeSealing.ACCEPTED);
    }

    NativeBench(Gateway gateway, NativeSealing sealing) {
        this.gateway = gateway;
        for (String id : List.of("tag-1", "tag-2")) {
            gateway.registry.put(List.of(Gateway.device(id, Protocol.NATIVE, Frames.KEY)));
        }
        IngestClock clock = new IngestClock(() -> START_MILLIS + (nanos - START_NANOS) / 1_000_000, () -> nanos);
        wheel = new DeadlineWheel(clock.nanos());
        NativeListenerConfig config = new NativeListenerConfig(
                "127.0.0.1", 0, Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(60), 4, sealing, 3);
        parts = new NativeParts(
                config,
                new ConnectionParts(
                        gateway.services(),
                        clock,
                        counters,
                        failures,
                        halfOpen,
                        new LineBudget(0, clock.nanos()),
                        Paces.of(clock, counters),
                        config.loginWithin()),
                memory,
                new SecureRandom());
    }

    /** A new connection. */
    Peer connect() {
        EmbeddedChannel channel = new EmbeddedChannel(new NativeSession(parts, wheel));
        channel.config().setAllocator(allocator);
        return new Peer(channel);
    }

    void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (nanos < end) {
            nanos = Math.min(end, nanos + TimeUnit.MILLISECONDS.toNanos(DeadlineWheel.TICK_MILLIS));
            wheel.advance();
        }
    }

    @Override
    public void close() {
        gateway.close();
        assertThat(allocator.metric().usedHeapMemory())
                .as("bytes of buffers that were not given back")
                .isZero();
    }

    /** The device's end of a connection. */
    final class Peer {
        final EmbeddedChannel channel;
        long epoch;
        long sequence;

        @Nullable
        SealedChannel sealed;

        Peer(EmbeddedChannel channel) {
            this.channel = channel;
        }

        Peer send(byte[]... frames) {
            channel.writeInbound(allocator.buffer().writeBytes(Frames.join(frames)));
            channel.runPendingTasks();
            return this;
        }

        /** Sends a message with the next number. */
        Peer say(Message message) {
            return send(next(message));
        }

        byte[] next(Message message) {
            byte[] plain = MessageEncoder.encode(Header.of(epoch, sequence++, START_MILLIS - 1_000), message);
            return Frames.frame(sealed == null ? plain : sealed.seal(plain));
        }

        byte[] bytes() {
            channel.runPendingTasks();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
                byte[] bytes = new byte[next.readableBytes()];
                next.readBytes(bytes);
                out.writeBytes(bytes);
                next.release();
            }
            return out.toByteArray();
        }

        /** What was sent down since the last look. */
        List<Message> heard() {
            return Frames.read(bytes(), sealed).stream()
                    .map(NativeMessage::message)
                    .toList();
        }

        boolean isClosed() {
            channel.runPendingTasks();
            return !channel.isOpen();
        }

        void hangUp() {
            channel.close();
            channel.runPendingTasks();
            bytes();
        }

        /** Logs in as a device whose counter is in order. */
        Peer in(String id) {
            return in(id, EPOCH, 1);
        }

        /** The same, offering sealed frames. */
        Peer sealedIn(String id) {
            return in(Frames.login(id, Frames.KEY, EPOCH, 1, SessionMessage.Hello.FEATURE_SEALED));
        }

        Peer in(String id, long withEpoch, long withSequence) {
            return in(Frames.login(id, withEpoch, withSequence));
        }

        private Peer in(DeviceLogin login) {
            send(Frames.hello(login));
            NativeMessage challenge = Frames.read(bytes()).getFirst();
            send(Frames.proof(login, challenge.message(), challenge.header()));
            NativeMessage welcome = Frames.read(bytes()).getFirst();
            LoginStep step = login.open(MessageEncoder.encode(welcome.header(), welcome.message()));
            assertThat(step).isInstanceOf(LoginStep.Open.class);
            assertThat(welcome.message()).isInstanceOf(SessionMessage.Welcome.class);
            epoch = login.sessionEpoch();
            sequence = login.nextSequence();
            sealed = login.sealed();
            return this;
        }
    }
}

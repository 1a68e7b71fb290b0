package care.convoy.ingest.tcp;

import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.DeviceLogin;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Durability;
import care.convoy.firmware.Frame;
import care.convoy.firmware.FrameReader;
import care.convoy.firmware.FrameSink;
import care.convoy.firmware.FrameWriter;
import care.convoy.firmware.Header;
import care.convoy.firmware.LastSeen;
import care.convoy.firmware.LoginStep;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageDecoder;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.Nonce;
import care.convoy.firmware.Reason;
import care.convoy.firmware.SealedChannel;
import care.convoy.firmware.ServerLogin;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Standing;
import care.convoy.firmware.Upward;
import care.convoy.firmware.Wake;
import care.convoy.firmware.YesNo;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What sealing costs a gateway, against plain frames in the same run: a frame up (checksum, opening, decoding) and a frame down
 * (encoding, sealing, checksum). {@code ./convoy bench seal}. Rounds alternate; the median of each counts.
 */
final class SealBench {
    private static final int ROUNDS = 21;
    private static final int FRAMES = 20_000;
    private static final DeviceKey KEY = DeviceKey.of(Frames.KEY);

    private final FrameWriter writer = new FrameWriter();
    private final ByteBuffer out = ByteBuffer.allocate(Frame.MAX_BYTES);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long understood;

    public static void main(String[] arguments) {
        SealBench bench = new SealBench();
        Message beat = new Upward.Heartbeat(80, 50, YesNo.YES, 1);
        Message received = new Downward.Received(1, 2, Durability.COMMITTED, Downward.NO_ALERT);
        for (int warming = 0; warming < 40; warming++) {
            bench.read(beat, true, warming);
            bench.write(received, true);
        }
        System.out.printf("%-34s %10s %10s %12s %12s%n", "frame", "plain ns", "sealed ns", "plain B", "sealed B");
        bench.row("heartbeat, read", true, beat);
        bench.row("sos, read", true, new Upward.Sos(1, null));
        bench.row("ack, written", false, new Downward.Ack(7));
        bench.row("received, written", false, received);
        System.out.println(
                "ns: processor time of the thread per frame; B: allocated per frame. A sealed frame is 16 bytes longer.");
        if (bench.understood == 0) {
            throw new IllegalStateException("nothing was read");
        }
    }

    private record Cost(long nanos, long bytes) {}

    private void row(String name, boolean up, Message message) {
        Cost[] plain = new Cost[ROUNDS];
        Cost[] sealed = new Cost[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            plain[round] = up ? read(message, false, round) : write(message, false);
            sealed[round] = up ? read(message, true, round) : write(message, true);
        }
        Cost before = median(plain);
        Cost after = median(sealed);
        System.out.printf(
                Locale.ROOT,
                "%-34s %10d %10d %12d %12d%n",
                name,
                before.nanos(),
                after.nanos(),
                before.bytes(),
                after.bytes());
    }

    private static Cost median(Cost[] costs) {
        long[] nanos = Arrays.stream(costs).mapToLong(Cost::nanos).sorted().toArray();
        long[] bytes = Arrays.stream(costs).mapToLong(Cost::bytes).sorted().toArray();
        return new Cost(nanos[ROUNDS / 2], bytes[ROUNDS / 2]);
    }

    private Cost read(Message message, boolean sealing, long round) {
        Session session = new Session(round);
        ByteBuffer stream = ByteBuffer.allocate(FRAMES * 64);
        for (int i = 0; i < FRAMES; i++) {
            byte[] plain = MessageEncoder.encode(Header.of(session.epoch, 10 + i, 1), message);
            writer.write(sealing ? session.device.seal(plain) : plain, stream);
        }
        stream.flip();
        Reading reading = new Reading(sealing ? session.gateway : null);
        return timed(() -> new FrameReader().feed(stream, reading));
    }

    private Cost write(Message message, boolean sealing) {
        Session session = new Session(99);
        return timed(() -> {
            for (int i = 0; i < FRAMES; i++) {
                Header header = Header.of(session.epoch, 10 + i, 1);
                out.clear();
                understood += sealing
                        ? writer.write(header, message, session.gateway, out)
                        : writer.write(header, message, out);
            }
        });
    }

    private Cost timed(Runnable work) {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        long nanos = threads.getCurrentThreadCpuTime() - start;
        return new Cost(nanos / FRAMES, (threads.getCurrentThreadAllocatedBytes() - bytes) / FRAMES);
    }

    private final class Reading implements FrameSink {
        private final @Nullable SealedChannel sealed;

        Reading(@Nullable SealedChannel sealed) {
            this.sealed = sealed;
        }

        @Override
        public void message(ByteBuffer buffer, int offset, int length) {
            if (sealed == null) {
                take(buffer, offset, length);
            } else {
                ByteBuffer opened = Objects.requireNonNull(sealed.open(buffer, offset, length));
                take(opened, 0, opened.limit());
            }
        }

        private void take(ByteBuffer buffer, int offset, int length) {
            understood += MessageDecoder.decode(buffer, offset, length).hashCode();
        }

        @Override
        public void broken(Reason reason) {
            throw new IllegalStateException(reason.name());
        }
    }

    /** Both ends after a login. */
    private static final class Session {
        private final long epoch;
        private final SealedChannel device;
        private final SealedChannel gateway;

        Session(long nonce) {
            var hello = new SessionMessage.Hello(
                    1,
                    1,
                    SessionMessage.Hello.FEATURE_SEALED,
                    Wake.POWER_ON,
                    new Nonce(nonce, System.nanoTime()),
                    "tag-1",
                    null);
            DeviceLogin login = new DeviceLogin(KEY, Header.of(5, 1, 1), hello);
            ServerLogin server = new ServerLogin(new Nonce(nonce, System.nanoTime()));
            byte[] challenge = sent(server.challenge(login.helloMessage(), LastSeen.NOTHING, 1, true));
            byte[] proof = sent(login.proof(challenge, 1));
            server.welcome(proof, KEY, new ServerLogin.Terms(Standing.FULL, 60, 190), 1);
            epoch = login.sessionEpoch();
            device = Objects.requireNonNull(login.sealed());
            gateway = Objects.requireNonNull(server.sealed());
        }

        private static byte[] sent(LoginStep step) {
            return ((LoginStep.Send) step).message();
        }
    }
}

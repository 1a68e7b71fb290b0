package care.convoy.ingest.connection;

import care.convoy.tls.TlsMaterial;
import io.netty.channel.Channel;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the TLS ports of all device listeners share: the certificate of the moment, the threads that compute handshakes, and
 * their bounds. Thread-safe. Close the listeners first.
 */
public final class TlsDoor implements AutoCloseable {
    /** New handshakes that may wait for the processor: with some milliseconds each, about a second. */
    private static final int MAX_WAITING = 256;

    /** Begun and unfinished; each holds some tens of kilobytes. Of more the oldest is closed. */
    private static final int MAX_UNFINISHED = 1_000;

    private static final int LINES_PER_SECOND = 10;

    private final Supplier<TlsMaterial> material;
    private final Limits limits;
    private final HandshakeWork work;
    private final HalfOpen unfinished;
    private final LineBudget lines;
    private final TlsCounters counters = new TlsCounters();

    /**
     * Bounds of all ports together.
     *
     * @param threads that compute
     * @param waiting new handshakes that may wait for one of them
     * @param unfinished handshakes begun and not ended
     * @param withinMillis from a whole ClientHello to the end of the handshake
     */
    public record Limits(int threads, int waiting, int unfinished, long withinMillis) {
        /** Half of the cores, and 10 s, for some devices have a second's round trip. */
        public static Limits usual() {
            int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
            return new Limits(threads, MAX_WAITING, MAX_UNFINISHED, 10_000);
        }
    }

    /** @param material what the next connection uses */
    public TlsDoor(Supplier<TlsMaterial> material, Limits limits, LongSupplier nanos) {
        this.material = material;
        this.limits = limits;
        work = new HandshakeWork(limits.threads(), limits.waiting());
        unfinished = new HalfOpen(limits.unfinished());
        lines = new LineBudget(LINES_PER_SECOND, nanos);
    }

    /** Puts TLS before whatever else the pipeline gets; on the channel's loop. */
    public void guard(Channel channel) {
        channel.pipeline().addLast(TlsGate.NAME, new TlsGate(this));
    }

    public TlsCounters counters() {
        return counters;
    }

    /** Handshakes begun and not ended. */
    public int unfinishedNow() {
        return unfinished.size();
    }

    TlsMaterial material() {
        return material.get();
    }

    HandshakeWork work() {
        return work;
    }

    HalfOpen unfinished() {
        return unfinished;
    }

    Limits limits() {
        return limits;
    }

    LineBudget lines() {
        return lines;
    }

    @Override
    public void close() {
        work.close();
    }
}

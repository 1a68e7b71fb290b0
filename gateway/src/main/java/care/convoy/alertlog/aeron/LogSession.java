package care.convoy.alertlog.aeron;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of this node's client with the log's leader: connects without blocking, keeps alive, and connects again
 * when it was lost. Thread {@code log-client}.
 */
final class LogSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogSession.class);
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Aeron aeron;
    private final Membership membership;
    private final EgressListener egress;
    private AeronCluster.@Nullable AsyncConnect connecting;
    private @Nullable AeronCluster cluster;
    private long keepAliveAtNanos;
    private long retryAtNanos = System.nanoTime();

    /** @param egress hears the replies */
    LogSession(Aeron aeron, Membership membership, EgressListener egress) {
        this.aeron = aeron;
        this.membership = membership;
        this.egress = egress;
    }

    boolean isConnected() {
        return cluster != null;
    }

    /** Hears replies, keeps the session alive, and says whether it was lost by that. */
    boolean pollLost(long nowNanos) {
        AeronCluster current = cluster;
        if (current == null) {
            return false;
        }
        current.pollEgress();
        if (!current.isClosed() && nowNanos - keepAliveAtNanos >= 0) {
            keepAliveAtNanos = nowNanos + KEEP_ALIVE_NANOS;
            current.sendKeepAlive();
        }
        return current.isClosed();
    }

    /** Goes a step further in connecting; true once it is connected. */
    boolean connect(long nowNanos) {
        if (nowNanos - retryAtNanos < 0) {
            return false;
        }
        try {
            if (connecting == null) {
                connecting = AeronCluster.asyncConnect(context());
            }
            cluster = connecting.poll();
            if (cluster != null) {
                connecting = null;
                keepAliveAtNanos = nowNanos + KEEP_ALIVE_NANOS;
            }
        } catch (RuntimeException failed) {
            LOG.debug("log.client.connectFailed", failed);
            CloseHelper.quietClose(connecting);
            connecting = null;
            retryAtNanos = nowNanos + RETRY_NANOS;
        }
        return cluster != null;
    }

    private AeronCluster.Context context() {
        AeronCluster.Context context = new AeronCluster.Context()
                .aeron(aeron)
                .ownsAeronClient(false)
                .egressListener(egress)
                .errorHandler(failure -> LOG.warn("log.client.error", failure))
                .clientName("convoy");
        if (membership.isSingle()) {
            return context.ingressChannel("aeron:ipc?term-length=256k").egressChannel("aeron:ipc?term-length=256k");
        }
        return context.ingressEndpoints(membership.ingressEndpoints())
                .ingressChannel("aeron:udp?term-length=256k")
                .egressChannel("aeron:udp?endpoint=" + membership.self().host() + ":0|term-length=256k");
    }

    /**
     * Hands a frame to the engine, which says nothing about its being durable.
     *
     * @return false if there is no room now: keep it and try again
     */
    boolean offer(DirectBuffer frame, long nowNanos) {
        AeronCluster current = cluster;
        if (current == null || current.isClosed()) {
            return false;
        }
        long result = current.offer(frame, 0, frame.capacity());
        if (result > 0) {
            keepAliveAtNanos = nowNanos + KEEP_ALIVE_NANOS;
            return true;
        }
        if (result == Publication.MAX_POSITION_EXCEEDED) {
            current.close();
        }
        return false;
    }

    /** Gives up what is left of a lost session, so that the next step connects. */
    void drop(long nowNanos) {
        CloseHelper.quietClose(cluster);
        cluster = null;
        retryAtNanos = nowNanos + RETRY_NANOS;
    }

    @Override
    public void close() {
        CloseHelper.quietClose(connecting);
        CloseHelper.quietClose(cluster);
        cluster = null;
    }
}

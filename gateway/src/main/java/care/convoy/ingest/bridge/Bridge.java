package care.convoy.ingest.bridge;

import care.convoy.ingest.bridge.BridgeCounters.Count;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears devices over somebody else's broker (docs/bridge.md). Keeps one connection, begun anew when it ends: after half a
 * second, doubling up to 15 s. A message is acknowledged once nothing of it can be lost; if an alarm cannot be made durable
 * the connection is given up, for only then does a broker deliver again.
 *
 * <p>Bounded by the receive maximum; overload policy: the broker waits, and keeps what it has. Thread-safe; one thread.
 */
public final class Bridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
    private static final long FIRST_DELAY_MILLIS = 500;
    private static final long LONGEST_DELAY_MILLIS = 15_000;
    private static final long KNOWN_DELAY_MILLIS = 500;

    /** A connection that lasted so long starts the delays from the first. */
    private static final long LASTED_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How soon a member that begins to lead the log tells what is to be told. */
    private static final long ATTEND_MILLIS = 1_000;

    private static final long CLOSE_SECONDS = 3;

    private final BridgeConfig config;
    private final BridgeServices services;
    private final BridgeCounters counters = new BridgeCounters();
    private final ScheduledThreadPoolExecutor loop;
    private final Downlinks downlinks;
    private final Uplink uplink;
    private volatile State state;
    private volatile @Nullable Link link;
    private boolean wasConnected;
    private long connectedAtNanos;
    private int failures;

    /**
     * How it is.
     *
     * @param sinceMillis since when it is so, epoch milliseconds
     * @param remark why it is not connected, or what is less than it should be; may be empty
     */
    public record State(boolean connected, long sinceMillis, String remark) {}

    /** Starts its thread; the connection follows when it can be had. */
    public static Bridge start(BridgeConfig config, BridgeServices services) {
        Bridge bridge = new Bridge(config, services);
        if (config.sharesAlarms()) {
            LOG.warn(
                    "bridge={} shares alarms with other gateways ($share): a broker that keeps the share of a gateway that"
                            + " is down until it is back lets those alarms wait; subscribe plainly (docs/bridge.md)",
                    config.name());
        }
        bridge.later(bridge::connect, 0);
        if (!config.down().isEmpty()) {
            bridge.later(bridge::attend, ATTEND_MILLIS);
        }
        return bridge;
    }

    private Bridge(BridgeConfig config, BridgeServices services) {
        this.config = config;
        this.services = services;
        loop = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("bridge-" + config.name()).daemon().factory());
        loop.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        downlinks = new Downlinks(config, services, counters);
        uplink = new Uplink(config, services, counters, downlinks, loop);
        state = new State(false, now(), "not tried yet");
    }

    public BridgeConfig config() {
        return config;
    }

    public State state() {
        return state;
    }

    public BridgeCounters counters() {
        return counters;
    }

    /** Messages that wait for their acknowledgement; at most the receive maximum. */
    public int inFlight() {
        Link current = link;
        return current == null ? 0 : current.inFlight();
    }

    /** What was published to devices and waits for the broker's answer. */
    public int downInFlight() {
        return downlinks.inFlight();
    }

    private void attend() {
        later(this::attend, ATTEND_MILLIS);
        downlinks.attend();
    }

    /** Whatever goes wrong, an {@link Error} too, it is tried again: nobody else would. */
    private void connect() {
        Link next = null;
        try {
            if (!services.devicesKnown().getAsBoolean()) {
                down("waits until the devices are known");
                later(this::connect, KNOWN_DELAY_MILLIS);
                return;
            }
            next = new Link(config, services.member(), counters, uplink, this::ended);
            next.open();
            up(next);
        } catch (BridgeFailed | RuntimeException | Error failed) {
            counters.add(Count.CONNECTIONS_FAILED);
            link = null;
            try {
                if (next != null) {
                    next.close();
                    downlinks.down(next);
                }
            } finally {
                again(failed instanceof BridgeFailed ? String.valueOf(failed.getMessage()) : failed.toString());
            }
        }
    }

    private void up(Link next) {
        link = next;
        counters.add(Count.CONNECTED);
        connectedAtNanos = services.clock().nanos().getAsLong();
        if (wasConnected && !next.isSessionPresent()) {
            counters.add(Count.SESSIONS_LOST);
            LOG.warn(
                    "bridge={} the broker has lost the session: what was published meanwhile did not come here",
                    config.name());
        }
        wasConnected = true;
        state = new State(true, now(), next.remark());
        LOG.info(
                "bridge={} connected to {} session={} {}",
                config.name(),
                config.broker().url(),
                next.isSessionPresent() ? "resumed" : "new",
                next.remark());
        downlinks.up(next);
    }

    /** Any thread. */
    private void ended(Link which, String why) {
        later(() -> lost(which, why), 0);
    }

    private void lost(Link which, String why) {
        if (which != link) {
            return;
        }
        link = null;
        counters.add(Count.CONNECTIONS_LOST);
        if (services.clock().nanos().getAsLong() - connectedAtNanos >= LASTED_NANOS) {
            failures = 0;
        }
        try {
            which.close();
            downlinks.down(which);
        } finally {
            again(why);
        }
    }

    private void again(String why) {
        long delay = Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(failures++, 5));
        down(why);
        later(this::connect, delay + ThreadLocalRandom.current().nextLong(delay / 4));
    }

    private void down(String why) {
        State before = state;
        if (before.connected() || !before.remark().equals(why)) {
            LOG.warn(
                    "bridge={} not connected to {}: {}",
                    config.name(),
                    config.broker().url(),
                    why);
        }
        state = new State(false, before.connected() ? now() : before.sinceMillis(), why);
    }

    private long now() {
        return services.clock().epochMillis().getAsLong();
    }

    private void later(Runnable task, long millis) {
        try {
            var _ = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // nothing is to happen any more
        }
    }

    /** Ends the connection; what is not acknowledged the broker keeps for the next start. */
    @Override
    public void close() {
        try {
            loop.execute(() -> {
                Link current = link;
                link = null;
                if (current != null) {
                    current.close();
                    downlinks.down(current);
                }
            });
            loop.shutdown();
            if (!loop.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                loop.shutdownNow();
            }
        } catch (RejectedExecutionException closedBefore) {
            // once is enough
        } catch (InterruptedException hurried) {
            loop.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

package care.convoy.ingest.watch;

import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.connection.HalfOpen;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.connection.LineBudget;
import care.convoy.ingest.connection.ListeningSocket;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** The server of the watch text protocol on its port. Listens from {@link #start} to {@link #close}; thread-safe. */
public final class WatchListener implements AutoCloseable {
    private static final int LINES_PER_SECOND = 20;

    private final IngestLoops loops;
    private final WatchParts parts;
    private final ListeningSocket socket;

    /** Where the words of watches go, beside the intake. */
    public record Places(LatestBoard latest, Quarantine quarantine) {}

    private WatchListener(WatchListenerConfig config, IngestLoops loops, IngestServices services, Places places) {
        this.loops = loops;
        IngestCounters counters = new IngestCounters();
        parts = new WatchParts(
                config,
                services,
                places.latest(),
                places.quarantine(),
                loops.clock(),
                counters,
                new WatchCounters(),
                new FailureLedger(config.attendedFailuresPerSecond()),
                new HalfOpen(config.maxHalfOpen()),
                new LineBudget(LINES_PER_SECOND, loops.clock().nanos()),
                loops.paces(counters),
                new IdLines(services.router()),
                new LocalClocks());
        InetSocketAddress address = new InetSocketAddress(config.bind(), config.port());
        socket = ListeningSocket.bind(loops, "watch TCP", address, parts.paces(), this::setUp);
    }

    /**
     * Listens.
     *
     * @throws care.convoy.ingest.connection.BindFailed if the port cannot be taken; its message says how to mend it
     */
    public static WatchListener start(
            WatchListenerConfig config, IngestLoops loops, IngestServices services, Places places) {
        return new WatchListener(config, loops, services, places);
    }

    private void setUp(Channel channel) {
        if (parts.config().networks().allows(channel.remoteAddress())) {
            channel.pipeline().addLast(new WatchSession(parts, loops.wheelOf(channel.eventLoop())));
        } else {
            parts.watches().add(WatchCounters.Count.FOREIGN_NETWORK);
            var _ = channel.close();
        }
    }

    /** The port that is listened on, also if 0 was asked for. */
    public int port() {
        return socket.port();
    }

    public IngestCounters counters() {
        return parts.counters();
    }

    /** What is peculiar to watches. */
    public WatchCounters watches() {
        return parts.watches();
    }

    /** Which unknown ids and addresses speak most. */
    public FailureLedger failures() {
        return parts.failures();
    }

    /** Connections on which no provisioned watch has spoken. */
    public int halfOpen() {
        return parts.halfOpen().size();
    }

    /** Watches connected now. */
    public int devices() {
        return parts.ids().size();
    }

    /** Stops listening and disconnects the watches; they come back by themselves. */
    @Override
    public void close() {
        socket.close();
    }
}

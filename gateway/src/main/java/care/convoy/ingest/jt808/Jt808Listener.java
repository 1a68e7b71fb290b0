package care.convoy.ingest.jt808;

import care.convoy.device.DeviceId;
import care.convoy.ingest.EndedCases;
import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.connection.ConnectionParts;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.connection.ListeningSocket;
import care.convoy.ingest.jt808.Jt808Counters.Count;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** The server of JT/T 808 on its port. Listens from {@link #start} to {@link #close}; thread-safe. */
public final class Jt808Listener implements AutoCloseable {
    private final IngestLoops loops;
    private final Jt808Parts parts;
    private final ListeningSocket socket;

    /**
     * What stands beside the intake.
     *
     * @param codes the code that a device is given when it registers: the same at every call and on every node, and not to
     *     be guessed
     * @param ended whose case is over is pressed anew
     */
    public record Places(
            LatestBoard latest, Quarantine quarantine, Function<DeviceId, String> codes, EndedCases ended) {}

    private Jt808Listener(Jt808ListenerConfig config, IngestLoops loops, IngestServices services, Places places) {
        this.loops = loops;
        parts = new Jt808Parts(
                config,
                ConnectionParts.of(
                        services,
                        loops,
                        new ConnectionParts.Bounds(
                                config.attendedFailuresPerSecond(), config.maxHalfOpen(), config.loginWithin())),
                places.latest(),
                places.quarantine(),
                places.codes(),
                new HeldAlarms(places.ended()::has),
                new Jt808Counters());
        InetSocketAddress address = new InetSocketAddress(config.bind(), config.port());
        socket = ListeningSocket.bind(loops, "JT/T 808", address, parts.shared().paces(), this::setUp);
    }

    /**
     * Listens.
     *
     * @throws care.convoy.ingest.connection.BindFailed if the port cannot be taken; its message says how to mend it
     */
    public static Jt808Listener start(
            Jt808ListenerConfig config, IngestLoops loops, IngestServices services, Places places) {
        return new Jt808Listener(config, loops, services, places);
    }

    private void setUp(Channel channel) {
        if (parts.config().networks().allows(channel.remoteAddress())) {
            channel.pipeline().addLast(new Jt808Session(parts, loops.wheelOf(channel.eventLoop())));
        } else {
            parts.events().add(Count.FOREIGN_NETWORK);
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

    /** What is peculiar to this protocol. */
    public Jt808Counters events() {
        return parts.events();
    }

    public FailureLedger failures() {
        return parts.shared().failures();
    }

    /** Connections without login now. */
    public int halfOpen() {
        return parts.shared().halfOpen().size();
    }

    /** Stops listening and disconnects the devices; they come back by themselves. */
    @Override
    public void close() {
        socket.close();
    }
}

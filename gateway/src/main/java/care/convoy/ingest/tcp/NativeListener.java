package care.convoy.ingest.tcp;

import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.connection.ConnectionParts;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.connection.ListeningSocket;
import care.convoy.ingest.connection.TlsDoor;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The server of the native protocol on its port. Listens from {@link #start} to {@link #close}; thread-safe. */
public final class NativeListener implements AutoCloseable {
    private final IngestLoops loops;
    private final NativeParts parts;
    private final ListeningSocket socket;
    private @Nullable ListeningSocket tlsSocket;

    private NativeListener(NativeListenerConfig config, IngestLoops loops, IngestServices services) {
        this.loops = loops;
        parts = new NativeParts(
                config,
                ConnectionParts.of(
                        services,
                        loops,
                        new ConnectionParts.Bounds(
                                config.attendedFailuresPerSecond(), config.maxHalfOpen(), config.loginWithin())),
                new SessionMemory(SessionMemory.MAX_DEVICES),
                new SecureRandom());
        InetSocketAddress address = new InetSocketAddress(config.bind(), config.port());
        socket = ListeningSocket.bind(
                loops, "native TCP", address, parts.shared().paces(), this::setUp);
    }

    /**
     * Listens.
     *
     * @throws care.convoy.ingest.connection.BindFailed if the port cannot be taken; its message says how to mend it
     */
    public static NativeListener start(NativeListenerConfig config, IngestLoops loops, IngestServices services) {
        return new NativeListener(config, loops, services);
    }

    private void setUp(Channel channel) {
        channel.pipeline().addLast(new NativeSession(parts, loops.wheelOf(channel.eventLoop())));
    }

    /**
     * Listens on a second port, for the same devices through TLS.
     *
     * @throws care.convoy.ingest.connection.BindFailed if the port cannot be taken; its message says how to mend it
     */
    public synchronized void listenTls(InetSocketAddress address, TlsDoor door) {
        tlsSocket = ListeningSocket.bind(
                loops, "native TLS", address, parts.shared().paces(), channel -> {
                    door.guard(channel);
                    setUp(channel);
                });
    }

    /** The port of TLS; 0 if there is none. */
    public synchronized int tlsPort() {
        return tlsSocket == null ? 0 : tlsSocket.port();
    }

    /** The port that is listened on, also if 0 was asked for. */
    public int port() {
        return socket.port();
    }

    public IngestCounters counters() {
        return parts.counters();
    }

    public FailureLedger failures() {
        return parts.shared().failures();
    }

    /** Connections without login now. */
    public int halfOpen() {
        return parts.shared().halfOpen().size();
    }

    /** Stops listening; connected devices are told GOING_AWAY and disconnected. */
    @Override
    public synchronized void close() {
        if (tlsSocket != null) {
            tlsSocket.close();
        }
        socket.close();
    }
}

package care.convoy.ingest.mqtt;

import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.connection.ConnectionParts;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.connection.Lingering;
import care.convoy.ingest.connection.ListeningSocket;
import care.convoy.ingest.connection.Paces;
import care.convoy.ingest.connection.TlsDoor;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The MQTT server on its port. Listens from {@link #start} to {@link #close}; thread-safe. */
public final class MqttListener implements AutoCloseable {
    /** Of a client id; its shape is judged at login. */
    private static final int MAX_TEXT_BYTES = 65_535;

    /** Ill-formed UTF-8 ends the connection (MQTT 3.1.1 §1.5.3, 5.0 §1.5.4). */
    private static final boolean STRICT_UTF_8 = true;

    /** Clients that were told why they are closed and may read it; of more the newest is closed at once. */
    private static final int MAX_LINGERING = 1_000;

    /** How exactly sessions and delays of wills end. */
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final IngestLoops loops;
    private final MqttParts parts;
    private final Door door;
    private final ListeningSocket socket;
    private final IngestLoops.Repeating sweep;
    private @Nullable ListeningSocket tlsSocket;

    private MqttListener(Kind kind, MqttListenerConfig config, IngestLoops loops, IngestServices services) {
        this.loops = loops;
        ConnectionParts shared = ConnectionParts.of(
                services,
                loops,
                new ConnectionParts.Bounds(
                        config.attendedFailuresPerSecond(), config.maxHalfOpen(), config.loginWithin()));
        parts = new MqttParts(
                config,
                kind.offer,
                shared,
                new SessionStore(config.sessions(), loops.clock().nanos(), shared.counters()),
                new Lingering(MAX_LINGERING));
        door = kind.doors.of(parts);
        InetSocketAddress address = new InetSocketAddress(config.bind(), config.port());
        Paces paces = kind.paced ? shared.paces() : Paces.unbounded(loops.clock(), shared.counters());
        socket = ListeningSocket.bind(loops, kind.name, address, paces, this::setUp);
        sweep = loops.repeat(SWEEP, parts.sessions()::advance);
    }

    /** What tells one kind of listener from the other. @param paced whether who says too much is read later */
    private record Kind(String name, Offer offer, Doors doors, boolean paced) {}

    /** Who keeps the door of a listener. */
    private interface Doors {
        Door of(MqttParts parts);
    }

    /**
     * Listens.
     *
     * @throws care.convoy.ingest.connection.BindFailed if the port cannot be taken; its message says how to mend it
     */
    public static MqttListener start(MqttListenerConfig config, IngestLoops loops, IngestServices services) {
        return new MqttListener(new Kind("MQTT", Offer.DEVICES, DeviceDoor::new, true), config, loops, services);
    }

    /**
     * Listens for the clients of a test tenant of its own: anybody, on topics that lead to each other and nowhere else.
     *
     * @throws care.convoy.ingest.connection.BindFailed if the port cannot be taken
     */
    public static MqttListener startTestTenant(MqttListenerConfig config, IngestLoops loops, IngestServices services) {
        Tenant tenant = new Tenant(loops.clock().nanos());
        Kind kind = new Kind("MQTT test tenant", Offer.TENANT, _ -> new TenantDoor(tenant), false);
        return new MqttListener(kind, config, loops, services);
    }

    private void setUp(Channel channel) {
        PacketGate gate = new PacketGate(parts.offer(), parts.counters());
        channel.pipeline()
                .addLast(gate)
                .addLast(new MqttDecoder(parts.offer().maxPacketBytes(), MAX_TEXT_BYTES, STRICT_UTF_8))
                .addLast(new MqttConnection(parts, door, gate, loops.wheelOf(channel.eventLoop())));
    }

    /**
     * Listens on a second port, for the same devices through TLS.
     *
     * @throws care.convoy.ingest.connection.BindFailed if the port cannot be taken; its message says how to mend it
     */
    public synchronized void listenTls(InetSocketAddress address, TlsDoor door) {
        tlsSocket =
                ListeningSocket.bind(loops, "MQTT TLS", address, parts.shared().paces(), channel -> {
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

    /** Sessions now, with and without a connection. */
    public int sessions() {
        return parts.sessions().size();
    }

    /** Connections that were told why they end, and have not gone yet. */
    public int lingering() {
        return parts.lingering().size();
    }

    /** Connections without login now. */
    public int halfOpen() {
        return parts.shared().halfOpen().size();
    }

    /** Stops listening; connected devices are told (5.0) and disconnected. */
    @Override
    public synchronized void close() {
        sweep.close();
        if (tlsSocket != null) {
            tlsSocket.close();
        }
        socket.close();
    }
}

package care.convoy.ingest.mqtt;

import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.connection.HalfOpen;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.connection.LineBudget;
import care.convoy.ingest.connection.ListeningSocket;
import care.convoy.ingest.connection.TlsDoor;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The MQTT server on its port. Listens from {@link #start} to {@link #close}; thread-safe. */
public final class MqttListener implements AutoCloseable {
    private static final int LINES_PER_SECOND = 20;

    /** Of a client id; its shape is judged at login. */
    private static final int MAX_TEXT_BYTES = 65_535;

    /** Ill-formed UTF-8 ends the connection (MQTT 3.1.1 §1.5.3, 5.0 §1.5.4). */
    private static final boolean STRICT_UTF_8 = true;

    private final IngestLoops loops;
    private final MqttParts parts;
    private final ListeningSocket socket;
    private @Nullable ListeningSocket tlsSocket;

    private MqttListener(MqttListenerConfig config, IngestLoops loops, IngestServices services) {
        this.loops = loops;
        parts = new MqttParts(
                config,
                services,
                loops.clock(),
                new IngestCounters(),
                new FailureLedger(config.attendedFailuresPerSecond()),
                new HalfOpen(config.maxHalfOpen()),
                new LineBudget(LINES_PER_SECOND, loops.clock().nanos()));
        InetSocketAddress address = new InetSocketAddress(config.bind(), config.port());
        socket = ListeningSocket.bind(loops, "MQTT", address, this::setUp);
    }

    /**
     * Listens.
     *
     * @throws care.convoy.ingest.connection.BindFailed if the port cannot be taken; its message says how to mend it
     */
    public static MqttListener start(MqttListenerConfig config, IngestLoops loops, IngestServices services) {
        return new MqttListener(config, loops, services);
    }

    private void setUp(Channel channel) {
        PacketGate gate = new PacketGate(MqttListenerConfig.MAX_PACKET_BYTES, parts.counters());
        channel.pipeline()
                .addLast(gate)
                .addLast(new MqttDecoder(MqttListenerConfig.MAX_PACKET_BYTES, MAX_TEXT_BYTES, STRICT_UTF_8))
                .addLast(new MqttSession(parts, gate, loops.wheelOf(channel.eventLoop())));
    }

    /**
     * Listens on a second port, for the same devices through TLS.
     *
     * @throws care.convoy.ingest.connection.BindFailed if the port cannot be taken; its message says how to mend it
     */
    public synchronized void listenTls(InetSocketAddress address, TlsDoor door) {
        tlsSocket = ListeningSocket.bind(loops, "MQTT TLS", address, channel -> {
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
        return parts.failures();
    }

    /** Connections without login now. */
    public int halfOpen() {
        return parts.halfOpen().size();
    }

    /** Stops listening; connected devices are told (5.0) and disconnected. */
    @Override
    public synchronized void close() {
        if (tlsSocket != null) {
            tlsSocket.close();
        }
        socket.close();
    }
}

package care.convoy.ingest.coap;

import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.IngestClock;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.RawDataChannel;
import org.eclipse.californium.elements.UDPConnector;
import org.eclipse.californium.elements.UdpEndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.ResumptionSupportingConnectionStore;
import org.jspecify.annotations.Nullable;

/** The CoAP server: over DTLS, and in the clear where that is asked for. Listens from start to close; thread-safe. */
public final class CoapListener implements AutoCloseable {
    private static final long STOP_MILLIS = 2_000;

    private final CoapParts parts;
    private final CoapThreads threads;
    private final Configuration settings;
    private final Handshakes handshakes;
    private final CoapDownlink downlink;
    private final CoapPort dtls;
    private final @Nullable CoapPort plain;

    private CoapListener(CoapListenerConfig config, IngestServices services, IngestClock clock) {
        parts = CoapParts.of(config, services, clock);
        settings = CoapSettings.of(config.bounds());
        threads = new CoapThreads(CoapSettings.THREADS);
        handshakes = new Handshakes(parts);
        downlink = new CoapDownlink(settings);
        CoapPort opened = null;
        try {
            opened = openDtls(config);
            plain = config.plain() == null ? null : openPlain(config.plain());
        } catch (RuntimeException failed) {
            if (opened != null) {
                opened.close();
            }
            threads.shutdownNow();
            throw failed;
        }
        dtls = opened;
    }

    /**
     * Listens.
     *
     * @throws care.convoy.ingest.connection.BindFailed if a port cannot be taken; its message says how to mend it
     */
    public static CoapListener start(CoapListenerConfig config, IngestServices services, IngestClock clock) {
        return new CoapListener(config, services, clock);
    }

    private CoapPort openDtls(CoapListenerConfig config) {
        InetSocketAddress bind = new InetSocketAddress(config.dtlsBind(), config.dtlsPort());
        Sealed connector = new Sealed(DtlsConnectorConfig.builder(settings)
                .setAddress(bind)
                .setAdvancedPskStore(handshakes)
                .setSessionListener(handshakes)
                .setHealthHandler(new DroppedRecords(parts.coap()))
                .setConnectionListener(handshakes)
                .build());
        handshakes.eachEndsBy(connector::end);
        handshakes.eachHalf(settings.get(DtlsConfig.DTLS_MAX_CONNECTIONS), connector::forgetCompleted);
        Identity identity = new DtlsIdentity(parts, handshakes.sessionKeys(), connector::close);
        return open("CoAP DTLS", connector, new SessionMatcher(), identity, null, bind);
    }

    private CoapPort openPlain(CoapListenerConfig.Plain config) {
        InetSocketAddress bind = new InetSocketAddress(config.bind(), config.port());
        PeerPace pace = new PeerPace(
                parts.config().pace(),
                parts.config().bounds().sessions(),
                parts.clock().nanos());
        InTheClear connector = new InTheClear(bind, config.networks(), pace);
        Identity identity = new PlainIdentity(parts, pace);
        return open("CoAP", connector, new UdpEndpointContextMatcher(true), identity, pace, bind);
    }

    private CoapPort open(
            String name,
            Connector connector,
            EndpointContextMatcher matcher,
            Identity identity,
            @Nullable PeerPace pace,
            InetSocketAddress bind) {
        CoapRoutes routes = new CoapRoutes(identity, new CoapUplink(parts), downlink, parts);
        return new CoapPort(new CoapPort.Make(name, connector, matcher, routes, pace), bind, settings, threads, parts);
    }

    private final class Sealed extends DTLSConnector {
        private final ResumptionSupportingConnectionStore connections;

        Sealed(DtlsConnectorConfig config) {
            this(config, createConnectionStore(config));
        }

        private Sealed(DtlsConnectorConfig config, ResumptionSupportingConnectionStore connections) {
            super(config, connections);
            this.connections = connections;
        }

        /** Ends a session without a word. */
        void end(Connection connection) {
            try {
                connection.getExecutor().execute(() -> connections.remove(connection, true));
            } catch (RejectedExecutionException stopping) {
                // all of them end with the listener
            }
        }

        /** Lets it forget which handshakes were completed. */
        void forgetCompleted() {
            clearRecentHandshakes();
        }

        @Override
        public void setRawDataReceiver(RawDataChannel endpoint) {
            super.setRawDataReceiver(new Inbox(endpoint, AllowedNetworks.ANY, threads, null, parts));
        }

        @Override
        public void send(RawData message) {
            parts.counters().wrote(message.getSize());
            super.send(message);
        }
    }

    private final class InTheClear extends UDPConnector {
        private final AllowedNetworks networks;
        private final PeerPace pace;

        InTheClear(InetSocketAddress bind, AllowedNetworks networks, PeerPace pace) {
            super(bind, settings);
            this.networks = networks;
            this.pace = pace;
        }

        @Override
        public void setRawDataReceiver(RawDataChannel endpoint) {
            super.setRawDataReceiver(new Inbox(endpoint, networks, threads, pace, parts));
        }

        @Override
        public void send(RawData message) {
            parts.counters().wrote(message.getSize());
            super.send(message);
        }
    }

    /** The DTLS port, also if 0 was asked for. */
    public int dtlsPort() {
        return dtls.port();
    }

    /** The port in the clear, also if 0 was asked for; -1 if there is none. */
    public int plainPort() {
        return plain == null ? -1 : plain.port();
    }

    /** Of both ports; a connection is a DTLS session. */
    public IngestCounters counters() {
        return parts.counters();
    }

    /** What is peculiar to CoAP. */
    public CoapCounters coap() {
        return parts.coap();
    }

    /** Which ids and addresses fail to show who they are. */
    public FailureLedger failures() {
        return parts.failures();
    }

    /** DTLS sessions open now. */
    public int sessions() {
        return handshakes.sessions();
    }

    /** DTLS handshakes under way now. */
    public int unfinishedHandshakes() {
        return handshakes.unfinished();
    }

    /** Devices that observe now. */
    public int observers() {
        return downlink.observers();
    }

    /** Requests remembered now, on both ports, so that a repeat is answered as before. */
    public int recentRequests() {
        return dtls.remembered() + (plain == null ? 0 : plain.remembered());
    }

    /** Datagrams and tasks that wait for a thread now. */
    public int backlog() {
        return threads.backlog();
    }

    /** Stops listening. Devices find out when they are not answered; alarms under way are not acknowledged. */
    @Override
    public void close() {
        dtls.close();
        if (plain != null) {
            plain.close();
        }
        threads.shutdownNow();
        try {
            threads.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

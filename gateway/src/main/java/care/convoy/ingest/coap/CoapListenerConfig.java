package care.convoy.ingest.coap;

import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.Paces;
import org.jspecify.annotations.Nullable;

/**
 * The CoAP listener.
 *
 * @param dtlsBind address of the DTLS port
 * @param dtlsPort 0 for any free one
 * @param plain the port in the clear; null for none
 * @param bounds how much is kept
 * @param pace how much each peer may send
 */
public record CoapListenerConfig(
        String dtlsBind, int dtlsPort, @Nullable Plain plain, Bounds bounds, Pace pace) {
    public static final int DEFAULT_PORT = 5683;
    public static final int DEFAULT_DTLS_PORT = 5684;

    /** Largest body of a request, in blocks: the largest message of the outer interfaces (§4). */
    static final int MAX_BODY_BYTES = 16 * 1024;

    /** Alarms of one device that may wait for the alert log, so that no single device fills the lane. */
    static final int MAX_ALARMS_WAITING = 64;

    /** Messages that wait for one device. */
    static final int MAX_DOWNLINKS_WAITING = 16;

    /**
     * Where whoever writes a device's id is that device.
     *
     * @param port 0 for any free one
     * @param networks from where datagrams are taken
     */
    public record Plain(String bind, int port, AllowedNetworks networks) {
        /** This machine alone. */
        public static final AllowedNetworks THIS_MACHINE = AllowedNetworks.parse("127.0.0.0/8,::1");

        public Plain {
            requirePort(port);
        }
    }

    /**
     * How much is kept.
     *
     * @param sessions DTLS sessions; of more the one silent for longest gives way
     * @param handshakes unfinished DTLS handshakes; of more the oldest of the network that has most is given up
     * @param inbox datagrams waiting to be read; of more the newest is dropped
     * @param recentRequests requests remembered to answer a repeat as before; of more the oldest is forgotten
     * @param transfers block-wise transfers under way; one more is refused until one ends or is two minutes old
     * @param attendedFailuresPerSecond failed logins that are logged
     */
    public record Bounds(
            int sessions, int handshakes, int inbox, int recentRequests, int transfers, int attendedFailuresPerSecond) {
        /** For a gateway with the standard heap. */
        public static final Bounds STANDARD = new Bounds(50_000, 1_000, 8_192, 32_768, 1_024, 50);

        public Bounds {
            if (sessions < 1 || handshakes < 1 || inbox < 1 || recentRequests < 1 || transfers < 10) {
                throw new IllegalArgumentException("CoAP: bounds are at least 1, transfers at least 10");
            }
        }
    }

    /**
     * How much may be sent, see {@link PeerPace}.
     *
     * @param perSecond datagrams of one known peer in the long run; one that is refused counts for 250
     * @param most datagrams of one known peer at once after a while of sending little
     * @param strangersPerSecond datagrams of all others before they have to repeat themselves; one that is refused counts for 40
     */
    public record Pace(int perSecond, int most, int strangersPerSecond) {
        private static final int NO_BOUND = 100_000_000;
        private static final int A_KILOBYTE = 32;

        /** For all that a device has to say, also while it is measured, and for 10,000 new ones a second. */
        public static final Pace STANDARD = of(Paces.STANDARD_KILOBYTES);

        /** As on a TCP connection with so much. @param kilobytes a second of a device, 32 datagrams each; 0 for no bound */
        public static Pace of(int kilobytes) {
            int perSecond = A_KILOBYTE * kilobytes;
            return kilobytes == 0 ? new Pace(NO_BOUND, NO_BOUND, NO_BOUND) : new Pace(perSecond, 4 * perSecond, 20_000);
        }

        public Pace {
            if (perSecond < 1 || most < 1 || strangersPerSecond < 1) {
                throw new IllegalArgumentException("CoAP: a pace is at least 1");
            }
        }
    }

    public CoapListenerConfig {
        requirePort(dtlsPort);
    }

    private static void requirePort(int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("CoAP: port within 65535");
        }
    }

    /** The same with another pace. */
    public CoapListenerConfig with(Pace other) {
        return new CoapListenerConfig(dtlsBind, dtlsPort, plain, bounds, other);
    }

    /** With the bounds of the house. */
    public static CoapListenerConfig of(String dtlsBind, int dtlsPort, @Nullable Plain plain) {
        return new CoapListenerConfig(dtlsBind, dtlsPort, plain, Bounds.STANDARD, Pace.STANDARD);
    }
}

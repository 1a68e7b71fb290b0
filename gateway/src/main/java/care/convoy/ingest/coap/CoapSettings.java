package care.convoy.ingest.coap;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.config.CoapConfig.MatcherMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.dtls.ExtendedMasterSecretMode;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;

/** Californium's and Scandium's settings, each that bounds something or differs from their own choice. */
final class CoapSettings {
    /** Threads that decode, decide and answer, and as many that seal and open records. */
    static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    private static final int SOCKET_BYTES = 1 << 20;
    private static final int DATAGRAM_BYTES = 2_048;
    private static final int BLOCK_BYTES = 1_024;
    private static final int CONNECTION_ID_BYTES = 6;

    /** Scandium's least. */
    private static final int LEAST_JOBS = 64;

    private CoapSettings() {}

    static Configuration of(CoapListenerConfig.Bounds bounds) {
        Configuration config = new Configuration(
                CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, SystemConfig.DEFINITIONS, DtlsConfig.DEFINITIONS);
        coap(config, bounds);
        udp(config, bounds);
        dtls(config, bounds);
        return config;
    }

    private static void coap(Configuration config, CoapListenerConfig.Bounds bounds) {
        config.set(CoapConfig.MAX_ACTIVE_PEERS, bounds.sessions());
        config.set(CoapConfig.MAX_PEER_INACTIVITY_PERIOD, 60, TimeUnit.SECONDS);
        config.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, CoapListenerConfig.MAX_BODY_BYTES);
        config.set(CoapConfig.MAX_MESSAGE_SIZE, BLOCK_BYTES);
        config.set(CoapConfig.PREFERRED_BLOCK_SIZE, BLOCK_BYTES);
        config.set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, 120, TimeUnit.SECONDS);
        config.set(CoapConfig.MAX_SERVER_OBSERVES, bounds.sessions());
        config.set(CoapConfig.RESPONSE_MATCHING, MatcherMode.PRINCIPAL_IDENTITY);
        config.set(CoapConfig.USE_MESSAGE_OFFLOADING, true);
        config.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, THREADS);
        config.set(SystemConfig.HEALTH_STATUS_INTERVAL, 0, TimeUnit.SECONDS);
    }

    private static void udp(Configuration config, CoapListenerConfig.Bounds bounds) {
        config.set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1);
        config.set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1);
        config.set(UdpConfig.UDP_DATAGRAM_SIZE, DATAGRAM_BYTES);
        config.set(UdpConfig.UDP_RECEIVE_BUFFER_SIZE, SOCKET_BYTES);
        config.set(UdpConfig.UDP_SEND_BUFFER_SIZE, SOCKET_BYTES);
        config.set(UdpConfig.UDP_CONNECTOR_OUT_CAPACITY, bounds.inbox());
    }

    private static void dtls(Configuration config, CoapListenerConfig.Bounds bounds) {
        config.set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY);
        config.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES);
        config.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
        config.set(
                DtlsConfig.DTLS_CIPHER_SUITES,
                List.of(
                        CipherSuite.TLS_PSK_WITH_AES_128_CCM_8,
                        CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256,
                        CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256,
                        CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256));
        config.set(DtlsConfig.DTLS_USE_HELLO_VERIFY_REQUEST, true);
        // a handshake with pre-shared keys is cheap: nothing is kept to shorten the next
        config.set(DtlsConfig.DTLS_SERVER_USE_SESSION_ID, false);
        config.set(DtlsConfig.DTLS_EXTENDED_MASTER_SECRET_MODE, ExtendedMasterSecretMode.ENABLED);
        config.set(DtlsConfig.DTLS_MAX_CONNECTIONS, bounds.sessions() + bounds.handshakes());
        config.set(DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, 1, TimeUnit.SECONDS);
        config.set(DtlsConfig.DTLS_REMOVE_STALE_DOUBLE_PRINCIPALS, true);
        int jobs = Math.max(LEAST_JOBS, bounds.inbox());
        config.set(DtlsConfig.DTLS_MAX_PENDING_INBOUND_JOBS, jobs);
        config.set(DtlsConfig.DTLS_MAX_PENDING_OUTBOUND_JOBS, jobs);
        config.set(DtlsConfig.DTLS_MAX_PENDING_HANDSHAKE_RESULT_JOBS, LEAST_JOBS);
        config.set(DtlsConfig.DTLS_MAX_FRAGMENTED_HANDSHAKE_MESSAGE_LENGTH, DATAGRAM_BYTES);
        config.set(DtlsConfig.DTLS_MAX_DEFERRED_INBOUND_RECORDS_SIZE, DATAGRAM_BYTES);
        config.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
        config.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, THREADS);
        config.set(DtlsConfig.DTLS_RECEIVE_BUFFER_SIZE, SOCKET_BYTES);
        config.set(DtlsConfig.DTLS_SEND_BUFFER_SIZE, SOCKET_BYTES);
    }
}

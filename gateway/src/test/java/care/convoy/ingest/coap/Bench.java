package care.convoy.ingest.coap;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.IngestClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/** A CoAP listener on free ports with three devices, and Californium's clients for it. */
final class Bench implements AutoCloseable {
    static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    static final long WAIT_MILLIS = 20_000;

    final Gateway gateway;
    final CoapListener listener;
    private final List<CoapEndpoint> endpoints = new ArrayList<>();

    Bench() {
        this(new Gateway(100_000, 1_000), CoapListenerConfig.Bounds.STANDARD);
    }

    Bench(Gateway gateway, CoapListenerConfig.Bounds bounds) {
        this(gateway, bounds, CoapListenerConfig.Plain.THIS_MACHINE);
    }

    /** @param networks from where datagrams are taken in the clear */
    Bench(Gateway gateway, CoapListenerConfig.Bounds bounds, AllowedNetworks networks) {
        this(gateway, bounds, networks, CoapListenerConfig.Pace.STANDARD);
    }

    Bench(Gateway gateway, CoapListenerConfig.Bounds bounds, AllowedNetworks networks, CoapListenerConfig.Pace pace) {
        this.gateway = gateway;
        gateway.registry.put(List.of(
                Gateway.device("coap-1", Protocol.COAP, KEY),
                Gateway.device("coap-2", Protocol.COAP, KEY),
                Gateway.device("coap-3", Protocol.COAP, KEY)));
        var plain = new CoapListenerConfig.Plain("127.0.0.1", 0, networks);
        listener = CoapListener.start(
                new CoapListenerConfig("127.0.0.1", 0, plain, bounds, pace), gateway.services(), IngestClock.SYSTEM);
    }

    InetSocketAddress dtls() {
        return new InetSocketAddress("127.0.0.1", listener.dtlsPort());
    }

    InetSocketAddress plain() {
        return new InetSocketAddress("127.0.0.1", listener.plainPort());
    }

    /** Settings of a client that repeats soon, so that lost datagrams cost a test little. */
    private static Configuration settings() {
        Configuration config = new Configuration(
                CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, SystemConfig.DEFINITIONS, DtlsConfig.DEFINITIONS);
        config.set(CoapConfig.ACK_TIMEOUT, 300, TimeUnit.MILLISECONDS);
        config.set(CoapConfig.MAX_RETRANSMIT, 8);
        config.set(CoapConfig.ACK_TIMEOUT_SCALE, 1.3f);
        config.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 64 * 1024);
        config.set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY);
        config.set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, 300, TimeUnit.MILLISECONDS);
        config.set(DtlsConfig.DTLS_MAX_RETRANSMISSIONS, 12);
        config.set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT_SCALE, 1.2f);
        config.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0);
        config.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
        return config;
    }

    /** A client over DTLS, straight to the listener. */
    CoapClient sealed(String id, byte[] key) throws IOException {
        return sealed(id, key, dtls(), CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
    }

    CoapClient sealed(String id, byte[] key, InetSocketAddress to, CipherSuite suite) throws IOException {
        Configuration config = settings();
        config.set(DtlsConfig.DTLS_CIPHER_SUITES, List.of(suite));
        DTLSConnector connector = new DTLSConnector(DtlsConnectorConfig.builder(config)
                .setAddress(new InetSocketAddress("127.0.0.1", 0))
                .setAdvancedPskStore(new AdvancedSinglePskStore(id, key))
                .build());
        return client(
                CoapEndpoint.builder()
                        .setConfiguration(config)
                        .setConnector(connector)
                        .build(),
                "coaps://127.0.0.1:" + to.getPort());
    }

    /** A client in the clear. */
    CoapClient open(InetSocketAddress to) throws IOException {
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setConfiguration(settings())
                .setInetSocketAddress(new InetSocketAddress("127.0.0.1", 0))
                .build();
        return client(endpoint, "coap://127.0.0.1:" + to.getPort());
    }

    private CoapClient client(CoapEndpoint endpoint, String uri) throws IOException {
        endpoint.start();
        endpoints.add(endpoint);
        return new CoapClient(uri).setEndpoint(endpoint).setTimeout(WAIT_MILLIS);
    }

    @Override
    public void close() {
        endpoints.forEach(CoapEndpoint::destroy);
        listener.close();
        gateway.close();
    }
}

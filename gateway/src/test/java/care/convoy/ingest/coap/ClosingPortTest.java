package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.IngestClock;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.UdpEndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A port that refuses what is sent, as one does that is being closed, while messages wait for a device that observes. */
class ClosingPortTest {
    private static final DeviceId DEVICE = new DeviceId("coap-1");
    private static final int CONTENT = 0x45;

    private final Gateway gateway = new Gateway();
    private final InlineThreads threads = new InlineThreads();
    private final Cable cable = new Cable("UDP");
    private final CoapPort port = open();

    private CoapPort open() {
        gateway.registry.put(List.of(Gateway.device("coap-1", Protocol.COAP, Bench.KEY)));
        var plain = new CoapListenerConfig.Plain("127.0.0.1", 0, CoapListenerConfig.Plain.THIS_MACHINE);
        var config = CoapListenerConfig.of("127.0.0.1", 0, plain);
        CoapParts parts = CoapParts.of(config, gateway.services(), IngestClock.SYSTEM);
        PeerPace pace = new PeerPace(config.pace(), 10, System::nanoTime);
        Configuration settings = CoapSettings.of(config.bounds());
        var routes = new CoapRoutes(
                new PlainIdentity(parts, pace), new CoapUplink(parts), new CoapDownlink(settings), parts);
        var make = new CoapPort.Make("CoAP", cable, new UdpEndpointContextMatcher(true), routes, pace);
        return new CoapPort(make, new InetSocketAddress("127.0.0.1", 0), settings, threads, parts);
    }

    @AfterEach
    void close() {
        port.close();
        threads.shutdownNow();
        gateway.close();
    }

    private void receive(byte[] datagram) {
        cable.receive(datagram, new AddressEndpointContext(new InetSocketAddress("127.0.0.1", 40_001)));
    }

    @Test
    void oneMessageIsRefusedOnceWithoutRecursionAndAllWaitOn() {
        receive(Raw.observe(1, "coap-1"));
        assertThat(Raw.code(cable.sent().getFirst())).isEqualTo(CONTENT);
        cable.refuse(true);
        try (LoggedErrors errors = new LoggedErrors()) {
            for (int i = 1; i <= 5; i++) {
                gateway.router.send(DEVICE, new Downlink.Ring(i), 60_000);
            }
            assertThat(cable.refused()).as("it ends the observation").isEqualTo(1);
            assertThat(errors.all()).isEmpty();
        }
        cable.refuse(false);
        receive(Raw.observe(2, "coap-1"));
        List<byte[]> told = cable.sent();
        assertThat(told).as("the answer, and the first that waits").hasSize(2);
        assertThat(new String(told.getLast(), StandardCharsets.UTF_8)).contains("\"command\":1}");
    }

    @Test
    void aPortClosesWhileMessagesWait() {
        receive(Raw.observe(1, "coap-1"));
        for (int i = 1; i <= 5; i++) {
            gateway.router.send(DEVICE, new Downlink.Ring(i), 60_000);
        }
        cable.refuse(true);
        try (LoggedErrors errors = new LoggedErrors()) {
            port.close();
            assertThat(errors.all()).isEmpty();
        }
        assertThat(cable.refused()).as("one try for each that waits, at most").isLessThanOrEqualTo(5);
    }
}

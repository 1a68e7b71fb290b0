package care.convoy.app;

import care.convoy.app.GatewayConfig.Port;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.coap.CoapListener;
import care.convoy.ingest.coap.CoapListenerConfig;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.mqtt.MqttListener;
import care.convoy.ingest.mqtt.MqttListenerConfig;
import care.convoy.ingest.tcp.NativeListener;
import care.convoy.ingest.tcp.NativeListenerConfig;
import care.convoy.ingest.watch.WatchListener;
import care.convoy.ingest.watch.WatchListenerConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every port on which devices are heard, opened and closed with the gateway. */
final class DeviceListeners {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceListeners.class);

    private final NativeListener tcp;
    private final WatchListener watch;
    private final MqttListener mqtt;
    private final CoapListener coap;

    /**
     * What the listeners hand over to.
     *
     * @param latest shown of each device
     * @param quarantine who is heard and not served
     */
    record Places(IngestServices services, LatestBoard latest, Quarantine quarantine) {}

    /** Opens them all; what was opened is among the parts, also if a later one cannot be. */
    DeviceListeners(GatewayConfig config, Parts parts, Places places, @Nullable SecurePorts secure) throws IOException {
        IngestServices services = places.services();
        IngestLoops loops = parts.opened(IngestLoops.start());
        tcp = parts.opened(NativeListener.start(
                NativeListenerConfig.of(config.bind(), config.port(Port.NATIVE))
                        .with(config.devices().sealing()),
                loops,
                services));
        watch = parts.opened(WatchListener.start(
                WatchListenerConfig.of(
                        config.bind(),
                        config.port(Port.WATCH),
                        config.devices().watches().networks(),
                        config.devices().watches().addressAsSg()),
                loops,
                services,
                new WatchListener.Places(places.latest(), places.quarantine())));
        mqtt = parts.opened(
                MqttListener.start(MqttListenerConfig.of(config.bind(), config.port(Port.MQTT)), loops, services));
        coap = parts.opened(CoapListener.start(coap(config), services, loops.clock()));
        startTestTenant(config, parts, loops, services);
        if (secure != null) {
            secure.listen(tcp, mqtt);
        }
    }

    private static CoapListenerConfig coap(GatewayConfig config) {
        GatewayConfig.Coap coap = config.devices().coap();
        return CoapListenerConfig.of(
                config.dtlsBind(),
                config.port(Port.COAP_DTLS),
                coap.plain()
                        ? new CoapListenerConfig.Plain(config.bind(), config.port(Port.COAP), coap.networks())
                        : null);
    }

    private static void startTestTenant(GatewayConfig config, Parts parts, IngestLoops loops, IngestServices services)
            throws IOException {
        int port = config.testTenantPort();
        if (port != 0) {
            LOG.warn(
                    "MQTT test tenant is on: bind={} port={} anybody may connect, no device is reached",
                    config.bind(),
                    port);
            parts.opened(
                    MqttListener.startTestTenant(MqttListenerConfig.testTenant(config.bind(), port), loops, services));
        }
    }

    NativeListener tcp() {
        return tcp;
    }

    WatchListener watch() {
        return watch;
    }

    MqttListener mqtt() {
        return mqtt;
    }

    CoapListener coap() {
        return coap;
    }

    /** Devices connected now, by whatever protocol. */
    int connected() {
        return (int) (tcp.counters().connectionsOpen()
                + watch.devices()
                + mqtt.counters().connectionsOpen()
                + coap.sessions());
    }
}

package care.convoy.app;

import care.convoy.app.GatewayConfig.Port;
import care.convoy.ingest.EndedCases;
import care.convoy.ingest.IngestServices;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.bridge.Bridge;
import care.convoy.ingest.bridge.BridgeConfig;
import care.convoy.ingest.bridge.BridgeServices;
import care.convoy.ingest.coap.CoapListener;
import care.convoy.ingest.coap.CoapListenerConfig;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.connection.Paces;
import care.convoy.ingest.jt808.Jt808Listener;
import care.convoy.ingest.jt808.Jt808ListenerConfig;
import care.convoy.ingest.mqtt.MqttListener;
import care.convoy.ingest.mqtt.MqttListenerConfig;
import care.convoy.ingest.tcp.NativeListener;
import care.convoy.ingest.tcp.NativeListenerConfig;
import care.convoy.ingest.watch.WatchListener;
import care.convoy.ingest.watch.WatchListenerConfig;
import care.convoy.vault.Vault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every port on which devices are heard, opened and closed with the gateway. */
final class DeviceListeners {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceListeners.class);

    private final NativeListener tcp;
    private final WatchListener watch;
    private final Jt808Listener jt808;
    private final MqttListener mqtt;
    private final List<Bridge> bridges = new ArrayList<>();
    private final CoapListener coap;

    /**
     * What the listeners hand over to.
     *
     * @param latest shown of each device
     * @param quarantine who is heard and not served
     * @param vault from whose key the codes of JT/T 808 devices are made
     * @param ended which cases are over
     * @param devicesKnown whether the registry has been filled
     */
    record Places(
            IngestServices services,
            LatestBoard latest,
            Quarantine quarantine,
            Vault vault,
            EndedCases ended,
            BooleanSupplier devicesKnown,
            BooleanSupplier leads) {}

    /** Opens them all; what was opened is among the parts, also if a later one cannot be. */
    DeviceListeners(GatewayConfig config, Parts parts, Places places, @Nullable SecurePorts secure) throws IOException {
        IngestServices services = places.services();
        IngestLoops loops = parts.opened(
                IngestLoops.start(Paces.Terms.ofDevices(config.devices().paceKilobytes())));
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
        jt808 = parts.opened(Jt808Listener.start(
                Jt808ListenerConfig.of(
                                config.bind(),
                                config.port(Port.JT808),
                                config.devices().jt808().networks())
                        .callingBack(config.devices().jt808().callBackNumber()),
                loops,
                services,
                new Jt808Listener.Places(
                        places.latest(),
                        places.quarantine(),
                        device -> places.vault().derive("jt808-code/" + device),
                        places.ended())));
        mqtt = parts.opened(
                MqttListener.start(MqttListenerConfig.of(config.bind(), config.port(Port.MQTT)), loops, services));
        coap = parts.opened(CoapListener.start(coap(config), services, loops.clock()));
        startTestTenant(config, parts, services);
        if (secure != null) {
            secure.listen(tcp, mqtt);
        }
        for (BridgeConfig bridge : config.devices().bridges()) {
            bridges.add(parts.opened(Bridge.start(
                    bridge,
                    new BridgeServices(
                            services.registry(),
                            services.intake(),
                            places.quarantine(),
                            places.devicesKnown(),
                            config.membership().memberId(),
                            IngestClock.SYSTEM,
                            services.router(),
                            places.leads()))));
        }
    }

    private static CoapListenerConfig coap(GatewayConfig config) {
        GatewayConfig.Coap coap = config.devices().coap();
        return CoapListenerConfig.of(
                        config.dtlsBind(),
                        config.port(Port.COAP_DTLS),
                        coap.plain()
                                ? new CoapListenerConfig.Plain(config.bind(), config.port(Port.COAP), coap.networks())
                                : null)
                .with(CoapListenerConfig.Pace.of(config.devices().paceKilobytes()));
    }

    /** On a loop of its own: its clients are handled in the order in which they speak, and devices do not wait for them. */
    private static void startTestTenant(GatewayConfig config, Parts parts, IngestServices services) throws IOException {
        int port = config.testTenantPort();
        if (port != 0) {
            LOG.warn(
                    "MQTT test tenant is on: bind={} port={} anybody may connect, no device is reached",
                    config.bind(),
                    port);
            IngestLoops own = parts.opened(IngestLoops.start(1, IngestClock.SYSTEM));
            parts.opened(
                    MqttListener.startTestTenant(MqttListenerConfig.testTenant(config.bind(), port), own, services));
        }
    }

    NativeListener tcp() {
        return tcp;
    }

    WatchListener watch() {
        return watch;
    }

    Jt808Listener jt808() {
        return jt808;
    }

    MqttListener mqtt() {
        return mqtt;
    }

    /** To the brokers of others. */
    List<Bridge> bridges() {
        return List.copyOf(bridges);
    }

    CoapListener coap() {
        return coap;
    }

    /** Devices connected now, by whatever protocol. */
    int connected() {
        return (int) (tcp.counters().connectionsOpen()
                + watch.devices()
                + jt808.counters().connectionsOpen()
                + mqtt.counters().connectionsOpen()
                + coap.sessions());
    }
}

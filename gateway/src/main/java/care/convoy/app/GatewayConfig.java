package care.convoy.app;

import care.convoy.alertlog.aeron.Membership;
import care.convoy.disk.DiskLimits;
import care.convoy.escalation.CountyPolicy;
import care.convoy.ingest.bridge.BridgeConfig;
import care.convoy.ingest.coap.CoapListenerConfig;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.Paces;
import care.convoy.ingest.tcp.NativeSealing;
import care.convoy.storage.SeriesRetention;
import care.convoy.tls.TlsFiles;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one gateway process is told from outside; validated, without defaults hidden elsewhere.
 *
 * @param fleet whether a demo gets simulated devices
 * @param portOffset added to every port, 0 to 50,000
 * @param bind address of the plain-text device ports and the console
 * @param databaseUrl an outside PostgreSQL as a JDBC URL; null for the embedded one
 * @param emergencyDirectory another disk for the emergency journal; null for the data directory
 * @param profile how the alert log's threads wait
 * @param disks at how little free room what is given up
 * @param devices what is asked of devices, by protocol
 * @param plans what the county decides about escalation plans
 * @param heartbeatUrl fetched after each success of the canary, so that an outside watchdog notices silence; null for none
 * @param members the three members of the alert log and which of them this is; null for a single one
 * @param tls certificate and address of the TLS ports; null for none
 * @param keep for how long measurements, their means and positions are kept
 * @param channels by what people are reached; null if nobody is
 * @param warnings directory where warnings of weather and disasters are dropped; null for none
 */
public record GatewayConfig(
        Path data,
        boolean demo,
        boolean fleet,
        int portOffset,
        String bind,
        @Nullable String databaseUrl,
        boolean console,
        @Nullable Path emergencyDirectory,
        Profile profile,
        DiskLimits disks,
        Devices devices,
        CountyPolicy plans,
        @Nullable String heartbeatUrl,
        @Nullable Membership members,
        @Nullable Tls tls,
        SeriesRetention keep,
        @Nullable ChannelsFile channels,
        @Nullable Path warnings) {

    /**
     * @param sealing whether native devices seal their frames
     * @param testTenant port of the MQTT test tenant before the offset, 0 for none
     * @param bridges brokers of others over which devices are heard
     * @param healthRules the zone in which people sleep and wake; null if what devices say is not judged
     * @param paceKilobytes how much a device's connection may bring a second in the long run, 0 for no bound
     */
    record Devices(
            NativeSealing sealing,
            Watches watches,
            Coap coap,
            Jt808 jt808,
            int testTenant,
            List<BridgeConfig> bridges,
            @Nullable ZoneId healthRules,
            int paceKilobytes) {
        /** Sealed or plain, all from anywhere, CoAP over DTLS only, no bridges, no health rules. */
        static final Devices STANDARD = new Devices(
                NativeSealing.ACCEPTED,
                Watches.STANDARD,
                Coap.STANDARD,
                Jt808.STANDARD,
                0,
                List.of(),
                null,
                Paces.STANDARD_KILOBYTES);

        Devices {
            bridges = List.copyOf(bridges);
        }
    }

    /**
     * How watches are taken, whose protocol knows no authentication.
     *
     * @param networks from where connections are taken
     * @param addressAsSg whether commands to a watch that calls itself {@code 3G} are addressed to {@code SG}
     */
    record Watches(AllowedNetworks networks, boolean addressAsSg) {
        /** From anywhere, and called what they call themselves. */
        static final Watches STANDARD = new Watches(AllowedNetworks.ANY, false);
    }

    /**
     * How JT/T 808 devices are taken.
     *
     * @param networks from where connections are taken
     * @param callBackNumber of the centre, which they can be told to call; empty for none
     */
    record Jt808(AllowedNetworks networks, String callBackNumber) {
        /** From anywhere, and told to call nobody. */
        static final Jt808 STANDARD = new Jt808(AllowedNetworks.ANY, "");
    }

    /**
     * How CoAP is taken.
     *
     * @param plain whether also in the clear, where a device is whoever writes its id
     * @param networks from where in the clear
     * @param dtlsBind address of the DTLS port; null for that of the plain-text ports
     */
    record Coap(
            boolean plain,
            AllowedNetworks networks,
            @Nullable String dtlsBind) {
        /** Over DTLS only. */
        static final Coap STANDARD = new Coap(false, CoapListenerConfig.Plain.THIS_MACHINE, null);
    }

    /** How the alert log's threads wait for work. */
    public enum Profile {
        DEFAULT,
        ECO
    }

    /**
     * What TLS needs.
     *
     * @param bind address of the TLS ports
     */
    public record Tls(TlsFiles files, String bind) {}

    /** Every port of the product, before the offset. */
    public enum Port {
        CONSOLE(8080),
        CONSOLE_TLS(8443),
        CONTACT(8090),
        MANAGEMENT(9464),
        NATIVE(7700),
        WATCH(7710),
        JT808(7711),
        NATIVE_TLS(7701),
        MQTT(1883),
        MQTT_TLS(8883),
        COAP(CoapListenerConfig.DEFAULT_PORT),
        COAP_DTLS(CoapListenerConfig.DEFAULT_DTLS_PORT),
        DATABASE(7750),
        ALERT_LOG(7800);

        private final int number;

        Port(int number) {
            this.number = number;
        }
    }

    public GatewayConfig {
        if (portOffset < 0 || portOffset > 50_000) {
            throw new Refusal("--port-offset " + portOffset + ": must be 0 to 50000");
        }
        if (devices.testTenant() < 0 || devices.testTenant() + portOffset > 65_535) {
            throw new Refusal(
                    "--mqtt-test-tenant " + devices.testTenant() + ": must be a port, 1 to 65535 with the offset");
        }
        boolean several = members != null && members.copies() > 1;
        for (BridgeConfig bridge : devices.bridges()) {
            if (several && !bridge.isForSeveralMembers()) {
                throw new Refusal(
                        "bridge " + bridge.name() + ": the members would put each other out under one client id;"
                                + " write " + BridgeConfig.MEMBER + " into clientId, or leave it out");
            }
            if (several && bridge.tellsAndShares()) {
                throw new Refusal(
                        "bridge " + bridge.name() + ": what devices are told the member that leads tells, and it"
                                + " must hear them all; write the filters without $share/GROUP/, or leave down out");
            }
        }
        if (databaseUrl != null && !databaseUrl.startsWith("jdbc:postgresql:")) {
            throw new Refusal("--db: a URL of the form jdbc:postgresql://host:port/name?user=..&password=..");
        }
    }

    /** Who forms the alert log. The ports of several members stand in their list: there the offset is not added. */
    Membership membership() {
        return members != null ? members : Membership.single(port(Port.ALERT_LOG));
    }

    /** The port of the MQTT test tenant; 0 if there is none. */
    int testTenantPort() {
        return devices.testTenant() == 0 ? 0 : devices.testTenant() + portOffset;
    }

    /** Where CoAP listens for DTLS. */
    String dtlsBind() {
        String own = devices.coap().dtlsBind();
        return own == null ? bind : own;
    }

    /** Where the console listens without TLS: with it only this machine may come in the clear. */
    String consoleBind() {
        return tls == null ? bind : "127.0.0.1";
    }

    /** The number a listener binds to. */
    public int port(Port port) {
        return port.number + portOffset;
    }
}

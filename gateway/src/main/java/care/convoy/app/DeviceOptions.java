package care.convoy.app;

import care.convoy.ingest.bridge.BridgeConfig;
import care.convoy.ingest.bridge.MappingFile;
import care.convoy.ingest.coap.CoapListenerConfig;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.Paces;
import care.convoy.ingest.jt808.Jt808ListenerConfig;
import care.convoy.ingest.tcp.NativeSealing;
import care.convoy.settings.SettingsRefused;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code ./convoy run} is told about how devices are taken. */
final class DeviceOptions {
    @Option(
            names = "--native-sealed",
            paramLabel = "RULE",
            defaultValue = "ACCEPTED",
            description = "Sealed frames of native devices: required (no others are let in, also with an alarm),"
                    + " accepted (by those that offer them) or off. Default: ${DEFAULT-VALUE}.")
    private NativeSealing nativeSealing = NativeSealing.ACCEPTED;

    @Option(
            names = "--watch-networks",
            paramLabel = "LIST",
            defaultValue = "",
            description = "From where watches may connect, as 10.0.0.0/8,2001:db8::/32; their protocol knows no"
                    + " authentication. Default: any.")
    private String watchNetworks = "";

    @Option(
            names = "--watch-3g-as",
            paramLabel = "CODE",
            defaultValue = "3G",
            description = "How commands to watches that call themselves 3G are addressed: 3G or SG."
                    + " Default: ${DEFAULT-VALUE}.")
    private String watch3gAs = "3G";

    @Option(
            names = "--jt808-networks",
            paramLabel = "LIST",
            defaultValue = "",
            description = "From where JT/T 808 devices may connect, as 10.0.0.0/8: whoever knows a number can register."
                    + " Default: any.")
    private String jt808Networks = "";

    @Option(
            names = "--callback-number",
            paramLabel = "NUMBER",
            defaultValue = "",
            description =
                    "The centre's number, which JT/T 808 devices can be ordered to call: 3 to 19 digits, perhaps with"
                            + " + before them. Default: none, and the order is unsupported.")
    private String callBackNumber = "";

    @Option(
            names = "--coap-plain",
            description = "Also take CoAP in the clear, where a device is whoever writes its id: for private networks.")
    private boolean coapPlain;

    @Option(
            names = "--coap-networks",
            paramLabel = "LIST",
            defaultValue = "",
            description = "From where CoAP is taken in the clear, as 10.0.0.0/8,2001:db8::/32. Default: this machine.")
    private String coapNetworks = "";

    @Option(
            names = "--dtls-bind",
            paramLabel = "ADDR",
            description = "Address of the CoAP DTLS port. Default: that of --bind.")
    private @Nullable String dtlsBind;

    @Option(
            names = "--mqtt-test-tenant",
            paramLabel = "PORT",
            defaultValue = "0",
            description =
                    "An MQTT server for conformance suites, apart from all devices, open to anybody. Default: off.")
    private int testTenant;

    @Option(
            names = "--bridge",
            paramLabel = "FILE",
            split = ",",
            description = "A broker of somebody else over which devices are heard, and how its messages are read;"
                    + " may be given again. See docs/bridge.md.")
    private List<Path> bridges = new ArrayList<>();

    @Option(
            names = "--health-rules",
            paramLabel = "ZONE",
            defaultValue = "Asia/Shanghai",
            description =
                    "Judge vital signs, silence and inactivity, by the hours of this time zone; or off. What they find,"
                            + " and miss: docs/health.md. Default: ${DEFAULT-VALUE}.")
    private String healthRules = "Asia/Shanghai";

    @Option(
            names = "--device-pace",
            paramLabel = "KIB",
            defaultValue = "1024",
            description =
                    "What the connection of one device may bring in the long run, KiB a second; what is more is read"
                            + " later. 0: no bound, to measure with few connections. Default: ${DEFAULT-VALUE}.")
    private int devicePace = Paces.STANDARD_KILOBYTES;

    /** @throws Refusal that names the option */
    GatewayConfig.Devices devices() {
        return new GatewayConfig.Devices(
                nativeSealing, watches(), coap(), jt808(), testTenant, bridges(), healthRules(), pace());
    }

    private int pace() {
        if (devicePace < 0 || devicePace > Paces.MOST_KILOBYTES) {
            throw new Refusal("--device-pace " + devicePace + ": must be 0 to " + Paces.MOST_KILOBYTES
                    + "; 0 for measurements with few connections only");
        }
        return devicePace;
    }

    private @Nullable ZoneId healthRules() {
        try {
            return healthRules.equals("off") ? null : ZoneId.of(healthRules);
        } catch (DateTimeException unknown) {
            throw new Refusal("--health-rules " + healthRules + ": must be a time zone, as Asia/Shanghai, or off");
        }
    }

    private GatewayConfig.Jt808 jt808() {
        if (!callBackNumber.isEmpty() && !Jt808ListenerConfig.isCallable(callBackNumber)) {
            throw new Refusal("--callback-number: must be 3 to 19 digits, perhaps with + before them");
        }
        return new GatewayConfig.Jt808(networks("--jt808-networks", jt808Networks), callBackNumber);
    }

    private List<BridgeConfig> bridges() {
        List<BridgeConfig> configs = new ArrayList<>();
        for (Path file : bridges) {
            try {
                BridgeConfig config = MappingFile.read(file);
                if (configs.stream().anyMatch(other -> other.name().equals(config.name()))) {
                    throw new Refusal("--bridge " + file + ": another file has the name '" + config.name()
                            + "' already; give each its own");
                }
                configs.add(config);
            } catch (SettingsRefused wrong) {
                throw new Refusal("--bridge " + file + ": " + wrong.getMessage());
            }
        }
        return configs;
    }

    private GatewayConfig.Coap coap() {
        if (!coapNetworks.isBlank() && !coapPlain) {
            throw new Refusal("--coap-networks goes with --coap-plain; DTLS is taken from everywhere");
        }
        try {
            return new GatewayConfig.Coap(
                    coapPlain,
                    coapNetworks.isBlank()
                            ? CoapListenerConfig.Plain.THIS_MACHINE
                            : AllowedNetworks.parse(coapNetworks),
                    dtlsBind);
        } catch (IllegalArgumentException wrong) {
            throw new Refusal("--coap-networks " + wrong.getMessage());
        }
    }

    private GatewayConfig.Watches watches() {
        if (!watch3gAs.equals("3G") && !watch3gAs.equals("SG")) {
            throw new Refusal("--watch-3g-as " + watch3gAs + ": must be 3G or SG");
        }
        return new GatewayConfig.Watches(networks("--watch-networks", watchNetworks), watch3gAs.equals("SG"));
    }

    private static AllowedNetworks networks(String option, String list) {
        try {
            return AllowedNetworks.parse(list);
        } catch (IllegalArgumentException wrong) {
            throw new Refusal(option + " " + wrong.getMessage());
        }
    }
}

package care.convoy.app;

import care.convoy.ingest.coap.CoapListenerConfig;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.tcp.NativeSealing;
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

    /** @throws Refusal that names the option */
    GatewayConfig.Devices devices() {
        return new GatewayConfig.Devices(nativeSealing, watches(), coap(), testTenant);
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
        try {
            return new GatewayConfig.Watches(AllowedNetworks.parse(watchNetworks), watch3gAs.equals("SG"));
        } catch (IllegalArgumentException wrong) {
            throw new Refusal("--watch-networks " + wrong.getMessage());
        }
    }
}

package care.convoy.sim;

import care.convoy.sim.coap.Station;
import care.convoy.sim.coap.Suite;
import care.convoy.sim.device.Manners;
import care.convoy.sim.device.NativeDevice;
import care.convoy.sim.fleet.FleetDevice;
import care.convoy.sim.fleet.FleetDevice.Protocol;
import care.convoy.sim.fleet.FleetFile;
import care.convoy.sim.fleet.SimulatedFleet;
import care.convoy.sim.load.Fleet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which devices, and where they connect. */
final class FleetOptions {
    private static final int NATIVE_PORT = 7700;
    private static final int NATIVE_TLS_PORT = 7701;
    private static final int MQTT_PORT = 1883;
    private static final int MQTT_TLS_PORT = 8883;
    private static final int COAP_PORT = 5683;
    private static final int COAP_DTLS_PORT = 5684;

    @Option(
            names = "--devices",
            paramLabel = "N|F.csv",
            description =
                    "How many devices of the simulator's own fleet, or a devices file (native, mqtt and coap rows are used).")
    private @Nullable String devices;

    @Option(
            names = "--first",
            paramLabel = "N",
            description =
                    "Number of the first device of the own fleet, so that a further run presses for other residents."
                            + " Default: ${DEFAULT-VALUE}.")
    private int first = 1;

    @Option(
            names = "--mqtt",
            paramLabel = "K",
            description = "So many of them speak MQTT 5 through Paho (a handful: each has threads of its own)."
                    + " Default: ${DEFAULT-VALUE}.")
    int mqtt;

    @Option(
            names = "--coap",
            paramLabel = "K",
            description = "So many of them speak CoAP over DTLS with a pre-shared key. Default: ${DEFAULT-VALUE}.")
    private int coap;

    @Option(
            names = "--coap-plain",
            description = "These speak CoAP in the clear (5683), to a gateway with --coap-plain.")
    private boolean coapPlain;

    @Option(names = "--coap-non", description = "Their reports ask for no acknowledgement (NON); calls for help do.")
    private boolean coapNon;

    @Option(
            names = "--coap-suite",
            paramLabel = "S",
            description = "${COMPLETION-CANDIDATES}, each with AES-128. Default: ${DEFAULT-VALUE}.")
    private Suite coapSuite = Suite.CCM8;

    @Option(
            names = "--fallback",
            paramLabel = "HOST:PORT",
            description =
                    "Second and third server address of native devices (called 5 and 10 s after a press without answer).")
    private List<String> fallback = List.of();

    @Option(
            names = "--spread",
            description = "Each native device prefers another of the addresses than the one before, instead of all the"
                    + " first: as devices of several gateways do.")
    private boolean spread;

    @Option(
            names = "--sealed",
            description = "Native devices seal their frames, and speak to no gateway that does not.")
    private boolean sealed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Event loops of native devices. Default: ${DEFAULT-VALUE}.")
    private int threads = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Order of devices, people's numbers. Default: ${DEFAULT-VALUE}.")
    long seed = 1;

    /** The devices to play; provisions the own fleet if no file was named. */
    List<FleetDevice> identities(int unlessSaid, GatewayOptions gateway) throws IOException {
        String wanted = devices == null ? String.valueOf(unlessSaid) : devices;
        if (wanted.chars().allMatch(Character::isDigit)) {
            int count = Integer.parseInt(wanted);
            return new SimulatedFleet(gateway.administration()).provision(wanted(count));
        }
        List<FleetDevice> rows = FleetFile.read(Path.of(wanted));
        List<FleetDevice> chosen = nativeAndSomeOthers(rows);
        if (chosen.isEmpty()) {
            throw new IOException(wanted + " holds no native device"
                    + (mqtt + coap == 0
                            ? " (mqtt rows are used with --mqtt K, coap rows with --coap K)"
                            : " and none that is asked for"));
        }
        return chosen;
    }

    private SimulatedFleet.Wanted wanted(int count) {
        int speakMqtt = Math.min(mqtt, count);
        return new SimulatedFleet.Wanted(first, count, speakMqtt, Math.min(coap, count - speakMqtt));
    }

    /** All native rows, and the last K of MQTT and CoAP: the first ones are left to people who try a client by hand. */
    private List<FleetDevice> nativeAndSomeOthers(List<FleetDevice> rows) {
        List<FleetDevice> chosen = new ArrayList<>(last(rows, Protocol.NATIVE, rows.size()));
        chosen.addAll(last(rows, Protocol.MQTT, mqtt));
        chosen.addAll(last(rows, Protocol.COAP, coap));
        return chosen;
    }

    private static List<FleetDevice> last(List<FleetDevice> rows, Protocol protocol, int most) {
        List<FleetDevice> all =
                rows.stream().filter(row -> row.protocol() == protocol).toList();
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    Fleet.Network network(GatewayOptions gateway) throws IOException {
        if (fallback.size() >= NativeDevice.MOST_ADDRESSES || threads < 1) {
            throw new IllegalArgumentException("--fallback may be given twice, and --threads is 1 or more");
        }
        SSLContext tls = gateway.tls();
        List<InetSocketAddress> addresses = new ArrayList<>();
        addresses.add(resolved(gateway.host, (tls == null ? NATIVE_PORT : NATIVE_TLS_PORT) + gateway.portOffset));
        for (String each : fallback) {
            int colon = each.lastIndexOf(':');
            if (colon < 1 || !each.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException("--fallback " + each + ": HOST:PORT is wanted");
            }
            addresses.add(resolved(each.substring(0, colon), Integer.parseInt(each.substring(colon + 1))));
        }
        String mqttUri = tls == null
                ? "tcp://" + gateway.host + ":" + (MQTT_PORT + gateway.portOffset)
                : "ssl://" + gateway.host + ":" + (MQTT_TLS_PORT + gateway.portOffset);
        return new Fleet.Network(
                addresses, mqttUri, Manners.AS_SPECIFIED.withSealing(sealed), threads, spread, tls, speech(gateway));
    }

    private Station.@Nullable Speech speech(GatewayOptions gateway) throws IOException {
        if (coap == 0) {
            return null;
        }
        InetSocketAddress port = resolved(gateway.host, (coapPlain ? COAP_PORT : COAP_DTLS_PORT) + gateway.portOffset);
        return new Station.Speech(port, !coapPlain, coapSuite, !coapNon);
    }

    private static InetSocketAddress resolved(String host, int port) throws IOException {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException unknown) {
            throw new IOException("no address for " + host, unknown);
        }
    }
}

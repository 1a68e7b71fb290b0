package care.convoy.sim;

import care.convoy.sim.console.AccessToken;
import care.convoy.sim.console.AlertApi;
import care.convoy.sim.device.TrustedAuthority;
import care.convoy.sim.fleet.GatewayAdministration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which gateway, and how to ask it. */
final class GatewayOptions {
    private static final int CONSOLE_PORT = 8080;

    @Option(
            names = "--host",
            paramLabel = "ADDR",
            description = "Where the gateway listens. Default: ${DEFAULT-VALUE}.")
    String host = "127.0.0.1";

    @Option(names = "--port-offset", paramLabel = "N", description = "Added to every port, as at ./convoy run.")
    int portOffset;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The gateway's data directory: through its admin.sock the fleet is provisioned and a read-only"
                            + " token is made. Default: ${DEFAULT-VALUE}.")
    Path data = Path.of("data");

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "A bearer token to reconcile with, instead of making one. Also: CONVOY_SIM_TOKEN.",
            defaultValue = "${env:CONVOY_SIM_TOKEN}")
    private @Nullable String token;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "Devices speak TLS (ports 7701 and 8883) to a gateway whose certificate names --host and is"
                    + " signed by one of these (PEM).")
    private @Nullable Path tlsCa;

    /** What devices speak; null for no TLS. */
    @Nullable
    SSLContext tls() throws IOException {
        return tlsCa == null ? null : TrustedAuthority.of(tlsCa);
    }

    GatewayAdministration administration() {
        return new GatewayAdministration(data);
    }

    AlertApi api() throws IOException {
        String bearer = token == null || token.isBlank() ? AccessToken.create(administration()) : token;
        return new AlertApi(URI.create("http://" + host + ":" + (CONSOLE_PORT + portOffset)), bearer);
    }
}

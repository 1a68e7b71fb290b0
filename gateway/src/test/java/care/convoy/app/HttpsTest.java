package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.web.Handshakes;
import care.convoy.tls.Authority;
import care.convoy.tls.Authority.Issued;
import care.convoy.tls.Authority.Request;
import care.convoy.tls.TlsFiles;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway with a certificate: HTTPS, its cookies, and renewal without a restart. */
class HttpsTest {
    @TempDir
    Path directory;

    private static HttpResponse<String> get(SSLContext context, int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                    .header("Authorization", "Bearer " + RunningGateway.TOKEN)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Certificate shown(SSLContext context, int port) throws IOException {
        try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port)) {
            return ((SSLSocket) socket).getSession().getPeerCertificates()[0];
        }
    }

    private static long handshakes(RunningGateway running) {
        return Objects.requireNonNull(
                        Objects.requireNonNull(running.gateway.console()).handshakes())
                .get(Handshakes.Outcome.DONE);
    }

    @Test
    void theConsoleIsReachedThroughHttpsAndTakesARenewedCertificate() throws Exception {
        Path certificate = directory.resolve("gateway.pem");
        Path key = directory.resolve("gateway.key");
        Authority authority = new Authority("test authority");
        Issued first = authority.issue(Request.server());
        first.write(certificate, key);
        SSLContext client = authority.client(null);
        GatewayConfig.Tls tls = new GatewayConfig.Tls(new TlsFiles(certificate, key, null, false), "127.0.0.1");
        Path channels = directory.resolve("channels.json");
        Files.writeString(
                channels, "{\"signature\": \"护航\", \"links\": {\"base\": \"https://help.example/c/\", \"tls\": true}}");
        try (RunningGateway running = RunningGateway.secure(
                Files.createDirectory(directory.resolve("data")), tls, ChannelsFile.read(channels))) {
            running.provision();
            int port = running.port(GatewayConfig.Port.CONSOLE_TLS);
            HttpResponse<String> alerts = get(client, port, "/api/alerts?state=open");
            assertThat(alerts.statusCode()).isEqualTo(200);
            assertThat(alerts.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
            JsonNode plain = running.get("/api/alerts?state=open");
            assertThat(plain.get("status").asInt())
                    .as("on loopback in the clear")
                    .isEqualTo(200);

            for (GatewayConfig.Port each : List.of(
                    GatewayConfig.Port.CONSOLE_TLS,
                    GatewayConfig.Port.CONTACT,
                    GatewayConfig.Port.NATIVE_TLS,
                    GatewayConfig.Port.MQTT_TLS)) {
                assertThat(shown(client, running.port(each))).isEqualTo(first.certificate());
            }
            HttpResponse<String> page = get(client, running.port(GatewayConfig.Port.CONTACT), "/c/" + "A".repeat(28));
            assertThat(page.statusCode()).isEqualTo(404);
            assertThat(page.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
            assertThat(handshakes(running)).isPositive();
            Files.writeString(key, "half");
            assertThat(SecurePorts.reload(running.gateway.secure()).ok()).isFalse();
            assertThat(StatusLines.of(running.gateway)).anyMatch(line -> line.contains("NOT TAKEN"));
            assertThat(running.get("/api/system").get("body").get("notices").toString())
                    .contains("CERTIFICATE_REFUSED");
            assertThat(shown(client, port)).isEqualTo(first.certificate());

            Issued second = authority.issue(Request.server().until(Duration.ofDays(10)));
            second.write(certificate, key);
            assertThat(SecurePorts.reload(running.gateway.secure()).ok()).isTrue();
            assertThat(running.get("/api/system").get("body").get("notices").toString())
                    .contains("CERTIFICATE_EXPIRES")
                    .doesNotContain("CERTIFICATE_REFUSED");
            for (GatewayConfig.Port each : List.of(
                    GatewayConfig.Port.CONSOLE_TLS,
                    GatewayConfig.Port.CONTACT,
                    GatewayConfig.Port.NATIVE_TLS,
                    GatewayConfig.Port.MQTT_TLS)) {
                assertThat(shown(client, running.port(each))).isEqualTo(second.certificate());
            }
            String metrics = running.metrics();
            assertThat(metrics).containsPattern("convoy_tls_certificate_expires_seconds 8[56]\\d{4}\\.0");
            assertThat(metrics).contains("convoy_tls_handshakes_total{outcome=\"done\"}");
        }
    }
}

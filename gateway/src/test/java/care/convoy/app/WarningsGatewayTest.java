package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.account.Role;
import care.convoy.warning.CapReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From an authority to the desk, through a whole gateway: a push, a file, the list, a case. */
@Timeout(180)
class WarningsGatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private static String message(String identifier, String status) {
        DateTimeFormatter form = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.ofHours(8)).minusMinutes(1);
        return "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'><identifier>" + identifier
                + "</identifier><sender>s@example</sender><sent>" + form.format(now) + "</sent><status>" + status
                + "</status><msgType>Alert</msgType><scope>Public</scope><info><language>zh-CN</language>"
                + "<category>Met</category><event>暴雨</event><urgency>Immediate</urgency><severity>Extreme</severity>"
                + "<certainty>Observed</certainty><expires>" + form.format(now.plusHours(2))
                + "</expires><headline>暴雨红色预警</headline><area><areaDesc>长沙市</areaDesc><geocode><valueName>c</valueName>"
                + "<value>430100</value></geocode></area></info></alert>";
    }

    private static HttpResponse<String> push(HttpClient http, int port, String token, String type, byte[] body)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/cap/alerts"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String granted(RunningGateway running, String admin, String name, String scope) throws Exception {
        return running.send(
                        admin,
                        "POST",
                        "/api/grants",
                        "{\"name\":\"" + name + "\",\"scopes\":[\"" + scope
                                + "\"],\"purpose\":\"warnings\",\"days\":30}")
                .at("/body/token")
                .asText();
    }

    private static JsonNode warnings(RunningGateway running, String token, int wanted) throws Exception {
        JsonNode found = null;
        for (int tries = 0; tries < 200; tries++) {
            found = running.send(token, "GET", "/api/warnings", null).get("body");
            if (found.path("total").asInt() == wanted) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(found.path("total").asInt()).as(found.toString()).isEqualTo(wanted);
        return found;
    }

    @Test
    void aPushAndAFileReachTheDeskAndTheCase() throws Exception {
        try (RunningGateway running = RunningGateway.on(directory, null);
                HttpClient http = HttpClient.newHttpClient()) {
            running.provision();
            String admin = running.token(Role.ADMIN);
            String operator = running.token(Role.OPERATOR);
            String token = granted(running, admin, "observatory", "convoy/Warning.write");
            String reader = granted(running, admin, "hospital", "system/*.read");
            int port = running.consolePort();
            byte[] actual = message("a1", "Actual").getBytes(StandardCharsets.UTF_8);

            HttpResponse<String> stored = push(http, port, token, "application/cap+xml", actual);
            assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
            assertThat(JSON.readTree(stored.body()).get("result").asText()).isEqualTo("stored");
            assertThat(push(http, port, token, "text/xml; charset=utf-8", actual)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(push(http, port, reader, "application/xml", actual).statusCode())
                    .isEqualTo(403);
            assertThat(push(http, port, "nonsense", "application/xml", actual).statusCode())
                    .isEqualTo(401);
            assertThat(push(http, port, token, "application/json", actual).statusCode())
                    .isEqualTo(415);
            HttpResponse<String> wrong = push(
                    http,
                    port,
                    token,
                    "application/xml",
                    message("a2", "actual").getBytes(StandardCharsets.UTF_8));
            assertThat(wrong.statusCode()).isEqualTo(422);
            assertThat(JSON.readTree(wrong.body()).get("element").asText()).isEqualTo("alert.status");
            assertThat(push(http, port, token, "application/xml", new byte[CapReader.MOST_BYTES + 1])
                            .statusCode())
                    .isEqualTo(413);
            assertThat(push(http, port, token, "application/xml", new byte[10_000_000])
                            .statusCode())
                    .isEqualTo(413);

            Path part = Files.writeString(directory.resolve("part"), message("e1", "Exercise"));
            Files.move(part, directory.resolve("dropped/e1.xml"), StandardCopyOption.ATOMIC_MOVE);

            JsonNode found = warnings(running, operator, 2);
            assertThat(found.at("/warnings/0/status").asText()).isEqualTo("ACTUAL");
            assertThat(found.at("/warnings/0/residents").asInt()).isEqualTo(1);
            assertThat(found.at("/warnings/1/status").asText()).isEqualTo("EXERCISE");
            assertThat(directory.resolve("dropped/done/e1.xml")).exists();
            JsonNode detail = running.send(
                            operator,
                            "GET",
                            "/api/warnings/" + found.at("/warnings/0/id").asText(),
                            null)
                    .get("body");
            assertThat(detail.at("/residentIds/0").asText()).isEqualTo("r1");
            assertThat(detail.at("/blocks/0/headline").asText()).isEqualTo("暴雨红色预警");

            running.press("band-1", "secret", "{\"type\":\"sos\",\"seq\":1}");
            JsonNode alerts = running.send(operator, "GET", "/api/alerts", null);
            for (int tries = 0; tries < 200 && alerts.at("/body/alerts").isEmpty(); tries++) {
                TimeUnit.MILLISECONDS.sleep(100);
                alerts = running.send(operator, "GET", "/api/alerts", null);
            }
            JsonNode shown = running.send(
                    operator,
                    "GET",
                    "/api/alerts/" + alerts.at("/body/alerts/0/id").asText(),
                    null);
            assertThat(shown.at("/body/warnings")).hasSize(2);
            assertThat(shown.at("/body/warnings/0/texts/0/headline").asText()).isEqualTo("暴雨红色预警");
        }
    }
}

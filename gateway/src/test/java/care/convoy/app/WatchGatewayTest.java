package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch presses a whole gateway: over a restart, beside an unknown one. */
class WatchGatewayTest {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("ddMMyy,HHmmss").withZone(ZoneOffset.UTC);

    @TempDir
    Path temporary;

    private static String frame(String id, String body) {
        return String.format("[3G*%s*%04x*%s]", id, body.length(), body);
    }

    private static String alarm(String status) {
        return "AL_LTE," + TIME.format(Instant.now()) + ",V,0.0,N,0.0,E,0,0,0,0,80,76,120,0," + status + ",0,0,0";
    }

    /** Sends and waits for one answer. */
    private static String say(int port, String frame) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(frame.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            for (int each = socket.getInputStream().read();
                    each >= 0;
                    each = socket.getInputStream().read()) {
                answer.append((char) each);
                if (each == ']') {
                    break;
                }
            }
            return answer.toString();
        }
    }

    @Test
    void aPressIsOneAlertAlsoWhenItIsRepeatedAfterARestart() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("data"));
        String press = frame("0001234567", alarm("00030000"));
        String alert;
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            running.provision();
            running.gateway
                    .store()
                    .importDevices("device_id,protocol,secret,model,resident_id\n868930001234567,watch,,W1,r1\n"
                            .getBytes(StandardCharsets.UTF_8));
            int port = running.gateway.listeners().watch().port();
            assertThat(say(port, press)).isEqualTo("[3G*0001234567*0006*AL_LTE]");

            JsonNode shown = running.onlyAlert();
            alert = shown.get("id").asText();
            assertThat(shown.get("kind").asText()).isEqualTo("sos");
            assertThat(shown.get("residentId").asText()).isEqualTo("r1");
            assertThat(shown.get("deviceId").asText()).isEqualTo("868930001234567");
            JsonNode latest = running.get("/api/devices/868930001234567/latest").get("body");
            assertThat(latest.get("alarms").toString()).contains("\"sos\"").contains("\"lowBattery\"");
            assertThat(latest.get("rawStatus").asText()).isEqualTo("00030000");
            assertThat(latest.get("battery").asInt()).isEqualTo(76);
            assertThat(latest.get("position").get("valid").asBoolean()).isFalse();

            try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
                stranger.getOutputStream()
                        .write((frame("9999999999", alarm("00010000")) + frame("868930001234567", "LK"))
                                .getBytes(StandardCharsets.ISO_8859_1));
                stranger.setSoTimeout(20_000);
                assertThat(new String(stranger.getInputStream().readNBytes(28), StandardCharsets.ISO_8859_1))
                        .as("only the known one is answered")
                        .isEqualTo("[3G*868930001234567*0002*LK]");
            }
            JsonNode unknown =
                    running.get("/api/quarantine").get("body").get("devices").get(0);
            assertThat(unknown.get("id").asText()).isEqualTo("9999999999");
            assertThat(unknown.get("lastKind").asText()).isEqualTo("sos");
            assertThat(unknown.get("calls").asInt()).isOne();
        }
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(say(running.gateway.listeners().watch().port(), press)).isEqualTo("[3G*0001234567*0006*AL_LTE]");
            JsonNode again = running.onlyAlert();
            assertThat(again.get("id").asText()).isEqualTo(alert);
            assertThat(again.get("presses").asInt()).as("the same press").isOne();
        }
    }
}

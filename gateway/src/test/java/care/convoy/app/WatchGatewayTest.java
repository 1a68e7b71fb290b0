package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.UnknownCaller;
import care.convoy.ingest.UnknownCallers;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    private static UnknownCallers callers(RunningGateway running) {
        return running.gateway.quarantine().callers();
    }

    /** What changed of callers is brought to the database at once, by a thread of its own. */
    private static void awaitKept(RunningGateway running) throws InterruptedException {
        UnknownCallers known = callers(running);
        for (int look = 0; look < 600; look++) {
            List<UnknownCaller> kept = running.gateway.store().callers().loadAll();
            boolean same = kept.stream().filter(UnknownCaller::isOpen).count() == known.open()
                    && kept.size() == known.open() + known.view().dismissed().size();
            if (same) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("not kept");
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
            // nobody dismisses it here: the next start shows it again
            assertThat(callers(running).view().open())
                    .extracting(UnknownCaller::id)
                    .containsExactly("9999999999");
            awaitKept(running);
        }
        try (RunningGateway running = RunningGateway.on(data, null)) {
            for (int look = 0; look < 600 && callers(running).open() == 0; look++) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            UnknownCaller caller = callers(running).view().open().getFirst();
            String body = "{\"protocol\":\"watch\",\"id\":\"9999999999\",\"at\":\""
                    + Instant.ofEpochMilli(caller.openedMillis()) + "\"}";
            assertThat(running.send(RunningGateway.TOKEN, "POST", "/api/unknown-calls/dismiss", body)
                            .get("status")
                            .asInt())
                    .isEqualTo(204);
            assertThat(callers(running).open()).isZero();
            awaitKept(running);
        }
        try (RunningGateway running = RunningGateway.on(data, null)) {
            for (int look = 0; look < 600 && callers(running).view().dismissed().isEmpty(); look++) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(callers(running).view().dismissed())
                    .extracting(UnknownCaller::id)
                    .containsExactly("9999999999");
            assertThat(callers(running).open()).isZero();
            assertThat(say(running.gateway.listeners().watch().port(), press)).isEqualTo("[3G*0001234567*0006*AL_LTE]");
            JsonNode again = running.onlyAlert();
            assertThat(again.get("id").asText()).isEqualTo(alert);
            assertThat(again.get("presses").asInt()).as("the same press").isOne();
        }
    }
}

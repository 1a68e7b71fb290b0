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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A watch of a whole gateway is told what it missed, over a restart, and its word is on the time line. */
class DownlinksTest {
    private static final String WATCH = "868930001234567";

    @TempDir
    Path temporary;

    @Test
    @Timeout(300)
    void aWatchThatWasAwayIsToldWhenItComesBackAlsoAfterARestart() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("data"));
        String alert;
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            running.provision();
            running.gateway
                    .store()
                    .importDevices(("device_id,protocol,secret,model,resident_id\n" + WATCH + ",watch,,W1,r1\n")
                            .getBytes(StandardCharsets.UTF_8));
            try (Line line = new Line(running)) {
                line.say("AL,010126,000000,V,0.0,N,0.0,E,0,0,0,0,80,76,120,0,00010000,0,0,0");
                assertThat(line.hears()).isEqualTo("AL");
            }
            alert = running.onlyAlert().get("id").asText();
            assertThat(ordered(running, alert, "{\"what\":\"message\",\"text\":\"医生就到\"}"))
                    .isEqualTo(200);
            assertThat(ordered(running, alert, "{\"what\":\"message\",\"text\":\"a\\nb\"}"))
                    .isEqualTo(400);
            assertThat(state(running, alert)).isEqualTo("医生就到 PENDING");
        }
        try (RunningGateway running = RunningGateway.on(data, null);
                Line line = new Line(running)) {
            line.say("LK");
            assertThat(line.hears()).isEqualTo("LK");
            assertThat(line.hears()).isEqualTo("MESSAGE,533b751f5c315230");
            line.say("MESSAGE");
            awaitState(running, alert);
        }
    }

    private static int ordered(RunningGateway running, String alert, String body) throws Exception {
        return running.post("/api/alerts/" + alert + "/order", body)
                .get("status")
                .asInt();
    }

    private static String state(RunningGateway running, String alert) throws Exception {
        for (JsonNode entry : running.get("/api/alerts/" + alert).get("body").get("timeline")) {
            if (entry.get("type").asText().equals("ORDERED")) {
                return entry.get("text").asText() + " "
                        + entry.get("orderState").asText();
            }
        }
        return "none";
    }

    /** Looked at again and again; the test's own limit ends it. */
    private static void awaitState(RunningGateway running, String alert) throws Exception {
        while (!state(running, alert).equals("医生就到 ACKNOWLEDGED")) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** The watch's connection. */
    private static final class Line implements AutoCloseable {
        private final Socket socket;

        Line(RunningGateway running) throws IOException {
            socket = new Socket(
                    InetAddress.getLoopbackAddress(),
                    running.gateway.listeners().watch().port());
            socket.setSoTimeout(20_000);
        }

        void say(String body) throws IOException {
            String frame = String.format("[3G*%s*%04x*%s]", WATCH, body.length(), body);
            socket.getOutputStream().write(frame.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** The body of the next frame. */
        String hears() throws IOException {
            StringBuilder frame = new StringBuilder();
            int each = socket.getInputStream().read();
            while (each >= 0 && each != ']') {
                frame.append((char) each);
                each = socket.getInputStream().read();
            }
            return frame.substring(frame.lastIndexOf("*") + 1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.Disposition;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tracker presses a whole gateway, over a restart, with the code that it was given once. */
class Jt808GatewayTest {
    private static final String NUMBER = "13912345678";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss").withZone(ZoneOffset.ofHours(8));

    @TempDir
    Path temporary;

    /** Frames in hexadecimal, unescaped, without their flags. */
    private static final class Tracker implements AutoCloseable {
        private final Socket socket;

        Tracker(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
        }

        String ask(int id, int serial, String body) throws IOException {
            byte[] plain =
                    HexFormat.of().parseHex("%04x%04x0%s%04x%s".formatted(id, body.length() / 2, NUMBER, serial, body));
            byte check = 0;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0x7e);
            for (byte each : plain) {
                check ^= each;
                escape(each, out);
            }
            escape(check, out);
            out.write(0x7e);
            socket.getOutputStream().write(out.toByteArray());
            return next();
        }

        private static void escape(byte each, ByteArrayOutputStream out) {
            switch (each) {
                case 0x7e -> out.writeBytes(new byte[] {0x7d, 2});
                case 0x7d -> out.writeBytes(new byte[] {0x7d, 1});
                default -> out.write(each);
            }
        }

        String next() throws IOException {
            StringBuilder frame = new StringBuilder();
            int each = socket.getInputStream().read();
            while (each != 0x7e || frame.isEmpty()) {
                if (each < 0) {
                    throw new EOFException("closed after " + frame);
                }
                if (each == 0x7d) {
                    frame.append(socket.getInputStream().read() == 2 ? "7e" : "7d");
                } else if (each != 0x7e) {
                    frame.append("%02x".formatted(each));
                }
                each = socket.getInputStream().read();
            }
            return frame.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String press(Instant at) {
        return "%08x%08x%08x%08x002800000000%se4020063".formatted(1, 2, 39_904_200, 116_407_400, TIME.format(at));
    }

    @Test
    void aPressAfterACaseThatWasClosedWhileTheDeviceWasAwayIsAnotherCase() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("data"));
        Instant at = Instant.now();
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            running.provision();
            running.gateway
                    .store()
                    .importDevices(
                            ("device_id,protocol,secret,model,resident_id\n" + NUMBER + ",jt808,own-code,T1,r1\n")
                                    .getBytes(StandardCharsets.UTF_8));
            String code = HexFormat.of().formatHex("own-code".getBytes(StandardCharsets.US_ASCII));
            try (Tracker tracker =
                    new Tracker(running.gateway.listeners().jt808().port())) {
                assertThat(tracker.ask(0x0102, 1, code)).contains("0001010200");
                assertThat(tracker.ask(0x0200, 2, press(at))).contains("0002020000");
            }
            JsonNode first = running.onlyAlert();
            close(running, first.get("id").asText(), first.get("version").asLong());

            try (Tracker tracker =
                    new Tracker(running.gateway.listeners().jt808().port())) {
                assertThat(tracker.ask(0x0102, 1, code)).contains("0001010200");
                String answer = tracker.ask(0x0200, 2, press(at.plusSeconds(1)));
                while (!answer.startsWith("8001")) {
                    answer = tracker.next();
                }
                assertThat(answer).contains("0002020000");
            }
            assertThat(running.onlyAlert().get("id")).isNotEqualTo(first.get("id"));
        }
    }

    private static void close(RunningGateway running, String id, long version) throws Exception {
        AlertId alert = new AlertId(UUID.fromString(id));
        OperatorId operator = new OperatorId("op-1");
        Disposition over = new Disposition(
                Disposition.Cause.ASSISTANCE,
                Disposition.Outcome.ADVISED_BY_PHONE,
                false,
                Disposition.Verification.VOICE,
                null);
        done(running, new Command.Claim(new CommandId(operator, UUID.randomUUID()), alert, version));
        done(running, new Command.Resolve(new CommandId(operator, UUID.randomUUID()), alert, version + 9, over, null));
    }

    private static void done(RunningGateway running, Command command) throws Exception {
        assertThat(running.gateway
                        .log()
                        .submit(command)
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .outcome())
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aPressIsOneAlertAndTheCodeHoldsOverARestart() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("data"));
        Instant at = Instant.now();
        String code;
        String alert;
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            running.provision();
            running.gateway
                    .store()
                    .importDevices(("device_id,protocol,secret,model,resident_id\n" + NUMBER + ",jt808,,T1,r1\n")
                            .getBytes(StandardCharsets.UTF_8));
            try (Tracker tracker =
                    new Tracker(running.gateway.listeners().jt808().port())) {
                String registered = tracker.ask(0x0100, 0, "00".repeat(25));
                assertThat(registered).startsWith("8100");
                code = registered.substring(30, registered.length() - 2);
                assertThat(code).hasSize(64);
                assertThat(tracker.ask(0x0102, 1, code)).contains("0001010200");
                assertThat(tracker.ask(0x0200, 2, press(at))).startsWith("8001").contains("0002020000");
                assertThat(tracker.next()).startsWith("8203");
            }
            JsonNode shown = running.onlyAlert();
            alert = shown.get("id").asText();
            assertThat(shown.get("kind").asText()).isEqualTo("sos");
            JsonNode latest = running.get("/api/devices/" + NUMBER + "/latest").get("body");
            assertThat(latest.get("battery").asInt()).isEqualTo(99);
            assertThat(latest.get("rawStatus").asText()).isEqualTo("00000001 00000002");
        }
        try (RunningGateway running = RunningGateway.on(data, null);
                Tracker tracker =
                        new Tracker(running.gateway.listeners().jt808().port())) {
            assertThat(tracker.ask(0x0102, 0, code)).contains("0000010200");
            assertThat(tracker.ask(0x0200, 1, press(at))).startsWith("8001");
            JsonNode again = running.onlyAlert();
            assertThat(again.get("id").asText()).isEqualTo(alert);
            assertThat(again.get("presses").asInt()).as("the same press").isOne();
        }
    }
}

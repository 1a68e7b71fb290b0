package care.convoy.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import care.convoy.ingest.watch.Samples.Sample;
import care.convoy.ingest.watch.Surroundings.AccessPoint;
import care.convoy.ingest.watch.Surroundings.Cell;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All samples, field by field; where we read something else than the other server, {@link #ON_PURPOSE} says why. */
class SamplesTest {
    /** Field of a sample, and why it is not compared as it stands; what we read instead is checked where it is named. */
    private static final Map<String, String> ON_PURPOSE = Map.of(
            "watch-t-001/audio",
                    "voice is not kept; and the sample stands as it is after unescaping, not as on the wire",
            "watch-t-043/alarm", "0001 is a state, not an alarm: an AL without alarm bits is a general alarm",
            "watch-t-045/heartRate", "0 is how a watch says that it did not measure",
            "watch-t-023/motion", "bit 4 means motion to some makers and rest to others: not used",
            "watch-t-025/motion", "as in watch-t-023");

    private static final Map<String, Integer> ALARM_BITS = Map.of(
            "sos", StatusWord.SOS,
            "fallDown", StatusWord.FALL,
            "removing", StatusWord.REMOVED,
            "general", StatusWord.NO_BIT);

    static List<Sample> decoded() {
        return Samples.ofKind("watch-t-");
    }

    static List<Sample> framed() {
        return Samples.ofKind("watch-frame-");
    }

    static List<Sample> down() {
        return Samples.ofKind("watch-down-");
    }

    @Test
    void thereAreSixtyNine() {
        assertThat(Samples.all()).hasSize(69);
        assertThat(decoded().size() + framed().size() + down().size()).isEqualTo(69);
    }

    @ParameterizedTest
    @MethodSource("decoded")
    void isReadField(Sample sample) {
        List<Frame> frames = Heard.in(sample.bytes());
        assertThat(frames).hasSize(sample.id().equals("watch-t-009") ? 6 : 1);
        Frame frame = frames.getFirst();
        assertThat(frame.word()).isEqualTo(sample.node().get("type").asText());
        assertThat(frame.lengthRight())
                .isEqualTo(frames.size() > 1 || sample.node().get("lengthOk").asBoolean());
        WatchMessage message = MessageReader.read(frame);
        for (Map.Entry<String, JsonNode> field : sample.expected().properties()) {
            if (!ON_PURPOSE.containsKey(sample.id() + "/" + field.getKey())) {
                compare(field.getKey(), field.getValue(), message);
            }
        }
    }

    private static void compare(String name, JsonNode expected, WatchMessage message) {
        switch (name) {
            case "satellites" -> assertThat(position(message).satellites()).isEqualTo(expected.asInt());
            case "signal" -> assertThat(position(message).signalPercent()).isEqualTo(expected.asInt());
            case "batteryPercent" -> assertThat(battery(message)).isEqualTo(expected.asInt());
            case "steps" -> assertThat(steps(message)).isEqualTo(expected.asInt());
            case "alarm" -> assertThat(alarms(position(message))).containsExactly(ALARM_BITS.get(expected.asText()));
            case "position" -> comparePosition(expected, position(message).fix());
            case "cells" ->
                assertThat(position(message).surroundings().cells())
                        .containsExactlyInAnyOrderElementsOf(cells(expected));
            case "wifi" ->
                assertThat(position(message).surroundings().accessPoints())
                        .containsExactlyInAnyOrderElementsOf(accessPoints(expected));
            case "spo2" -> assertThat(measured(message).vitals().spo2Percent()).isEqualTo(expected.asInt());
            case "heartRate" ->
                assertThat(measured(message).vitals().heartRateBpm()).isEqualTo(expected.asInt());
            case "systolic" ->
                assertThat(measured(message).vitals().systolicMmHg()).isEqualTo(expected.asInt());
            case "diastolic" ->
                assertThat(measured(message).vitals().diastolicMmHg()).isEqualTo(expected.asInt());
            case "temperatureC" ->
                assertThat(measured(message).vitals().temperatureCentiC())
                        .isEqualTo(Math.round(expected.asDouble() * 100));
            default -> throw new AssertionError("a field that nobody compares: " + name);
        }
    }

    private static void comparePosition(JsonNode expected, PositionReport.Fix fix) {
        assertThat(fix.valid()).isEqualTo(expected.get("valid").asBoolean());
        assertThat(fix.latitude()).isCloseTo(expected.get("latitude").asDouble(), within(1e-9));
        assertThat(fix.longitude()).isCloseTo(expected.get("longitude").asDouble(), within(1e-9));
        assertThat(fix.speedKmh()).isCloseTo(expected.get("speedKmh").asDouble(), within(1e-3));
        assertThat(fix.course()).isCloseTo(expected.get("course").asDouble(), within(1e-9));
        assertThat(fix.altitudeMetres()).isCloseTo(expected.get("altitude").asDouble(), within(1e-9));
        assertThat(Instant.ofEpochMilli(fix.timeMillis()))
                .isEqualTo(Instant.parse(expected.get("timeUtc").asText()));
    }

    private static PositionReport position(WatchMessage message) {
        return (PositionReport) message;
    }

    private static WatchMessage.Measured measured(WatchMessage message) {
        return (WatchMessage.Measured) message;
    }

    private static int battery(WatchMessage message) {
        return message instanceof WatchMessage.LinkKeep link
                ? link.batteryPercent()
                : position(message).batteryPercent();
    }

    private static int steps(WatchMessage message) {
        return message instanceof WatchMessage.LinkKeep link
                ? link.steps()
                : position(message).steps();
    }

    private static List<Integer> alarms(PositionReport report) {
        assertThat(report.raises()).isTrue();
        return report.status().isAlarm() ? report.status().alarmBits() : List.of(StatusWord.NO_BIT);
    }

    /** The other server negates the level. */
    private static List<Cell> cells(JsonNode expected) {
        List<Cell> cells = new ArrayList<>();
        for (JsonNode each : expected) {
            cells.add(new Cell(
                    each.get("mcc").asInt(),
                    each.get("mnc").asInt(),
                    each.get("lac").asInt(),
                    each.get("cid").asInt(),
                    each.has("signal") ? -each.get("signal").asInt() : Numbers.NONE));
        }
        return cells;
    }

    private static List<AccessPoint> accessPoints(JsonNode expected) {
        List<AccessPoint> points = new ArrayList<>();
        for (JsonNode each : expected) {
            points.add(
                    new AccessPoint(each.get("mac").asText(), each.get("rssi").asInt()));
        }
        return points;
    }

    @Test
    void whereWeReadSomethingElse() {
        assertThat(alarms(position(message("watch-t-043")))).containsExactly(StatusWord.NO_BIT);
        assertThat(position(message("watch-t-043")).status().wrong(true))
                .extracting(kind -> kind.wireName())
                .containsExactlyInAnyOrder("general", "lowBattery");
        assertThat(measured(message("watch-t-045")).vitals().isEmpty()).isTrue();
        assertThat(message("watch-t-001"))
                .isInstanceOfSatisfying(
                        WatchMessage.Sound.class,
                        sound -> assertThat(sound.bytes()).isEqualTo(-1));
        String onTheWire = "[CS*1234567890*000e*TK,#!AMR}\1}\2}\3}\4}\5ÿ]";
        List<Frame> frames = Heard.in(Heard.bytes(onTheWire));
        assertThat(MessageReader.read(frames.getFirst()))
                .isInstanceOfSatisfying(
                        WatchMessage.Sound.class,
                        sound -> assertThat(sound.bytes()).isEqualTo(11));
        assertThat(Media.unescape(frames.getFirst().fields())).isEqualTo("#!AMR}[],*ÿ");
    }

    private static WatchMessage message(String id) {
        Sample sample = Samples.ofKind(id).getFirst();
        return MessageReader.read(Heard.in(sample.bytes()).getFirst());
    }

    @ParameterizedTest
    @MethodSource("framed")
    void isOneFrame(Sample sample) {
        byte[] bytes = sample.bytes();
        List<Frame> frames = Heard.in(bytes);
        assertThat(frames).hasSize(1);
        assertThat(Heard.bytes(joined(frames.getFirst(), bytes))).isEqualTo(bytes);
    }

    private static String joined(Frame frame, byte[] original) {
        String text = new String(original, StandardCharsets.ISO_8859_1);
        String length = text.substring(0, text.length() - frame.body().length() - 2);
        String index = frame.index() == null ? "" : frame.index() + "*";
        String begin = "[" + frame.vendor() + "*" + frame.id() + "*" + index;
        assertThat(length).startsWith(begin);
        return begin + length.substring(begin.length()) + "*" + frame.body() + "]";
    }

    /** Of what the other server can send, only the text is ours to send; all of it is framed and escaped as we would. */
    @ParameterizedTest
    @MethodSource("down")
    void isFramedAsWeFrame(Sample sample) {
        Frame frame = Heard.in(sample.bytes()).getFirst();
        assertThat(frame.lengthRight()).isTrue();
        if (frame.word().equals("MESSAGE")) {
            assertThat(DownFrame.write(DownFrame.Address.of(frame), Reply.of(DownWord.MESSAGE, frame.fields())))
                    .isEqualTo(sample.bytes());
        } else if (frame.word().equals("TK")) {
            assertThat(Media.length(frame.fields())).isNotNegative();
            assertThat(Media.escape(Media.unescape(frame.fields()))).isEqualTo(frame.fields());
        } else {
            assertThat(Stream.of(DownWord.values()).map(DownWord::text)).doesNotContain(frame.word());
        }
    }
}

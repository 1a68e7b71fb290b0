package care.convoy.ingest.jt808;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import care.convoy.ingest.jt808.Frame.Wrong;
import care.convoy.ingest.jt808.Samples.Sample;
import care.convoy.ingest.jt808.Wire.Heard;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All samples, field by field; where we read something else than the other server, it says here why. */
class SamplesTest {
    /** What a vehicle, a lock, a container or a tyre tells: nothing of it concerns a person, and none of it is read. */
    private static final Pattern OF_VEHICLES =
            Pattern.compile("ignition|blocked|charge|input|adc\\d|fuel.*|rpm|obd.*|trip.*"
                    + "|engineLoad|coolantTemp|throttle|vin|intake.*|driver.*|door|string|cover|container|calid|dtcs|tire.*|lock.*"
                    + "|unlockResult|password|tilt|hard.*|videoAlarm|adasAlarm|alarmLabel|lightSensor|gSensor|humidity.*|temp.*"
                    + "|power|battery|event|hdop|versionFw|imei|mode|motion|timezone|archive|steps");

    /** Networks around the device, in items of one maker each. Positions come from satellites here. */
    private static final Set<String> SURROUNDINGS = Set.of("cells", "wifi");

    private static final String MAKERS_BATTERY =
            "a maker's item that means something else to other makers, of a model that no person carries";
    private static final String MAKERS_ALARM = "of a vehicle, in a maker's item: no alarm for a person";

    /** Field of a sample, and why it is not compared as it stands. */
    private static final Map<String, String> ON_PURPOSE = Map.ofEntries(
            Map.entry("jt808-t-001/alarm", "bit 18, driving time in the standard: to the other server a low battery"),
            Map.entry("jt808-t-002/alarm", "a maker's bit for a car's power"),
            Map.entry("jt808-t-080/alarm", "as in jt808-t-002, and the bit for a car's power"),
            Map.entry("jt808-t-011/alarm", "a maker's bit for vibration: people move"),
            Map.entry("jt808-t-108/alarm", MAKERS_ALARM),
            Map.entry("jt808-t-051/alarm", MAKERS_ALARM),
            Map.entry("jt808-t-104/alarm", MAKERS_ALARM),
            Map.entry("jt808-t-105/alarm", "bit 16, which the standard reserves: shown as it stands, raises nothing"),
            Map.entry("jt808-t-007/odometer", "in a lock's own item"),
            Map.entry("jt808-t-050/odometer", "in an item of trailers"),
            Map.entry("jt808-t-065/odometer", "no items, a maker's block in their place"),
            Map.entry("jt808-t-065/signal", "as its odometer"),
            Map.entry("jt808-t-091/odometer", "the other server reads a maker's item 36 over it: 18 is what 01 says"),
            Map.entry("jt808-t-091/signal", "in a maker's item"),
            Map.entry("jt808-t-106/signal", "a maker's item read over the standard one"),
            Map.entry("jt808-t-105/iccid", "in a maker's item"),
            Map.entry("jt808-t-111/iccid", "in a maker's item"),
            Map.entry("jt808-t-051/batteryPercent", "153 per cent is none"),
            Map.entry("jt808-t-054/batteryPercent", "213 per cent is none"),
            Map.entry("jt808-t-014/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-026/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-027/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-029/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-036/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-043/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-044/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-047/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-048/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-052/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-094/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-095/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-105/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-106/batteryPercent", MAKERS_BATTERY),
            Map.entry("jt808-t-111/batteryPercent", MAKERS_BATTERY));

    /** Which bit the other server's name stands for; {@code removing} has none. */
    private static final Map<String, Integer> BITS = Map.of(
            "sos",
            Location.SOS,
            "lowBattery",
            Location.POWER_LOW,
            "powerOff",
            Location.POWER_OFF,
            "fatigueDriving",
            2,
            "tampering",
            17,
            "fault",
            11);

    /** Edited by hand where the other server's tests came from: their lengths and checks do not fit what they hold. */
    private static final Map<String, Wrong> DAMAGED = Map.ofEntries(
            Map.entry("jt808-t-033", Wrong.LENGTH),
            Map.entry("jt808-t-034", Wrong.BOTH),
            Map.entry("jt808-t-035", Wrong.LENGTH),
            Map.entry("jt808-t-045", Wrong.LENGTH),
            Map.entry("jt808-t-059", Wrong.BOTH),
            Map.entry("jt808-t-067", Wrong.LENGTH),
            Map.entry("jt808-t-070", Wrong.LENGTH),
            Map.entry("jt808-t-071", Wrong.LENGTH),
            Map.entry("jt808-t-088", Wrong.BOTH),
            Map.entry("jt808-t-109", Wrong.CHECK),
            Map.entry("jt808-t-110", Wrong.CHECK),
            Map.entry("jt808-t-112", Wrong.LENGTH));

    /** Messages of makers, of vehicles and of locks, which this gateway answers and does not read. */
    private static final Set<Integer> NOT_READ =
            Set.of(0x0107, 0x0210, 0x0701, 0x0702, 0x0900, 0x1007, 0x1300, 0x2070, 0x5501, 0x5502, 0x6006);

    static List<Sample> up() {
        return Samples.ofKind("jt808-t-").stream()
                .filter(sample -> !sample.isText())
                .toList();
    }

    static List<Sample> located() {
        return up().stream()
                .filter(sample -> Set.of(MessageId.LOCATION, MessageId.LOCATIONS)
                        .contains(only(sample).id()))
                .toList();
    }

    private static Frame only(Sample sample) {
        List<Frame> frames = Heard.in(sample.wire(), 4_096).frames;
        assertThat(frames).hasSize(1);
        return frames.getFirst();
    }

    @Test
    void thereAreAHundredAndTwentyFive() {
        assertThat(Samples.all()).hasSize(125);
        assertThat(up()).hasSize(111);
        assertThat(located()).hasSize(78);
    }

    @Test
    void whatIsOfAnotherProtocolIsNoFrame() {
        List<Sample> text = Samples.all().stream().filter(Sample::isText).toList();
        assertThat(text).extracting(Sample::id).containsExactly("jt808-t-053", "jt808-t-068", "jt808-x-010");
        for (Sample sample : text) {
            Heard heard = Heard.in(sample.bytes(), 4_096);
            assertThat(heard.frames).isEmpty();
            assertThat(heard.skipped).isEqualTo(sample.bytes().length);
        }
    }

    @ParameterizedTest
    @MethodSource("up")
    void isFramedInAnyPieces(Sample sample) {
        Frame frame = only(sample);
        assertThat(frame.wrong()).isEqualTo(DAMAGED.getOrDefault(sample.id(), Wrong.NOTHING));
        for (int pieces : new int[] {1, 2, 7}) {
            Heard heard = Heard.in(sample.wire(), pieces);
            assertThat(heard.frames).hasSize(1);
            assertThat(heard.frames.getFirst().body()).isEqualTo(frame.body());
            assertThat(heard.skipped).isZero();
        }
    }

    @Test
    void everyMessageIsReadOrKnownNotToBe() {
        Set<Integer> read = Set.of(
                MessageId.HEARTBEAT,
                MessageId.REGISTER,
                MessageId.AUTHENTICATE,
                MessageId.LOCATION,
                MessageId.LOCATIONS);
        assertThat(up())
                .allSatisfy(sample ->
                        assertThat(only(sample).id()).matches(id -> read.contains(id) || NOT_READ.contains(id)));
    }

    @ParameterizedTest
    @MethodSource("located")
    void isReadFieldByField(Sample sample) {
        Frame frame = only(sample);
        List<Location> locations = frame.id() == MessageId.LOCATION
                ? List.of(Location.read(new Body(frame.body())))
                : Batch.read(new Body(frame.body())).locations();
        List<JsonNode> expected = new ArrayList<>();
        if (sample.expected().isArray()) {
            sample.expected().forEach(expected::add);
        } else {
            expected.add(sample.expected());
        }
        assertThat(locations).hasSameSizeAs(expected);
        for (int i = 0; i < locations.size(); i++) {
            for (Map.Entry<String, JsonNode> field : expected.get(i).properties()) {
                if (!ON_PURPOSE.containsKey(sample.id() + "/" + field.getKey())) {
                    compare(field.getKey(), field.getValue(), locations.get(i));
                }
            }
        }
    }

    private static void compare(String name, JsonNode expected, Location location) {
        switch (name) {
            case "position" -> comparePosition(expected, location);
            case "alarm" -> compareAlarms(expected, location);
            case "odometer" -> assertThat(location.items().mileageMetres()).isEqualTo(expected.asLong());
            case "signal" -> assertThat(location.items().signal()).isEqualTo(expected.asInt());
            case "satellites" -> assertThat(location.items().satellites()).isEqualTo(expected.asInt());
            case "batteryPercent" ->
                assertThat(location.items().batteryPercent()).isEqualTo(expected.asInt());
            case "iccid" -> assertThat(location.items().simCard()).isEqualTo(expected.asText());
            default ->
                assertThat(SURROUNDINGS.contains(name)
                                || OF_VEHICLES.matcher(name).matches())
                        .as("a field that nobody compares: " + name)
                        .isTrue();
        }
    }

    private static void compareAlarms(JsonNode expected, Location location) {
        List<JsonNode> all = new ArrayList<>();
        if (expected.isArray()) {
            expected.forEach(all::add);
        } else {
            all.add(expected);
        }
        for (JsonNode each : all) {
            boolean set =
                    each.asText().equals("removing") ? location.takenOff() : location.has(BITS.get(each.asText()));
            assertThat(set).as(each.asText()).isTrue();
        }
    }

    private static void comparePosition(JsonNode expected, Location location) {
        assertThat((location.state() >>> 1 & 1) != 0)
                .isEqualTo(expected.get("valid").asBoolean());
        assertThat(location.latitude()).isCloseTo(expected.get("latitude").asDouble(), within(1e-9));
        assertThat(location.longitude()).isCloseTo(expected.get("longitude").asDouble(), within(1e-9));
        assertThat(location.speedKmh()).isCloseTo(expected.get("speedKmh").asDouble(), within(1e-3));
        assertThat(location.course()).isEqualTo(expected.get("course").asInt());
        assertThat(location.altitudeMetres()).isEqualTo(expected.get("altitude").asInt());
        assertThat(Instant.ofEpochMilli(location.timeMillis()))
                .isEqualTo(Instant.parse(expected.get("timeUtc").asText()));
    }
}

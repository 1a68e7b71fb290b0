package care.convoy.ingest.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.AlarmRaised;
import care.convoy.device.Position;
import care.convoy.device.Vitals;
import care.convoy.ingest.Stamp;
import care.convoy.ingest.bridge.BridgeCounters.Unread;
import care.convoy.ingest.bridge.Reading.Said;
import care.convoy.settings.SettingsRefused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two examples of docs/bridge.md make of messages. */
class MappingTest {
    static final Path EXAMPLES = Path.of("..", "docs", "bridge");
    private static final long NOW = 1_780_000_000_000L;
    private static final String EVENT = "vendor/8690/event";
    private static final String DATA = "vendor/8690/data";
    private static final String BUTTON = "home/b7/button";

    private final Mapping wristband = mapping("wristband.json");
    private final Mapping buttons = mapping("buttons.json");

    private static Mapping mapping(String file) {
        try {
            return new Mapping(MappingFile.read(EXAMPLES.resolve(file)));
        } catch (SettingsRefused wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static Reading read(Mapping mapping, String topic, String payload, long nowMillis) {
        return mapping.read(topic, payload.getBytes(StandardCharsets.UTF_8), nowMillis)
                .getFirst();
    }

    private Reading event(String payload) {
        return read(wristband, EVENT, payload, NOW);
    }

    private static Said only(Reading reading) {
        assertThat(reading.said()).hasSize(1);
        return reading.said().getFirst();
    }

    @Test
    void anSosWithItsPlace() {
        Reading reading = event("""
                {"msgId":"a-1","event":"SOS","ts":1779999990,"count":"2",
                 "gps":{"lat":31.2,"lng":121.4,"radius":15,"type":"LBS"}}""");
        assertThat(reading.device()).hasToString("8690");
        assertThat(reading.unread()).isNull();
        assertThat(only(reading).message())
                .isEqualTo(new DeviceMessage.SosPressed(
                        2, new Position(31.2, 121.4, 15, Position.Source.CELL, true, 1_779_999_990_000L)));
        assertThat(only(reading).stamp().timeMillis()).isEqualTo(1_779_999_990_000L);
    }

    @Test
    void everyKindOfTheVendor() {
        assertThat(only(event("{\"msgId\":1,\"event\":\"FALL\",\"motion\":0,\"score\":85}"))
                        .message())
                .isEqualTo(new DeviceMessage.FallDetected(DeviceMessage.Movement.STILL, 85, null));
        assertThat(only(event("{\"event\":\"LOW_POWER\",\"power\":\"12\"}")).message())
                .isEqualTo(new DeviceMessage.BatteryLow(12));
        assertThat(only(event("{\"event\":\"TAKE_OFF\"}")).message()).isEqualTo(new DeviceMessage.BandRemoved());
        assertThat(only(event("{\"event\":\"TEST\"}")).message()).isEqualTo(new DeviceMessage.TestPressed());
        assertThat(only(event("{\"event\":\"FENCE_OUT\",\"gps\":{\"lat\":1,\"lng\":2}}"))
                        .message())
                .isInstanceOfSatisfying(AlarmRaised.class, raised -> {
                    assertThat(raised.reason()).isEqualTo(AlarmRaised.Reason.LEFT_FENCE);
                    assertThat(raised.position()).isNotNull();
                });
        assertThat(event("{\"event\":\"POWER_ON\"}").isIgnored()).isTrue();
    }

    @Test
    void unitsAndLocalTimesAreConverted() {
        Reading reading = read(wristband, DATA, """
                {"time":"2026-05-28 04:26:40","power":61,"csq":31,"wear":"no",
                 "health":{"hr":72,"oxygen":0.97,"bp":[16,10.67],"temp":97.7}}""", NOW);
        assertThat(reading.said())
                .extracting(Said::message)
                .containsExactly(
                        new DeviceMessage.VitalsMeasured(new Vitals(
                                72,
                                97,
                                120,
                                80,
                                3_650,
                                Vitals.TemperatureSite.SKIN,
                                Vitals.NOT_MEASURED,
                                Vitals.NOT_MEASURED)),
                        new DeviceMessage.Heartbeat(61, 100, DeviceMessage.ABSENT, DeviceMessage.Worn.OFF));
        assertThat(reading.said().getFirst().stamp().timeMillis()).isEqualTo(1_779_913_600_000L);
    }

    @Test
    void aCancelNamesTheAlarmByTheVendorsMessageId() {
        Stamp fall = only(event("{\"msgId\":\"f-9\",\"event\":\"FALL\"}")).stamp();
        assertThat(only(event("{\"msgId\":\"c-1\",\"event\":\"CANCEL\",\"refMsgId\":\"f-9\"}"))
                        .message())
                .isEqualTo(new DeviceMessage.WearerCancelled(fall.sequence()));
    }

    @Test
    void whatIsOddAboutACallIsDroppedAndNoted() {
        Said said = only(event("{\"msgId\":1,\"event\":\"SOS\",\"ts\":\"soon\",\"gps\":{\"lat\":191,\"lng\":[]}}"));
        assertThat(said.message()).isEqualTo(new DeviceMessage.SosPressed(1, null));
        assertThat(said.dropped()).contains("time", "location");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"msgId\":\"x\",\"event\":\"PANIC\"}",
                "{\"event\":null}",
                "{}",
                "[]",
                "null",
                "17",
                "",
                "{\"event\":\"SOS\"",
                "{\"event\":\"SOS\"} {}",
                "SOS"
            })
    void onATopicOfAlarmsNothingVanishes(String payload) {
        Reading reading = event(payload);
        assertThat(reading.device()).hasToString("8690");
        assertThat(reading.unread()).isNotNull();
        assertThat(only(reading).message()).isEqualTo(new AlarmRaised(AlarmRaised.Reason.UNSPECIFIED, null));
        assertThat(only(reading).dropped()).singleElement().asString().startsWith("mapping.");
    }

    @Test
    void elsewhereItIsCountedOnly() {
        assertThat(read(wristband, DATA, "{\"health\":{\"hr\":900}}", NOW))
                .satisfies(reading -> assertThat(reading.said()).isEmpty())
                .extracting(Reading::unread)
                .isEqualTo(Unread.REFUSED);
        assertThat(read(wristband, DATA, "{}", NOW).unread()).isEqualTo(Unread.NO_RULE);
        assertThat(read(wristband, DATA, "{", NOW).unread()).isEqualTo(Unread.NOT_JSON);
        assertThat(read(wristband, "other", "{}", NOW).unread()).isEqualTo(Unread.NO_TOPIC);
        assertThat(read(wristband, "vendor/a b/data", "{\"power\":1}", NOW).unread())
                .isEqualTo(Unread.NO_DEVICE);
    }

    @Test
    void theVendorsMessageIdTellsOnePressFromAnother() {
        String first = "{\"msgId\":\"a-1\",\"event\":\"SOS\",\"ts\":1779999990}";
        assertThat(stamp(wristband, EVENT, first, NOW)).isEqualTo(stamp(wristband, EVENT, first, NOW + 86_400_000));
        assertThat(stamp(wristband, EVENT, first.replace("1779999990", "1779999999"), NOW)
                        .boot())
                .as("the id alone counts")
                .isEqualTo(stamp(wristband, EVENT, first, NOW).boot());
        assertThat(stamp(wristband, EVENT, first.replace("a-1", "a-2"), NOW))
                .isNotEqualTo(stamp(wristband, EVENT, first, NOW));
        assertThat(stamp(wristband, EVENT, first.replace("SOS", "FALL"), NOW).boot())
                .as("another kind with the same id is another message")
                .isNotEqualTo(stamp(wristband, EVENT, first, NOW).boot());
    }

    @Test
    void withoutAnIdTheTimeAndTheContentDo() {
        String press = "{\"event\":\"SOS\",\"ts\":1779999990}";
        Stamp stamp = stamp(wristband, EVENT, press, NOW);
        assertThat(stamp.boot()).isEqualTo(Stamp.NONE);
        assertThat(stamp).isEqualTo(stamp(wristband, EVENT, press, NOW + 1_000_000));
        assertThat(stamp(wristband, EVENT, press.replace("1779999990", "1779999991"), NOW))
                .isNotEqualTo(stamp);
        assertThat(stamp(wristband, EVENT, press.replace("1779999990", "5"), NOW)
                        .timeMillis())
                .as("a clock that stands still would make every press the same")
                .isEqualTo(Command.NO_TIME);
    }

    @Test
    void withoutAnyOfItTheContentIsTheNumber() {
        Stamp stamp = stamp(buttons, BUTTON, "{\"action\":\"press\"}", NOW);
        assertThat(stamp.sequence()).isNotEqualTo(Stamp.NONE);
        assertThat(stamp.boot()).isEqualTo(Stamp.NONE);
        assertThat(stamp.timeMillis()).isEqualTo(Command.NO_TIME);
        assertThat(stamp(buttons, BUTTON, "{\"action\":\"emergency\"}", NOW)).isNotEqualTo(stamp);
    }

    private static Stamp stamp(Mapping mapping, String topic, String payload, long nowMillis) {
        return only(read(mapping, topic, payload, nowMillis)).stamp();
    }

    @Test
    void buttonsAndCords() {
        Reading reading = read(buttons, BUTTON, "{\"action\":\"press\",\"battery\":87,\"linkquality\":255}", NOW);
        assertThat(reading.device()).hasToString("home-b7");
        assertThat(reading.said())
                .extracting(Said::message)
                .containsExactly(
                        new DeviceMessage.SosPressed(1, null),
                        new DeviceMessage.Heartbeat(87, 100, DeviceMessage.ABSENT, DeviceMessage.Worn.UNKNOWN));
        assertThat(only(read(buttons, "home/c1/cord", " PULLED\n", NOW)).message())
                .isEqualTo(new DeviceMessage.SosPressed(1, null));
        assertThat(read(buttons, "home/c1/cord", "0", NOW).isIgnored()).isTrue();
        assertThat(only(read(buttons, "home/c1/cord", "2", NOW)).message())
                .isEqualTo(new AlarmRaised(AlarmRaised.Reason.UNSPECIFIED, null));
    }

    @Test
    void anyBytesAreReadAndOnATopicOfAlarmsNoneVanishes() {
        List<String> seeds = List.of(
                "{\"msgId\":\"a\",\"event\":\"SOS\",\"ts\":1779999990,\"gps\":{\"lat\":31.2,\"lng\":1e999}}",
                "{\"time\":\"2026-05-28 04:26:40\",\"power\":61,\"health\":{\"bp\":[16,10.67],\"temp\":\"97.7\"}}",
                "{\"event\":\"CANCEL\",\"refMsgId\":-1e5,\"ts\":99999999999999999999999}",
                "[".repeat(3_000));
        Random chance = new Random(20_261_123);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = seeds.get(i % seeds.size()).getBytes(StandardCharsets.UTF_8);
            for (int change = chance.nextInt(6); change >= 0; change--) {
                bytes[chance.nextInt(bytes.length)] = (byte)
                        (chance.nextBoolean() ? chance.nextInt(256) : "\"{}[]:,-e09.".charAt(chance.nextInt(12)));
            }
            byte[] payload = Arrays.copyOf(bytes, chance.nextInt(4) == 0 ? chance.nextInt(bytes.length) : bytes.length);
            Reading event = wristband.read(EVENT, payload, NOW).getFirst();
            boolean seen = !event.said().isEmpty() || event.isIgnored() || event.unread() == Unread.REFUSED;
            assertThat(seen).as("seed number %d", i).isTrue();
            wristband.read(DATA, payload, NOW);
            buttons.read("home/c1/cord", payload, NOW);
        }
    }

    @Test
    void filtersMatchAsInTheStandard() {
        assertThat(new TopicPattern("$share/g/a/+/c").matches("a/b/c")).isTrue();
        assertThat(new TopicPattern("a/#").matches("a")).isTrue();
        assertThat(new TopicPattern("a/#").matches("a/b/c")).isTrue();
        assertThat(new TopicPattern("a/+").matches("a")).isFalse();
        assertThat(new TopicPattern("a/+").matches("a/b/c")).isFalse();
        assertThat(new TopicPattern("+/b").matches("/b")).isTrue();
        assertThat(new TopicPattern("#").matches("$SYS/x")).isFalse();
        assertThat(List.of("a+", "a/#/b", "$share/g", "$share//a", "$share/g+/a"))
                .allSatisfy(filter -> assertThat(TopicPattern.fault(filter)).isNotNull());
        assertThat(List.of("+", "#", "a/+/b/#", "$share/g/#"))
                .allSatisfy(filter -> assertThat(TopicPattern.fault(filter)).isNull());
    }
}

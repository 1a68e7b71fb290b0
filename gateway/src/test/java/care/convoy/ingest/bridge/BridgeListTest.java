package care.convoy.ingest.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.AlarmRaised;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.HandLog;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.UnknownCaller;
import care.convoy.ingest.bridge.BridgeCounters.Count;
import care.convoy.ingest.bridge.BridgeCounters.Unread;
import care.convoy.ingest.bridge.Reading.Said;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.settings.SettingsRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several messages in one: each item of a list is read by itself, and the whole is over when every alarm of it is durable. */
@Timeout(60)
class BridgeListTest {
    private static final long NOW = 1_780_000_000_000L;
    private static final String FILE = """
            {"name": "test", "broker": {"url": "tcp://127.0.0.1:1"},
             "topics": [
              {"filter": "v/list", "alarms": true, "list": "/batch", "device": {"pointer": "/d"}, "key": ["^/n", "/id"],
               "messages": [{"type": {"pointer": "/e", "values": {"SOS": "sos", "BEAT": "heartbeat"}},
                             "members": {"battery": "^/power", "time": "/t"}}]},
              {"filter": "v/data", "alarms": false, "list": "", "device": {"pointer": "/d"},
               "messages": [{"when": {"/b": "*"}, "type": "heartbeat", "members": {"battery": "/b"}}]}]}
            """;

    private final Gateway gateway = new Gateway(1_000, 100, Duration.ZERO);
    private final Quarantine quarantine = new Quarantine();
    private final BridgeCounters counters = new BridgeCounters();
    private final HandLog log = gateway.log;
    private final List<String> over = new ArrayList<>();
    private Mapping mapping;
    private Uplink uplink;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws IOException, SettingsRefused {
        gateway.registry.put(List.of(
                Gateway.device("b1", Protocol.MQTT, new byte[0]), Gateway.device("b2", Protocol.MQTT, new byte[0])));
        BridgeConfig config = MappingFile.read(Files.writeString(directory.resolve("bridge.json"), FILE));
        mapping = new Mapping(config);
        var services =
                new BridgeServices(gateway.registry, gateway.intake, quarantine, () -> true, 0, IngestClock.SYSTEM);
        uplink = new Uplink(config, services, counters, new Downlinks(config, services, counters), Runnable::run);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void take(String topic, String payload) {
        uplink.take(topic, payload.getBytes(StandardCharsets.UTF_8), new Uplink.Delivery() {
            @Override
            public void done() {
                over.add("done");
            }

            @Override
            public void failed() {
                over.add("failed");
            }
        });
    }

    private List<Reading> read(String topic, String payload) {
        return mapping.read(topic, payload.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private static String press(String device, int id) {
        return "{\"d\":\"" + device + "\",\"e\":\"SOS\",\"id\":" + id + "}";
    }

    private static String batch(String... items) {
        return "{\"n\":7,\"power\":61,\"batch\":[" + String.join(",", items) + "]}";
    }

    @Test
    void aListIsOverOnlyWhenEveryAlarmOfItIsDurable() throws Exception {
        take("v/list", batch(press("b1", 1), press("b2", 1), press("b1", 2)));
        List<HandLog.Submitted> alarms = List.of(log.next(), log.next(), log.next());
        assertThat(alarms).extracting(each -> each.signal().key()).doesNotHaveDuplicates();
        assertThat(alarms)
                .extracting(each -> each.signal().key().device().value())
                .containsExactly("b1", "b2", "b1");
        alarms.get(2).commit();
        alarms.get(0).commit();
        assertThat(over).isEmpty();
        alarms.get(1).commit();
        assertThat(over).containsExactly("done");
    }

    @Test
    void oneThatIsNotDurableBringsTheWholeAgainAsTheSamePresses() throws Exception {
        String message = batch(press("b1", 1), press("b1", 2));
        take("v/list", message);
        HandLog.Submitted first = log.next();
        HandLog.Submitted second = log.next();
        first.fail(new IllegalStateException("no disk"));
        second.commit();
        assertThat(over).containsExactly("failed");
        take("v/list", message);
        HandLog.Submitted again = log.next();
        HandLog.Submitted secondAgain = log.next();
        assertThat(again.signal().key()).isEqualTo(first.signal().key());
        assertThat(secondAgain.signal().key()).isEqualTo(second.signal().key());
        again.commit();
        secondAgain.commit();
        assertThat(over).containsExactly("failed", "done");
    }

    @Test
    void aBadItemIsToldForItselfAndCostsNoOther() throws Exception {
        take(
                "v/list",
                batch(
                        "null",
                        press("b1", 1),
                        "{\"d\":\"b2\",\"e\":\"?\"}",
                        "[[]]",
                        press("nobody", 3),
                        press("b2", 4)));
        List<HandLog.Submitted> alarms = List.of(log.next(), log.next(), log.next());
        assertThat(alarms)
                .extracting(each -> each.signal().message().getClass().getSimpleName())
                .containsExactly("SosPressed", "AlarmRaised", "SosPressed");
        assertThat(alarms.get(1).signal().dropped()).containsExactly("mapping.unknown_type");
        assertThat(quarantine.callers().view().open())
                .extracting(UnknownCaller::id)
                .containsExactlyInAnyOrder("(no id)", "nobody");
        alarms.forEach(HandLog.Submitted::commit);
        assertThat(over).containsExactly("done");
        assertThat(counters.get(Count.UNMAPPED)).isEqualTo(3);
    }

    @Test
    void whereNoAlarmsAreABadItemIsCountedAndTheOthersAreTaken() throws Exception {
        take("v/data", "[{\"d\":\"b1\",\"b\":1},7,{\"d\":\"b1\",\"b\":900},{\"d\":\"b2\",\"b\":2}]");
        assertThat(gateway.telemetry(2)).hasSize(2);
        assertThat(over).containsExactly("done");
        assertThat(counters.get(Count.UNMAPPED)).isEqualTo(2);
        assertThat(counters.unread(Unread.NO_RULE)).isEqualTo(1);
        assertThat(counters.unread(Unread.REFUSED)).isEqualTo(1);
        assertThat(counters.lastMessageMillis()).isPositive();
        assertThat(log.signals()).isEmpty();
    }

    @Test
    void membersMayComeFromTheItemOrFromTheWhole() {
        Reading beat = read("v/list", batch("{\"d\":\"b1\",\"e\":\"BEAT\",\"id\":1,\"t\":1779999990000}"))
                .getFirst();
        Said said = beat.said().getFirst();
        assertThat(said.message())
                .isInstanceOfSatisfying(
                        DeviceMessage.Heartbeat.class,
                        heartbeat -> assertThat(heartbeat.toString()).contains("61"));
        assertThat(said.stamp().timeMillis()).isEqualTo(1_779_999_990_000L);
    }

    @Test
    void whatIsNoListIsAListOfOneAndNothingAtAllAnAlarm() {
        assertThat(read("v/list", "{\"n\":1,\"batch\":" + press("b1", 1) + "}"))
                .singleElement()
                .satisfies(one ->
                        assertThat(one.said().getFirst().message()).isEqualTo(new DeviceMessage.SosPressed(1, null)));
        for (String none : List.of("{\"n\":1}", "{\"batch\":null}", "7")) {
            assertThat(read("v/list", none)).singleElement().satisfies(one -> {
                assertThat(one.unread()).isEqualTo(Unread.NO_LIST);
                assertThat(one.said().getFirst().message())
                        .isEqualTo(new AlarmRaised(AlarmRaised.Reason.UNSPECIFIED, null));
                assertThat(one.said().getFirst().dropped()).containsExactly("mapping.no_list");
            });
        }
        assertThat(read("v/list", "{\"batch\":[]}")).isEmpty();
        take("v/list", "{\"batch\":[]}");
        assertThat(over).containsExactly("done");
        assertThat(counters.get(Count.IGNORED)).isEqualTo(1);
    }

    @Test
    void aListLargerThanTheIntakeGoesThroughInParts() throws Exception {
        String[] items = IntStream.range(0, Mapping.MOST_ITEMS)
                .mapToObj(number -> press("b1", number))
                .toArray(String[]::new);
        take("v/list", batch(items));
        int most = 0;
        for (int i = 0; i < items.length; i++) {
            HandLog.Submitted next = log.next();
            most = Math.max(most, log.waiting() + 1);
            assertThat(over).isEmpty();
            next.commit();
        }
        assertThat(over).containsExactly("done");
        assertThat(most).isLessThanOrEqualTo(32);
        assertThat(log.signals().stream().map(signal -> signal.key()).collect(Collectors.toSet()))
                .hasSize(items.length);
    }

    @Test
    void ofTooManyItemsTheRestIsOneAlarmOfEachDeviceInIt() {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < Mapping.MOST_ITEMS; i++) {
            items.add(press("b1", i));
        }
        for (int i = 0; i < 100; i++) {
            items.add(press("b1", 1_000 + i));
            items.add(press("b2", 1_000 + i));
        }
        List<Reading> all = read("v/list", batch(items.toArray(String[]::new)));
        assertThat(all).hasSize(Mapping.MOST_ITEMS + 2);
        assertThat(all.subList(Mapping.MOST_ITEMS, all.size())).allSatisfy(rest -> {
            assertThat(rest.unread()).isEqualTo(Unread.TOO_MANY);
            assertThat(rest.said().getFirst().dropped()).containsExactly("mapping.too_many");
        });
        assertThat(all.subList(Mapping.MOST_ITEMS, all.size()))
                .extracting(rest -> String.valueOf(rest.device()))
                .containsExactly("b1", "b2");
    }

    @Test
    void aHostileListTakesBoundedRoom() {
        String many = IntStream.range(0, 15_000)
                .mapToObj(number -> "{\"d\":\"x" + number + "\"}")
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
        assertThat(read("v/list", many)).hasSize(2 * Mapping.MOST_ITEMS);
        String deep = "{\"batch\":[" + "[".repeat(900) + "]".repeat(900) + "]}";
        assertThat(read("v/list", deep)).hasSize(1);
        assertThat(read("v/list", "{\"batch\":" + "[".repeat(100_000)))
                .singleElement()
                .satisfies(one -> assertThat(one.unread()).isEqualTo(Unread.NOT_JSON));
    }
}

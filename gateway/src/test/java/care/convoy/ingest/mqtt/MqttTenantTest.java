package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Downlink;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test tenant, and with it what devices do not show of the session engine. */
class MqttTenantTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static String hex(String text) {
        return ByteBufUtil.hexDump(text.getBytes(StandardCharsets.UTF_8));
    }

    private Bench.Peer listening(String id, String filter, int options) {
        Bench.Peer peer = bench.visitor(id).send(Wire.subscribe(1, "00", filter, options));
        peer.received();
        return peer;
    }

    @Test
    void aClientOfTheTenantNeitherHearsNorReachesADevice() {
        Bench.Peer device = bench.connect().in3("band-1").send(Wire.subscribe(1, "", "convoy/band-1/down/json", 1));
        device.received();
        Bench.Peer stranger = listening("stranger", "#", 2);
        stranger.send(
                Wire.publish5(1, 7, "convoy/band-1/up/json", "{\"type\":\"sos\"}"),
                Wire.publish5(1, 8, "convoy/band-1/down/json", "{\"type\":\"resolved\"}"));
        assertThat(bench.gateway.log.signals()).isEmpty();
        assertThat(bench.gateway.intake.counters().alarms()).isZero();
        assertThat(device.received()).isEmpty();
        stranger.received();
        bench.gateway.router.send(new DeviceId("band-1"), new Downlink.Locate(1));
        assertThat(device.received()).startsWith("32");
        assertThat(stranger.received()).isEmpty();
    }

    @Test
    void oneMessageForOverlappingSubscriptionsWithBothIdentifiers() {
        Bench.Peer peer =
                bench.visitor("a").send(Wire.subscribe(1, "020b01", "a/#", 0), Wire.subscribe(2, "020b02", "a/+", 1));
        peer.received();
        peer.send(Wire.publish5(2, 9, "a/b", "x"));
        assertThat(peer.received())
                .isEqualTo("50020009" + "320d" + "0003" + hex("a/b") + "0001" + "040b010b02" + hex("x"));
    }

    @Test
    void whatIsPassedOnIsUnaltered() {
        Bench.Peer peer = listening("a", "t", 0);
        String passed = "0101" + "030001" + hex("j") + "080001" + hex("r") + "09000299ff" + "260001" + hex("k") + "0001"
                + hex("v") + "260001" + hex("k") + "0001" + hex("w");
        int length = passed.length() / 2;
        peer.send(Wire.publish(0, 0, "t", Integer.toHexString(length) + passed, "x"));
        assertThat(peer.received()).endsWith(Integer.toHexString(length) + passed + hex("x"));
        peer.send(Wire.publish(0, 0, "t", "020101", "\u00e9"));
        assertThat(peer.received()).endsWith(hex("\u00e9"));
        peer.send(Wire.packet(0x32, Wire.join(Wire.text("t"), Wire.hex("0005 02 0101 ff"))));
        assertThat(peer.received()).as("payload format invalid").isEqualTo("4003000599");
    }

    @Test
    void retainedMessagesFollowTheOptions() {
        bench.visitor("p").send(Wire.publish(1, 0, "t", "00", "kept"), Wire.publish(1, 0, "$no", "00", "kept"));
        assertThat(bench.tenant.retained()).isEqualTo(1);
        Bench.Peer peer = bench.visitor("s").send(Wire.subscribe(1, "00", "t", 0x10));
        assertThat(peer.received()).as("if new").contains("310800017400" + hex("kept"));
        peer.send(Wire.subscribe(1, "00", "t", 0x10));
        assertThat(peer.received()).as("no longer new").isEqualTo("900400010000");
        peer.send(Wire.subscribe(1, "00", "t", 0x20));
        assertThat(peer.received()).as("never").isEqualTo("900400010000");
        Bench.Peer other = bench.visitor("p");
        other.send(Wire.publish(1, 0, "t", "00", "new"));
        assertThat(peer.received()).as("not marked").isEqualTo("300700017400" + hex("new"));
        peer.send(Wire.subscribe(1, "00", "t", 0x28));
        peer.received();
        other.send(Wire.publish(1, 0, "t", "00", "new"));
        assertThat(peer.received()).as("as published").isEqualTo("310700017400" + hex("new"));
        other.send(Wire.publish(1, 0, "t", "00", ""));
        assertThat(bench.tenant.retained()).isZero();
    }

    @Test
    void noLocalMeansNotBackToOneself() {
        Bench.Peer peer = listening("a", "t", 4);
        peer.send(Wire.publish5(1, 1, "t", "x"));
        assertThat(peer.received())
                .as("it has subscribed, and does not hear itself")
                .isEqualTo("40020001");
    }

    @Test
    void dollarTopicsAreTheServersOwn() {
        Bench.Peer peer = listening("a", "#", 0);
        peer.send(Wire.publish5(1, 1, "$SYS/x", "x"));
        assertThat(peer.received()).as("refused and passed on to nobody").isEqualTo("4003000187");
        assertThat(TopicFilter.matches("+/x", "$SYS/x")).isFalse();
        assertThat(TopicFilter.matches("$SYS/#", "$SYS/x")).isTrue();
    }

    @Test
    void filtersMatchAsTheStandardSays() {
        assertThat(TopicFilter.matches("a/#", "a")).isTrue();
        assertThat(TopicFilter.matches("a/+/c", "a//c")).isTrue();
        assertThat(TopicFilter.matches("a/+", "a")).isFalse();
        assertThat(TopicFilter.matches("+", "/a")).isFalse();
        assertThat(TopicFilter.matches("/+", "/a")).isTrue();
        assertThat(TopicFilter.matches("a", "a/b")).isFalse();
        assertThat(TopicFilter.matches("a/b", "a")).isFalse();
        assertThat(TopicFilter.isValid("a+/b")).isFalse();
        assertThat(TopicFilter.isValid("#/b")).isFalse();
        assertThat(TopicFilter.isValid("+/+/#")).isTrue();
    }

    @Test
    void aWillIsPublishedWithItsDelayAndNotAfterAGoodbye() {
        Bench.Peer heir = listening("heir", "w", 1);
        String will = "05 18 00000005 0001 77 0002" + hex("ha");
        bench.visit()
                .send(Wire.connect(5, "a", 0x06, 60, "05 11 0000003c", will))
                .hangUp();
        bench.pass(Duration.ofSeconds(4));
        assertThat(heir.received()).isEmpty();
        bench.pass(Duration.ofSeconds(2));
        assertThat(heir.received()).isEqualTo("300600017700" + hex("ha"));
        bench.visit().send(Wire.connect(5, "a", 0x06, 60, "00", will), Wire.hex("e000"));
        bench.visit().send(Wire.connect(5, "b", 0x06, 60, "00", will), Wire.hex("e00104"));
        bench.pass(Duration.ofSeconds(1));
        assertThat(heir.received())
                .as("the session of b ended at once, and its will with it; a said goodbye")
                .isEqualTo("300600017700" + hex("ha"));
    }

    @Test
    void whatIsLeftOfAMessagesLifeIsSent() {
        listening("away", "t", 1).hangUp();
        Bench.Peer peer = bench.visitor("p");
        peer.send(Wire.publish(2, 1, "t", "05020000000a", "long"), Wire.publish(2, 2, "t", "050200000003", "short"));
        bench.pass(Duration.ofSeconds(4));
        Bench.Peer back = bench.visit().send(Wire.connect(5, "away", 0, 60, "00", ""));
        assertThat(back.received()).endsWith("0001740001" + "0502" + "00000006" + hex("long"));
    }

    @Test
    void aliasesGoDownToAClientThatTakesThem() {
        Bench.Peer peer = bench.visit().send(Wire.connect(5, "a", 2, 60, "03 220001", ""));
        peer.send(Wire.subscribe(1, "00", "#", 0)).received();
        peer.send(Wire.publish5(0, 0, "one", "x"), Wire.publish5(0, 0, "one", "x"), Wire.publish5(0, 0, "two", "x"));
        assertThat(peer.received())
                .isEqualTo("300a0003" + hex("one") + "03230001" + hex("x") + "3007000003230001" + hex("x") + "30070003"
                        + hex("two") + "00" + hex("x"));
    }

    @Test
    void whoHasNoIdGetsOne() {
        Bench.Peer five = bench.visit().send(Wire.connect(5, "", 2, 60, "00", ""));
        assertThat(five.received())
                .startsWith("203500003222000a120029" + hex("auto-"))
                .endsWith("210014");
        Bench.Peer old = bench.visit().send(Wire.connect(4, "", 2, 60, "", ""));
        assertThat(old.received()).isEqualTo("20020000");
        Bench.Peer kept = bench.visit().send(Wire.connect(4, "", 0, 60, "", ""));
        assertThat(kept.received()).as("a session nobody could come back to").isEqualTo("20020002");
    }
}

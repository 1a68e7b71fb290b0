package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the test tenant does that the server of devices does not, and its wills. */
class TenantTermsTest {
    private static final String KEPT = "05 11 00000e10";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private Bench.Peer listening(String id, String filter, int options) {
        Bench.Peer peer = bench.visitor(id).send(Wire.subscribe(1, "00", filter, options));
        peer.received();
        return peer;
    }

    @Test
    void itTellsTheLeastThatItMustAndBoundsKeepAlive() {
        assertThat(bench.visit().send(Wire.connect(5, "a", 2, 60, "00", "")).received())
                .isEqualTo("2009000006" + "22000a" + "210014");
        assertThat(bench.visit().send(Wire.connect(5, "b", 2, 61, "00", "")).received())
                .isEqualTo("200c000009" + "13003c" + "22000a" + "210014");
        assertThat(bench.visitor("c").sendHex("d000").received()).as("no words").isEqualTo("e00182");
    }

    @Test
    void membersOfAGroupTakeTurnsAndTheOneThatIsAwayComesLast() {
        Bench.Peer one = listening("one", "$share/g/t/#", 0);
        Bench.Peer two = listening("two", "$share/g/t/#", 0);
        Bench.Peer whole = listening("whole", "t/+", 0);
        Bench.Peer from = bench.visitor("from");
        from.send(Wire.publish5(0, 0, "t/1", "a"), Wire.publish5(0, 0, "t/1", "b"), Wire.publish5(0, 0, "t/1", "c"));
        String a = "3007" + "0003" + hex("t/1") + "00" + hex("a");
        String b = "3007" + "0003" + hex("t/1") + "00" + hex("b");
        String c = "3007" + "0003" + hex("t/1") + "00" + hex("c");
        assertThat(one.received()).isEqualTo(a + c);
        assertThat(two.received()).isEqualTo(b);
        assertThat(whole.received()).isEqualTo(a + b + c);
        two.hangUp();
        from.send(Wire.publish5(0, 0, "t/1", "a"), Wire.publish5(0, 0, "t/1", "b"));
        assertThat(one.received()).isEqualTo(a + b);
        one.send(Wire.packet(0xA2, Wire.join(Wire.hex("0001 00"), Wire.text("$share/g/t/#"))));
        assertThat(one.received()).isEqualTo("b004" + "0001" + "00" + "00");
        from.send(Wire.publish5(0, 0, "t/1", "a"));
        assertThat(one.received()).isEmpty();
    }

    @Test
    void aGroupThatIsNoneIsAProtocolError() {
        for (String filter : new String[] {"$share/g", "$share/g/", "$share//t", "$share/+/t"}) {
            Bench.Peer peer = bench.visitor("x").send(Wire.subscribe(1, "00", filter, 0));
            assertThat(peer.received()).as(filter).isEqualTo("e00182");
        }
        assertThat(bench.visitor("x")
                        .send(Wire.subscribe(1, "00", "$share/g/t", 4))
                        .received())
                .as("no-local")
                .isEqualTo("e00182");
    }

    @Test
    void aRetainedMessageIsNotSharedOut() {
        bench.visitor("p").send(Wire.publish(1, 0, "t", "00", "kept"));
        Bench.Peer peer = bench.visitor("s").send(Wire.subscribe(1, "00", "$share/g/t", 0));
        assertThat(peer.received()).isEqualTo("900400010000");
    }

    @Test
    void theOneRefusedFilterIsRefused() {
        assertThat(bench.visitor("s")
                        .send(Wire.subscribe(1, "00", "test/nosubscribe", 2))
                        .received())
                .isEqualTo("900400010080");
    }

    @Test
    void version31IsSpoken() {
        byte[] connect = Wire.packet(0x10, Wire.join(Wire.text("MQIsdp"), Wire.hex("03 00 003c"), Wire.text("old")));
        bench.visit().send(connect).hangUp();
        Bench.Peer old = bench.visit().send(connect);
        assertThat(old.received()).as("its CONNACK knows no session present").isEqualTo("20020000");
        old.send(Wire.publish3(2, 1, "t", "x")).sendHex("6a020001");
        assertThat(old.received()).isEqualTo("50020001" + "70020001");
        assertThat(bench.connect().send(connect).received())
                .as("by devices it is not")
                .isEqualTo("20020001");
    }

    @Test
    void aMessageMayBeRepeatedOnceAndTextsArePlain() {
        Bench.Peer peer = bench.visitor("a").send(Wire.publish5(2, 1, "t", "x"));
        peer.send(Wire.publish(0x0C, 1, "t", "00", "x"));
        assertThat(peer.received()).isEqualTo("50020001" + "50020001");
        assertThat(peer.send(Wire.publish(0x0C, 1, "t", "00", "x")).received()).isEqualTo("e00182");
        assertThat(bench.visitor("b").send(Wire.publish5(0, 0, "a\u0001b", "x")).received())
                .isEqualTo("e00181");
        assertThat(bench.visitor("b").send(Wire.publish5(0, 0, "a\u009fb", "x")).received())
                .isEqualTo("e00181");
    }

    @Test
    void aWillIsSaidAtATakeOverOnlyIfTheSessionEnds() {
        Bench.Peer heir = listening("heir", "w", 0);
        String will = "00 0001 77 0001" + hex("l");
        String said = "3005" + "0001" + hex("w") + "00" + hex("l");
        bench.visit().send(Wire.connect(5, "a", 0x04, 60, KEPT, will));
        bench.visit().send(Wire.connect(5, "a", 0x04, 60, KEPT, will));
        bench.pass(Duration.ofSeconds(2));
        assertThat(heir.received()).as("it is back, and its session goes on").isEmpty();
        bench.visit().send(Wire.connect(5, "a", 0x02, 60, "00", ""));
        assertThat(heir.received()).as("a clean start ends the session").isEqualTo(said);
        bench.visit().send(Wire.connect(5, "b", 0x06, 60, "00", will));
        bench.visit().send(Wire.connect(5, "b", 0x00, 60, "00", ""));
        assertThat(heir.received()).as("a session without expiry ends").isEqualTo(said);
    }

    @Test
    void onlyAnOrdinaryGoodbyeTakesTheWillBack() {
        Bench.Peer heir = listening("heir", "w", 0);
        String will = "00 0001 77 0001" + hex("l");
        for (String goodbye : new String[] {"e00100", "e000"}) {
            bench.visit().send(Wire.connect(5, "a", 0x06, 60, "00", will), Wire.hex(goodbye));
        }
        assertThat(heir.received()).isEmpty();
        for (String goodbye : new String[] {"e00104", "e00180", "e0018e"}) {
            Bench.Peer peer = bench.visit().send(Wire.connect(5, "a", 0x06, 60, "00", will), Wire.hex(goodbye));
            assertThat(peer.received()).as("no answer to a goodbye").isEqualTo("2009000006" + "22000a" + "210014");
            assertThat(heir.received()).as(goodbye).isEqualTo("3005" + "0001" + hex("w") + "00" + hex("l"));
        }
    }

    @Test
    void aWillOnTheServersOwnTopicsIsNotTaken() {
        Bench.Peer peer = bench.visit().send(Wire.connect(5, "a", 0x06, 60, "00", "00 0002 2463 0001 6c"));
        assertThat(peer.received()).isEmpty();
        assertThat(peer.isClosed()).isTrue();
    }
}

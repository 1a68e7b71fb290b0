package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.HandLog.Submitted;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lives on between connections. */
class MqttSessionTest {
    private static final DeviceId BAND = new DeviceId("band-1");
    private static final String UP = "convoy/band-1/up/json";
    private static final String DOWN = "convoy/band-1/down/json";
    private static final String SOS = "{\"type\":\"sos\",\"seq\":5,\"boot\":7}";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Bench.Peer subscribed(int qos) {
        Bench.Peer peer = bench.connect().again3("band-1", false).send(Wire.subscribe(1, "", DOWN, qos));
        assertThat(peer.received()).isEqualTo("900300010" + qos);
        return peer;
    }

    private void locate(int command) {
        bench.gateway.router.send(BAND, new Downlink.Locate(command));
    }

    /** The PUBLISH packets among those that came, as first byte, packet id and command. */
    private static List<String> commands(String hex) {
        List<String> found = new ArrayList<>();
        for (int at = 0; at < hex.length(); ) {
            int end = at + 4 + 2 * Integer.parseInt(hex.substring(at + 2, at + 4), 16);
            String packet = hex.substring(at, end);
            int id = at + 8 + 2 * DOWN.length();
            found.add(
                    packet.startsWith("3")
                            ? packet.substring(0, 2) + " " + Integer.parseInt(hex.substring(id, id + 4), 16) + " "
                                    + text(packet).replaceAll(".*\"command\":(\\d+).*", "$1")
                            : packet);
            at = end;
        }
        return found;
    }

    private static String text(String hex) {
        return new String(ByteBufUtil.decodeHexDump(hex), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatIsSentWhileADeviceIsAwayWaitsForIt() {
        subscribed(1).hangUp();
        locate(1);
        locate(2);
        Bench.Peer back = bench.connect().again3("band-1", true);
        assertThat(commands(back.redelivered())).containsExactly("32 1 1", "32 2 2");
        back.sendHex("40020001 40020002").hangUp();
        assertThat(bench.connect().again3("band-1", true).redelivered()).isEmpty();
    }

    @Test
    void aCleanSessionForgets() {
        subscribed(1).hangUp();
        locate(1);
        bench.connect().in3("band-1").hangUp();
        assertThat(bench.sessions.size()).isZero();
        assertThat(bench.gateway.router.size()).isZero();
        assertThat(bench.connect().again3("band-1", false).redelivered()).isEmpty();
    }

    @Test
    void whatWasNotAcknowledgedIsSentAgainInOrderWithItsIdsMarkedAsRepeated() {
        Bench.Peer first = subscribed(2);
        for (int i = 1; i <= 4; i++) {
            locate(i);
        }
        assertThat(commands(first.received())).containsExactly("34 1 1", "34 2 2", "34 3 3", "34 4 4");
        first.sendHex("50020002").hangUp();
        locate(5);
        Bench.Peer back = bench.connect().again3("band-1", true);
        assertThat(commands(back.redelivered())).containsExactly("3c 1 1", "62020002", "3c 3 3", "3c 4 4", "34 5 5");
        back.hangUp();
    }

    @Test
    void qualityOfService2DownSurvivesACutAtEveryStep() {
        Bench.Peer peer = subscribed(2);
        locate(1);
        assertThat(commands(peer.received())).containsExactly("34 1 1");
        peer.hangUp();
        peer = bench.connect().again3("band-1", true);
        assertThat(commands(peer.redelivered())).containsExactly("3c 1 1");
        peer.sendHex("50020001");
        assertThat(peer.received()).isEqualTo("62020001");
        peer.hangUp();
        peer = bench.connect().again3("band-1", true);
        assertThat(peer.redelivered()).as("never the message again").isEqualTo("62020001");
        peer.sendHex("70020001").hangUp();
        assertThat(bench.connect().again3("band-1", true).redelivered()).isEmpty();
    }

    @Test
    void qualityOfService2UpSurvivesACutAtEveryStep() throws Exception {
        Bench.Peer first = bench.connect().again3("band-1", false).send(Wire.publish3(2, 4, UP, SOS));
        first.hangUp();
        Submitted press = bench.gateway.log.next();
        Bench.Peer before = bench.connect().again3("band-1", true).send(Wire.publish(0x0C, 4, UP, "", SOS));
        assertThat(before.received()).as("not before its commit").isEmpty();
        before.hangUp();
        press.commit();
        assertThat(first.received() + before.received()).as("both are gone").isEmpty();
        Bench.Peer after = bench.connect().again3("band-1", true).send(Wire.publish(0x0C, 4, UP, "", SOS));
        assertThat(after.received()).isEqualTo("50020004");
        after.hangUp();
        Bench.Peer released = bench.connect().again3("band-1", true).send(Wire.pubrel(4));
        assertThat(released.received()).isEqualTo("70020004");
        released.hangUp();
        assertThat(bench.connect().again3("band-1", true).send(Wire.pubrel(4)).received())
                .as("asked again, answered again")
                .isEqualTo("70020004");
        assertThat(bench.gateway.log.signals()).as("one press").hasSize(1);
    }

    @Test
    void aSmallerReceiveMaximumAfterAReconnectIsKept() {
        Bench.Peer first = subscribed(1);
        for (int i = 1; i <= 3; i++) {
            locate(i);
        }
        first.hangUp();
        byte[] one = Wire.packet(
                0x10,
                Wire.join(
                        Wire.text("MQTT"),
                        Wire.hex("05 c0 003c 03 210001"),
                        Wire.text("band-1"),
                        Wire.text("band-1"),
                        Wire.text(Gateway.SECRET)));
        Bench.Peer five = bench.connect().send(one);
        assertThat(text(five.received())).contains("\"command\":1").doesNotContain("\"command\":2");
        five.sendHex("40020001");
        assertThat(text(five.received())).contains("\"command\":2").doesNotContain("\"command\":3");
        five.hangUp();
    }

    @Test
    void sessionsAndCommandsExpire() {
        subscribed(1).hangUp();
        locate(1);
        bench.pass(Duration.ofSeconds(200));
        locate(2);
        bench.pass(Duration.ofSeconds(101));
        Bench.Peer back = bench.connect().again3("band-1", true);
        assertThat(commands(back.redelivered())).as("300 s").containsExactly("32 1 2");
        back.hangUp();
        bench.pass(Duration.ofMinutes(59));
        assertThat(bench.sessions.waiting()).isEqualTo(1);
        bench.pass(Duration.ofMinutes(1));
        assertThat(bench.sessions.size()).isZero();
        assertThat(bench.gateway.router.size()).isZero();
    }

    @Test
    void whatWaitsForADeviceIsBounded() {
        subscribed(1).hangUp();
        for (int i = 0; i < 100; i++) {
            bench.gateway.router.send(BAND, new Downlink.Locate(i));
        }
        assertThat(bench.counters.downlinksDropped()).isEqualTo(100 - Deliveries.MAX_WAITING);
    }

    @Test
    void ofTooManySessionsTheOneThatWouldEndFirstGivesWay() {
        for (String id : List.of("a", "b", "c", "d")) {
            bench.visitor(id).hangUp();
            bench.pass(Duration.ofSeconds(1));
        }
        bench.visitor("e");
        assertThat(bench.sessions.size()).isEqualTo(Bench.BOUNDS.max());
        assertThat(bench.counters.sessionsEvicted()).isEqualTo(1);
        Bench.Peer b = bench.visit().send(Wire.connect(5, "b", 0, 60, "00", ""));
        assertThat(b.received()).startsWith("20").contains("0100");
    }

    @Test
    void aTakenOverSessionGoesOnAtTheNewConnectionOnly() {
        Bench.Peer first = subscribed(1);
        locate(1);
        first.received();
        Bench.Peer second = bench.connect().again3("band-1", true);
        assertThat(commands(second.redelivered())).containsExactly("3a 1 1");
        assertThat(first.isClosed()).isTrue();
        locate(2);
        assertThat(first.received()).isEmpty();
        assertThat(commands(second.received())).containsExactly("32 2 2");
        second.hangUp();
        assertThat(bench.sessions.waiting()).isEqualTo(1);
    }

    @Test
    void aSessionThatWasToEndWithItsConnectionIsNotTakenOver() {
        Bench.Peer clean = bench.connect().in3("band-1").send(Wire.subscribe(1, "", DOWN, 1));
        clean.received();
        Bench.Peer next = bench.connect().again3("band-1", false);
        assertThat(clean.isClosed()).isTrue();
        locate(1);
        assertThat(next.received()).as("it never subscribed").isEmpty();
        next.hangUp();
    }

    @Test
    void aWillIsHeldBackForItsDelayAndDroppedIfTheDeviceIsBack() throws Exception {
        byte[] connect = Wire.packet(
                0x10,
                Wire.join(
                        Wire.text("MQTT"),
                        Wire.hex("05 c4 003c 05 11 00000e10"),
                        Wire.text("band-1"),
                        Wire.hex("05 18 0000000a"),
                        Wire.text("convoy/band-1/status"),
                        Wire.text("lost"),
                        Wire.text("band-1"),
                        Wire.text(Gateway.SECRET)));
        bench.connect().send(connect).hangUp();
        bench.pass(Duration.ofSeconds(9));
        assertThat(bench.counters.connectionsLost()).isZero();
        bench.connect().send(connect).hangUp();
        bench.pass(Duration.ofSeconds(9));
        assertThat(bench.counters.connectionsLost()).isZero();
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.counters.connectionsLost()).isEqualTo(1);
        bench.pass(Duration.ofSeconds(60));
        assertThat(bench.counters.connectionsLost()).as("once").isEqualTo(1);
        assertThat(bench.gateway.telemetry()).singleElement().satisfies(told -> {
            assertThat(told.message()).isEqualTo(new DeviceMessage.ConnectionLost());
            assertThat(told.device()).isEqualTo(BAND);
            assertThat(told.receivedAtMillis()).isBetween(Bench.START_MILLIS + 19_000, Bench.START_MILLIS + 20_000);
        });
        assertThat(bench.gateway.log.signals()).as("never an alert").isEmpty();
    }
}

package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MqttLoginTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aDeviceLogsInWithItsIdAndSecret() {
        Bench.Peer old = bench.connect().send(Wire.connect3("band-1", Gateway.SECRET));
        assertThat(old.received()).isEqualTo("20020000");
        Bench.Peer five = bench.connect().send(Wire.connect5("band-2", Gateway.SECRET));
        // receive maximum 64, packets up to 16384 + 512, 16 aliases; nothing retained, no wildcards, nothing shared
        assertThat(five.received())
                .isEqualTo("2014000011" + "220010" + "2500" + "2800" + "2a00" + "2700004200" + "210040");
        assertThat(bench.counters.logins()).isEqualTo(2);
        assertThat(bench.gateway.router.size()).isEqualTo(2);
        assertThat(bench.halfOpen.size()).isZero();
        old.hangUp();
        assertThat(bench.gateway.router.size()).isEqualTo(1);
        assertThat(bench.counters.endings(Ending.BY_DEVICE)).isEqualTo(1);
        assertThat(bench.counters.connectionsOpen()).isEqualTo(1);
        five.hangUp();
    }

    @Test
    void refusalsCarryTheCodeOfTheVersion() {
        refused3(Wire.connect3("band-9", "x"), "20020004");
        refused5(Wire.connect5("band-9", "x"), Wire.refusal("86"));
        refused3(Wire.connect3("band-1", "wrong"), "20020004");
        assertThat(bench.counters.loginFailures(LoginFailure.UNKNOWN_DEVICE)).isEqualTo(2);
        assertThat(bench.counters.loginFailures(LoginFailure.WRONG_SECRET)).isEqualTo(1);
        assertThat(bench.failures.worstDevices(1).getFirst().name()).isEqualTo("band-9");
        bench.pass(Duration.ofSeconds(1));
        refused3(Wire.connect(4, "band-1", "band-2", Gateway.SECRET, 60, ""), "20020002");
        refused5(Wire.connect(5, "band-1", "band-2", Gateway.SECRET, 60, "00"), Wire.refusal("85"));
        refused5(Wire.connect5("", Gateway.SECRET), Wire.refusal("85"));
        bench.pass(Duration.ofSeconds(1));
        refused3(Wire.connect3("spaced id", Gateway.SECRET), "20020002");
        bench.gateway.registry.put(
                List.of(Gateway.device("radio", Protocol.COAP, Gateway.SECRET.getBytes(StandardCharsets.UTF_8))));
        refused3(Wire.connect3("radio", Gateway.SECRET), "20020005");
        refused5(Wire.connect5("radio", Gateway.SECRET), Wire.refusal("87"));
        assertThat(bench.counters.loginFailures(LoginFailure.WRONG_PROTOCOL)).isEqualTo(2);
    }

    private void refused3(byte[] connect, String connack) {
        Bench.Peer peer = bench.connect().send(connect);
        assertThat(peer.received()).isEqualTo(connack);
        assertThat(peer.isClosed()).isTrue();
    }

    private void refused5(byte[] connect, String connack) {
        refused3(connect, connack);
    }

    @Test
    void anUnknownVersionIsToldSo() {
        refused3(Wire.connect(3, "band-1", "band-1", Gateway.SECRET, 60, ""), "20020001");
        refused3(Wire.connect(6, "band-1", "band-1", Gateway.SECRET, 60, "00"), "20020001");
        assertThat(bench.counters.loginFailures(LoginFailure.VERSION)).isEqualTo(2);
    }

    @Test
    void manyFailuresAreClosedWithoutAWordAndARightLoginGetsThrough() {
        for (int i = 0; i < 3; i++) {
            refused3(Wire.connect3("band-1", "wrong"), "20020004");
        }
        for (int i = 0; i < 50; i++) {
            refused3(Wire.connect3("band-1", "wrong"), "");
        }
        assertThat(bench.failures.unattended()).isEqualTo(50);
        bench.connect().in3("band-1").hangUp();
    }

    @Test
    void faultyConnectPacketsAreClosed() {
        // reserved connect flag
        closed(Wire.packet(0x10, Wire.join(Wire.text("MQTT"), Wire.hex("04 c3 003c"), Wire.text("band-1"))));
        // will QoS without a will; a password without a user name
        closed(Wire.packet(
                0x10,
                Wire.join(
                        Wire.text("MQTT"),
                        Wire.hex("04 ca 003c"),
                        Wire.text("band-1"),
                        Wire.text("band-1"),
                        Wire.text(Gateway.SECRET))));
        closed(Wire.packet(
                0x10,
                Wire.join(Wire.text("MQTT"), Wire.hex("04 42 003c"), Wire.text("band-1"), Wire.text(Gateway.SECRET))));
        // cut inside
        closed(Wire.packet(0x10, Wire.join(Wire.text("MQTT"), Wire.hex("04 c2 003c 0040"))));
        // flags in the fixed header
        closed(Wire.packet(0x11, Wire.join(Wire.text("MQTT"), Wire.hex("04 02 003c"), Wire.text("band-1"))));
        assertThat(bench.counters.logins()).isZero();
    }

    private void closed(byte[] bytes) {
        Bench.Peer peer = bench.connect().send(bytes);
        assertThat(peer.isClosed()).isTrue();
        assertThat(peer.received()).isIn("", "20020002");
    }

    @Test
    void faultyConnectPropertiesAreToldTheirCode() {
        refused5(connect5("03 210000"), "2003008200");
        refused5(connect5("05 2700000000"), "2003008200");
        refused5(connect5("04 15000178"), Wire.refusal("8c"));
    }

    @Test
    void wordsAreForWhoWantsThemAndHasRoom() {
        byte[] wants = Wire.connect(5, "band-1", "band-1", "wrong", 60, "00");
        refused5(wants, Wire.refusal("86"));
        refused5(Wire.connect(5, "band-1", "band-1", "wrong", 60, "02 1700"), "2003008600");
        refused5(Wire.connect(5, "band-1", "band-1", "wrong", 60, "05 2700000020"), "2003008600");
        Bench.Peer quiet = bench.connect().send(connect5("02 1700"));
        quiet.received();
        assertThat(quiet.sendHex("d000").received()).isEqualTo("e00182");
        Bench.Peer small = bench.connect().send(connect5("05 2700000020"));
        small.received();
        assertThat(small.sendHex("d000").received()).isEqualTo("e00182");
    }

    @Test
    void aClientThatCannotTakeTheTermsIsNotLetIn() {
        Bench.Peer tiny = bench.connect().send(connect5("05 2700000005"));
        assertThat(tiny.received()).isEmpty();
        assertThat(tiny.isClosed()).isTrue();
    }

    private static byte[] connect5(String properties) {
        return Wire.connect(5, "band-1", "band-1", Gateway.SECRET, 60, properties);
    }

    @Test
    void anythingBeforeConnectIsClosedWithoutAWord() {
        for (String hex :
                List.of("c000", "e000", "300500037465 7374".replace(" ", ""), "62020001", "f000", "00", "d000")) {
            Bench.Peer peer = bench.connect().sendHex(hex);
            assertThat(peer.received()).as(hex).isEmpty();
            if (hex.length() > 2) {
                assertThat(peer.isClosed()).as(hex).isTrue();
            } else {
                peer.hangUp();
            }
        }
    }

    @Test
    void aSecondConnectIsAProtocolError() {
        Bench.Peer old = bench.connect().in3("band-1").send(Wire.connect3("band-1", Gateway.SECRET));
        assertThat(old.received()).isEmpty();
        assertThat(old.isClosed()).isTrue();
        Bench.Peer five = bench.connect().in5("band-1").send(Wire.connect5("band-1", Gateway.SECRET));
        assertThat(five.received()).isEqualTo(Wire.goodbye("82"));
        assertThat(five.isClosed()).isTrue();
    }

    @Test
    void theNewestConnectionOfADeviceWins() {
        Bench.Peer first = bench.connect().in5("band-1");
        Bench.Peer second = bench.connect().in3("band-1");
        assertThat(first.received()).isEqualTo(Wire.goodbye("8e"));
        assertThat(first.isClosed()).isTrue();
        Bench.Peer third = bench.connect().in3("band-1");
        assertThat(second.received()).isEmpty();
        assertThat(second.isClosed()).isTrue();
        assertThat(bench.counters.endings(Ending.TAKEN_OVER)).isEqualTo(2);
        assertThat(bench.gateway.router.send(new DeviceId("band-1"), new Downlink.Locate(1)))
                .isTrue();
        third.hangUp();
        assertThat(bench.gateway.router.size()).isZero();
    }

    @Test
    void aWillIsForTheOwnTopicsOnly() {
        Bench.Peer foreign = bench.connect().send(withWill("elsewhere"));
        assertThat(foreign.received()).isEqualTo("20020005");
        assertThat(foreign.isClosed()).isTrue();
        assertThat(bench.counters.loginFailures(LoginFailure.FOREIGN_WILL)).isEqualTo(1);
        bench.connect().in(withWill("convoy/band-1/status")).hangUp();
        bench.connect().in(withWill("convoy/band-1/up/json")).sendHex("e000").hangUp();
        assertThat(bench.counters.connectionsLost())
                .as("a goodbye takes the will away")
                .isEqualTo(1);
    }

    private static byte[] withWill(String topic) {
        return Wire.packet(
                0x10,
                Wire.join(
                        Wire.text("MQTT"),
                        Wire.hex("04 ee 003c"),
                        Wire.text("band-1"),
                        Wire.text(topic),
                        Wire.text("gone"),
                        Wire.text("band-1"),
                        Wire.text(Gateway.SECRET)));
    }

    @Test
    void whoDoesNotLogInInTimeIsClosed() {
        Bench.Peer silent = bench.connect();
        Bench.Peer slow = bench.connect();
        byte[] connect = Wire.connect3("band-1", Gateway.SECRET);
        for (int i = 0; i < 9; i++) {
            slow.send(new byte[] {connect[i]});
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(silent.isClosed()).isFalse();
        bench.pass(Duration.ofMillis(1_200));
        assertThat(silent.isClosed()).isTrue();
        assertThat(slow.isClosed()).isTrue();
        assertThat(bench.counters.endings(Ending.LOGIN_DEADLINE)).isEqualTo(2);
    }

    @Test
    void theOldestConnectionWithoutLoginMakesRoom() {
        Bench.Peer oldest = bench.connect();
        Bench.Peer device = bench.connect().in3("band-1");
        List<Bench.Peer> dawdlers = List.of(bench.connect(), bench.connect(), bench.connect());
        assertThat(oldest.isClosed()).isFalse();
        Bench.Peer newest = bench.connect();
        assertThat(oldest.isClosed()).isTrue();
        assertThat(device.isClosed()).isFalse();
        assertThat(bench.counters.endings(Ending.HALF_OPEN)).isEqualTo(1);
        newest.in3("band-2").hangUp();
        device.hangUp();
        dawdlers.forEach(Bench.Peer::hangUp);
        assertThat(bench.counters.connectionsOpen()).isZero();
    }

    @Test
    void silenceForOneAndAHalfKeepAlivesEndsTheConnection() {
        byte[] connect = Wire.connect(5, "band-1", "band-1", Gateway.SECRET, 10, "00");
        Bench.Peer peer = bench.connect().send(connect);
        peer.received();
        bench.pass(Duration.ofMillis(14_000));
        peer.sendHex("c000");
        assertThat(peer.received()).isEqualTo("d000");
        bench.pass(Duration.ofMillis(14_900));
        assertThat(peer.isClosed()).isFalse();
        bench.pass(Duration.ofMillis(400));
        assertThat(peer.received()).isEqualTo(Wire.goodbye("8d"));
        assertThat(peer.isClosed()).isTrue();
        assertThat(bench.counters.endings(Ending.SILENT)).isEqualTo(1);
    }

    @Test
    void drippedBytesAreNoSignOfLife() {
        Bench.Peer peer = bench.connect().send(Wire.connect(4, "band-1", "band-1", Gateway.SECRET, 10, ""));
        peer.received();
        byte[] packet = Wire.publish3(1, 1, "convoy/band-1/up/json", "{\"type\":\"heartbeat\"}");
        for (int i = 0; i < 14; i++) {
            peer.send(new byte[] {packet[i]});
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(peer.isClosed()).isFalse();
        bench.pass(Duration.ofSeconds(2));
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void withoutKeepAliveTheServersOwnBoundHoldsAnd50IsTold() {
        Bench.Peer five = bench.connect().send(Wire.connect(5, "band-1", "band-1", Gateway.SECRET, 0, "00"));
        assertThat(five.received()).startsWith("2017000014" + "130064");
        bench.pass(Duration.ofSeconds(149));
        assertThat(five.isClosed()).isFalse();
        bench.pass(Duration.ofSeconds(2));
        assertThat(five.isClosed()).isTrue();
        five.received();
    }
}

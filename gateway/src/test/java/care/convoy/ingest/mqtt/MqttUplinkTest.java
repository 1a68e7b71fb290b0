package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alertlog.AlertLog;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import care.convoy.firmware.Header;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.Upward;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.HandLog.Submitted;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.IngestCounters.Reject;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MqttUplinkTest {
    private static final String UP = "convoy/band-1/up/json";
    private static final String DOWN = "convoy/band-1/down/json";
    private static final String SOS = "{\"type\":\"sos\",\"seq\":5,\"boot\":7}";
    private static final String BEAT = "{\"type\":\"heartbeat\",\"seq\":6,\"battery\":80}";

    private Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static String text(String hex) {
        return new String(ByteBufUtil.decodeHexDump(hex), StandardCharsets.UTF_8);
    }

    @Test
    void aPressIsAcknowledgedOnlyAfterCommit() throws Exception {
        Bench.Peer peer = bench.connect().in3("band-1").send(Wire.publish3(1, 9, UP, SOS));
        Submitted press = bench.gateway.log.next();
        assertThat(press.signal().key()).isEqualTo(new SignalKey(new DeviceId("band-1"), 7, 5));
        assertThat(press.signal().receivedAtMillis()).isEqualTo(Bench.START_MILLIS);
        assertThat(peer.received()).isEmpty();
        press.commit();
        assertThat(peer.received()).isEqualTo("40020009");
        assertThat(bench.counters.messages(Kind.SOS)).isEqualTo(1);
        peer.hangUp();
    }

    @Test
    void aSubscriberIsToldReceivedInTheSameFlushAsTheAcknowledgement() throws Exception {
        Bench.Peer peer = bench.connect().in3("band-1").send(Wire.subscribe(1, "", DOWN, 1));
        assertThat(peer.received()).isEqualTo("9003000101");
        peer.send(Wire.publish3(1, 9, UP, SOS));
        Submitted press = bench.gateway.log.next();
        press.commit();
        String down = peer.received();
        assertThat(down).startsWith("40020009" + "32");
        assertThat(text(down))
                .contains(DOWN)
                .endsWith("{\"type\":\"received\",\"seq\":5,\"boot\":7,\"alert\":\"" + press.alert() + "\"}");
        peer.hangUp();
    }

    @Test
    void acknowledgementsKeepTheOrderOfArrivalAcrossAWaitingPress() throws Exception {
        Bench.Peer peer = bench.connect().in3("band-1");
        peer.send(
                Wire.publish3(1, 1, UP, BEAT),
                Wire.publish3(1, 2, UP, SOS),
                Wire.publish3(1, 3, UP, BEAT),
                Wire.publish3(2, 4, UP, SOS.replace("5", "6")),
                Wire.publish3(1, 5, UP, BEAT),
                Wire.hex("c000"));
        assertThat(peer.received()).as("the ping does not wait").isEqualTo("40020001" + "d000");
        Submitted first = bench.gateway.log.next();
        Submitted second = bench.gateway.log.next();
        second.commit();
        assertThat(peer.received()).isEmpty();
        first.commit();
        assertThat(peer.received()).isEqualTo("40020002" + "40020003" + "50020004" + "40020005");
        assertThat(bench.gateway.telemetry()).hasSize(3);
        peer.hangUp();
    }

    @Test
    void whatIsAnsweredInOneReadGoesOutInOneWrite() {
        Bench.Peer peer = bench.connect().in3("band-1");
        byte[][] burst = new byte[32][];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = Wire.publish3(1, i + 1, UP, BEAT);
        }
        peer.send(burst);
        assertThat(peer.writes()).isEqualTo(1);
        peer.hangUp();
    }

    @Test
    void qualityOfService2IsTakenExactlyOnce() throws Exception {
        Bench.Peer peer = bench.connect().in3("band-1");
        byte[] again = Wire.publish(0x0C, 4, UP, "", SOS);
        peer.send(Wire.publish3(2, 4, UP, SOS), again);
        assertThat(peer.received()).isEmpty();
        bench.gateway.log.next().commit();
        assertThat(peer.received()).as("one PUBREC, after commit").isEqualTo("50020004");
        peer.send(again);
        assertThat(peer.received()).as("asked again, answered again").isEqualTo("50020004");
        peer.send(Wire.pubrel(4));
        assertThat(peer.received()).isEqualTo("70020004");
        assertThat(bench.gateway.log.signals()).hasSize(1);

        peer.send(Wire.pubrel(4));
        assertThat(peer.received()).as("3.1.1 completes whatever it is asked").isEqualTo("70020004");
        peer.send(Wire.publish3(2, 4, UP, BEAT), Wire.publish(0x0C, 4, UP, "", BEAT), Wire.pubrel(4));
        assertThat(peer.received()).isEqualTo("50020004" + "50020004" + "70020004");
        assertThat(bench.gateway.telemetry()).hasSize(1);
        peer.hangUp();
    }

    @Test
    void anUnknownReleaseIsToldTo50() {
        Bench.Peer peer = bench.connect().in5("band-1").send(Wire.pubrel(9));
        assertThat(peer.received()).isEqualTo("7003000992");
        peer.hangUp();
    }

    @Test
    void qualityOfService0IsTakenAndToldByReceived() throws Exception {
        Bench.Peer peer = bench.connect().in5("band-1").send(Wire.subscribe(1, "00", DOWN, 0));
        assertThat(peer.received()).isEqualTo("900400010000");
        peer.send(Wire.publish5(0, 0, UP, BEAT), Wire.publish5(0, 0, UP, SOS));
        assertThat(peer.received()).isEmpty();
        bench.gateway.log.next().commit();
        String down = peer.received();
        assertThat(down).startsWith("30");
        assertThat(text(down)).contains("\"received\"");
        peer.hangUp();
    }

    @Test
    void aNativeBodyIsTakenAndAnsweredOnTheNativeTopic() throws Exception {
        Bench.Peer peer = bench.connect().in3("band-1").send(Wire.subscribe(1, "", "convoy/band-1/down", 1));
        peer.received();
        byte[] sos = MessageEncoder.encode(Header.of(7, 5, 1_799_999_999_000L), new Upward.Sos(2, null));
        byte[] publish = Wire.packet(0x32, Wire.join(Wire.text("convoy/band-1/up"), new byte[] {0, 9}, sos));
        peer.send(publish);
        Submitted press = bench.gateway.log.next();
        assertThat(press.signal().key()).isEqualTo(new SignalKey(new DeviceId("band-1"), 7, 5));
        assertThat(press.signal().message()).isEqualTo(new DeviceMessage.SosPressed(2, null));
        press.commit();
        String down = peer.received();
        assertThat(down).startsWith("40020009" + "32");
        assertThat(down).endsWith(press.alert().toString().replace("-", ""));
        peer.hangUp();
    }

    @Test
    void foreignTopicsAreRefusedAndNeverAcknowledgedPositively() {
        Bench.Peer five = bench.connect().in5("band-1");
        five.send(
                Wire.publish5(1, 1, "convoy/band-2/up/json", SOS),
                Wire.publish5(2, 2, "convoy/band-1/down/json", SOS),
                Wire.publish5(1, 3, UP, BEAT));
        assertThat(five.received()).isEqualTo("4003000187" + "5003000287" + "40020003");
        five.send(Wire.publish5(2, 2, UP, BEAT), Wire.publish5(0, 0, "elsewhere", SOS));
        assertThat(five.received()).isEqualTo("50020002" + Wire.goodbye("87"));
        assertThat(five.isClosed()).isTrue();
        Bench.Peer old = bench.connect().in3("band-1").send(Wire.publish3(1, 1, "convoy/band-2/up/json", SOS));
        assertThat(old.received()).isEmpty();
        assertThat(old.isClosed()).isTrue();
        assertThat(bench.gateway.log.signals()).isEmpty();
        assertThat(bench.counters.rejects(Reject.FOREIGN_TOPIC)).isEqualTo(4);
    }

    @Test
    void whatIsRefusedIsToldWithItsReason() {
        Bench.Peer five = bench.connect().in5("band-1").send(Wire.subscribe(1, "00", DOWN, 0));
        five.received();
        five.send(Wire.publish5(1, 2, UP, "{\"type\":\"heartbeat\",\"seq\":8,\"battery\":200}"));
        String down = five.received();
        assertThat(down).as("the reason also stands in the acknowledgement").contains("401c0002" + "83" + "181f0015");
        assertThat(text(down)).endsWith("battery: out of range");
        assertThat(text(down)).contains("{\"type\":\"rejected\",\"seq\":8,\"reason\":\"battery: out of range\"}");
        five.hangUp();
        Bench.Peer old = bench.connect().in3("band-1").send(Wire.publish3(1, 2, UP, "no JSON"));
        assertThat(old.received()).isEqualTo("40020002");
        assertThat(bench.counters.rejects(Reject.OUT_OF_RANGE)).isEqualTo(1);
        assertThat(bench.counters.rejects(Reject.MALFORMED)).isEqualTo(1);
        old.hangUp();
    }

    @Test
    void aDamagedPressIsAPress() throws Exception {
        Bench.Peer peer = bench.connect().in3("band-1");
        peer.send(Wire.publish3(1, 9, UP, "{\"type\":\"sos\",\"seq\":\"abc\",\"boot\":[1],\"presses\":-1,\"loc"));
        Submitted press = bench.gateway.log.next();
        assertThat(press.signal().message()).isEqualTo(new DeviceMessage.SosPressed(1, null));
        assertThat(press.signal().dropped()).contains("seq", "boot", "presses", "truncated");
        press.commit();
        assertThat(peer.received()).isEqualTo("40020009");
        assertThat(bench.gateway.intake.counters().damaged()).isEqualTo(1);
        peer.hangUp();
    }

    @Test
    void shedTelemetryIsNotSilentlyAcknowledged() throws Exception {
        bench.close();
        bench = new Bench(new Gateway(1, 10));
        Bench.Peer five = bench.connect().in5("band-1").send(Wire.subscribe(1, "00", DOWN, 0));
        five.received();
        five.send(Wire.publish5(1, 1, UP, BEAT), Wire.publish5(1, 2, UP, BEAT));
        String down = five.received();
        assertThat(down).startsWith("40020001").endsWith("4003000297");
        assertThat(text(down)).contains("{\"type\":\"rejected\",\"seq\":6,\"reason\":\"overloaded\"}");
        Bench.Peer old = bench.connect().in3("band-2");
        old.send(Wire.publish3(1, 1, "convoy/band-2/up/json", BEAT), Wire.publish3(1, 2, "convoy/band-2/up/json", SOS));
        assertThat(old.received()).isEqualTo("40020001");
        bench.gateway.log.next().commit();
        assertThat(old.received()).as("a press never waits behind what is shed").isEqualTo("40020002");
        assertThat(bench.counters.rejects(Reject.SHED)).isEqualTo(2);
        five.hangUp();
        old.hangUp();
    }

    @Test
    void aPressThatFindsNoRoomClosesTheConnectionSoThatItIsSentAgain() throws Exception {
        bench.close();
        bench = new Bench(new Gateway(10, 1));
        Bench.Peer other = bench.connect().in3("band-2").send(Wire.publish3(1, 1, "convoy/band-2/up/json", SOS));
        Bench.Peer five = bench.connect().in5("band-1").send(Wire.publish5(1, 1, UP, SOS));
        assertThat(five.received()).isEqualTo(Wire.goodbye("89"));
        assertThat(five.isClosed()).isTrue();
        assertThat(bench.counters.rejects(Reject.NOT_DURABLE)).isEqualTo(1);
        assertThat(bench.counters.endings(Ending.NOT_DURABLE)).isEqualTo(1);
        bench.gateway.log.next().commit();
        assertThat(other.received()).isEqualTo("40020001");
        other.hangUp();
    }

    @Test
    void aPressThatCannotBeMadeDurableIsNeverAcknowledged() throws Exception {
        bench.close();
        bench = new Bench(new Gateway(10, 10, Duration.ZERO));
        Bench.Peer peer = bench.connect().in3("band-1").send(Wire.publish3(1, 1, UP, SOS));
        bench.gateway.log.next().fail(new AlertLog.Unavailable("disk"));
        assertThat(peer.isClosed()).isTrue();
        assertThat(peer.received()).isEmpty();
        Bench.Peer zero = bench.connect().in3("band-1").send(Wire.publish3(0, 0, UP, SOS));
        bench.gateway.log.next().fail(new AlertLog.Unavailable("disk"));
        assertThat(zero.isClosed()).as("QoS 0 expects no answer").isFalse();
        zero.hangUp();
    }

    @Test
    void receivedFollowsTheDeviceToItsNewConnection() throws Exception {
        Bench.Peer first = bench.connect().in3("band-1").send(Wire.publish3(1, 9, UP, SOS));
        Submitted press = bench.gateway.log.next();
        Bench.Peer second = bench.connect().in3("band-1").send(Wire.subscribe(1, "", DOWN, 1));
        second.received();
        assertThat(first.isClosed()).isTrue();
        press.commit();
        assertThat(first.received()).isEmpty();
        assertThat(text(second.received()))
                .contains("\"received\"")
                .contains(press.alert().toString());
        second.hangUp();
    }

    @Test
    void tooManyUnacknowledgedAreAProtocolErrorOf50AndABrakeFor311() throws Exception {
        bench.close();
        bench = new Bench(new Gateway(10, 1_000));
        Bench.Peer five = bench.connect().in5("band-1");
        Bench.Peer old = bench.connect().in3("band-2");
        for (int i = 1; i <= Offer.DEVICES.receiveMaximum(); i++) {
            five.send(Wire.publish5(1, i, UP, "{\"type\":\"sos\"}"));
            old.send(Wire.publish3(1, i, "convoy/band-2/up/json", "{\"type\":\"test\"}"));
        }
        assertThat(five.isClosed()).isFalse();
        five.send(Wire.publish5(1, 99, UP, SOS));
        assertThat(five.received()).isEqualTo(Wire.goodbye("93"));
        assertThat(five.isClosed()).isTrue();
        assertThat(old.channel.config().isAutoRead())
                .as("not read while so much waits")
                .isFalse();
        while (bench.gateway.log.waiting() > 0) {
            bench.gateway.log.next().commit();
        }
        assertThat(old.received()).hasSize(8 * Offer.DEVICES.receiveMaximum());
        assertThat(old.channel.config().isAutoRead()).isTrue();
        old.hangUp();
    }

    @Test
    void noSingleDeviceFillsTheAlarmLane() {
        Bench.Peer zero = bench.connect().in3("band-1");
        byte[][] burst = new byte[80][];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = Wire.publish3(0, 0, UP, "{\"type\":\"sos\",\"seq\":" + i + "}");
        }
        zero.send(burst);
        assertThat(bench.gateway.log.signals()).hasSize(64);
        assertThat(bench.counters.rejects(Reject.NOT_DURABLE)).isEqualTo(16);
        assertThat(zero.isClosed()).isFalse();
        zero.hangUp();
    }

    @Test
    void aDeviceThatWaitsForUsIsNotCalledSilent() throws Exception {
        byte[] connect = Wire.connect(4, "band-1", "band-1", Gateway.SECRET, 10, "");
        Bench.Peer peer = bench.connect().send(connect, Wire.publish3(1, 9, UP, SOS));
        bench.pass(Duration.ofSeconds(25));
        assertThat(peer.isClosed()).isFalse();
        bench.gateway.log.next().commit();
        assertThat(peer.received()).isEqualTo("20020000" + "40020009");
        bench.pass(Duration.ofSeconds(31));
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void anAliasStandsForItsTopic() throws Exception {
        Bench.Peer five = bench.connect().in5("band-1");
        five.send(Wire.publish(2, 1, UP, "03230010", BEAT), Wire.publish(2, 2, "", "03230010", SOS));
        bench.gateway.log.next().commit();
        assertThat(five.received()).isEqualTo("40020001" + "40020002");
        five.send(Wire.publish(2, 3, "", "03230002", SOS));
        assertThat(five.received()).as("an alias that was never set").isEqualTo(Wire.goodbye("82"));
        Bench.Peer next = bench.connect().in5("band-1").send(Wire.publish(2, 1, "", "03230010", SOS));
        assertThat(next.received()).as("aliases end with their connection").isEqualTo(Wire.goodbye("82"));
    }

    @Test
    void unknownAliasesAndStraySubscriptionIdsAreProtocolErrors() {
        Bench.Peer alias = bench.connect().in5("band-1").send(Wire.publish(2, 1, UP, "03230011", SOS));
        assertThat(alias.received()).isEqualTo(Wire.goodbye("94"));
        Bench.Peer id = bench.connect().in5("band-1").send(Wire.publish(2, 1, UP, "020b01", SOS));
        assertThat(id.received()).isEqualTo(Wire.goodbye("82"));
        assertThat(alias.isClosed() && id.isClosed()).isTrue();
    }

    @Test
    void aRetainFlagDoesNotCostThePress() throws Exception {
        Bench.Peer peer = bench.connect().in3("band-1").send(Wire.publish(3, 9, UP, "", SOS));
        bench.gateway.log.next().commit();
        assertThat(peer.received()).isEqualTo("40020009");
        peer.hangUp();
    }
}

package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.State;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Devices that are blocked, or get another password. */
class MqttAdmissionTest {
    private static final String UP = "convoy/band-1/up/json";
    private static final String SOS = "{\"type\":\"sos\",\"seq\":5,\"boot\":7}";
    private static final String BEAT = "{\"type\":\"heartbeat\",\"seq\":6,\"battery\":80}";
    private static final String NEXT = "another-s3cret";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static String text(String hex) {
        return new String(ByteBufUtil.decodeHexDump(hex), StandardCharsets.UTF_8);
    }

    @Test
    void blockingEndsTheConnectionWithItsReason() {
        Bench.Peer three = bench.connect().in3("band-1");
        Bench.Peer five = bench.connect().send(Wire.connect5("band-2", Gateway.SECRET));
        five.received();
        bench.gateway.admit("band-1", State.BLOCKED);
        bench.gateway.admit("band-2", State.CLOSED);
        assertThat(three.isClosed()).isTrue();
        assertThat(five.received()).as("administrative action").isEqualTo("e00198");
        assertThat(five.isClosed()).isTrue();
        assertThat(bench.counters.endings(Ending.DISMISSED)).isEqualTo(2);
    }

    @Test
    void ofABlockedDeviceACallForHelpIsTakenAndNothingElse() throws Exception {
        bench.gateway.admit("band-1", State.BLOCKED);
        Bench.Peer peer = bench.connect().in3("band-1").send(Wire.subscribe(1, "", "convoy/band-1/down/json", 0));
        peer.received();
        peer.send(Wire.publish3(1, 8, UP, BEAT));
        String down = text(peer.received());
        assertThat(down).contains("\"type\":\"rejected\"", "\"seq\":6", "blocked");
        peer.send(Wire.publish3(1, 9, UP, "{\"type\":\"lowBattery\",\"seq\":7}"));
        assertThat(text(peer.received())).contains("rejected");
        assertThat(bench.gateway.telemetry()).isEmpty();
        assertThat(bench.gateway.log.waiting()).isZero();
        assertThat(bench.counters.rejects(Reject.NOT_PERMITTED)).isEqualTo(2);
        peer.send(Wire.publish3(1, 10, UP, SOS));
        bench.gateway.log.next().commit();
        assertThat(peer.received()).contains("4002000a");
        peer.hangUp();
        Bench.Peer five = bench.connect().send(Wire.connect5("band-1", Gateway.SECRET));
        five.received();
        five.send(Wire.publish5(1, 11, UP, BEAT));
        assertThat(five.received()).as("not authorized").startsWith("4003000b87");
        five.hangUp();
    }

    @Test
    void whatIsOnItsWayWhenItIsBlockedIsJudgedByWhatHoldsThen() throws Exception {
        Bench.Peer peer = bench.connect().in3("band-1");
        bench.gateway.registry.put(
                java.util.List.of(java.util.Objects.requireNonNull(bench.gateway.registry.find(new DeviceId("band-1")))
                        .admitted(new care.convoy.ingest.RegisteredDevice.Admission(State.BLOCKED, "", "x", 1))));
        peer.send(Wire.publish3(1, 8, UP, BEAT));
        assertThat(bench.gateway.telemetry()).isEmpty();
        peer.received();
    }

    @Test
    void bothPasswordsAreGoodUntilTheOverlapEnds() {
        long until = Bench.START_MILLIS + 60_000;
        bench.gateway.rotate("band-1", NEXT.getBytes(StandardCharsets.UTF_8), Bench.START_MILLIS, until, false);
        Bench.Peer former = bench.connect().in3("band-1");
        assertThat(bench.gateway.registry.drainFirstUses()).isEmpty();
        Bench.Peer present = bench.connect().send(Wire.connect3("band-1", NEXT));
        assertThat(present.received()).isEqualTo("20020000");
        assertThat(former.isClosed()).isTrue();
        assertThat(bench.gateway.registry.drainFirstUses()).containsEntry(new DeviceId("band-1"), Bench.START_MILLIS);
        Bench.Peer back = bench.connect().in3("band-1");
        bench.pass(Duration.ofSeconds(60));
        bench.gateway.registry.dismissOverdue(until);
        assertThat(back.isClosed()).isTrue();
        Bench.Peer late = bench.connect().send(Wire.connect3("band-1", Gateway.SECRET));
        assertThat(late.received()).isEqualTo("20020004");
        Bench.Peer fine = bench.connect().send(Wire.connect3("band-1", NEXT));
        assertThat(fine.received()).isEqualTo("20020000");
        bench.gateway.registry.dismissOverdue(until + 1);
        assertThat(fine.isClosed()).isFalse();
        fine.hangUp();
    }

    @Test
    void recordsThatAreLoadedAnewDoNotTakeBackThatTheNewPasswordWasUsed() {
        byte[] next = NEXT.getBytes(StandardCharsets.UTF_8);
        bench.gateway.rotate("band-1", next, Bench.START_MILLIS, Long.MAX_VALUE, true);
        var asStored = bench.gateway.registry.find(new DeviceId("band-1"));
        Bench.Peer present = bench.connect().send(Wire.connect3("band-1", NEXT));
        present.received();
        bench.gateway.registry.put(java.util.List.of(java.util.Objects.requireNonNull(asStored)));
        Bench.Peer late = bench.connect().send(Wire.connect3("band-1", Gateway.SECRET));
        assertThat(late.received()).isEqualTo("20020004");
        assertThat(present.isClosed()).isFalse();
        present.hangUp();
    }

    @Test
    void aHeartbeatMayTellTheVersionOfTheSoftware() throws Exception {
        Bench.Peer peer = bench.connect().in3("band-1");
        peer.send(Wire.publish3(
                0, 0, UP, "{\"type\":\"heartbeat\",\"seq\":6,\"battery\":80,\"firmware\":\"1.4.2\\u0007\"}"));
        peer.send(Wire.publish3(0, 0, UP, "{\"type\":\"heartbeat\",\"seq\":7,\"battery\":80,\"firmware\":17}"));
        assertThat(bench.gateway.telemetry()).as("whatever it says of itself").hasSize(2);
        DeviceLatest told = java.util.Objects.requireNonNull(bench.gateway.latest.find(new DeviceId("band-1")));
        assertThat(told.link().firmware()).isEqualTo("1.4.2");
        peer.hangUp();
    }

    @Test
    void whoIsNotKnownOrHasAnotherPasswordIsListed() {
        for (int i = 0; i < Quarantine.WRONG_SECRETS_LISTED; i++) {
            bench.connect().send(Wire.connect3("band-1", "wrong")).received();
            bench.connect().send(Wire.connect3("band-9", "wrong")).received();
            bench.connect().send(Wire.connect3("spaced id", "wrong")).received();
        }
        assertThat(bench.counters.loginFailures(LoginFailure.WRONG_SECRET)).isEqualTo(3);
        assertThat(bench.gateway.quarantine.entries())
                .extracting(Quarantine.Entry::id)
                .containsExactlyInAnyOrder("band-1", "band-9");
        assertThat(bench.gateway.quarantine.entries().toString()).doesNotContain("wrong,", "=wrong");
    }
}

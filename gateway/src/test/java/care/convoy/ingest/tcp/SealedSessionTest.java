package care.convoy.ingest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.firmware.CloseReason;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Header;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.MessageType;
import care.convoy.firmware.Reason;
import care.convoy.firmware.SealedChannel;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Upward;
import care.convoy.firmware.YesNo;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.HandLog;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Stamp;
import care.convoy.ingest.connection.ConnectionEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sealed sessions (PROTOCOL.md §12), with somebody in the path who reads, changes, sends again and makes up frames. */
class SealedSessionTest {
    private static final Upward SOS = new Upward.Sos(1, null);
    private static final Upward BEAT = new Upward.Heartbeat(80, 50, YesNo.YES, 1);

    private NativeBench bench = new NativeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void rule(NativeSealing sealing) {
        bench.close();
        bench = new NativeBench(new Gateway(), sealing);
    }

    private static byte[] plain(NativeBench.Peer peer, Message message) {
        return MessageEncoder.encode(Header.of(peer.epoch, peer.sequence, 0), message);
    }

    @Test
    void everythingAfterTheLoginIsSealedBothWays() throws Exception {
        NativeBench.Peer peer = bench.connect().sealedIn("tag-1");
        assertThat(peer.sealed).isNotNull();
        long beat = peer.sequence;
        peer.say(BEAT);
        assertThat(peer.heard()).containsExactly(new Downward.Ack(beat));
        assertThat(bench.gateway.telemetry()).hasSize(1);
        peer.say(SOS);
        HandLog.Submitted press = bench.gateway.log.next();
        assertThat(press.signal().message()).isInstanceOf(DeviceMessage.SosPressed.class);
        press.commit();
        assertThat(peer.heard()).singleElement().isInstanceOf(Downward.Received.class);
        bench.gateway.router.send(new DeviceId("tag-1"), new Downlink.Locate(9));
        assertThat(peer.heard()).containsExactly(new Downward.Locate(9, 60));
        peer.channel.pipeline().fireUserEventTriggered(ConnectionEvent.SHUTDOWN);
        assertThat(peer.heard()).containsExactly(new SessionMessage.Close(CloseReason.GOING_AWAY, -1));
    }

    @Test
    void aPressThatIsNotSealedIsNobodysPress() {
        NativeBench.Peer peer = bench.connect().sealedIn("tag-1");
        byte[] press = plain(peer, SOS);
        peer.send(Frames.frame(press), Frames.frame(Arrays.copyOf(press, 2)));

        assertThat(bench.gateway.log.signals()).isEmpty();
        assertThat(peer.heard())
                .as("no answer that names a number which cannot be trusted")
                .isEmpty();
        assertThat(bench.counters.rejects(Reject.FORGED)).isEqualTo(2);
        assertThat(peer.isClosed()).isFalse();
        peer.hangUp();
    }

    @Test
    void aSealedPressThatDoesNotOpenIsNobodysPressAndTheRealOneStillCounts() throws Exception {
        NativeBench.Peer peer = bench.connect().sealedIn("tag-1");
        byte[] press = peer.next(SOS);
        byte[] beat = Objects.requireNonNull(peer.sealed).seal(plain(peer, BEAT));
        beat[1] = (byte) MessageType.SOS.code();
        byte[] damaged = Arrays.copyOfRange(press, 4, press.length - 4);
        damaged[damaged.length - 1] ^= 1;
        peer.send(Frames.frame(beat), Frames.frame(damaged));
        assertThat(bench.gateway.log.signals()).isEmpty();
        assertThat(peer.heard()).isEmpty();

        peer.send(press);
        bench.gateway.log.next().commit();
        assertThat(peer.heard()).singleElement().isInstanceOf(Downward.Received.class);
        peer.hangUp();
    }

    @Test
    void anOddPressThatOpensIsSalvagedLikeAnyOther() throws Exception {
        NativeBench.Peer peer = bench.connect().sealedIn("tag-1");
        byte[] odd = Arrays.copyOf(plain(peer, SOS), Header.BYTES);
        peer.send(Frames.frame(Objects.requireNonNull(peer.sealed).seal(odd)));

        assertThat(bench.gateway.log.next().signal().message()).isInstanceOf(DeviceMessage.SosPressed.class);
        peer.hangUp();
    }

    @Test
    void threeForgedFramesEndTheConnectionUnlessCallsForHelpCome() throws Exception {
        NativeBench.Peer peer = bench.connect().sealedIn("tag-1");
        byte[] forged = Frames.frame(plain(peer, BEAT));
        peer.send(forged, forged, forged);
        assertThat(peer.heard()).containsExactly(new SessionMessage.Close(CloseReason.TOO_MANY_FAULTS, -1));
        assertThat(peer.isClosed()).isTrue();

        NativeBench.Peer caller = bench.connect().sealedIn("tag-2").say(SOS);
        bench.gateway.log.next();
        for (int i = 0; i < 10; i++) {
            caller.send(forged);
        }
        assertThat(caller.isClosed()).isFalse();
        caller.hangUp();
    }

    @Test
    void aReplayedPressIsAnsweredAndNeverAnotherPress() throws Exception {
        NativeBench.Peer peer = bench.connect().sealedIn("tag-1");
        byte[] press = peer.next(SOS);
        peer.send(press);
        bench.gateway.log.next().commit();
        Message received = peer.heard().getFirst();
        peer.send(press, press);

        assertThat(peer.heard()).containsExactly(received, received);
        assertThat(bench.gateway.log.signals()).hasSize(1);
        assertThat(bench.counters.rejects(Reject.REPLAY)).isEqualTo(2);
        peer.hangUp();
    }

    @Test
    void aReplayedHeartbeatIsNotTakenAgainAndOneOfAnEarlierSessionDoesNotOpen() throws Exception {
        NativeBench.Peer peer = bench.connect().sealedIn("tag-1");
        byte[] beat = peer.next(BEAT);
        peer.send(beat);
        peer.send(beat);
        assertThat(bench.gateway.telemetry()).hasSize(1);
        assertThat(bench.counters.rejects(Reject.REPLAY)).isEqualTo(1);
        peer.hangUp();

        NativeBench.Peer again = bench.connect().sealedIn("tag-1");
        again.send(beat);
        assertThat(bench.gateway.telemetry()).isEmpty();
        assertThat(bench.counters.rejects(Reject.FORGED)).isEqualTo(1);
        again.hangUp();
    }

    @Test
    void framesInAnotherOrderLoseNoPressAndCountNoHeartbeatTwice() throws Exception {
        NativeBench.Peer peer = bench.connect().sealedIn("tag-1");
        byte[] first = peer.next(BEAT);
        byte[] press = peer.next(SOS);
        byte[] last = peer.next(BEAT);
        peer.send(last);
        peer.send(press);
        peer.send(first);
        peer.send(last);

        assertThat(bench.gateway.log.next().signal().message()).isInstanceOf(DeviceMessage.SosPressed.class);
        assertThat(bench.gateway.telemetry()).hasSize(1);
        assertThat(bench.counters.rejects(Reject.REPLAY)).isEqualTo(2);
        assertThat(bench.counters.rejects(Reject.FORGED)).isZero();
        peer.hangUp();
    }

    @Test
    void forgedFramesAreNoSignOfLife() {
        NativeBench.Peer peer = bench.connect().sealedIn("tag-1");
        byte[] forged = Frames.frame(plain(peer, BEAT));
        byte[] damaged = forged.clone();
        damaged[forged.length - 1] ^= 1;
        // one of each per interval, fewer than would end the connection, until the device counts as silent
        for (int half = 0; half < 8 && !peer.isClosed(); half++) {
            peer.send(half % 2 == 0 ? forged : damaged);
            bench.pass(Duration.ofSeconds(31));
        }
        assertThat(peer.heard()).containsExactly(new SessionMessage.Close(CloseReason.IDLE, -1));
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void ofTheLastAnswersOnlySoManyAreKept() {
        AnsweredAlarms answered = new AnsweredAlarms();
        Downlink.Received answer = new Downlink.Received(new Stamp(1, 1, 0), null, Receipt.Durability.COMMITTED);
        for (int i = 1; i <= AnsweredAlarms.MOST + 1; i++) {
            answered.add(Header.of(5, i, 0), answer);
        }
        assertThat(answered.find(Header.of(5, 1, 0))).isNull();
        assertThat(answered.find(Header.of(5, 2, 0))).isSameAs(answer);
        assertThat(answered.find(Header.of(6, 2, 0))).isNull();
    }

    // ---- the rule of the port

    @Test
    void aPortThatRequiresSealingLetsNobodyElseIn() {
        rule(NativeSealing.REQUIRED);
        NativeBench.Peer peer = bench.connect();
        peer.send(Frames.hello(Frames.login("tag-1", 1, 1)));
        assertThat(peer.heard()).containsExactly(new SessionMessage.Close(CloseReason.SEALING, -1));
        assertThat(peer.isClosed()).isTrue();
        assertThat(bench.counters.loginFailures(LoginFailure.NOT_SEALED)).isEqualTo(1);
        NativeBench.Peer sealed = bench.connect().sealedIn("tag-1");
        assertThat(sealed.sealed).isNotNull();
        sealed.hangUp();
    }

    @Test
    void aPortThatDoesNotSealStaysPlainAndBelievesASealedPressAsBefore() throws Exception {
        rule(NativeSealing.OFF);
        NativeBench.Peer peer = bench.connect().sealedIn("tag-1");
        assertThat(peer.sealed).isNull();
        byte[] sealed = plain(peer, SOS);
        sealed[2] |= (byte) Header.FLAG_SEALED;
        peer.send(Frames.frame(sealed));
        assertThat(bench.gateway.log.next().signal().message()).isInstanceOf(DeviceMessage.SosPressed.class);
        byte[] beat = plain(peer, BEAT);
        beat[2] |= (byte) Header.FLAG_SEALED;
        peer.send(Frames.frame(beat));
        assertThat(peer.heard()).containsExactly(new Downward.Rejected(peer.epoch, peer.sequence, Reason.SEALED));
        peer.hangUp();
    }

    @Test
    void aDeviceThatDoesNotOfferSealingIsPlainWhereThatIsAccepted() throws Exception {
        NativeBench.Peer peer = bench.connect().in("tag-1").say(BEAT);
        assertThat(peer.sealed).isNull();
        assertThat(bench.gateway.telemetry()).hasSize(1);
        peer.hangUp();
    }

    @Test
    void manyHostileFramesInSealedSessionsHarmNobodyAndLeaveNothing() throws Exception {
        Random random = new Random(17);
        long forgedBefore = 0;
        for (int round = 0; round < 400; round++) {
            NativeBench.Peer peer = bench.connect().sealedIn("tag-1");
            SealedChannel sealed = Objects.requireNonNull(peer.sealed);
            for (int i = 0; i < 20 && !peer.isClosed(); i++) {
                byte[] message = sealed.seal(plain(peer, i % 3 == 0 ? SOS : BEAT));
                peer.sequence++;
                message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
                if (random.nextInt(4) == 0) {
                    message = Arrays.copyOf(message, 2 + random.nextInt(message.length));
                }
                peer.send(Frames.frame(message));
            }
            assertThat(bench.counters.rejects(Reject.FORGED)).isGreaterThan(forgedBefore);
            forgedBefore = bench.counters.rejects(Reject.FORGED);
            peer.channel.checkException();
            peer.hangUp();
            assertThat(bench.allocator.metric().usedHeapMemory()).isZero();
        }
        assertThat(bench.gateway.log.signals()).isEmpty();
        assertThat(bench.gateway.telemetry()).isEmpty();
        assertThat(bench.counters.connectionsOpen()).isZero();
    }
}

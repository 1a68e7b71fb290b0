package care.convoy.ingest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.firmware.CloseReason;
import care.convoy.firmware.DeviceLogin;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Header;
import care.convoy.firmware.LastSeen;
import care.convoy.firmware.Mac256;
import care.convoy.firmware.Message;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Upward;
import care.convoy.firmware.YesNo;
import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.LoginFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeLoginTest {
    private final NativeBench bench = new NativeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static SessionMessage closeWith(CloseReason reason) {
        return new SessionMessage.Close(reason, Message.NOT_MEASURED);
    }

    @Test
    void bothSidesProveThemselvesAndTheTermsAreTold() {
        NativeBench.Peer peer = bench.connect();
        DeviceLogin login = Frames.login("tag-1", NativeBench.EPOCH, 5);
        peer.send(Frames.hello(login));
        NativeMessage challenge = Frames.read(peer.bytes()).getFirst();
        assertThat(((SessionMessage.Challenge) challenge.message()).adoptEpoch())
                .isFalse();
        peer.send(Frames.proof(login, challenge.message(), challenge.header()));
        SessionMessage.Welcome welcome = (SessionMessage.Welcome) peer.heard().getFirst();
        assertThat(welcome.heartbeatSeconds()).isEqualTo(60);
        assertThat(welcome.idleSeconds()).isEqualTo(190);
        assertThat(bench.counters.logins()).isEqualTo(1);
        assertThat(bench.halfOpen.size()).isZero();
        peer.hangUp();
    }

    @Test
    void anUnknownDeviceIsToldSoAtOnce() {
        NativeBench.Peer peer = bench.connect().send(Frames.hello(Frames.login("tag-9", 1, 1)));
        assertThat(peer.heard()).containsExactly(closeWith(CloseReason.UNKNOWN_DEVICE));
        assertThat(peer.isClosed()).isTrue();
        NativeBench.Peer band = bench.connect().send(Frames.hello(Frames.login("band-1", 1, 1)));
        assertThat(band.heard()).as("provisioned for MQTT").containsExactly(closeWith(CloseReason.UNKNOWN_DEVICE));
        assertThat(bench.counters.loginFailures(LoginFailure.UNKNOWN_DEVICE)).isEqualTo(1);
        assertThat(bench.counters.loginFailures(LoginFailure.WRONG_PROTOCOL)).isEqualTo(1);
        assertThat(bench.counters.endings(Ending.LOGIN_REFUSED)).isEqualTo(2);
    }

    @Test
    void aWrongProofIsRefusedAndTheLiveSessionStays() {
        NativeBench.Peer live = bench.connect().in("tag-1");
        NativeBench.Peer forger = bench.connect();
        DeviceLogin login = Frames.login("tag-1", new byte[32], NativeBench.EPOCH, 50);
        forger.send(Frames.hello(login));
        NativeMessage challenge = Frames.read(forger.bytes()).getFirst();
        forger.send(Frames.proof(login, challenge.message(), challenge.header()));
        assertThat(forger.heard()).containsExactly(closeWith(CloseReason.WRONG_PROOF));
        assertThat(forger.isClosed()).isTrue();
        assertThat(live.isClosed()).isFalse();
        assertThat(bench.failures.worstDevices(1)).containsExactly(new FailureLedger.Count("tag-1", 1));
        live.hangUp();
    }

    @Test
    void aRecordedLoginIsWorthNothing() {
        NativeBench.Peer peer = bench.connect();
        DeviceLogin login = Frames.login("tag-1", NativeBench.EPOCH, 1);
        byte[] hello = Frames.hello(login);
        peer.send(hello);
        NativeMessage challenge = Frames.read(peer.bytes()).getFirst();
        byte[] proof = Frames.proof(login, challenge.message(), challenge.header());
        peer.send(proof).hangUp();
        NativeBench.Peer replayed = bench.connect().send(hello, proof);
        List<Message> heard = replayed.heard();
        assertThat(heard.getLast()).isEqualTo(closeWith(CloseReason.WRONG_PROOF));
        assertThat(replayed.isClosed()).isTrue();
    }

    @Test
    void anythingElseFirstIsOutOfOrder() {
        Header header = Header.of(1, 1, 1);
        for (Message message : List.of(
                new Upward.Heartbeat(1, 1, YesNo.YES, 1),
                new Upward.Sos(1, null),
                new SessionMessage.Proof(new Mac256(new byte[32])))) {
            NativeBench.Peer peer = bench.connect().send(Frames.frame(header, message));
            assertThat(peer.heard()).containsExactly(closeWith(CloseReason.OUT_OF_ORDER));
            assertThat(peer.isClosed()).isTrue();
        }
        assertThat(bench.gateway.log.signals()).isEmpty();
        NativeBench.Peer web = bench.connect().send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(web.heard()).containsExactly(closeWith(CloseReason.FRAMING));
        assertThat(web.isClosed()).isTrue();
    }

    @Test
    void alarmsInTheSameSegmentAsTheProofAreTaken() throws Exception {
        NativeBench.Peer peer = bench.connect();
        DeviceLogin login = Frames.login("tag-1", NativeBench.EPOCH, 1);
        peer.send(Frames.hello(login));
        NativeMessage challenge = Frames.read(peer.bytes()).getFirst();
        byte[] proof = Frames.proof(login, challenge.message(), challenge.header());
        Header header = Header.of(login.sessionEpoch(), login.nextSequence(), 0);
        peer.send(proof, Frames.frame(header, new Upward.Sos(1, null)));
        bench.gateway.log.next().commit();
        assertThat(peer.heard())
                .hasSize(2)
                .satisfiesExactly(
                        welcome -> assertThat(welcome).isInstanceOf(SessionMessage.Welcome.class),
                        received -> assertThat(received).isInstanceOf(Downward.Received.class));
        peer.hangUp();
    }

    @Test
    void aDeviceThatLostItsCounterAdoptsAnEpoch() {
        bench.connect().in("tag-1", NativeBench.EPOCH, 40).hangUp();
        NativeBench.Peer again = bench.connect().in("tag-1", NativeBench.EPOCH, 7);
        assertThat(again.epoch).as("set back: the gateway's clock in seconds").isEqualTo(1_800_000_000L);
        assertThat(again.sequence).isEqualTo(2);
        again.hangUp();
        NativeBench.Peer blank = bench.connect().in("tag-2", 0, 1);
        assertThat(blank.epoch).isEqualTo(1_800_000_000L);
        blank.hangUp();
    }

    @Test
    void theNewestConnectionOfADeviceWins() {
        NativeBench.Peer first = bench.connect().in("tag-1", NativeBench.EPOCH, 1);
        NativeBench.Peer second = bench.connect().in("tag-1", NativeBench.EPOCH, 100);
        assertThat(first.heard()).containsExactly(closeWith(CloseReason.TAKEN_OVER));
        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isFalse();
        second.hangUp();
        assertThat(bench.gateway.router.size()).isZero();
    }

    @Test
    void manyFailuresAreClosedWithoutAWordAndARightLoginGetsThrough() {
        for (int i = 0; i < 20; i++) {
            NativeBench.Peer peer = bench.connect().send(Frames.hello(Frames.login("tag-9", 1, 1)));
            assertThat(peer.bytes().length > 0).isEqualTo(i < 3);
            assertThat(peer.isClosed()).isTrue();
        }
        bench.connect().in("tag-1").hangUp();
    }

    @Test
    void whoDoesNotLogInInTimeIsToldAndClosed() {
        NativeBench.Peer silent = bench.connect();
        NativeBench.Peer slow = bench.connect();
        byte[] hello = Frames.hello(Frames.login("tag-1", NativeBench.EPOCH, 1));
        for (int i = 0; i < 14; i++) {
            slow.send(new byte[] {hello[i]});
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(silent.isClosed()).isFalse();
        bench.pass(Duration.ofMillis(1_300));
        assertThat(silent.heard()).containsExactly(closeWith(CloseReason.LOGIN_DEADLINE));
        assertThat(slow.heard()).containsExactly(closeWith(CloseReason.LOGIN_DEADLINE));
        assertThat(silent.isClosed() && slow.isClosed()).isTrue();
        assertThat(bench.counters.endings(Ending.LOGIN_DEADLINE)).isEqualTo(2);
    }

    @Test
    void theOldestConnectionWithoutLoginMakesRoom() {
        NativeBench.Peer oldest = bench.connect();
        List<NativeBench.Peer> others = List.of(bench.connect(), bench.connect(), bench.connect(), bench.connect());
        assertThat(oldest.isClosed()).isTrue();
        others.getLast().in("tag-1").hangUp();
        others.forEach(NativeBench.Peer::hangUp);
        assertThat(bench.counters.endings(Ending.HALF_OPEN)).isEqualTo(1);
        assertThat(bench.counters.connectionsOpen()).isZero();
    }

    @Test
    void silenceEndsTheSessionAndSoDoesAFrameThatIsNotFinished() {
        NativeBench.Peer silent = bench.connect().in("tag-1");
        NativeBench.Peer dripping = bench.connect().in("tag-2");
        byte[] frame = dripping.next(new Upward.Heartbeat(1, 1, YesNo.YES, 1));
        for (int i = 0; i < 9; i++) {
            dripping.send(new byte[] {frame[i]});
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(dripping.isClosed()).isFalse();
        bench.pass(Duration.ofMillis(1_300));
        assertThat(dripping.heard()).containsExactly(closeWith(CloseReason.FRAME_DEADLINE));
        assertThat(dripping.isClosed()).isTrue();
        bench.pass(Duration.ofSeconds(179));
        assertThat(silent.isClosed()).isFalse();
        bench.pass(Duration.ofSeconds(2));
        assertThat(silent.heard()).containsExactly(closeWith(CloseReason.IDLE));
        assertThat(silent.isClosed()).isTrue();
    }

    @Test
    void aFrameThatIsCutByTheNetworkButFinishedIsNoFault() {
        NativeBench.Peer peer = bench.connect().in("tag-1");
        for (int i = 0; i < 5; i++) {
            byte[] frame = peer.next(new Upward.Heartbeat(1, 1, YesNo.YES, 1));
            peer.send(Arrays.copyOf(frame, 10));
            bench.pass(Duration.ofSeconds(8));
            peer.send(Arrays.copyOfRange(frame, 10, frame.length));
            bench.pass(Duration.ofSeconds(8));
        }
        assertThat(peer.isClosed()).isFalse();
        assertThat(peer.heard()).hasSize(5);
        peer.hangUp();
    }

    @Test
    void theLongestAbsentDeviceIsForgottenFirst() {
        SessionMemory memory = new SessionMemory(1);
        var id = new DeviceId("tag-1");
        var seen = new LastSeen(5, 9);
        memory.begin(id, seen, 5);
        assertThat(memory.lastSeen(id)).isEqualTo(seen);
        memory.begin(new DeviceId("tag-2"), seen, 5);
        assertThat(memory.lastSeen(id)).isEqualTo(LastSeen.NOTHING);
    }
}

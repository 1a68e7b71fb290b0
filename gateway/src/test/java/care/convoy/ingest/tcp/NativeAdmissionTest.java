package care.convoy.ingest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.firmware.CloseReason;
import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.DeviceLogin;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Header;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.Nonce;
import care.convoy.firmware.Reason;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Standing;
import care.convoy.firmware.Upward;
import care.convoy.firmware.Wake;
import care.convoy.firmware.YesNo;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.HandLog.Submitted;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.State;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Devices that are blocked, closed, changed, or get another key. */
class NativeAdmissionTest {
    private static final Upward BEAT = new Upward.Heartbeat(81, 60, YesNo.YES, 1_200);
    private static final Upward SOS = new Upward.Sos(1, null);
    private static final byte[] NEXT = new byte[32];

    static {
        Arrays.fill(NEXT, (byte) 7);
    }

    private final NativeBench bench = new NativeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static SessionMessage closed(CloseReason reason) {
        return new SessionMessage.Close(reason, Message.NOT_MEASURED);
    }

    /** What the gateway answers to a proof by this key. */
    private Message loginBy(NativeBench.Peer peer, String id, byte[] key, long sequence) {
        return loginBy(peer, Frames.login(id, key, NativeBench.EPOCH, sequence));
    }

    private static Message loginBy(NativeBench.Peer peer, DeviceLogin login) {
        peer.send(Frames.hello(login));
        NativeMessage challenge = Frames.read(peer.bytes()).getFirst();
        peer.send(Frames.proof(login, challenge.message(), challenge.header()));
        NativeMessage answer = Frames.read(peer.bytes()).getFirst();
        if (answer.message() instanceof SessionMessage.Welcome) {
            login.open(MessageEncoder.encode(answer.header(), answer.message()));
            peer.epoch = login.sessionEpoch();
            peer.sequence = login.nextSequence();
        }
        return answer.message();
    }

    @Test
    void blockingEndsTheConnectionAndLeavesAWayForCallsForHelp() throws Exception {
        NativeBench.Peer live = bench.connect().in("tag-1");
        bench.gateway.admit("tag-1", State.BLOCKED);
        assertThat(live.heard()).containsExactly(closed(CloseReason.NORMAL));
        assertThat(live.isClosed()).isTrue();
        assertThat(bench.counters.endings(Ending.DISMISSED)).isEqualTo(1);

        NativeBench.Peer again = bench.connect();
        var welcome = (SessionMessage.Welcome) loginBy(again, "tag-1", Frames.KEY, 50);
        assertThat(welcome.standing()).isEqualTo(Standing.ALARMS_ONLY);
        long beat = again.sequence;
        again.say(BEAT);
        assertThat(again.heard()).contains(new Downward.Rejected(NativeBench.EPOCH, beat, Reason.NOT_PERMITTED));
        long test = again.sequence;
        again.say(new Upward.Test());
        again.say(new Upward.LowBattery(3));
        assertThat(again.heard())
                .containsExactly(
                        new Downward.Rejected(NativeBench.EPOCH, test, Reason.NOT_PERMITTED),
                        new Downward.Rejected(NativeBench.EPOCH, test + 1, Reason.NOT_PERMITTED));
        assertThat(bench.gateway.telemetry()).isEmpty();
        assertThat(bench.counters.rejects(Reject.NOT_PERMITTED)).isEqualTo(3);
        again.say(SOS);
        Submitted press = bench.gateway.log.next();
        assertThat(press.signal().resident()).isEqualTo(new ResidentId("r-tag-1"));
        press.commit();
        assertThat(again.heard()).hasSize(1).first().isInstanceOf(Downward.Received.class);
        again.hangUp();
    }

    @Test
    void aClosedDeviceMayCallAndOneThatIsServedAgainMaySpeak() throws Exception {
        bench.gateway.log.committing();
        bench.gateway.admit("tag-1", State.CLOSED);
        NativeBench.Peer peer = bench.connect().in("tag-1");
        peer.say(SOS);
        assertThat(bench.gateway.log.signals()).hasSize(1);
        peer.heard();
        bench.gateway.admit("tag-1", State.SERVED);
        assertThat(peer.isClosed()).isTrue();
        peer.heard();
        NativeBench.Peer served = bench.connect().in("tag-1", NativeBench.EPOCH, 90);
        served.say(BEAT);
        assertThat(bench.gateway.telemetry()).hasSize(1);
        served.hangUp();
    }

    @Test
    void anotherWearerIsNamedFromTheNextMessageOn() throws Exception {
        NativeBench.Peer peer = bench.connect().in("tag-1");
        RegisteredDevice known = Objects.requireNonNull(bench.gateway.registry.find(new DeviceId("tag-1")));
        bench.gateway.registry.put(List.of(new RegisteredDevice(
                known.id(), known.protocol(), known.secret(), "other", List.of(new ResidentId("r-new")))));
        assertThat(peer.isClosed()).as("nothing that it proved has changed").isFalse();
        peer.say(SOS);
        assertThat(bench.gateway.log.next().signal().resident()).isEqualTo(new ResidentId("r-new"));
        peer.hangUp();
    }

    @Test
    void bothKeysAreGoodForAWhileThenTheFormerEndsByItself() {
        NativeBench.Peer live = bench.connect().in("tag-1");
        long until = NativeBench.START_MILLIS + 60_000;
        bench.gateway.rotate("tag-1", NEXT, NativeBench.START_MILLIS, until, false);
        assertThat(live.isClosed()).as("its key is still good").isFalse();

        NativeBench.Peer former = bench.connect();
        assertThat(loginBy(former, "tag-1", Frames.KEY, 100)).isInstanceOf(SessionMessage.Welcome.class);
        live.heard();
        NativeBench.Peer present = bench.connect();
        assertThat(loginBy(present, "tag-1", NEXT, 200)).isInstanceOf(SessionMessage.Welcome.class);
        assertThat(bench.gateway.registry.drainFirstUses()).containsKey(new DeviceId("tag-1"));
        former.heard();
        NativeBench.Peer back = bench.connect();
        assertThat(loginBy(back, "tag-1", Frames.KEY, 300))
                .as("also after the new one was used")
                .isInstanceOf(SessionMessage.Welcome.class);
        present.heard();

        bench.gateway.registry.dismissOverdue(until - 1);
        assertThat(back.isClosed()).isFalse();
        bench.pass(Duration.ofSeconds(61));
        bench.gateway.registry.dismissOverdue(until);
        assertThat(back.heard()).containsExactly(closed(CloseReason.NORMAL));
        NativeBench.Peer late = bench.connect();
        assertThat(loginBy(late, "tag-1", Frames.KEY, 400)).isEqualTo(closed(CloseReason.WRONG_PROOF));
        NativeBench.Peer fine = bench.connect();
        assertThat(loginBy(fine, "tag-1", NEXT, 500)).isInstanceOf(SessionMessage.Welcome.class);
        bench.gateway.registry.dismissOverdue(until + 1);
        assertThat(fine.isClosed()).as("it has the new one").isFalse();
        fine.hangUp();
    }

    @Test
    void theFormerKeyEndsWithTheFirstUseOfTheNewIfThatWasAsked() {
        bench.gateway.rotate("tag-1", NEXT, NativeBench.START_MILLIS, Long.MAX_VALUE, true);
        NativeBench.Peer former = bench.connect();
        assertThat(loginBy(former, "tag-1", Frames.KEY, 1)).isInstanceOf(SessionMessage.Welcome.class);
        NativeBench.Peer present = bench.connect();
        assertThat(loginBy(present, "tag-1", NEXT, 100)).isInstanceOf(SessionMessage.Welcome.class);
        former.heard();
        NativeBench.Peer late = bench.connect();
        assertThat(loginBy(late, "tag-1", Frames.KEY, 200)).isEqualTo(closed(CloseReason.WRONG_PROOF));
        assertThat(present.isClosed()).isFalse();
        present.hangUp();
    }

    @Test
    void anotherKeyWithoutOverlapEndsTheConnectionAtOnce() {
        NativeBench.Peer live = bench.connect().in("tag-1");
        bench.gateway.registry.put(
                List.of(care.convoy.ingest.Gateway.device("tag-1", RegisteredDevice.Protocol.NATIVE, NEXT)));
        assertThat(live.heard()).containsExactly(closed(CloseReason.NORMAL));
        assertThat(live.isClosed()).isTrue();
    }

    @Test
    void whoIsNotKnownOrHasAnotherKeyIsListedWithoutIt() {
        for (int i = 0; i < Quarantine.WRONG_SECRETS_LISTED; i++) {
            loginBy(bench.connect(), "tag-1", NEXT, 1 + i * 10L);
            bench.connect().send(Frames.hello(Frames.login("tag-9", 1, 1))).heard();
            // so that each is answered
            bench.pass(Duration.ofSeconds(1));
        }
        assertThat(bench.gateway.quarantine.entries())
                .extracting(Quarantine.Entry::reason, Quarantine.Entry::id, Quarantine.Entry::count)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(Quarantine.Reason.UNKNOWN, "tag-9", 3L),
                        org.assertj.core.groups.Tuple.tuple(Quarantine.Reason.WRONG_SECRET, "tag-1", 3L));
    }

    @Test
    void aLoginTellsTheVersionOfTheSoftware() {
        var hello = new SessionMessage.Hello(1, 1, 0, Wake.POWER_ON, new Nonce(0, 77), "tag-1", "2.7.1-rc");
        DeviceLogin login =
                new DeviceLogin(DeviceKey.of(Frames.KEY), Header.of(NativeBench.EPOCH, 1, 1_799_999_999_000L), hello);
        NativeBench.Peer peer = bench.connect();
        loginBy(peer, login);
        DeviceLatest told = Objects.requireNonNull(bench.gateway.latest.find(new DeviceId("tag-1")));
        assertThat(told.link().firmware()).isEqualTo("2.7.1-rc");
        assertThat(told.receivedAtMillis()).isEqualTo(NativeBench.START_MILLIS);
        peer.hangUp();
    }
}

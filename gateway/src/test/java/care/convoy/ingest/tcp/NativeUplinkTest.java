package care.convoy.ingest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alertlog.AlertLog;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import care.convoy.firmware.CloseReason;
import care.convoy.firmware.CommandOutcome;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Durability;
import care.convoy.firmware.Header;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.Reason;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Setting;
import care.convoy.firmware.Upward;
import care.convoy.firmware.YesNo;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fates;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.HandLog.Submitted;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Telemetry;
import care.convoy.ingest.connection.ConnectionEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeUplinkTest {
    private static final Upward BEAT = new Upward.Heartbeat(81, 60, YesNo.YES, 1_200);
    private static final Upward SOS = new Upward.Sos(2, null);

    private NativeBench bench = new NativeBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void ordinaryMessagesAreAcknowledgedTogetherOncePerRead() throws Exception {
        NativeBench.Peer peer = bench.connect().in("tag-1");
        long first = peer.sequence;
        byte[][] burst = new byte[50][];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = peer.next(BEAT);
        }
        peer.send(burst);
        assertThat(peer.heard()).containsExactly(new Downward.Ack(first + 49));
        List<Telemetry> taken = bench.gateway.telemetry();
        assertThat(taken).hasSize(50);
        assertThat(taken.getFirst().message())
                .isEqualTo(new DeviceMessage.Heartbeat(81, 60, 1_200, DeviceMessage.Worn.ON));
        assertThat(taken.getFirst().atMillis()).isEqualTo(NativeBench.START_MILLIS - 1_000);
        assertThat(bench.counters.messages(Kind.HEARTBEAT)).isEqualTo(50);
        peer.hangUp();
    }

    @Test
    void aPressIsReceivedOnlyAfterCommit() throws Exception {
        NativeBench.Peer peer = bench.connect().in("tag-1");
        long sequence = peer.sequence;
        peer.say(SOS);
        Submitted press = bench.gateway.log.next();
        assertThat(press.signal().key()).isEqualTo(new SignalKey(new DeviceId("tag-1"), NativeBench.EPOCH, sequence));
        assertThat(press.signal().message()).isEqualTo(new DeviceMessage.SosPressed(2, null));
        peer.say(BEAT);
        assertThat(peer.heard()).as("ordinary ones do not wait").containsExactly(new Downward.Ack(sequence + 1));
        press.commit();
        assertThat(peer.heard())
                .containsExactly(new Downward.Received(
                        NativeBench.EPOCH,
                        sequence,
                        Durability.COMMITTED,
                        press.alert().value()));
        peer.hangUp();
    }

    @Test
    void aRepeatedPressGoesToTheLogAgainAndIsAnsweredAgain() throws Exception {
        bench.gateway.log.committing();
        NativeBench.Peer peer = bench.connect().in("tag-1");
        byte[] press = peer.next(SOS);
        peer.send(press);
        List<Message> first = peer.heard();
        peer.send(press);
        assertThat(peer.heard()).isEqualTo(first).hasSize(1);
        assertThat(bench.gateway.log.signals()).hasSize(2);
        assertThat(bench.gateway.log.signals().getFirst().key())
                .isEqualTo(bench.gateway.log.signals().getLast().key());
        peer.hangUp();
    }

    @Test
    void aPressWithoutNumberIsNewEachTimeAndItsAnswerNamesWhatWasWritten() throws Exception {
        bench.gateway.log.committing();
        NativeBench.Peer peer = bench.connect().in("tag-1");
        byte[] unnumbered = Frames.frame(Header.of(NativeBench.EPOCH, 0, 0), SOS);
        peer.send(unnumbered, unnumbered);
        List<Message> heard = peer.heard();
        assertThat(heard).hasSize(2).allSatisfy(message -> {
            assertThat(((Downward.Received) message).ofEpoch()).isEqualTo(NativeBench.EPOCH);
            assertThat(((Downward.Received) message).ofSequence()).isZero();
        });
        assertThat(bench.gateway.log.signals().getFirst().key())
                .isNotEqualTo(bench.gateway.log.signals().getLast().key());
        peer.hangUp();
    }

    @Test
    void aPressCutToTwoBytesIsAPress() throws Exception {
        NativeBench.Peer peer = bench.connect().in("tag-1").send(Frames.frame(new byte[] {1, (byte) 0xA1}));
        Submitted press = bench.gateway.log.next();
        assertThat(press.signal().message()).isEqualTo(new DeviceMessage.SosPressed(1, null));
        assertThat(press.signal().dropped()).contains("header");
        press.commit();
        assertThat(peer.heard()).hasSize(1);
        peer.hangUp();
    }

    @Test
    void withoutDurabilityThereIsNoAnswerAndTheDeviceRepeats() throws Exception {
        bench.close();
        bench = new NativeBench(new Gateway(10, 1, Duration.ZERO));
        NativeBench.Peer peer = bench.connect().in("tag-1");
        byte[] press = peer.next(SOS);
        peer.send(press);
        Submitted first = bench.gateway.log.next();
        peer.say(SOS);
        first.fail(new AlertLog.Unavailable("no quorum"));
        assertThat(peer.heard()).isEmpty();
        assertThat(peer.isClosed()).isFalse();
        assertThat(bench.counters.rejects(Reject.NOT_DURABLE)).isEqualTo(2);
        peer.send(press);
        bench.gateway.log.next().commit();
        assertThat(peer.heard()).hasSize(1);
        peer.hangUp();
    }

    @Test
    void noSingleDeviceFillsTheAlarmLane() {
        NativeBench.Peer peer = bench.connect().in("tag-1");
        for (int i = 0; i < NativeUplink.MAX_WAITING + 10; i++) {
            peer.say(SOS);
        }
        assertThat(bench.gateway.log.signals()).hasSize(NativeUplink.MAX_WAITING);
        assertThat(bench.counters.rejects(Reject.NOT_DURABLE)).isEqualTo(10);
        peer.hangUp();
    }

    @Test
    void repeatsOfOrdinaryMessagesAreAcknowledgedAndNotTakenAgain() throws Exception {
        NativeBench.Peer peer = bench.connect().in("tag-1");
        byte[] beat = peer.next(BEAT);
        long sequence = peer.sequence - 1;
        peer.send(beat);
        peer.send(beat);
        assertThat(peer.heard()).containsExactly(new Downward.Ack(sequence), new Downward.Ack(sequence));
        assertThat(bench.gateway.telemetry()).hasSize(1);
        peer.hangUp();
        NativeBench.Peer again = bench.connect().in("tag-1", NativeBench.EPOCH, sequence + 1);
        again.send(beat);
        assertThat(again.heard()).as("remembered over the reconnect").containsExactly(new Downward.Ack(sequence));
        assertThat(bench.gateway.telemetry()).isEmpty();
        assertThat(bench.counters.rejects(Reject.REPLAY)).isEqualTo(2);
        again.hangUp();
    }

    @Test
    void anOrdinaryMessageOfAnotherEpochIsRejected() throws Exception {
        NativeBench.Peer peer = bench.connect().in("tag-1").send(Frames.frame(Header.of(77, 3, 0), BEAT));
        assertThat(peer.heard()).containsExactly(new Downward.Rejected(77, 3, Reason.FOREIGN_EPOCH));
        assertThat(bench.gateway.telemetry()).isEmpty();
        peer.hangUp();
    }

    @Test
    void anAlarmOfAnEarlierEpochIsTakenUnderItsOwnNumber() throws Exception {
        NativeBench.Peer peer = bench.connect().in("tag-1").send(Frames.frame(Header.of(77, 3, 0), SOS));
        assertThat(bench.gateway.log.next().signal().key()).isEqualTo(new SignalKey(new DeviceId("tag-1"), 77, 3));
        peer.hangUp();
    }

    @Test
    void shedMessagesAreToldAndAcknowledged() throws Exception {
        bench.close();
        bench = new NativeBench(new Gateway(1, 10));
        NativeBench.Peer peer = bench.connect().in("tag-1");
        long sequence = peer.sequence;
        peer.send(peer.next(BEAT), peer.next(BEAT));
        assertThat(peer.heard())
                .containsExactly(
                        new Downward.Rejected(NativeBench.EPOCH, sequence + 1, Reason.OVERLOADED),
                        new Downward.Ack(sequence + 1));
        assertThat(bench.counters.rejects(Reject.SHED)).isEqualTo(1);
        peer.hangUp();
    }

    @Test
    void whatCannotBeMeantIsRejectedWithItsReason() {
        NativeBench.Peer peer = bench.connect().in("tag-1");
        byte[] outOfRange = MessageEncoder.encode(Header.of(NativeBench.EPOCH, 9, 0), BEAT);
        outOfRange[17] = 101;
        byte[] unknown = outOfRange.clone();
        unknown[1] = 0x06;
        peer.send(Frames.frame(outOfRange), Frames.frame(unknown));
        assertThat(peer.heard())
                .containsExactly(
                        new Downward.Rejected(NativeBench.EPOCH, 9, Reason.OUT_OF_RANGE),
                        new Downward.Rejected(NativeBench.EPOCH, 9, Reason.UNKNOWN_TYPE));
        assertThat(peer.isClosed()).isFalse();
        peer.send(Frames.frame(unknown));
        assertThat(peer.heard()).contains(new SessionMessage.Close(CloseReason.TOO_MANY_FAULTS, -1));
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void faultsNeverEndAConnectionFromWhichCallsForHelpCome() {
        NativeBench.Peer peer = bench.connect().in("tag-1").say(SOS);
        byte[] damaged = peer.next(BEAT);
        damaged[12] ^= 1;
        for (int i = 0; i < 10; i++) {
            peer.send(damaged);
        }
        assertThat(peer.isClosed()).isFalse();
        bench.pass(Duration.ofSeconds(61));
        peer.send(damaged, damaged, damaged);
        assertThat(peer.isClosed()).isTrue();
        assertThat(peer.heard()).containsExactly(new SessionMessage.Close(CloseReason.TOO_MANY_FAULTS, -1));
        assertThat(bench.counters.rejects(Reject.CHECKSUM)).isEqualTo(13);
    }

    @Test
    void lostFramingEndsTheConnectionAfterWhatCameBefore() throws Exception {
        NativeBench.Peer peer = bench.connect().in("tag-1");
        peer.send(peer.next(SOS), new byte[] {0x55}, peer.next(SOS));
        bench.gateway.log.next();
        assertThat(bench.gateway.log.waiting()).isZero();
        assertThat(peer.heard()).containsExactly(new SessionMessage.Close(CloseReason.FRAMING, -1));
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void messagesOfTheOtherDirectionOrOfLoginAreOutOfOrder() {
        for (Message message : List.of(
                new Downward.Ack(1),
                Frames.read(Frames.hello(Frames.login("tag-1", 1, 1)))
                        .getFirst()
                        .message())) {
            NativeBench.Peer peer = bench.connect().in("tag-1", 0, 1).say(message);
            assertThat(peer.heard()).containsExactly(new SessionMessage.Close(CloseReason.OUT_OF_ORDER, -1));
            assertThat(peer.isClosed()).isTrue();
        }
    }

    @Test
    void theDeviceMayClose() {
        NativeBench.Peer peer = bench.connect().in("tag-1").say(new SessionMessage.Close(CloseReason.POWER_OFF, -1));
        assertThat(peer.heard()).isEmpty();
        assertThat(peer.isClosed()).isTrue();
        assertThat(bench.counters.endings(Ending.BY_DEVICE)).isEqualTo(1);
    }

    @Test
    void whatADeviceSaysOfACommandIsPassedOn() throws Exception {
        Fates fates = new Fates(bench.gateway.router);
        NativeBench.Peer peer = bench.connect().in("tag-1");
        assertThat(fates.taken()).containsExactly("tag-1 there");
        DeviceId tag = new DeviceId("tag-1");
        bench.gateway.router.send(tag, new Downlink.Ring(9));
        bench.gateway.router.send(tag, new Downlink.Show(10, "医生就到"));
        bench.gateway.router.send(tag, new Downlink.SosNumbers(11, List.of("120")));
        bench.gateway.router.send(tag, new Downlink.Resolved(AlertId.of(new SignalKey(tag, 1, 1), 0), 12));
        assertThat(peer.heard().subList(0, 3))
                .containsExactly(
                        new Downward.Ring(9, 30),
                        new Downward.Show(10, "医生就到"),
                        new Downward.Configure(
                                11,
                                List.of(
                                        new Setting.EmergencyNumber(1, "120"),
                                        new Setting.EmergencyNumber(2, ""),
                                        new Setting.EmergencyNumber(3, ""),
                                        new Setting.EmergencyNumber(4, ""),
                                        new Setting.EmergencyNumber(5, ""))));
        assertThat(fates.taken())
                .containsExactlyInAnyOrder("tag-1 9 AWAITED", "tag-1 10 AWAITED", "tag-1 11 AWAITED", "tag-1 12 SENT");
        peer.say(new Upward.CommandResult(9, CommandOutcome.DONE));
        peer.say(new Upward.CommandResult(10, CommandOutcome.UNSUPPORTED));
        peer.say(new Upward.CommandResult(11, CommandOutcome.REFUSED));
        assertThat(fates.taken()).containsExactly("tag-1 9 CONFIRMED", "tag-1 10 UNSUPPORTED", "tag-1 11 REFUSED");
        peer.channel.pipeline().fireUserEventTriggered(ConnectionEvent.SHUTDOWN);
        assertThat(peer.heard()).isNotEmpty();
    }

    @Test
    void commandsGoDownAndTheirResultsAreAcknowledged() throws Exception {
        NativeBench.Peer peer = bench.connect().in("tag-1");
        bench.gateway.router.send(new DeviceId("tag-1"), new Downlink.Locate(9));
        bench.gateway.router.send(new DeviceId("tag-1"), new Downlink.Measure(10));
        assertThat(peer.heard())
                .containsExactly(new Downward.Locate(9, 60), new Downward.Measure(10, Downward.Measure.EVERYTHING));
        long sequence = peer.sequence;
        peer.say(new Upward.CommandResult(9, CommandOutcome.DONE));
        assertThat(peer.heard()).containsExactly(new Downward.Ack(sequence));
        assertThat(bench.gateway.telemetry()).isEmpty();
        peer.channel.pipeline().fireUserEventTriggered(ConnectionEvent.SHUTDOWN);
        assertThat(peer.heard()).containsExactly(new SessionMessage.Close(CloseReason.GOING_AWAY, -1));
    }

    @Test
    void aCancelOfAnotherEpochCancelsNothing() {
        NativeBench.Peer peer = bench.connect().in("tag-1");
        long sequence = peer.sequence;
        peer.say(new Upward.Cancel(77, 3));
        assertThat(peer.heard())
                .containsExactly(new Downward.Rejected(NativeBench.EPOCH, sequence, Reason.OUT_OF_RANGE));
        peer.say(new Upward.Cancel(0, 3));
        assertThat(bench.gateway.log.signals())
                .singleElement()
                .satisfies(signal -> assertThat(signal.message()).isEqualTo(new DeviceMessage.WearerCancelled(3)));
        peer.hangUp();
    }

    @Test
    void aStreamIsTakenAlikeHoweverItIsCut() throws Exception {
        for (int at = 1; at < 31 * 3; at++) {
            NativeBench.Peer peer = bench.connect().in("tag-1", 0, 1);
            byte[] all = Frames.join(peer.next(BEAT), peer.next(BEAT), peer.next(BEAT));
            peer.send(Arrays.copyOf(all, at));
            peer.send(Arrays.copyOfRange(all, at, all.length));
            assertThat(peer.heard()).as("cut at %d", at).endsWith(new Downward.Ack(peer.sequence - 1));
            assertThat(bench.gateway.telemetry()).hasSize(3);
            peer.hangUp();
        }
    }

    @Test
    void tenMillionHostileBytesHarmNobody() throws Exception {
        bench.gateway.log.committing();
        Random random = new Random(1_123);
        long spent = 0;
        while (spent < 10_000_000) {
            NativeBench.Peer peer = bench.connect();
            boolean loggedIn = random.nextInt(4) != 0;
            if (loggedIn) {
                peer.in("tag-1", 0, 1);
            }
            byte[] bytes = hostile(peer, random);
            for (int at = 0; at < bytes.length && peer.channel.isOpen(); ) {
                int length = Math.min(1 + random.nextInt(600), bytes.length - at);
                peer.send(Arrays.copyOfRange(bytes, at, at + length));
                at += length;
            }
            peer.channel.checkException();
            peer.hangUp();
            assertThat(bench.allocator.metric().usedHeapMemory()).isZero();
            spent += bytes.length;
            bench.gateway.telemetry();
        }
        assertThat(bench.counters.connectionsOpen()).isZero();
        assertThat(bench.counters.endings(Ending.BROKEN)).isZero();
        assertThat(bench.counters.messages(Kind.HEARTBEAT)).isPositive();
    }

    /** Frames whose contents are damaged but whose checksum is often right, so that the damage gets deep. */
    private static byte[] hostile(NativeBench.Peer peer, Random random) {
        if (random.nextInt(5) == 0) {
            byte[] noise = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(noise);
            return noise;
        }
        byte[][] frames = new byte[100][];
        for (int i = 0; i < frames.length; i++) {
            Upward message = random.nextInt(10) == 0 ? SOS : BEAT;
            byte[] bytes = MessageEncoder.encode(Header.of(peer.epoch, peer.sequence++, 1), message);
            if (random.nextInt(8) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(20) == 0) {
                bytes = Arrays.copyOf(bytes, 2 + random.nextInt(bytes.length - 2));
            }
            frames[i] = Frames.frame(bytes);
            if (random.nextInt(50) == 0) {
                frames[i][random.nextInt(frames[i].length)] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return Frames.join(frames);
    }
}

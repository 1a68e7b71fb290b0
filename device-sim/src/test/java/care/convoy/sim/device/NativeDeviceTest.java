package care.convoy.sim.device;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.firmware.CloseReason;
import care.convoy.firmware.CommandOutcome;
import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Durability;
import care.convoy.firmware.FrameWriter;
import care.convoy.firmware.Header;
import care.convoy.firmware.MessageType;
import care.convoy.firmware.Reason;
import care.convoy.firmware.Setting;
import care.convoy.firmware.Upward;
import care.convoy.firmware.Wake;
import care.convoy.firmware.YesNo;
import care.convoy.sim.scripted.Diary;
import care.convoy.sim.scripted.Heard;
import care.convoy.sim.scripted.ScriptedGateway;
import care.convoy.sim.wearer.Wearer;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real server on a socket; the specification's seconds are milliseconds here. */
class NativeDeviceTest {
    private static final int HURRY = 1_000;
    private static final DeviceKey KEY = DeviceKey.fromHex("0f".repeat(32));
    private static final String ID = "sim-d00001";
    private static final long EPOCH = 1_000;

    private final Diary diary = new Diary();
    private final EventLoopGroup loops = Mast.eventLoops(1);
    private final Mast mast = Mast.raiseMasts(loops, 1, new Manners(HURRY)).getFirst();
    private ScriptedGateway gateway;
    private ScriptedGateway second;

    @BeforeEach
    void open() {
        gateway = ScriptedGateway.open(ScriptedGateway.PROMPT).knows(ID, KEY);
        second = ScriptedGateway.open(ScriptedGateway.PROMPT).knows(ID, KEY);
    }

    @AfterEach
    void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        gateway.close();
        second.close();
    }

    private NativeDevice device(InetSocketAddress... addresses) {
        NativeIdentity identity = new NativeIdentity(ID, "r1", KEY, EPOCH, 1);
        return new NativeDevice(identity, new Wearer(1), List.of(addresses), mast, diary);
    }

    private NativeDevice connected(InetSocketAddress... addresses) {
        NativeDevice device = device(addresses);
        mast.loop().execute(device::connect);
        diary.await("online");
        return device;
    }

    private void raise(NativeDevice device, Upward message) {
        mast.loop().execute(() -> device.raise(message, System.nanoTime()));
    }

    private static InetSocketAddress nobody() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            return new InetSocketAddress("127.0.0.1", taken.getLocalPort());
        }
    }

    @Test
    void anAlarmIsRepeatedWithTheSameBytesUntilReceived() {
        gateway.play((session, heard, time) -> {
            if (time == 20) {
                session.received(heard.key());
            }
        });
        NativeDevice device = connected(gateway.address());
        raise(device, new Upward.Sos(1, null));

        Diary.Entry received = diary.await("received");

        assertThat(gateway.confirmed()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(gateway.confirmed().stream().map(Heard::hex).distinct()).hasSize(1);
        MessageKey key = gateway.confirmed().getFirst().key();
        assertThat(received.key()).isEqualTo(key.toString());
        assertThat(received.detail()).isEqualTo(gateway.alertOf(key).toString());
        assertThat(diary.all("ownCall")).as("the wearer's own call after 30 s").hasSize(1);
        assertThat(gateway.faults()).isEmpty();
    }

    private NativeDevice sealing(InetSocketAddress... addresses) {
        Mast other = Mast.raiseMasts(loops, 1, new Manners(HURRY, true)).getFirst();
        NativeIdentity identity = new NativeIdentity(ID, "r1", KEY, EPOCH, 1);
        NativeDevice device = new NativeDevice(identity, new Wearer(1), List.of(addresses), other, diary);
        other.loop().execute(device::connect);
        return device;
    }

    @Test
    void aSealedAlarmIsRepeatedWithTheSameSealedBytesAndOnlyASealedAnswerCounts() {
        gateway.play((session, heard, time) -> {
            if (time == 3) {
                var received = new Downward.Received(
                        heard.key().epoch(),
                        heard.key().sequence(),
                        Durability.COMMITTED,
                        gateway.alertOf(heard.key()));
                session.writeRaw(new FrameWriter().frame(Header.of(EPOCH, 900, 1), received));
            }
            if (time == 20) {
                session.received(heard.key());
            }
        });
        NativeDevice device = sealing(gateway.address());
        diary.await("online");
        device.thread().execute(() -> device.raise(new Upward.Sos(1, null), System.nanoTime()));
        diary.await("received");

        assertThat(gateway.confirmed()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(gateway.confirmed().stream().map(Heard::hex).distinct()).hasSize(1);
        assertThat(gateway.confirmed().getFirst().hex()).startsWith("01a180");
        assertThat(gateway.faults()).isEmpty();
    }

    @Test
    void aSealingDeviceSpeaksToNoGatewayThatDoesNotSeal() throws Exception {
        gateway.becomePlain();
        NativeDevice device = sealing(gateway.address(), second.address());
        diary.await("online");
        device.thread().execute(() -> device.raise(new Upward.Sos(1, null), System.nanoTime()));
        diary.await("received");

        assertThat(gateway.awaitFarewell()).isEqualTo(CloseReason.SEALING);
        assertThat(gateway.confirmed()).isEmpty();
        assertThat(second.confirmed()).isNotEmpty();
    }

    @Test
    void anAnsweredAlarmIsNotRepeatedAndASecondReceivedChangesNothing() {
        gateway.play((session, heard, time) -> {
            session.received(heard.key());
            session.received(heard.key());
        });
        NativeDevice device = connected(gateway.address());
        raise(device, new Upward.Sos(1, null));
        diary.await("received");
        raise(device, new Upward.Sos(1, null));
        List<Diary.Entry> received = diary.await("received", 2);

        assertThat(received).extracting(Diary.Entry::key).doesNotHaveDuplicates();
        assertThat(diary.all("received")).hasSize(2);
    }

    @Test
    void aStateChangeIsRepeatedTooButNobodyIsCalled() {
        gateway.play((session, heard, time) -> {
            if (time == 5) {
                session.received(heard.key());
            }
        });
        NativeDevice device = connected(gateway.address());
        raise(device, new Upward.Removed());

        diary.await("received");

        assertThat(gateway.confirmed().stream().map(Heard::hex).distinct()).hasSize(1);
        assertThat(diary.all("ownCall")).isEmpty();
    }

    @Test
    void aSilentFirstAddressIsJoinedByTheSecond() throws InterruptedException {
        gateway.play((session, heard, time) -> {});
        NativeDevice device = connected(gateway.address(), second.address());
        raise(device, new Upward.Sos(1, null));

        diary.await("received");

        assertThat(second.confirmed().getFirst().hex())
                .isEqualTo(gateway.awaitConfirmed().hex());
    }

    @Test
    void aDeadFirstAddressIsFollowedByTheSecond() throws IOException {
        NativeDevice device = device(nobody(), second.address());
        raise(device, new Upward.Sos(1, null));

        diary.await("received");

        assertThat(diary.all("offline").getFirst().detail()).isEqualTo("CONNECT_FAILED");
        assertThat(second.hellos().getFirst().wake()).isEqualTo(Wake.SOS);
    }

    @Test
    void aGatewayThatDiesMidwayHearsTheSamePressAgain() {
        gateway.play((session, heard, time) -> {
            if (time == 1) {
                session.drop();
            } else {
                session.received(heard.key());
            }
        });
        NativeDevice device = connected(gateway.address());
        raise(device, new Upward.Sos(1, null));

        diary.await("received");

        assertThat(diary.all("online")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(diary.all("sent")).extracting(Diary.Entry::detail).startsWith("first", "repeat");
        assertThat(gateway.confirmed().stream().map(Heard::hex).distinct()).hasSize(1);
    }

    @Test
    void closeWithAnyReasonNeverHoldsUpAnAlarm() {
        gateway.play((session, heard, time) -> {
            if (time < 4) {
                session.close(CloseReason.OVERLOADED);
            } else {
                session.received(heard.key());
            }
        });
        NativeDevice device = connected(gateway.address());
        raise(device, new Upward.Fall(YesNo.NO, 80, null));

        diary.await("received");

        assertThat(gateway.confirmed()).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void aRejectedPressGoesToTheNextAddressAndIsNotGivenUp() throws InterruptedException {
        gateway.play((session, heard, time) -> session.down(
                new Downward.Rejected(heard.key().epoch(), heard.key().sequence(), Reason.OUT_OF_RANGE)));
        NativeDevice device = connected(gateway.address(), second.address());
        raise(device, new Upward.Sos(1, null));

        diary.await("received");

        assertThat(second.confirmed().getFirst().key())
                .isEqualTo(gateway.awaitConfirmed().key());
    }

    @Test
    void aRejectedCancelIsGivenUp() {
        gateway.play((session, heard, time) -> {
            if (heard.message().type() == MessageType.CANCEL) {
                session.down(
                        new Downward.Rejected(heard.key().epoch(), heard.key().sequence(), Reason.OUT_OF_RANGE));
            } else if (time == 8) {
                session.received(heard.key());
            }
        });
        NativeDevice device = connected(gateway.address());
        raise(device, new Upward.Cancel(0, 1));
        diary.await("oddity");
        int told = diary.entries().indexOf(diary.all("oddity").getFirst());
        String cancel = diary.all("raised").getFirst().key();
        raise(device, new Upward.Sos(1, null));
        diary.await("received");

        assertThat(diary.entries().subList(told, diary.entries().size()))
                .filteredOn(entry -> entry.what().equals("sent"))
                .hasSizeGreaterThanOrEqualTo(8)
                .noneMatch(entry -> entry.key().equals(cancel));
    }

    @Test
    void anUnansweredTestFailsAndNobodyIsCalled() {
        gateway.play((session, heard, time) -> {
            if (heard.message().type() == MessageType.SOS && time == 12) {
                session.received(heard.key());
            }
        });
        NativeDevice device = connected(gateway.address());
        raise(device, new Upward.Test());
        diary.await("raised");
        String test = diary.all("raised").getFirst().key();
        raise(device, new Upward.Sos(1, null));
        diary.await("received");

        assertThat(diary.all("sent"))
                .filteredOn(entry -> entry.key().equals(test))
                .hasSizeBetween(1, 8);
        assertThat(diary.all("ownCall")).noneMatch(entry -> entry.key().equals(test));
    }

    @Test
    void aForgottenCounterTakesTheNewEpochAndRenumbersWhatWaits() {
        gateway.remembers(ID, EPOCH + 5, 9);
        NativeDevice device = device(gateway.address());
        raise(device, new Upward.Sos(1, null));

        Diary.Entry received = diary.await("received");

        Diary.Entry renumbered = diary.all("renumbered").getFirst();
        assertThat(renumbered.detail()).isEqualTo(new MessageKey(ID, EPOCH, 1).toString());
        assertThat(renumbered.key()).isEqualTo(received.key());
        assertThat(gateway.confirmed())
                .allSatisfy(heard -> assertThat(heard.header().epoch()).isGreaterThan(EPOCH + 5));
    }

    @Test
    void anImpostorIsNotBelieved() throws InterruptedException {
        gateway.becomeImpostor();
        NativeDevice device = device(gateway.address(), second.address());
        raise(device, new Upward.Sos(1, null));

        diary.await("received");

        // what it says to the impostor before it goes need not arrive
        assertThat(diary.all("offline").getFirst().detail()).isEqualTo("SERVER_NOT_TRUSTED");
        assertThat(second.confirmed()).isNotEmpty();
    }

    @Test
    void aStrangerIsToldSo() {
        gateway.knows(ID, DeviceKey.fromHex("ee".repeat(32)));
        NativeDevice device = device(gateway.address());
        mast.loop().execute(device::connect);

        assertThat(diary.await("offline").detail()).isEqualTo("WRONG_PROOF");
        assertThat(device.isOnline()).isFalse();
    }

    @Test
    void reportsAreNumberedInOrderAndCountedWhenAcknowledged() {
        NativeDevice device = connected(gateway.address());
        for (int i = 0; i < 50; i++) {
            mast.loop().execute(() -> device.report(device.wearer().heartbeat(0), System.nanoTime()));
        }

        diary.await("reportAnswered", 50);

        List<Long> numbers = gateway.ordinary().stream()
                .filter(heard -> heard.message().type() == MessageType.HEARTBEAT)
                .map(heard -> heard.header().sequence())
                .toList();
        assertThat(numbers).hasSizeGreaterThanOrEqualTo(50).isSorted().doesNotHaveDuplicates();
        assertThat(gateway.faults()).isEmpty();
    }

    @Test
    void withoutASessionAReportIsWithheldAndSaidToBe() throws IOException {
        NativeDevice device = device(nobody());
        mast.loop().execute(() -> device.report(device.wearer().heartbeat(0), System.nanoTime()));

        assertThat(diary.await("reportsDropped").detail()).isEqualTo("WITHHELD 1");
    }

    @Test
    void aRepeatedCommandIsAnsweredAndNotDoneAgain() {
        connected(gateway.address());
        Downward measure = new Downward.Measure(7, Downward.Measure.HEART_RATE);
        gateway.sessions().getFirst().down(measure);
        gateway.sessions().getFirst().down(measure);
        Downward protectedSetting = new Downward.Configure(8, List.of(new Setting.EmergencyNumber(1, "120")));
        gateway.sessions().getFirst().down(protectedSetting);

        diary.await("reportAnswered", 4);

        assertThat(gateway.ordinary().stream().filter(heard -> heard.message() instanceof Upward.Vitals))
                .hasSize(1);
        assertThat(gateway.ordinary().stream()
                        .map(Heard::message)
                        .filter(Upward.CommandResult.class::isInstance)
                        .map(Upward.CommandResult.class::cast))
                .containsExactly(
                        new Upward.CommandResult(7, CommandOutcome.DONE),
                        new Upward.CommandResult(7, CommandOutcome.DONE),
                        new Upward.CommandResult(8, CommandOutcome.REFUSED));
    }
}

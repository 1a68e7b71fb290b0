package care.convoy.ingest.jt808;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Command;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.DownlinkRouter;
import care.convoy.ingest.EndedCases;
import care.convoy.ingest.Fate;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.LeakWatch;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.UnknownCaller;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import care.convoy.ingest.jt808.Frame.Form;
import care.convoy.ingest.jt808.Jt808Counters.Count;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The JT/T 808 server on real sockets. */
class Jt808ListenerTest {
    private static final String NUMBER = "13912345678";
    private static final String PRESET = "13900000001";
    private static final String NOBODY = "13999999999";

    private final LeakWatch leaks = new LeakWatch();
    private final Gateway gateway = new Gateway(10_000, 1_000);
    private final IngestLoops loops = IngestLoops.start(2, IngestClock.SYSTEM);
    private final Quarantine quarantine = new Quarantine();
    private final LatestBoard latest = new LatestBoard(gateway.registry);
    private final EndedCases ended = new EndedCases();
    private final Jt808Listener listener = listen(AllowedNetworks.ANY);

    Jt808ListenerTest() {
        gateway.registry.put(List.of(
                Gateway.device(NUMBER, Protocol.JT808, new byte[0]),
                Gateway.device(PRESET, Protocol.JT808, "own-code".getBytes(StandardCharsets.US_ASCII))));
    }

    private Jt808Listener listen(AllowedNetworks networks) {
        return Jt808Listener.start(
                Jt808ListenerConfig.of("127.0.0.1", 0, networks),
                loops,
                gateway.services(),
                new Jt808Listener.Places(latest, quarantine, device -> "code-of-" + device, ended));
    }

    @AfterEach
    void close() {
        listener.close();
        loops.close();
        gateway.close();
        assertThat(listener.counters().connectionsOpen()).isZero();
        leaks.close();
    }

    private Tracker tracker(Form form) throws IOException {
        Tracker tracker = new Tracker(listener.port(), form, NUMBER);
        assertThat(tracker.logIn("code-of-" + NUMBER).result()).isZero();
        return tracker;
    }

    private static byte[] sos(Instant time) {
        return Wire.location(1, time, "010400000012300114e4020063");
    }

    @Test
    void aDeviceRegistersAndShowsItsCodeInEitherForm() throws Exception {
        for (Form form : Form.values()) {
            try (Tracker tracker = new Tracker(listener.port(), form, NUMBER)) {
                Body answer = new Body(
                        tracker.send(MessageId.REGISTER, new byte[25]).next().body());
                assertThat(answer.u16()).isZero();
                assertThat(answer.u8()).isZero();
                String code = answer.text();
                assertThat(code).isEqualTo("code-of-" + NUMBER);
                assertThat(tracker.send(MessageId.HEARTBEAT, new byte[0]).result())
                        .as("not before it showed its code")
                        .isEqualTo(1);
                assertThat(tracker.logIn(code).result()).isZero();
                assertThat(tracker.send(MessageId.HEARTBEAT, new byte[0]).result())
                        .isZero();
            }
        }
    }

    @Test
    void aCodeOfTheDevicesFileIsNeverGivenAway() throws Exception {
        try (Tracker tracker = new Tracker(listener.port(), Form.SHORT, PRESET)) {
            byte[] answer =
                    tracker.send(MessageId.REGISTER, new byte[25]).next().body();
            assertThat(answer).isEqualTo(new byte[] {0, 0, 3});
            assertThat(tracker.logIn("own-code").result()).isZero();
        }
        try (Tracker tracker = new Tracker(listener.port(), Form.SHORT, PRESET)) {
            assertThat(tracker.logIn("code-of-" + PRESET).result()).isEqualTo(1);
            assertThat(tracker.isClosed()).isTrue();
        }
    }

    @Test
    void aPressIsAnsweredOnceTheLogHasItAndItsBitIsHeldUntilConfirmed() throws Exception {
        Instant now = Instant.now();
        try (Tracker tracker = tracker(Form.LONG)) {
            tracker.send(MessageId.LOCATION, sos(now));
            var press = gateway.log.next();
            assertThat(press.signal().message()).isInstanceOf(DeviceMessage.SosPressed.class);
            assertThat(press.signal().message()).extracting("position").isNotNull();
            tracker.send(MessageId.HEARTBEAT, new byte[0]);
            assertThat(tracker.result())
                    .as("of the heartbeat, the press is not in the log")
                    .isZero();
            press.commit();
            Body answer = new Body(tracker.next().body());
            assertThat(answer.u16()).as("serial of the press").isEqualTo(1);
            Frame confirm = tracker.next();
            assertThat(confirm.id()).isEqualTo(MessageId.CONFIRM_ALARM);
            assertThat(confirm.body()).isEqualTo(HexFormat.of().parseHex("000100000001"));

            tracker.send(MessageId.LOCATION, sos(now.plusSeconds(10)));
            assertThat(tracker.result()).isZero();
            assertThat(tracker.next().id()).as("told again").isEqualTo(MessageId.CONFIRM_ALARM);
            assertThat(gateway.log.signals()).as("the same press").hasSize(1);

            tracker.send(MessageId.LOCATION, Wire.location(0, now.plusSeconds(20), ""));
            assertThat(tracker.result()).isZero();
            tracker.send(MessageId.LOCATION, sos(now.plusSeconds(30)));
            var another = gateway.log.next();
            assertThat(another.signal().key())
                    .as("another press")
                    .isNotEqualTo(press.signal().key());
            another.commit();
            assertThat(tracker.result()).isZero();
            assertThat(latest.find(new DeviceId(NUMBER)).alarms()).contains(AlertKind.SOS);
        }
    }

    @Test
    void aPressAfterTheEndOfTheCaseIsAnotherCallThoughTheBitWasNeverCleared() throws Exception {
        try (Tracker tracker = tracker(Form.SHORT)) {
            Instant now = Instant.now();
            tracker.send(MessageId.LOCATION, sos(now));
            var press = gateway.log.next();
            press.commit();
            assertThat(tracker.result()).isZero();
            assertThat(tracker.next().id()).isEqualTo(MessageId.CONFIRM_ALARM);

            ended.stands(press.alert(), false);
            gateway.router.send(new DeviceId(NUMBER), new Downlink.Resolved(press.alert(), 1));
            assertThat(tracker.next().id()).isEqualTo(MessageId.TEXT);
            tracker.send(MessageId.LOCATION, sos(now.plusSeconds(20)));
            gateway.log.next().commit();
            assertThat(tracker.result()).isZero();
        }
        assertThat(gateway.log.signals().stream().map(signal -> signal.key()).distinct())
                .hasSize(2);
    }

    @Test
    void aPressAfterACaseThatWasClosedWhileTheDeviceWasAwayIsAnotherCall() throws Exception {
        Instant now = Instant.now();
        try (Tracker tracker = tracker(Form.LONG)) {
            tracker.send(MessageId.LOCATION, sos(now));
            var press = gateway.log.next();
            press.commit();
            assertThat(tracker.result()).isZero();
            assertThat(tracker.next().id()).isEqualTo(MessageId.CONFIRM_ALARM);
            ended.stands(press.alert(), false);
        }
        try (Tracker back = tracker(Form.LONG)) {
            back.send(MessageId.LOCATION, sos(now.plusSeconds(20)));
            gateway.log.next().commit();
            assertThat(back.result()).isZero();
            assertThat(back.next().id()).isEqualTo(MessageId.CONFIRM_ALARM);
            back.send(MessageId.LOCATION, sos(now.plusSeconds(30)));
            assertThat(back.result()).as("of the new case").isZero();
        }
        assertThat(gateway.log.signals().stream().map(signal -> signal.key()).distinct())
                .hasSize(2);
    }

    @Test
    void aPressThatIsNotInTheLogIsNotAnsweredAndItsRepeatIsTheSamePress() throws Exception {
        Instant now = Instant.now();
        try (Tracker tracker = tracker(Form.SHORT)) {
            byte[] frame = Wire.frame(Form.SHORT, NUMBER, 9, MessageId.LOCATION, sos(now));
            tracker.raw(frame);
            var press = gateway.log.next();
            tracker.raw(Wire.frame(Form.SHORT, NUMBER, 10, MessageId.LOCATION, sos(now.plusSeconds(5))));
            tracker.send(MessageId.HEARTBEAT, new byte[0]);
            assertThat(tracker.result()).isZero();
            assertThat(gateway.log.waiting()).as("it joins the one under way").isZero();
            press.commit();
            assertThat(new Body(tracker.next().body()).u16()).isEqualTo(9);
        }
        try (Tracker again = tracker(Form.SHORT)) {
            again.send(MessageId.LOCATION, sos(now.plusSeconds(8)));
            assertThat(again.result())
                    .as("still held, also on another connection")
                    .isZero();
            assertThat(gateway.log.signals()).hasSize(1);
        }
    }

    @Test
    void aPressFromWhereThereWasNoNetworkIsAPressOnceHoweverOftenItComes() throws Exception {
        gateway.log.committing();
        Instant before = Instant.now().minusSeconds(3_600);
        byte[] batch = batch(
                1,
                Wire.location(0, before, ""),
                sos(before.plusSeconds(60)),
                sos(before.plusSeconds(90)),
                Wire.location(0, before.plusSeconds(120), ""),
                Wire.location(1 << Location.AREA, before.plusSeconds(150), "1206000000000101"));
        try (Tracker tracker = tracker(Form.SHORT)) {
            for (int i = 0; i < 2; i++) {
                assertThat(tracker.send(MessageId.LOCATIONS, batch).result()).isZero();
                assertThat(tracker.next().id()).isEqualTo(MessageId.CONFIRM_ALARM);
                assertThat(tracker.next().id()).isEqualTo(MessageId.CONFIRM_ALARM);
            }
        }
        assertThat(gateway.log.signals())
                .extracting(signal -> signal.message().getClass().getSimpleName())
                .containsExactly("SosPressed", "AlarmRaised", "SosPressed", "AlarmRaised");
        assertThat(gateway.log.signals().stream().map(signal -> signal.key()).distinct())
                .hasSize(2);
        assertThat(gateway.telemetry()).noneMatch(each -> each.message() instanceof DeviceMessage.Heartbeat);
    }

    @Test
    void aPressThatWasHeardWhenItWasNewIsTheSameInALateBatch() throws Exception {
        gateway.log.committing();
        Instant before = Instant.now().minusSeconds(1_200);
        try (Tracker tracker = tracker(Form.SHORT)) {
            assertThat(tracker.send(MessageId.LOCATIONS, batch(1, sos(before))).result())
                    .isZero();
        }
        assertThat(gateway.log.signals())
                .extracting(Command.Signal::deviceTimeMillis)
                .containsExactly(before.getEpochSecond() * 1_000);
    }

    private static byte[] batch(int type, byte[]... locations) {
        StringBuilder hex = new StringBuilder("%04x%02x".formatted(locations.length, type));
        for (byte[] location : locations) {
            hex.append("%04x".formatted(location.length)).append(HexFormat.of().formatHex(location));
        }
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void aDamagedFrameIsAPressWithoutAPlaceAndNothingElse() throws Exception {
        try (Tracker tracker = tracker(Form.SHORT)) {
            byte[] damaged = Wire.frame(Form.SHORT, NUMBER, 5, MessageId.LOCATION, sos(Instant.now()));
            byte[] cut = Arrays.copyOf(damaged, damaged.length - 4);
            cut[cut.length - 1] = FrameReader.FLAG;
            tracker.raw(cut);
            var press = gateway.log.next();
            assertThat(press.signal().dropped()).contains("location");
            assertThat(press.signal().message()).extracting("position").isNull();
            press.commit();
            assertThat(new Body(tracker.next().body()).u16()).isEqualTo(5);
            assertThat(tracker.next().id()).isEqualTo(MessageId.CONFIRM_ALARM);
            byte[] nothing = Wire.frame(Form.SHORT, NUMBER, 6, MessageId.HEARTBEAT, new byte[8]);
            nothing[nothing.length - 6] ^= 1;
            byte[] shorter = Arrays.copyOf(nothing, nothing.length - 3);
            shorter[shorter.length - 1] = FrameReader.FLAG;
            tracker.raw(shorter);
            assertThat(new Body(tracker.next().body()).part(4).isShort()).isFalse();
            assertThat(listener.events().get(Count.DAMAGED)).isEqualTo(2);
        }
    }

    @Test
    void anUnknownDeviceThatCallsIsShownAndNotServed() throws Exception {
        try (Tracker tracker = new Tracker(listener.port(), Form.SHORT, NOBODY)) {
            byte[] answer =
                    tracker.send(MessageId.REGISTER, new byte[25]).next().body();
            assertThat(answer[2]).isEqualTo((byte) 4);
            assertThat(tracker.send(MessageId.LOCATION, sos(Instant.now())).result())
                    .isEqualTo(1);
        }
        assertThat(quarantine.callers().view().open())
                .extracting(UnknownCaller::id)
                .containsExactly(NOBODY);
        assertThat(gateway.log.signals()).isEmpty();
    }

    @Test
    void whatItIsOrderedIsConfirmedByItsAnswerOrNotPossible() throws Exception {
        LinkedBlockingQueue<String> fates = new LinkedBlockingQueue<>();
        gateway.router.hear(new DownlinkRouter.Hearer() {
            @Override
            public void reachable(DeviceId device) {}

            @Override
            public void told(DeviceId device, long commandId, Fate fate) {
                fates.add(commandId + " " + fate);
            }
        });
        DeviceId device = new DeviceId(NUMBER);
        try (Tracker tracker = tracker(Form.SHORT)) {
            gateway.router.send(device, new Downlink.Locate(1));
            Frame ask = tracker.next();
            assertThat(ask.id()).isEqualTo(MessageId.ASK_LOCATION);
            byte[] position = Wire.location(0, Instant.now(), "");
            byte[] answer = new byte[2 + position.length];
            answer[1] = (byte) ask.serial();
            System.arraycopy(position, 0, answer, 2, position.length);
            tracker.send(MessageId.LOCATION_ANSWER, answer);
            assertThat(gateway.telemetry(2)).anyMatch(each -> each.message() instanceof DeviceMessage.Located);

            gateway.router.send(device, new Downlink.Show(2, "请回电"));
            Frame text = tracker.next();
            assertThat(text.id()).isEqualTo(MessageId.TEXT);
            tracker.send(MessageId.TERMINAL_ANSWER, new byte[] {0, (byte) text.serial(), (byte) 0x83, 0, 3});

            gateway.router.send(device, new Downlink.Configure(3, 60, Downlink.Configure.UNCHANGED, 0));
            Frame parameters = tracker.next();
            assertThat(parameters.id()).isEqualTo(MessageId.SET_PARAMETERS);
            assertThat(parameters.body())
                    .isEqualTo(HexFormat.of()
                            .parseHex("02" + "00000001" + "04" + "0000003c" + "00000029" + "04" + "0000ffff"));
            tracker.send(MessageId.TERMINAL_ANSWER, new byte[] {0, (byte) parameters.serial(), (byte) 0x81, 3, 1});

            gateway.router.send(device, new Downlink.Ring(4));
            gateway.router.send(device, new Downlink.CallBack(6));
            gateway.router.send(device, new Downlink.Show(5, "བོད"));
            List<String> heard = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                heard.add(fates.poll(20, TimeUnit.SECONDS));
            }
            assertThat(heard)
                    .containsExactlyInAnyOrder(
                            "1 AWAITED",
                            "1 CONFIRMED",
                            "2 AWAITED",
                            "2 UNSUPPORTED",
                            "3 AWAITED",
                            "3 FAILED",
                            "4 UNSUPPORTED",
                            "5 UNSUPPORTED",
                            "6 UNSUPPORTED");
        }
    }

    @Test
    void aDeviceIsToldToCallTheCentreSoThatItsWearerHearsIt() throws Exception {
        LinkedBlockingQueue<String> fates = new LinkedBlockingQueue<>();
        gateway.router.hear(new DownlinkRouter.Hearer() {
            @Override
            public void reachable(DeviceId device) {
                // it is asked for below
            }

            @Override
            public void told(DeviceId device, long commandId, Fate fate) {
                fates.add(commandId + " " + fate);
            }
        });
        try (Jt808Listener calling = Jt808Listener.start(
                        Jt808ListenerConfig.of("127.0.0.1", 0, AllowedNetworks.ANY)
                                .callingBack("+8673112345"),
                        loops,
                        gateway.services(),
                        new Jt808Listener.Places(latest, quarantine, device -> "code-of-" + device, ended));
                Tracker tracker = new Tracker(calling.port(), Form.LONG, NUMBER)) {
            assertThat(tracker.logIn("code-of-" + NUMBER).result()).isZero();
            gateway.router.send(new DeviceId(NUMBER), new Downlink.CallBack(7));
            Frame call = tracker.next();
            assertThat(call.id()).isEqualTo(0x8400);
            assertThat(call.body()).isEqualTo("\0+8673112345".getBytes(StandardCharsets.US_ASCII));
            tracker.send(MessageId.TERMINAL_ANSWER, new byte[] {0, (byte) call.serial(), (byte) 0x84, 0, 0});
            assertThat(fates.poll(20, TimeUnit.SECONDS)).isEqualTo("7 AWAITED");
            assertThat(fates.poll(20, TimeUnit.SECONDS)).isEqualTo("7 CONFIRMED");
        }
    }

    @Test
    void theNewestConnectionIsTheDeviceAndOtherNumbersAreNotHeardOnIt() throws Exception {
        try (Tracker older = tracker(Form.SHORT);
                Tracker newer = tracker(Form.SHORT)) {
            assertThat(older.isClosed()).isTrue();
            newer.raw(Wire.frame(Form.SHORT, PRESET, 0, MessageId.LOCATION, sos(Instant.now())));
            byte[] answer = Wire.Heard.in(newer.read(20), 20).frames.getFirst().body();
            assertThat(answer[4]).isEqualTo((byte) 1);
            assertThat(newer.send(MessageId.TIME_REQUEST, new byte[0]).next().body())
                    .hasSize(6);
            assertThat(newer.send(0x6006, new byte[3]).result()).isEqualTo(3);
            assertThat(newer.send(MessageId.LOG_OUT, new byte[0]).result()).isZero();
            assertThat(newer.isClosed()).isTrue();
        }
        assertThat(gateway.log.signals()).isEmpty();
    }

    @Test
    void aDamagedNumberIsThisDevicesAndOnlyItsCallCounts() throws Exception {
        try (Tracker tracker = tracker(Form.SHORT)) {
            byte[] flipped = Wire.frame(Form.SHORT, NUMBER, 4, MessageId.LOCATION, sos(Instant.now()));
            flipped[7] ^= 1;
            tracker.raw(flipped);
            var press = gateway.log.next();
            assertThat(press.signal().key().device()).isEqualTo(new DeviceId(NUMBER));
            assertThat(press.signal().message()).extracting("position").isNull();
            press.commit();
            assertThat(new Body(tracker.next().body()).u16()).isEqualTo(4);
            assertThat(tracker.next().id()).isEqualTo(MessageId.CONFIRM_ALARM);

            byte[] nothing = Wire.frame(Form.SHORT, NUMBER, 5, MessageId.LOCATION, Wire.location(0, Instant.now(), ""));
            nothing[7] ^= 1;
            tracker.raw(nothing);
            Body answer = new Body(tracker.next().body());
            assertThat(answer.u16()).isEqualTo(5);
            answer.u16();
            assertThat(answer.u8()).isEqualTo(Result.WRONG.code);
        }
        assertThat(gateway.log.signals()).hasSize(1);
    }

    @Test
    void aSoundFrameOfAnotherNumberIsNotServedButItsCallIsShown() throws Exception {
        try (Tracker tracker = tracker(Form.SHORT)) {
            tracker.raw(Wire.frame(Form.SHORT, NOBODY, 0, MessageId.LOCATION, sos(Instant.now())));
            byte[] answer =
                    Wire.Heard.in(tracker.read(20), 20).frames.getFirst().body();
            assertThat(answer[4]).isEqualTo((byte) 1);
        }
        assertThat(gateway.log.signals()).isEmpty();
        assertThat(quarantine.callers().view().open())
                .extracting(UnknownCaller::id)
                .containsExactly(NOBODY);
    }

    @Test
    void otherNetworksAreClosedAtOnce() throws Exception {
        try (Jt808Listener elsewhere = listen(AllowedNetworks.parse("10.0.0.0/8"));
                Tracker tracker = new Tracker(elsewhere.port(), Form.SHORT, NUMBER)) {
            assertThat(tracker.isClosed()).isTrue();
            assertThat(elsewhere.events().get(Count.FOREIGN_NETWORK)).isEqualTo(1);
        }
    }
}

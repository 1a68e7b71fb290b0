package care.convoy.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Command;
import care.convoy.alertlog.AlertLog;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.AlarmRaised;
import care.convoy.device.Position;
import care.convoy.device.SignalKey;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.HandLog.Submitted;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Telemetry;
import care.convoy.ingest.watch.WatchCounters.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchUplinkTest {
    private static final DeviceId WATCH = new DeviceId(WatchBench.ID);

    private WatchBench bench = new WatchBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private List<DeviceMessage> told() throws InterruptedException {
        return bench.gateway.telemetry().stream().map(Telemetry::message).toList();
    }

    private List<Command.Signal> signals() {
        return bench.gateway.log.signals();
    }

    @Test
    void linkKeepingIsAnsweredAlways() throws Exception {
        WatchBench.Peer peer = bench.connect().say("LK,50,100,100");
        assertThat(peer.heard()).isEqualTo("[3G*8800000015*0002*LK]");
        assertThat(told()).containsExactly(new DeviceMessage.Heartbeat(100, -1, 50, DeviceMessage.Worn.UNKNOWN));
        peer.send("[ZJ*" + WatchBench.ID + "*0034*0009*LK,0,0,19]");
        assertThat(peer.heard()).isEqualTo("[ZJ*8800000015*0034*0002*LK]");
        bench.gateway.intake.takeAlarmsOnly(true);
        peer.say("LK");
        assertThat(peer.heard()).as("although nothing is kept").isEqualTo("[3G*8800000015*0002*LK]");
        assertThat(bench.counters.rejects(Reject.SHED)).isEqualTo(1);
        peer.hangUp();
    }

    @Test
    void aPressIsAnsweredOnlyAfterCommit() throws Exception {
        WatchBench.Peer peer = bench.connect().say(bench.body("AL_LTE", "00010000"));
        Submitted press = bench.gateway.log.next();
        assertThat(press.signal().message())
                .isEqualTo(new DeviceMessage.SosPressed(
                        1,
                        new Position(
                                28.199872,
                                112.972511,
                                25,
                                Position.Source.GNSS,
                                true,
                                WatchBench.START_MILLIS - 5_000)));
        assertThat(press.signal().deviceTimeMillis()).isEqualTo(WatchBench.START_MILLIS - 5_000);
        peer.say("LK");
        assertThat(peer.bodies()).as("others do not wait").containsExactly("LK");
        press.commit();
        assertThat(peer.heard()).isEqualTo("[3G*8800000015*0006*AL_LTE]");
        assertThat(bench.watches.get(Count.ALARMS_ANSWERED)).isEqualTo(1);
        peer.hangUp();
    }

    @Test
    void anAlarmThatIsNotDurableIsNotAnsweredAndItsRepeatIs() throws Exception {
        WatchBench.Peer peer = bench.connect();
        String alarm = bench.body("AL", "00010000");
        peer.say(alarm);
        Submitted lost = bench.gateway.log.next();
        lost.fail(new AlertLog.Unavailable("away"));
        assertThat(peer.heard()).isEmpty();
        peer.say(alarm);
        Submitted again = bench.gateway.log.next();
        assertThat(again.signal().key()).isEqualTo(lost.signal().key());
        again.commit();
        // the thread that sent it again may not have looked at the answer yet
        List<String> heard = new ArrayList<>();
        while (heard.isEmpty()) {
            heard.addAll(peer.bodies());
            Thread.onSpinWait();
        }
        assertThat(heard).as("both joined the wait").containsOnly("AL");
        peer.hangUp();
    }

    @Test
    void allSignalsOfOneFrameMustBeDurable() throws Exception {
        WatchBench.Peer peer = bench.connect().say(bench.body("AL", "00230000"));
        Submitted press = bench.gateway.log.next();
        Submitted fall = bench.gateway.log.next();
        Submitted battery = bench.gateway.log.next();
        assertThat(press.signal().message()).isInstanceOf(DeviceMessage.SosPressed.class);
        assertThat(fall.signal().message())
                .isInstanceOfSatisfying(
                        DeviceMessage.FallDetected.class,
                        each -> assertThat(each.movement()).isEqualTo(DeviceMessage.Movement.UNKNOWN));
        assertThat(battery.signal().message()).isEqualTo(new DeviceMessage.BatteryLow(90));
        battery.commit();
        press.commit();
        assertThat(peer.heard()).isEmpty();
        fall.commit();
        assertThat(peer.bodies()).containsExactly("AL");
        peer.hangUp();
    }

    @Test
    void oneSignalThatFindsNoRoomLeavesTheFrameUnanswered() {
        bench.gateway.log.committing();
        bench.gateway.intake.takeAlarmsOnly(true);
        WatchBench.Peer peer = bench.connect().say(bench.body("AL", "00030000"));
        assertThat(signals())
                .extracting(signal -> signal.message().getClass().getSimpleName())
                .containsExactly("SosPressed");
        assertThat(peer.heard()).as("the empty battery was not taken").isEmpty();
        bench.gateway.intake.takeAlarmsOnly(false);
        peer.say(bench.body("AL", "00030000"));
        assertThat(peer.bodies()).containsExactly("AL");
        peer.hangUp();
    }

    @Test
    void everyBitIsASignalOfItsOwn() {
        bench.gateway.log.committing();
        WatchBench.Peer peer = bench.connect();
        Map<Integer, Object> expected = Map.of(
                17, DeviceMessage.BatteryLow.class,
                18, AlarmRaised.Reason.LEFT_FENCE,
                19, AlarmRaised.Reason.ENTERED_FENCE,
                20, DeviceMessage.BandRemoved.class,
                22, DeviceMessage.FallDetected.class,
                23, AlarmRaised.Reason.UNSPECIFIED,
                31, AlarmRaised.Reason.UNSPECIFIED);
        expected.forEach((bit, meaning) -> {
            peer.say(bench.body("UD", String.format("%08x", 1 << bit)));
            Command.Signal signal = signals().getLast();
            assertThat(signal.key().sequence()).isEqualTo(bit.longValue());
            Object said = signal.message() instanceof AlarmRaised raised
                    ? raised.reason()
                    : signal.message().getClass();
            assertThat(said).isEqualTo(meaning);
        });
        assertThat(peer.bodies()).hasSize(expected.size()).containsOnly("UD");
        peer.say(bench.body("AL", "0001"));
        assertThat(signals().getLast().message())
                .isInstanceOfSatisfying(
                        AlarmRaised.class,
                        raised -> assertThat(raised.reason()).isEqualTo(AlarmRaised.Reason.UNSPECIFIED));
        assertThat(signals().getLast().key().sequence()).isEqualTo(32);
        assertThat(signals()).hasSize(expected.size() + 1);
        assertThat(bench.counters.messages(Kind.FENCE)).isEqualTo(2);
        assertThat(bench.counters.messages(Kind.GENERAL)).isEqualTo(3);
        peer.hangUp();
    }

    @Test
    void repeatsOfOneAlarmAreOneAndEachIsAnswered() {
        bench.gateway.log.committing();
        String alarm = bench.body("AL", "00010000");
        WatchBench.Peer peer = bench.connect().say(alarm);
        bench.pass(Duration.ofMinutes(4));
        peer.say(alarm);
        WatchBench.Peer later = bench.connect().say(alarm);
        assertThat(peer.bodies()).containsExactly("AL", "AL");
        assertThat(later.bodies()).containsExactly("AL");
        assertThat(signals().stream().map(Command.Signal::key).distinct()).hasSize(1);
        peer.say(bench.body("AL", "00010000"));
        assertThat(signals().stream().map(Command.Signal::key).distinct())
                .as("a later press")
                .hasSize(2);
        peer.hangUp();
        later.hangUp();
    }

    @Test
    void aClockThatStandsStillSwallowsNoPress() {
        bench.gateway.log.committing();
        for (String stuck : List.of(
                "AL,010100,000000,V",
                "AL,000000,000000,V",
                "AL,,,V",
                bench.body("AL", "00010000", Duration.ofMinutes(11)))) {
            List<SignalKey> keys = new ArrayList<>();
            WatchBench.Peer peer = bench.connect();
            for (int seconds : new int[] {0, 20, 31, 600}) {
                bench.pass(Duration.ofSeconds(seconds));
                peer.say(stuck);
                keys.add(signals().getLast().key());
                assertThat(signals().getLast().deviceTimeMillis()).isEqualTo(Command.NO_TIME);
            }
            assertThat(keys.get(1)).as("20 s after the first").isEqualTo(keys.get(0));
            assertThat(keys.get(2)).as("51 s after the first").isNotEqualTo(keys.get(0));
            assertThat(keys.get(3)).isNotEqualTo(keys.get(2));
            assertThat(peer.bodies()).containsExactly("AL", "AL", "AL", "AL");
            peer.hangUp();
            bench.pass(Duration.ofMinutes(1));
        }
        assertThat(bench.watches.get(Count.CLOCK_WRONG)).isEqualTo(16);
    }

    @Test
    void aWatchInLocalTimeThatRepeatsForWantOfAnAnswerPressedOnce() {
        bench.gateway.log.committing();
        Duration china = Duration.ofHours(-8);
        WatchBench.Peer peer = bench.connect();
        for (int i = 0; i < LocalClocks.WANTED_REPORTS; i++) {
            peer.say(bench.body("UD", "00000000", china));
            bench.pass(Duration.ofMinutes(1));
        }
        String alarm = bench.body("AL", "00010000", china);
        peer.say(alarm);
        long pressedAt = bench.nowMillis() / 1_000 * 1_000;
        for (int i = 0; i < 3; i++) {
            bench.pass(Duration.ofMinutes(1));
            peer.say(alarm);
        }
        assertThat(signals()).hasSize(4);
        assertThat(signals().stream().map(Command.Signal::key).distinct()).hasSize(1);
        assertThat(signals().getFirst().deviceTimeMillis()).as("in UTC").isEqualTo(pressedAt);
        assertThat(bench.watches.get(Count.CLOCK_WRONG)).isZero();
        peer.say(bench.body("AL", "00010000", china));
        assertThat(signals().stream().map(Command.Signal::key).distinct())
                .as("a later press")
                .hasSize(2);
        peer.hangUp();
    }

    @Test
    void aClockThatIsWrongAndGoesTellsOnePressFromTheNext() {
        bench.gateway.log.committing();
        WatchBench.Peer peer = bench.connect();
        List<SignalKey> keys = new ArrayList<>();
        for (String at : List.of("010120,101010", "010120,101011", "010120,101010")) {
            peer.say("AL," + at + ",V,0,N,0,E,0,0,0,0,0,22,0,0,00010000,0,0,0");
            keys.add(signals().getLast().key());
            assertThat(signals().getLast().deviceTimeMillis()).isEqualTo(Command.NO_TIME);
        }
        assertThat(keys.get(1)).as("a second later by its own clock").isNotEqualTo(keys.get(0));
        assertThat(keys.get(2)).as("the first one again").isEqualTo(keys.get(0));
        peer.hangUp();
    }

    @Test
    void whatWasBufferedRaisesNothingAndKeepsItsTime() throws Exception {
        WatchBench.Peer peer = bench.connect().say(bench.body("UD2", "FFFF0000", Duration.ofHours(3)));
        assertThat(signals()).isEmpty();
        assertThat(peer.heard()).isEmpty();
        List<Telemetry> told = bench.gateway.telemetry();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().atMillis())
                .isEqualTo(WatchBench.START_MILLIS - Duration.ofHours(3).toMillis());
        assertThat(bench.latest(WatchBench.ID).rawStatus()).as("nothing of now").isNull();
        assertThat(bench.latest(WatchBench.ID).alarms()).isEmpty();
        peer.hangUp();
    }

    @Test
    void aPositionWithoutFixIsNeverValidAndNeverOfSatellites() throws Exception {
        WatchBench.Peer peer = bench.connect()
                .say("UD,010120,000000,V,28.199872,N,112.972511,E,22.0,0,-1,0,60,90,1000,50,00000008,0,0");
        assertThat(told())
                .containsExactly(
                        new DeviceMessage.Heartbeat(90, 60, 1000, DeviceMessage.Worn.OFF),
                        new DeviceMessage.Located(new Position(
                                28.199872, 112.972511, -1, Position.Source.UNKNOWN, false, WatchBench.START_MILLIS)));
        assertThat(peer.heard()).isEmpty();
        bench.gateway.log.committing();
        peer.say("AL,010120,000000,V,0.0,N,0.0,E,22.0,0,-1,0,60,90,1000,50,00010000,0,0");
        assertThat(signals().getLast().message())
                .as("zeros are no place to send help to")
                .isEqualTo(new DeviceMessage.SosPressed(1, null));
        peer.say("AL,x");
        assertThat(signals().getLast().dropped()).containsExactly("time", "location", "status");
        peer.hangUp();
    }

    @Test
    void theStatusIsOnTheBoard() {
        bench.gateway.log.committing();
        WatchBench.Peer peer = bench.connect().say(bench.body("AL", "00010001"));
        assertThat(bench.latest(WatchBench.ID).alarms())
                .containsExactlyInAnyOrder(AlertKind.SOS, AlertKind.LOW_BATTERY);
        assertThat(bench.latest(WatchBench.ID).rawStatus()).isEqualTo("00010001");
        peer.say(bench.body("UD", "00000000"));
        assertThat(bench.latest(WatchBench.ID).alarms()).isEmpty();
        peer.say(bench.body("AL", "00000000"));
        assertThat(bench.latest(WatchBench.ID).alarms()).containsExactly(AlertKind.GENERAL);
        peer.hangUp();
    }

    @Test
    void measurementsAreTakenAndAnswered() throws Exception {
        WatchBench.Peer peer = bench.connect()
                .say("heart,71")
                .say("heart,0")
                .say("bphrt,120,79,73,,,,")
                .say("oxygen,0,98")
                .say("btemp2,1,35.29")
                .say("TEMP,36.5");
        List<DeviceMessage> told = told();
        assertThat(told)
                .hasSize(5)
                .allMatch(message -> message instanceof DeviceMessage.VitalsMeasured measured
                        && measured.vitals().temperatureSite() == TemperatureSite.SKIN);
        assertThat(peer.bodies()).containsExactly("heart", "heart", "bphrt", "oxygen", "btemp2");
        peer.hangUp();
    }

    @Test
    void otherWordsAreAnsweredAsTheProtocolWantsOrNotAtAll() {
        WatchBench.Peer peer = bench.connect()
                .say("TKQ")
                .say("INIT,1")
                .say("CONFIG,TY:1")
                .say("TK,#!AMR")
                .say("ICCID,1")
                .say("POWEROFF")
                .say("IP,1.2.3.4,5")
                .say("WT,")
                .say("nobody,knows");
        assertThat(peer.bodies()).containsExactly("TKQ", "INIT,1", "CONFIG,1", "TK,0");
        assertThat(peer.isClosed()).isFalse();
        assertThat(bench.watches.get(Count.MEDIA_DROPPED)).isEqualTo(1);
        peer.hangUp();
    }

    @Test
    void whatIsToldTheWatchAndHowItAcknowledges() {
        WatchBench.Peer peer = bench.connect().say("LK");
        peer.heard();
        assertThat(bench.gateway.router.send(WATCH, new Downlink.Locate(1))).isTrue();
        bench.gateway.router.send(WATCH, new Downlink.Measure(2));
        assertThat(peer.heard()).isEqualTo("[3G*8800000015*0002*CR][3G*8800000015*000a*hrtstart,1]");
        peer.say("CR").say("CR").say("hrtstart");
        assertThat(peer.heard()).as("an acknowledgement is not answered").isEmpty();
        assertThat(bench.watches.get(Count.COMMANDS_SENT)).isEqualTo(2);
        assertThat(bench.watches.get(Count.COMMANDS_DONE)).isEqualTo(2);
        peer.send("[ZJ*" + WatchBench.ID + "*0034*0002*LK]");
        peer.heard();
        bench.gateway.router.send(WATCH, new Downlink.Locate(3));
        assertThat(peer.heard()).isEqualTo("[ZJ*8800000015*0001*0002*CR]");
        peer.hangUp();
        assertThat(bench.gateway.router.send(WATCH, new Downlink.Locate(4))).isFalse();
    }

    @Test
    void aWatchIsCalledSgOnlyInCommandsAndOnlyIfSoConfigured() {
        bench.close();
        bench = new WatchBench(true);
        WatchBench.Peer peer = bench.connect().say("LK");
        bench.gateway.router.send(WATCH, new Downlink.Locate(1));
        assertThat(peer.heard()).isEqualTo("[3G*8800000015*0002*LK][SG*8800000015*0002*CR]");
        peer.hangUp();
    }

    /** Where the samples know of an answer, it is ours, but for the two words that are answered otherwise on purpose. */
    @Test
    void samplesAreAnsweredAsTheOtherServerDoes() {
        bench.gateway.log.committing();
        for (Samples.Sample sample : Samples.ofKind("watch-t-")) {
            if (!sample.node().has("replies")) {
                continue;
            }
            String expected = sample.node().get("replies").get(0).asText();
            String id = expected.split("\\*", -1)[1];
            bench.provision(id);
            WatchBench.Peer peer = bench.connect().send(sample.bytes());
            bench.pass(Duration.ofSeconds(1));
            String answer = peer.heard();
            switch (sample.id()) {
                case "watch-t-002" ->
                    assertThat(answer).as("the received word").isEqualTo("[3G*6907919734*0006*AL_LTE]");
                case "watch-t-015" -> assertThat(answer).isEqualTo("[3G*358839237678820*000b*ALCUSTOMER1]");
                case "watch-t-009" ->
                    assertThat(answer)
                            .as("sound is not kept, and nobody is told that it was")
                            .startsWith(expected.replace("JXTKR,1", "JXTKR,0"));
                default -> assertThat(answer).as(sample.id()).isEqualTo(expected);
            }
            peer.hangUp();
        }
    }

    @Test
    void tooManyAlarmsOfOneWatchAreLeftToBeRepeated() throws Exception {
        WatchBench.Peer peer = bench.connect();
        for (int i = 0; i < WatchUplink.MAX_WAITING + 3; i++) {
            peer.say(bench.body("AL", "00010000", Duration.ofSeconds(i)));
        }
        assertThat(bench.gateway.log.waiting()).isEqualTo(WatchUplink.MAX_WAITING);
        assertThat(bench.counters.rejects(Reject.NOT_DURABLE)).isEqualTo(3);
        for (int i = 0; i < WatchUplink.MAX_WAITING; i++) {
            bench.gateway.log.next().commit();
        }
        assertThat(peer.bodies()).hasSize(WatchUplink.MAX_WAITING);
        peer.hangUp();
    }
}

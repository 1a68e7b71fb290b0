package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.Receipt.Durability;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.ingest.HandLog.Submitted;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final RegisteredDevice BAND = Gateway.mqtt("band-1");
    private static final DeviceMessage SOS = new DeviceMessage.SosPressed(1, null);
    private static final DeviceMessage BEAT = new DeviceMessage.Heartbeat(80, 50, 10, DeviceMessage.Worn.ON);

    private @Nullable Gateway gateway;

    /** A session's answer that runs on a loop of its own, driven by the test. */
    private static final class Heard implements Answer {
        final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

        @Nullable
        Receipt receipt;

        int calls;
        int notDurable;

        @Override
        public Executor loop() {
            return tasks::add;
        }

        @Override
        public void durable(Receipt durable) {
            receipt = durable;
            calls++;
        }

        @Override
        public void notDurable() {
            notDurable++;
            calls++;
        }

        void runNext() throws InterruptedException {
            Runnable task = tasks.poll(20, TimeUnit.SECONDS);
            assertThat(task).as("an answer came").isNotNull();
            task.run();
        }
    }

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private Gateway open(Gateway opened) {
        gateway = opened;
        return opened;
    }

    private static Report sos(long boot, long sequence) {
        return Report.whole(BAND, new Stamp(boot, sequence, NOW - 500), SOS, NOW);
    }

    @Test
    void anAlarmIsAnsweredOnTheLoopAndOnlyOnceDurable() throws Exception {
        Gateway gateway = open(new Gateway());
        Heard heard = new Heard();
        assertThat(gateway.intake.accept(sos(7, 1), heard)).isEqualTo(Taken.WAIT_FOR_ANSWER);
        Submitted submitted = gateway.log.next();
        assertThat(heard.tasks).isEmpty();
        assertThat(gateway.intake.alarmsInFlight()).isEqualTo(1);

        Command.Signal signal = submitted.signal();
        assertThat(signal.key()).isEqualTo(new SignalKey(BAND.id(), 7, 1));
        assertThat(signal.resident()).isEqualTo(new ResidentId("r-band-1"));
        assertThat(signal.receivedAtMillis()).isEqualTo(NOW);
        assertThat(signal.deviceTimeMillis()).isEqualTo(NOW - 500);
        assertThat(signal.plan()).isEqualTo(Gateway.OWN);
        assertThat(signal.status()).isEqualTo(AlertStatus.ACTUAL);

        submitted.commit();
        assertThat(heard.receipt).as("not on the log's thread").isNull();
        heard.runNext();
        assertThat(heard.receipt).isNotNull();
        assertThat(heard.calls).isEqualTo(1);
        assertThat(gateway.intake.alarmsInFlight()).isZero();
    }

    @Test
    void withLittleRoomOnTheDiskOnlyAlarmsAreTaken() throws Exception {
        Gateway gateway = open(new Gateway());
        gateway.intake.takeAlarmsOnly(true);

        assertThat(gateway.intake.acceptTelemetry(BAND, NOW, NOW, BEAT)).isEqualTo(Taken.SHED);
        assertThat(gateway.intake.accept(said(new DeviceMessage.TestPressed()), new Heard()))
                .isEqualTo(Taken.NO_ROOM);
        assertThat(gateway.intake.accept(said(new DeviceMessage.BatteryLow(3)), new Heard()))
                .isEqualTo(Taken.NO_ROOM);
        assertThat(gateway.intake.accept(said(new DeviceMessage.WearerCancelled(1)), new Heard()))
                .isEqualTo(Taken.WAIT_FOR_ANSWER);
        assertThat(gateway.intake.accept(sos(7, 1), new Heard())).isEqualTo(Taken.WAIT_FOR_ANSWER);
        assertThat(gateway.intake.counters().refusedForRoom()).isEqualTo(3);

        gateway.intake.takeAlarmsOnly(false);
        assertThat(gateway.intake.acceptTelemetry(BAND, NOW, NOW, BEAT)).isEqualTo(Taken.QUEUED);
    }

    @Test
    void withLittleRoomOnTheDiskTheGatewayStillProvesThatItTakesAlarms() throws Exception {
        Gateway gateway = open(new Gateway());
        gateway.intake.alwaysTakeTestsOf(List.of(BAND.id()));
        gateway.intake.takeAlarmsOnly(true);

        assertThat(gateway.intake.accept(said(new DeviceMessage.TestPressed()), new Heard()))
                .isEqualTo(Taken.WAIT_FOR_ANSWER);
        assertThat(gateway.intake.accept(said(new DeviceMessage.BatteryLow(3)), new Heard()))
                .isEqualTo(Taken.NO_ROOM);
    }

    private static Report said(DeviceMessage message) {
        return Report.whole(BAND, new Stamp(7, 9, NOW - 500), message, NOW);
    }

    @Test
    void anUnavailableLogIsAskedAgainWithTheSameCommand() throws Exception {
        Gateway gateway = open(new Gateway());
        Heard heard = new Heard();
        gateway.intake.accept(sos(7, 1), heard);
        Submitted first = gateway.log.next();
        first.fail(new AlertLog.Unavailable("no quorum"));
        Submitted second = gateway.log.next();
        assertThat(second.signal()).isEqualTo(first.signal());
        second.fail(new AlertLog.Unavailable("still none"));
        gateway.log.next().commit();
        heard.runNext();
        assertThat(heard.receipt).isNotNull();
        assertThat(gateway.intake.counters().resubmitted()).isEqualTo(2);
    }

    @Test
    void afterTheBoundTheDeviceIsLeftToRepeat() throws Exception {
        Gateway gateway = open(new Gateway(10, 10, Duration.ZERO));
        Heard heard = new Heard();
        gateway.intake.accept(sos(7, 1), heard);
        gateway.log.next().fail(new AlertLog.Unavailable("no quorum"));
        heard.runNext();
        assertThat(heard.notDurable).isEqualTo(1);
        assertThat(heard.receipt).isNull();
        assertThat(gateway.intake.counters().notDurable()).isEqualTo(1);
        assertThat(gateway.intake.alarmsInFlight()).isZero();
    }

    @Test
    void aRepeatInFlightJoinsTheWaitAndBothAreAnswered() throws Exception {
        Gateway gateway = open(new Gateway());
        Heard first = new Heard();
        Heard again = new Heard();
        gateway.intake.accept(sos(7, 1), first);
        gateway.intake.accept(sos(7, 1), again);
        assertThat(gateway.log.signals()).hasSize(1);
        gateway.log.next().commit();
        first.runNext();
        again.runNext();
        assertThat(first.receipt).isNotNull();
        assertThat(again.receipt).isEqualTo(first.receipt);
        gateway.intake.accept(sos(7, 1), again);
        assertThat(gateway.log.next().signal().key()).isEqualTo(new SignalKey(BAND.id(), 7, 1));
    }

    @Test
    void aPressIsNotTakenForATestOfTheSameNumberThatIsInFlight() throws Exception {
        Gateway gateway = open(new Gateway());
        Heard press = new Heard();
        Stamp same = new Stamp(7, 1, NOW);
        gateway.intake.accept(Report.whole(BAND, same, new DeviceMessage.TestPressed(), NOW), new Heard());
        gateway.intake.accept(Report.whole(BAND, same, SOS, NOW), press);
        assertThat(gateway.log.signals()).hasSize(2);
        gateway.log.next().commit();
        assertThat(press.tasks).as("only the test is durable").isEmpty();
        Submitted second = gateway.log.next();
        assertThat(second.signal().message()).isEqualTo(SOS);
        second.commit();
        press.runNext();
        assertThat(press.receipt).isNotNull();
        assertThat(gateway.intake.alarmsInFlight()).isZero();
    }

    @Test
    void tooManyAlarmsInFlightAreNotTaken() throws Exception {
        Gateway gateway = open(new Gateway(10, 2));
        assertThat(gateway.intake.accept(sos(7, 1), new Heard())).isEqualTo(Taken.WAIT_FOR_ANSWER);
        assertThat(gateway.intake.accept(sos(7, 2), new Heard())).isEqualTo(Taken.WAIT_FOR_ANSWER);
        Heard third = new Heard();
        assertThat(gateway.intake.accept(sos(7, 3), third)).isEqualTo(Taken.NO_ROOM);
        assertThat(gateway.intake.counters().noRoom()).isEqualTo(1);
        gateway.log.next().commit();
        assertThat(gateway.intake.accept(sos(7, 3), third)).isEqualTo(Taken.WAIT_FOR_ANSWER);
        assertThat(third.calls).isZero();
    }

    @Test
    void aPressThatTheCoreCannotHoldIsNotCalledReceived() throws Exception {
        Gateway gateway = open(new Gateway());
        Heard heard = new Heard();
        gateway.intake.accept(sos(7, 1), heard);
        Outcome full = new Outcome.Refused(Outcome.Reason.FULL, null, 0, 0);
        gateway.log.next().commitAs(new Receipt(9, Durability.COMMITTED, full));
        heard.runNext();
        assertThat(heard.notDurable).isEqualTo(1);
    }

    @Test
    void aPlanThatIsTooLargeOrCannotBeHadGivesWayToTheDefault() throws Exception {
        EscalationPlan huge = new EscalationPlan("huge", List.of(), List.of(), List.of());
        HandLog log = new HandLog();
        IntakeConfig config = IntakeConfig.of(AlertStatus.EXERCISE, Gateway.STANDARD);
        TelemetryLane lane = new TelemetryLane(1);
        try (Intake tooLarge = new Intake(config, log, lane, id -> huge, IntakeTest::sizeOf);
                Intake broken = new Intake(config, log, lane, IntakeTest::noPlan, IntakeTest::sizeOf)) {
            tooLarge.accept(sos(7, 1), new Heard());
            assertThat(log.next().signal().plan()).isEqualTo(Gateway.STANDARD);
            assertThat(tooLarge.counters().defaultPlans()).isEqualTo(1);
            broken.accept(sos(7, 2), new Heard());
            Command.Signal signal = log.next().signal();
            assertThat(signal.plan()).isEqualTo(Gateway.STANDARD);
            assertThat(signal.status()).isEqualTo(AlertStatus.EXERCISE);
            assertThat(broken.counters().defaultPlans()).isEqualTo(1);
        }
    }

    private static int sizeOf(Command command) {
        if (command instanceof Command.Signal signal && signal.plan().name().equals("huge")) {
            throw new IllegalArgumentException("longer than 4096 bytes");
        }
        return 200;
    }

    private static EscalationPlan noPlan(ResidentId resident) {
        throw new IllegalStateException("no plan for " + resident);
    }

    @Test
    void aCommandThatTheLogCannotTakeGoesAgainWithTheDefaultPlan() throws Exception {
        Gateway gateway = open(new Gateway());
        Heard heard = new Heard();
        gateway.intake.accept(sos(7, 1), heard);
        gateway.log.next().fail(new IllegalArgumentException("cannot be encoded"));
        Submitted second = gateway.log.next();
        assertThat(second.signal().plan()).isEqualTo(Gateway.STANDARD);
        second.commit();
        heard.runNext();
        assertThat(heard.receipt).isNotNull();
    }

    @Test
    void aDeviceInStockRaisesAnAlertWithoutResident() throws Exception {
        Gateway gateway = open(new Gateway());
        RegisteredDevice stock =
                new RegisteredDevice(BAND.id(), Protocol.MQTT, Secret.copyOf(new byte[] {1}), "test", List.of());
        gateway.intake.accept(Report.whole(stock, new Stamp(7, 1, NOW), SOS, NOW), new Heard());
        Command.Signal signal = gateway.log.next().signal();
        assertThat(signal.resident()).isNull();
        assertThat(signal.plan()).isEqualTo(Gateway.STANDARD);
    }

    @Test
    void aLoopThatHasEndedHarmsNobodyElse() throws Exception {
        Gateway gateway = open(new Gateway());
        Heard alive = new Heard();
        Answer gone = new Answer() {
            @Override
            public Executor loop() {
                return task -> {
                    throw new RejectedExecutionException("ended");
                };
            }

            @Override
            public void durable(Receipt receipt) {
                throw new AssertionError("no loop, no answer");
            }

            @Override
            public void notDurable() {
                throw new AssertionError("no loop, no answer");
            }
        };
        gateway.intake.accept(sos(7, 1), gone);
        gateway.intake.accept(sos(7, 1), alive);
        gateway.log.next().commit();
        alive.runNext();
        assertThat(alive.receipt).isNotNull();
    }

    @Test
    void telemetryCarriesTheDevicesTimeWithinItsWindow() throws Exception {
        Gateway gateway = open(new Gateway());
        long day = TimeUnit.DAYS.toMillis(1);
        for (long time : new long[] {NOW - 1_000, NOW - 30 * day, NOW + 300_000}) {
            gateway.intake.accept(Report.whole(BAND, new Stamp(1, 1, time), BEAT, NOW), new Heard());
            assertThat(gateway.telemetry().getFirst().atMillis()).isEqualTo(time);
        }
        for (long time : new long[] {0, NOW - 30 * day - 1, NOW + 300_001, Long.MAX_VALUE, Command.NO_TIME}) {
            gateway.intake.accept(Report.whole(BAND, new Stamp(1, 1, time), BEAT, NOW), new Heard());
            Telemetry taken = gateway.telemetry().getFirst();
            assertThat(taken.atMillis()).isEqualTo(NOW);
            assertThat(taken.receivedAtMillis()).isEqualTo(NOW);
            assertThat(taken.resident()).isEqualTo(new ResidentId("r-band-1"));
        }
    }

    @Test
    void aFullTelemetryLaneShedsAndNeverTouchesAnAlarm() throws Exception {
        Gateway gateway = open(new Gateway(2, 10));
        Report beat = Report.whole(BAND, Stamp.BLANK, BEAT, NOW);
        assertThat(gateway.intake.accept(beat, new Heard())).isEqualTo(Taken.QUEUED);
        assertThat(gateway.intake.accept(beat, new Heard())).isEqualTo(Taken.QUEUED);
        assertThat(gateway.intake.accept(beat, new Heard())).isEqualTo(Taken.SHED);
        assertThat(gateway.lane.shed()).isEqualTo(1);
        assertThat(gateway.intake.accept(sos(7, 1), new Heard())).isEqualTo(Taken.WAIT_FOR_ANSWER);
        assertThat(gateway.log.next().signal().message()).isEqualTo(SOS);
    }
}

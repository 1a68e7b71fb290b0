package care.convoy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command;
import care.convoy.alert.Intent;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Matter;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.Report;
import care.convoy.ingest.Secret;
import care.convoy.ingest.Taken;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import care.convoy.vault.Vault;
import care.convoy.vitals.Explanation;
import care.convoy.vitals.RuleBook;
import care.convoy.vitals.presence.SilenceWheel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules with the ways in and out, in virtual time. */
class HealthMonitorTest {
    private static final DeviceId BAND = new DeviceId("band-1");
    private static final ResidentId RESIDENT = new ResidentId("R1");
    /** 10 in the morning in Shanghai. */
    private static final long START = Instant.parse("2026-11-23T02:00:00Z").toEpochMilli();

    private static final long MINUTE = 60_000;

    private final Map<ResidentId, byte[]> kept = new HashMap<>();
    private final HealthMonitor.Shelf shelf = new HealthMonitor.Shelf() {
        @Override
        public Map<ResidentId, byte[]> find(Collection<ResidentId> residents) {
            return Map.copyOf(kept);
        }

        @Override
        public void keep(Map<ResidentId, byte[]> learned) {
            kept.putAll(learned);
        }
    };

    private final List<Report> said = new ArrayList<>();
    private final List<Command> ordered = new ArrayList<>();
    private final DeviceRegistry registry = new DeviceRegistry();
    private final ResidentDirectory residents = new ResidentDirectory();
    private final List<HealthQueue.Heard> heard = new ArrayList<>();
    private final RulesInForce rules = new RulesInForce();
    private long now = START;
    private EvidenceSeal seal;
    private HealthMonitor monitor;

    @BeforeEach
    void begin(@TempDir Path folder) {
        seal = new EvidenceSeal(Vault.open(folder.resolve("key"), false));
        registry.put(List.of(new RegisteredDevice(
                BAND, RegisteredDevice.Protocol.MQTT, Secret.copyOf(new byte[] {1}), "W7", List.of(RESIDENT))));
        residents.replaceAll(List.of(resident(3)), List.of(), List.of());
        monitor = monitor(true);
    }

    private HealthMonitor monitor(boolean alone) {
        return monitor(new HealthMonitor.Manner(ZoneId.of("Asia/Shanghai"), alone));
    }

    private HealthMonitor monitor(HealthMonitor.Manner manner) {
        return new HealthMonitor(
                new HealthMonitor.Sources(
                        registry,
                        residents,
                        new LatestBoard(registry),
                        new SubmittedOnly(ordered),
                        rules,
                        (report, answer) -> {
                            said.add(report);
                            return Taken.WAIT_FOR_ANSWER;
                        },
                        shelf),
                new HealthQueue(),
                seal,
                manner,
                () -> Instant.ofEpochMilli(now));
    }

    private static Resident resident(int grade) {
        return new Resident(
                RESIDENT,
                1,
                "",
                Resident.Sex.UNKNOWN,
                null,
                Resident.BirthCalendar.SOLAR,
                "430102000000",
                "",
                Double.NaN,
                Double.NaN,
                "",
                grade,
                List.of(),
                List.of(),
                List.of(),
                "",
                "",
                "",
                "",
                "");
    }

    private void hear(DeviceMessage message) {
        heard.add(new HealthQueue.Heard(BAND, RESIDENT, now, now, message));
        turn();
    }

    private void turn() {
        monitor.turn(heard, now);
        heard.clear();
    }

    private void pass(long millis) {
        for (long end = now + millis; now < end; ) {
            now = Math.min(end, now + 1_000);
            turn();
        }
    }

    private static DeviceMessage vitals(int heartRate, int spo2) {
        int no = Vitals.NOT_MEASURED;
        return new DeviceMessage.VitalsMeasured(
                new Vitals(heartRate, spo2, no, no, no, Vitals.TemperatureSite.SKIN, no, no));
    }

    private List<DeviceMessage.RuleFound> found(Matter matter) {
        return said.stream()
                .map(Report::message)
                .filter(DeviceMessage.RuleFound.class::isInstance)
                .map(DeviceMessage.RuleFound.class::cast)
                .filter(one -> one.matter() == matter)
                .distinct()
                .toList();
    }

    @Test
    void aRedValueIsMeasuredAgainAndRaisedWhenItStays() {
        hear(vitals(72, 97));
        pass(5 * MINUTE);
        hear(vitals(72, 85));
        assertThat(found(Matter.VITALS)).isEmpty();
        assertThat(ordered).hasSize(1);
        assertThat(((Command.Order) ordered.getFirst()).what()).isEqualTo(new Intent.Measure());
        assertThat(((Command.Order) ordered.getFirst()).device()).isEqualTo(BAND);

        for (int i = 0; i < 10; i++) {
            pass(4 * MINUTE);
            hear(vitals(73, 85));
        }

        DeviceMessage.RuleFound first = found(Matter.VITALS).getFirst();
        assertThat(first.urgency()).isLessThanOrEqualTo(2);
        assertThat(seal.open(BAND, first.evidence()).orElseThrow().items())
                .anySatisfy(item -> assertThat(item.value()).isEqualTo(85));
    }

    @Test
    void whatIsUsualIsKeptOnceItIsKnownWhatWasKeptBefore() throws InterruptedException {
        hear(vitals(72, 97));
        pass(8 * 60 * MINUTE);
        hear(vitals(72, 97));
        assertThat(kept).as("the database was not heard yet").isEmpty();
        monitor.learned.turn();
        pass(8 * 60 * MINUTE);
        monitor.learned.turn();
        assertThat(kept).containsOnlyKeys(RESIDENT);
    }

    @Test
    void whoFindsNoRoomIsNotJudgedAndCounted() {
        monitor = monitor(new HealthMonitor.Manner(ZoneId.of("Asia/Shanghai"), true, 0));
        for (int i = 0; i < 12; i++) {
            hear(vitals(73, 85));
            pass(4 * MINUTE);
        }
        assertThat(found(Matter.VITALS)).isEmpty();
        assertThat(monitor.unjudged()).isEqualTo(12);
    }

    @Test
    void anotherBookAndAPersonsOwnLimitsHoldFromTheNextMessageOn() {
        for (int i = 0; i < 3; i++) {
            hear(vitals(105, 97));
            pass(MINUTE);
        }
        assertThat(found(Matter.VITALS)).isEmpty();
        rules.set(new RulesInForce.Numbers(
                RuleBook.numbered(RuleBook.standard().toMap(), 12),
                Map.of(RESIDENT, Map.of("heartRate.high", Map.of("beyond", 100, "clear", 90)))));
        for (int i = 0; i < 4; i++) {
            hear(vitals(105, 97));
            pass(5 * MINUTE);
        }
        var why = seal.open(BAND, found(Matter.VITALS).getFirst().evidence()).orElseThrow();
        assertThat(why.book()).isEqualTo(12);
        assertThat(why.limits().getFirst().source()).isEqualTo(Explanation.Source.PERSONAL);
    }

    @Test
    void whatWasNotMeasuredRaisesNothing() {
        for (int i = 0; i < 20; i++) {
            hear(vitals(Vitals.NOT_MEASURED, Vitals.NOT_MEASURED));
            pass(MINUTE);
        }
        assertThat(found(Matter.VITALS)).isEmpty();
    }

    @Test
    void aDeviceThatReportedAndStopsIsSilentAndThatIsOverWhenItComesBack() {
        for (int i = 0; i < 20; i++) {
            hear(new DeviceMessage.Heartbeat(80, 90, 100, DeviceMessage.Worn.ON));
            pass(2 * MINUTE);
        }
        assertThat(monitor.devices(SilenceWheel.State.PRESENT)).isEqualTo(1);
        pass(9 * MINUTE);
        assertThat(found(Matter.SILENCE))
                .hasSize(1)
                .first()
                .satisfies(one -> assertThat(one.urgency()).as("a task first").isEqualTo(4));
        pass(8 * 60 * MINUTE);
        assertThat(found(Matter.SILENCE))
                .as("of grade 3")
                .hasSize(2)
                .last()
                .satisfies(one -> assertThat(one.urgency()).isEqualTo(3));

        hear(new DeviceMessage.Heartbeat(80, 90, 100, DeviceMessage.Worn.ON));
        pass(2_000);
        assertThat(said).last().extracting(Report::message).isEqualTo(new DeviceMessage.RuleCleared(Matter.SILENCE));
    }

    @Test
    void silenceAfterAFallIsAnAlertAtOnce() {
        for (int i = 0; i < 20; i++) {
            hear(new DeviceMessage.Heartbeat(80, 90, 100, DeviceMessage.Worn.ON));
            pass(2 * MINUTE);
        }
        hear(new DeviceMessage.FallDetected(DeviceMessage.Movement.MOVING, 80, null));
        pass(11 * MINUTE);
        assertThat(found(Matter.SILENCE))
                .hasSize(1)
                .first()
                .satisfies(one -> assertThat(one.urgency()).isEqualTo(2));
    }

    @Test
    void silenceAfterAFallThatTheWearerCancelledIsATask() {
        for (int i = 0; i < 20; i++) {
            hear(new DeviceMessage.Heartbeat(80, 90, 100, DeviceMessage.Worn.ON));
            pass(2 * MINUTE);
        }
        hear(new DeviceMessage.FallDetected(DeviceMessage.Movement.MOVING, 80, null));
        pass(MINUTE);
        hear(new DeviceMessage.WearerCancelled(DeviceMessage.ABSENT));
        pass(11 * MINUTE);
        assertThat(found(Matter.SILENCE))
                .hasSize(1)
                .first()
                .satisfies(one -> assertThat(one.urgency()).isEqualTo(4));
    }

    /** Another gateway may hear it. */
    @Test
    void withSeveralGatewaysNobodySaysThatADeviceIsSilent() {
        monitor = monitor(false);
        for (int i = 0; i < 20; i++) {
            hear(new DeviceMessage.Heartbeat(80, 90, 100, DeviceMessage.Worn.ON));
            pass(2 * MINUTE);
        }
        pass(60 * MINUTE);

        assertThat(monitor.devices(SilenceWheel.State.SILENT)).isEqualTo(1);
        assertThat(found(Matter.SILENCE)).isEmpty();
    }

    @Test
    void aConnectionThatIsGoneIsNoSignOfLife() {
        for (int i = 0; i < 20; i++) {
            hear(new DeviceMessage.Heartbeat(80, 90, 100, DeviceMessage.Worn.ON));
            pass(2 * MINUTE);
        }
        pass(4 * MINUTE);
        hear(new DeviceMessage.ConnectionLost());
        pass(5 * MINUTE);

        assertThat(found(Matter.SILENCE)).hasSize(1);
    }

    @Test
    void aDeviceThatWasNeverHeardIsNotMissed() {
        pass(3 * 60 * MINUTE);

        assertThat(said).isEmpty();
    }

    @Test
    void aBlockedDeviceIsNotMissed() {
        for (int i = 0; i < 20; i++) {
            hear(new DeviceMessage.Heartbeat(80, 90, 100, DeviceMessage.Worn.ON));
            pass(2 * MINUTE);
        }
        RegisteredDevice device = registry.find(BAND);
        registry.put(List.of(new RegisteredDevice(
                BAND,
                device.protocol(),
                device.secret(),
                device.model(),
                device.residents(),
                new RegisteredDevice.Admission(RegisteredDevice.State.BLOCKED, "", "", now),
                null)));
        pass(60 * MINUTE);

        assertThat(found(Matter.SILENCE)).isEmpty();
        assertThat(monitor.devices(SilenceWheel.State.PRESENT)).isZero();
    }

    @Test
    void whoLiesStillAfterAFallIsRaised() {
        hear(new DeviceMessage.FallDetected(DeviceMessage.Movement.MOVING, 80, null));
        hear(new DeviceMessage.ActivityChanged(0));
        pass(3 * MINUTE);

        assertThat(found(Matter.FALL))
                .hasSize(1)
                .first()
                .satisfies(one -> assertThat(one.urgency()).isEqualTo(1));
    }

    /** Hours of reports without a step, in the middle of the day. */
    @Test
    void whoDoesNothingInWakingHoursIsMissedAndStepsEndThat() {
        for (int i = 0; i < 6 * 12; i++) {
            hear(new DeviceMessage.Heartbeat(80, 90, 1_000, DeviceMessage.Worn.ON));
            pass(5 * MINUTE);
        }
        assertThat(found(Matter.INACTIVITY)).hasSize(1);
        hear(new DeviceMessage.Heartbeat(80, 90, 1_200, DeviceMessage.Worn.ON));

        assertThat(said).last().extracting(Report::message).isEqualTo(new DeviceMessage.RuleCleared(Matter.INACTIVITY));
    }

    @Test
    void aBandThatIsOffIsNoInactivity() {
        for (int i = 0; i < 6 * 12; i++) {
            hear(new DeviceMessage.Heartbeat(80, 90, 1_000, DeviceMessage.Worn.OFF));
            pass(5 * MINUTE);
        }
        assertThat(found(Matter.INACTIVITY)).isEmpty();
        assertThat(found(Matter.REMOVED)).hasSize(1);
    }
}

package care.convoy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Outcome;
import care.convoy.alert.Priority;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Matter;
import care.convoy.device.ResidentId;
import care.convoy.ingest.Answer;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.Report;
import care.convoy.ingest.Secret;
import care.convoy.ingest.Taken;
import care.convoy.vault.Vault;
import care.convoy.vitals.Explanation;
import care.convoy.vitals.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingSignalsTest {
    private static final DeviceId BAND = new DeviceId("band-1");
    private static final RegisteredDevice REGISTERED = new RegisteredDevice(
            BAND, RegisteredDevice.Protocol.MQTT, Secret.copyOf(new byte[] {1}), "", List.of(new ResidentId("R1")));
    private static final long NOW = 1_800_000_000_000L;

    private final List<Report> reports = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private Taken taken = Taken.WAIT_FOR_ANSWER;
    private EvidenceSeal seal;
    private FindingSignals signals;

    @BeforeEach
    void open(@TempDir Path folder) {
        seal = new EvidenceSeal(Vault.open(folder.resolve("key"), false));
        signals = new FindingSignals(
                (report, answer) -> {
                    reports.add(report);
                    answers.add(answer);
                    return taken;
                },
                id -> id.equals(BAND) ? REGISTERED : null,
                seal);
    }

    private static Finding finding(AlertKind kind, Priority priority, DeviceId device) {
        Explanation why = new Explanation(
                "heartRate.high",
                2,
                List.of(new Explanation.Item("heartRate", 140, "bpm", NOW - 60_000, "")),
                List.of(new Explanation.Limit(
                        "heartRate", Explanation.Comparison.ABOVE, 120, "bpm", Explanation.Source.GRADE)));
        return Finding.of(kind, priority, device, NOW, why);
    }

    private void durable(int which) {
        answers.get(which)
                .loop()
                .execute(() -> answers.get(which)
                        .durable(new Receipt(1, Receipt.Durability.COMMITTED, new Outcome.Done(null, 1, false))));
    }

    @Test
    void isSaidInTheDevicesNameWithSealedEvidenceAndAKeyOfItsOwn() {
        signals.found(finding(AlertKind.VITALS, Priority.P2, BAND), NOW);
        signals.found(finding(AlertKind.FALL, Priority.P1, BAND), NOW);

        Report report = reports.getFirst();
        assertThat(report.device()).isEqualTo(REGISTERED);
        DeviceMessage.RuleFound found = (DeviceMessage.RuleFound) report.message();
        assertThat(found.matter()).isEqualTo(Matter.VITALS);
        assertThat(found.urgency()).isEqualTo(2);
        assertThat(seal.open(BAND, found.evidence())
                        .orElseThrow()
                        .items()
                        .getFirst()
                        .value())
                .isEqualTo(140);
        assertThat(seal.open(new DeviceId("other"), found.evidence())).isEmpty();
        assertThat(report.stamp()).isNotEqualTo(reports.get(1).stamp());
    }

    @Test
    void isSaidAgainWithTheSameKeyUntilItIsDurableAndNotAfterwards() {
        signals.found(finding(AlertKind.VITALS, Priority.P2, BAND), NOW);
        signals.turn(NOW + FindingSignals.AGAIN_MILLIS - 1);
        assertThat(reports).hasSize(1);

        answers.getFirst().loop().execute(answers.getFirst()::notDurable);
        signals.turn(NOW + FindingSignals.AGAIN_MILLIS);
        assertThat(reports).hasSize(2);
        assertThat(reports.get(1)).isEqualTo(reports.getFirst());

        durable(1);
        signals.turn(NOW + 3 * FindingSignals.AGAIN_MILLIS);
        assertThat(reports).hasSize(2);
        assertThat(signals.waiting()).isZero();
        assertThat(signals.said()).isEqualTo(1);
    }

    @Test
    void thatThereWasNoRoomIsNoLoss() {
        taken = Taken.NO_ROOM;
        signals.found(finding(AlertKind.VITALS, Priority.P2, BAND), NOW);
        taken = Taken.WAIT_FOR_ANSWER;
        signals.turn(NOW + FindingSignals.AGAIN_MILLIS);

        assertThat(reports).hasSize(2);
    }

    /** The answer to what was said before is none to what waits now. */
    @Test
    void thatItIsOverWaitsBesideTheFinding() {
        signals.found(finding(AlertKind.SILENCE, Priority.P3, BAND), NOW);
        signals.over(BAND, AlertKind.SILENCE, NOW + 1);
        durable(0);
        signals.turn(NOW + 1 + FindingSignals.AGAIN_MILLIS);

        assertThat(reports).hasSize(3);
        assertThat(reports.get(2).message()).isEqualTo(new DeviceMessage.RuleCleared(Matter.SILENCE));
        assertThat(signals.waiting()).isEqualTo(1);
    }

    @Test
    void aLesserWordDoesNotTakeThePlaceOfAnUrgentOneThatFoundNoRoom() {
        taken = Taken.NO_ROOM;
        signals.found(finding(AlertKind.VITALS, Priority.P1, BAND), NOW);
        signals.found(finding(AlertKind.VITALS, Priority.P3, BAND), NOW);
        signals.over(BAND, AlertKind.VITALS, NOW);
        taken = Taken.WAIT_FOR_ANSWER;
        reports.clear();
        signals.turn(NOW + FindingSignals.AGAIN_MILLIS);

        assertThat(reports)
                .anySatisfy(report -> assertThat(report.message())
                        .isInstanceOfSatisfying(
                                DeviceMessage.RuleFound.class,
                                found -> assertThat(found.urgency()).isEqualTo(1)));
    }

    @Test
    void whatIsMoreUrgentTakesThePlaceOfALesserWordAtOnceWithAKeyOfItsOwn() {
        signals.found(finding(AlertKind.VITALS, Priority.P3, BAND), NOW);
        signals.found(finding(AlertKind.VITALS, Priority.P1, BAND), NOW);

        assertThat(reports).hasSize(2);
        assertThat(reports.get(1).stamp()).isNotEqualTo(reports.getFirst().stamp());
        assertThat(signals.waiting()).isEqualTo(1);
    }

    @Test
    void anAreaSpeaksForItself() {
        DeviceId area = new DeviceId("area-430102");
        signals.found(finding(AlertKind.SILENCE, Priority.P3, area), NOW);

        assertThat(reports.getFirst().device().id()).isEqualTo(area);
        assertThat(reports.getFirst().device().residents()).isEmpty();
        assertThat(reports.getFirst().device().isServed()).isTrue();
    }

    @Test
    void aBlockedDeviceSaysNothing() {
        taken = Taken.NOT_PERMITTED;
        signals.found(finding(AlertKind.VITALS, Priority.P2, BAND), NOW);

        assertThat(signals.waiting()).isZero();
    }

    @Test
    void whenFullATaskGivesWayToAnAlert() {
        for (int i = 0; i < FindingSignals.MOST_WAITING; i++) {
            signals.found(finding(AlertKind.LOW_BATTERY, Priority.P4, new DeviceId("d" + i)), NOW);
        }
        signals.found(finding(AlertKind.LOW_BATTERY, Priority.P4, BAND), NOW);
        assertThat(signals.dropped()).isEqualTo(1);
        int before = reports.size();
        signals.found(finding(AlertKind.VITALS, Priority.P1, BAND), NOW);

        assertThat(reports).hasSize(before + 1);
        assertThat(signals.waiting()).isEqualTo(FindingSignals.MOST_WAITING);
        assertThat(signals.dropped()).isEqualTo(2);
    }
}

package care.convoy.effect;

import static care.convoy.effect.Telling.BAND;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.Intent.State;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.StandardPlan;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device was told while the log was away, and what the log tells it afterwards. */
class ToldMeanwhileTest {
    private static final Intent.What ACCEPTED = new Intent.Accepted(Intent.By.OPERATOR);
    private static final long ALONE = 99;

    @TempDir
    private Path folder;

    private Telling scene;
    private AlertId alert;

    @BeforeEach
    void pressed() {
        scene = new Telling(folder);
        var _ = scene.submit(press());
        alert = scene.core().open().iterator().next().id();
    }

    private static Command.Signal press() {
        return new Command.Signal(
                new SignalKey(BAND, 1, 1),
                Telling.START_MILLIS,
                Command.NO_TIME,
                new ResidentId("R1"),
                new DeviceMessage.SosPressed(1, null),
                AlertStatus.ACTUAL,
                StandardPlan.of(List.of(), false),
                List.of());
    }

    private void tellAlone(AlertId of, Intent.What what) {
        Intent intent = new Intent(ALONE, BAND, of, what, null, Telling.START_MILLIS + 1_000_000, false);
        scene.delivery()
                .provisional(List.of(), List.of(new CommittedEvent(1, 0, 1, new Event.Intended(of, intent), null)));
    }

    private void logIsBack() {
        scene.delivery().provisional(List.of(), List.of());
        scene.delivery().look();
    }

    /** The log takes the claim over. */
    private Intent reconciled() {
        scene.claim(press());
        return scene.events.stream()
                .flatMap(event -> event instanceof Event.Intended intended ? List.of(intended.intent()).stream() : null)
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    void whatADeviceConfirmedMeanwhileItIsNotToldAgain() {
        Telling.Line line = scene.connect(BAND, Fate.CONFIRMED);
        tellAlone(alert, ACCEPTED);
        Intent intent = reconciled();
        logIsBack();
        scene.pass(600);

        assertThat(line.sent).hasSize(1);
        assertThat(scene.moves(intent)).containsExactly(State.ACKNOWLEDGED);
    }

    @Test
    void neitherAfterAnotherConnection() {
        scene.connect(BAND, Fate.CONFIRMED);
        tellAlone(alert, ACCEPTED);
        scene.disconnect(BAND);
        Telling.Line line = scene.connect(BAND, Fate.CONFIRMED);
        Intent intent = reconciled();
        logIsBack();
        scene.pass(600);

        assertThat(line.sent).isEmpty();
        assertThat(scene.moves(intent)).containsExactly(State.ACKNOWLEDGED);
    }

    @Test
    void aWordThatComesAfterTheLogIsBackCountsForTheLogsIntent() {
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);
        tellAlone(alert, ACCEPTED);
        Intent intent = reconciled();
        logIsBack();
        scene.pass(5);
        line.says(line.downlinks().getFirst(), Fate.CONFIRMED);
        scene.pass(600);

        assertThat(line.sent).hasSize(1);
        assertThat(scene.moves(intent)).containsExactly(State.SENT, State.ACKNOWLEDGED);
        assertThat(scene.delivery().inFlight()).isZero();
    }

    @Test
    void whatADeviceNeverConfirmedItIsToldAgain() {
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);
        tellAlone(alert, ACCEPTED);
        Intent intent = reconciled();
        logIsBack();
        scene.pass(20);

        assertThat(line.downlinks()).hasSize(2).last().isEqualTo(accepted(intent));
    }

    private Downlink accepted(Intent intent) {
        return new Downlink.Accepted(alert, Downlink.Accepted.By.OPERATOR, intent.id());
    }

    @Test
    void aDeviceThatConfirmsNothingIsToldOnceOnEachConnection() {
        Telling.Line line = scene.connect(BAND, Fate.SENT);
        tellAlone(alert, ACCEPTED);
        Intent intent = reconciled();
        logIsBack();
        scene.pass(60);
        assertThat(line.sent).hasSize(1);
        scene.disconnect(BAND);
        Telling.Line next = scene.connect(BAND, Fate.SENT);
        scene.pass(60);

        assertThat(next.downlinks()).containsExactly(accepted(intent));
    }

    @Test
    void whatWasLostWithItsConnectionIsTold() {
        scene.connect(BAND, Fate.AWAITED);
        tellAlone(alert, ACCEPTED);
        scene.disconnect(BAND);
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);
        Intent intent = reconciled();

        assertThat(line.downlinks()).containsExactly(accepted(intent));
    }

    @Test
    void aDeviceThatWasAwayIsTold() {
        tellAlone(alert, ACCEPTED);
        Intent intent = reconciled();
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);

        assertThat(line.downlinks()).containsExactly(accepted(intent));
    }

    @Test
    void helpThatWasOnTheWayBeforeIsNotToldAfterTheEnd() {
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);
        Intent before = reconciled();
        tellAlone(alert, new Intent.Resolved());
        scene.pass(40);
        scene.disconnect(BAND);
        Telling.Line next = scene.connect(BAND, Fate.AWAITED);
        scene.pass(40);

        assertThat(line.downlinks()).first().isEqualTo(accepted(before));
        assertThat(line.downlinks()).hasSize(2).last().isInstanceOf(Downlink.Resolved.class);
        assertThat(next.sent).isEmpty();
        // it has not ended after all
        logIsBack();
        assertThat(next.downlinks()).containsExactly(accepted(before));
    }

    @Test
    void whatIsSaidAnewAfterwardsIsTold() {
        Telling.Line line = scene.connect(BAND, Fate.CONFIRMED);
        tellAlone(alert, ACCEPTED);
        logIsBack();
        Intent intent = reconciled();

        assertThat(line.downlinks()).hasSize(2).last().isEqualTo(accepted(intent));
    }

    @Test
    void whatWasSaidOfAnotherCaseIsTold() {
        Telling.Line line = scene.connect(BAND, Fate.CONFIRMED);
        tellAlone(AlertId.of(new SignalKey(BAND, 1, 7), 0), ACCEPTED);
        Intent intent = reconciled();

        assertThat(line.downlinks()).hasSize(2).last().isEqualTo(accepted(intent));
    }
}

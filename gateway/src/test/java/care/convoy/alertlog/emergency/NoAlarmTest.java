package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog.Health;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.Receipt.Durability;
import care.convoy.alertlog.emergency.EmergencyCounters.Count;
import care.convoy.device.DeviceMessage;
import care.convoy.escalation.EscalationPlan;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a device says in an emergency that is no alarm takes nothing from alarms, nor holds them up; and a full journal. */
class NoAlarmTest {
    private static Command.Signal lowBattery(String resident, long sequence) {
        Command.Signal like = press(resident, sequence);
        return new Command.Signal(
                like.key(),
                like.receivedAtMillis(),
                like.deviceTimeMillis(),
                like.resident(),
                new DeviceMessage.BatteryLow(3),
                like.status(),
                new EscalationPlan("none", List.of(), List.of(), List.of()),
                List.of());
    }

    @Test
    void fullListOfTasksInTheLogHoldsUpNoPress() throws IOException {
        CoreLimits standard = CoreLimits.standard();
        Plight plight = new Plight(
                new MemoryDisk(MemoryDisk.BYTES),
                new CoreLimits(
                        standard.openAlerts(),
                        1,
                        standard.knownSignals(),
                        standard.knownSignalsPerDevice(),
                        standard.formerAlerts(),
                        standard.answeredCommands(),
                        standard.deviceTests(),
                        standard.endedAlerts(),
                        standard.notesPerAlert(),
                        standard.timelineEntries()));
        plight.answered(lowBattery("r1", 1));
        plight.loseLog();
        assertThat(plight.answered(lowBattery("r2", 1)).durability()).isEqualTo(Durability.LOCAL);
        AlertId pressed = alert(plight.answered(press("r3", 1)));

        plight.regainLog();

        assertThat(plight.log.health()).isEqualTo(Health.READY);
        assertThat(plight.inner.core.open()).extracting(AlertView::id).containsExactly(pressed);
        assertThat(plight.log.counters().get(Count.REFUSED)).isEqualTo(1);
    }

    @Test
    void lowBatteryTakesNoneOfTheRoomThatIsKeptForAlarms() throws IOException {
        Plight plight = new Plight(new MemoryDisk(64 << 10));
        plight.loseLog();
        AlertId alert = alert(plight.answered(press("r1", 1)));
        boolean full = false;
        while (!full) {
            CompletableFuture<Receipt> note = plight.submit(plight.note(LI, alert, "x".repeat(100)));
            plight.log.poll();
            full = note.isCompletedExceptionally() || note.join().outcome() instanceof Outcome.Refused;
        }
        int used = plight.log.journalBytes();
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            CompletableFuture<Receipt> answer = plight.submit(lowBattery("b" + i, 1));
            plight.log.poll();
            refused += answer.isCompletedExceptionally() ? 1 : 0;
        }

        assertThat(refused).as("left to their devices to repeat, used " + used).isPositive();
        assertThat(plight.log.journalBytes()).isLessThanOrEqualTo((64 << 10) - (64 << 10) / 8);
        assertThat(plight.answered(press("r2", 1)).durability()).isEqualTo(Durability.LOCAL);
    }

    @Test
    void journalSaysThatItIsFullBeforeAPressFindsNoRoom() throws IOException {
        Plight plight = new Plight(new MemoryDisk(64 << 10));
        plight.loseLog();
        assertThat(plight.log.isJournalFull()).isFalse();
        boolean refused = false;
        boolean saidBefore = false;
        for (int sequence = 1; !refused; sequence++) {
            saidBefore = plight.log.isJournalFull();
            CompletableFuture<Receipt> answer = plight.submit(press("r1", sequence));
            plight.log.poll();
            refused = answer.isCompletedExceptionally();
        }
        assertThat(saidBefore).isTrue();

        plight.regainLog();

        assertThat(plight.log.isJournalFull()).isFalse();
    }
}

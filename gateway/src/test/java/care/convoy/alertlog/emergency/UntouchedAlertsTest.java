package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Event;
import care.convoy.alertlog.Receipt;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts of the log that nobody touches in the emergency, and leases that are renewed again and again. */
class UntouchedAlertsTest {
    private Plight plight;

    @BeforeEach
    void begin() throws IOException {
        plight = new Plight();
    }

    @Test
    void alertThatNobodyTouchedIsKnownAfterACrashAndGoesOnWithItsPlan() throws IOException {
        AlertId former = alert(plight.answered(press("r1", 1)));
        plight.loseLog();
        plight.pass(Duration.ofSeconds(1));

        crash();
        assertThat(plight.provisionalOpen).extracting(AlertView::id).containsExactly(former);
        plight.pass(Duration.ofSeconds(16));

        assertThat(plight.provisional).extracting(event -> event.event()).contains(new Event.StepDue(former, 1, 1));
        assertThat(plight.answered(new Command.Claim(plight.id(LI), former, 99)).durability())
                .isEqualTo(Receipt.Durability.LOCAL);
    }

    @Test
    void alertIsWrittenDownOnceWhetherTouchedOrNot() throws IOException {
        AlertId former = alert(plight.answered(press("r1", 1)));
        plight.loseLog();
        int untouched = plight.log.journalBytes();
        plight.answered(new Command.Claim(plight.id(LI), former, 99));
        plight.pass(Duration.ofSeconds(1));

        assertThat(plight.log.journalBytes()).isLessThan(2 * untouched);
        crash();
        assertThat(plight.provisionalOpen).extracting(AlertView::owner).containsExactly(LI);
    }

    @Test
    void thoseWhoNeedItMostAreWrittenDownFirstAndTheRestOfTheJournalIsForWhatComes() throws IOException {
        Set<AlertId> attended = new HashSet<>();
        Set<AlertId> unattended = new HashSet<>();
        for (int resident = 0; resident < 150; resident++) {
            AlertId alert = alert(plight.answered(press("r" + resident, 1)));
            if (resident < 120) {
                plight.answered(new Command.Claim(plight.id(LI), alert, 99));
                attended.add(alert);
            } else {
                unattended.add(alert);
            }
        }
        plight.loseLog();
        plight.pass(Duration.ofSeconds(2));

        assertThat(plight.log.journalBytes()).isLessThan(MemoryDisk.BYTES / 4);
        assertThat(plight.said).anyMatch(word -> word.contains("no room for"));
        crash();
        assertThat(plight.provisionalOpen).extracting(AlertView::id).containsAll(unattended);
        assertThat(plight.provisionalOpen.size()).isBetween(unattended.size(), attended.size() + unattended.size() - 1);
    }

    @Test
    void longEmergencyWithAnAttendedAlertDoesNotFillTheJournalWithRenewals() throws IOException {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.loseLog();
        plight.answered(new Command.Claim(plight.id(LI), alert, 99));
        int before = plight.log.journalBytes();
        int renewals = 360;
        for (int renewal = 0; renewal < renewals; renewal++) {
            plight.pass(Duration.ofSeconds(20));
            assertThat(plight.answered(new Command.RenewLease(plight.id(LI), alert))
                            .durability())
                    .isEqualTo(Receipt.Durability.LOCAL);
        }

        assertThat(plight.provisionalOpen).extracting(AlertView::owner).containsExactly(LI);
        assertThat((plight.log.journalBytes() - before) / renewals).isLessThan(40);
        crash();
        assertThat(plight.provisionalOpen).extracting(AlertView::owner).containsExactly(LI);
    }

    @Test
    void leaseThatIsNotRenewedLapsesInTheEmergencyToo() {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.loseLog();
        plight.answered(new Command.Claim(plight.id(LI), alert, 99));
        plight.pass(Duration.ofSeconds(30));
        plight.answered(new Command.RenewLease(plight.id(LI), alert));

        plight.pass(Duration.ofSeconds(125));

        assertThat(plight.provisionalOpen).extracting(AlertView::owner).containsOnlyNulls();
    }

    private void crash() throws IOException {
        plight.begin(new MemoryDisk(plight.disk.safe()));
    }
}

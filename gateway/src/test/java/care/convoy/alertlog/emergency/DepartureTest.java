package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.HELPED;
import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Event;
import care.convoy.alertlog.AlertLog.Health;
import care.convoy.alertlog.AlertLog.Unavailable;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.Receipt.Durability;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log that is left on purpose, as before its disk is full. */
class DepartureTest {
    private Plight plight;

    @BeforeEach
    void begin() throws IOException {
        plight = new Plight();
    }

    private long seen(AlertId alert) {
        return -plight.provisionalOpen.stream()
                .filter(view -> view.id().equals(alert))
                .findFirst()
                .orElseThrow()
                .version();
    }

    private AlertView theLogs(AlertId alert) {
        return Objects.requireNonNull(plight.inner.core.find(alert));
    }

    @Test
    void alertIsTakenUpAsSoonAsItsResidentHasNoneHereAnyMore() {
        plight.loseLog();
        AlertId own = alert(plight.answered(press("r1", 1)));
        AlertId theLogs = alert(plight.inner.apply(press("r1", 9)));
        plight.log.degrade("disk", "the disk is almost full");
        plight.pass(Duration.ofSeconds(1));
        assertThat(plight.inner.isPaused()).isTrue();
        assertThat(plight.provisionalOpen).extracting(AlertView::id).containsExactly(own);

        plight.answered(new Command.Claim(plight.id(LI), own, -99));
        plight.answered(new Command.Resolve(plight.id(LI), own, -99, HELPED, null));
        plight.pass(Duration.ofSeconds(1));

        assertThat(plight.provisionalOpen).extracting(AlertView::id).containsExactly(theLogs);
    }

    @Test
    void gatewayToldToGoOnByItselfDoesSoUntilItIsToldOtherwise() {
        plight.log.degrade("disk", "the disk is almost full");
        plight.pass(Duration.ofSeconds(3));
        assertThat(plight.log.health()).isEqualTo(Health.DEGRADED);
        assertThat(plight.answered(press("r1", 1)).durability()).isEqualTo(Durability.LOCAL);
        assertThat(plight.log.leads())
                .as("the log's core is alive, but nobody hears it")
                .isFalse();

        plight.log.degrade("directory", "it is gone");
        plight.log.recover("disk");
        plight.pass(Duration.ofSeconds(1));
        assertThat(plight.log.health()).as("somebody else still says so").isEqualTo(Health.DEGRADED);
        plight.log.recover("directory");
        plight.pass(Duration.ofSeconds(1));
        assertThat(plight.log.leads()).isTrue();

        assertThat(plight.log.health()).isEqualTo(Health.READY);
        assertThat(plight.inner.core.open()).hasSize(1);
    }

    @Test
    void logThatIsLeftOnPurposeIsStoppedSoThatItCallsNobodyForWhoIsAttended() {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.log.degrade("disk", "the disk is almost full");
        plight.pass(Duration.ofSeconds(1));
        plight.answered(new Command.Claim(plight.id(LI), alert, seen(alert)));

        for (int second = 0; second < 20; second++) {
            plight.pass(Duration.ofSeconds(1));
            plight.inner.tick();
        }

        assertThat(plight.inner.isPaused()).isTrue();
        assertThat(plight.inner.events).doesNotContain(new Event.StepDue(alert, 1, 1));
        plight.log.recover("disk");
        plight.pass(Duration.ofSeconds(5));
        assertThat(theLogs(alert).owner()).isEqualTo(LI);
    }

    @Test
    void pressThatIsUnderWayWhenTheLogIsLeftIsKnownInTheEmergency() {
        plight.inner.mood = CoreLog.Mood.LATE;
        CompletableFuture<Receipt> underWay = plight.submit(press("r1", 1));
        plight.log.degrade("disk", "the disk is almost full");
        CompletableFuture<Receipt> after = plight.submit(press("r2", 1));
        plight.pass(Duration.ofMillis(300));
        assertThat(plight.inner.paused).as("it owes an answer").isFalse();
        assertThat(after).isNotDone();

        plight.inner.catchUp();
        plight.pass(Duration.ofMillis(10));

        assertThat(underWay.join().durability()).isEqualTo(Durability.COMMITTED);
        assertThat(after.join().durability()).isEqualTo(Durability.LOCAL);
        AlertId alert = alert(underWay.join());
        assertThat(plight.answered(new Command.Claim(plight.id(LI), alert, seen(alert)))
                        .durability())
                .isEqualTo(Durability.LOCAL);
    }

    @Test
    void logThatOwesAnAnswerForTooLongIsLeftAllTheSame() {
        plight.inner.mood = CoreLog.Mood.DEAF;
        CompletableFuture<Receipt> underWay = plight.submit(press("r1", 1));
        plight.log.degrade("disk", "the disk is almost full");

        plight.pass(Duration.ofMillis(810));

        assertThat(underWay.join().durability()).isEqualTo(Durability.LOCAL);
        assertThat(plight.inner.isPaused()).isTrue();
    }

    @Test
    void logThatDoesNotStopIsNotWaitedForForEver() {
        plight.inner.staysUp = true;
        plight.log.degrade("disk", "the disk is almost full");
        CompletableFuture<Receipt> answer = plight.submit(press("r1", 1));

        plight.pass(Duration.ofMillis(790));
        assertThat(answer).isNotDone();
        plight.pass(Duration.ofMillis(20));

        assertThat(answer.join().durability()).isEqualTo(Durability.LOCAL);
    }

    @Test
    void logIsStoppedAlsoIfTheGatewayHadLeftItAlready() {
        plight.loseLog();
        plight.log.degrade("disk", "the disk is almost full");
        plight.pass(Duration.ofMillis(200));
        assertThat(plight.inner.isPaused()).isTrue();

        plight.log.recover("disk");
        plight.regainLog();
        assertThat(plight.log.health()).isEqualTo(Health.READY);
    }

    @Test
    void logIsNotStoppedWithoutAJournalToGoOnWith() {
        plight.beginWithoutJournal();
        plight.log.degrade("disk", "the disk is almost full");
        plight.pass(Duration.ofSeconds(2));

        assertThat(plight.inner.paused).isFalse();
        assertThat(plight.answered(press("r1", 1)).durability()).isEqualTo(Durability.COMMITTED);
    }

    @Test
    void logIsTakenBackWhenTheJournalBreaksAfterItWasLeft() {
        plight.log.degrade("disk", "the disk is almost full");
        plight.pass(Duration.ofSeconds(1));
        plight.disk.failForces();
        assertThatThrownBy(() -> plight.answered(press("r1", 1))).hasCauseInstanceOf(Unavailable.class);

        plight.pass(Duration.ofSeconds(2));

        assertThat(plight.inner.paused).isFalse();
        assertThat(plight.answered(press("r1", 1)).durability()).isEqualTo(Durability.COMMITTED);
    }
}

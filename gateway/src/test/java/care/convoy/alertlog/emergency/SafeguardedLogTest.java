package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.HELPED;
import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.WANG;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Event;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog.Health;
import care.convoy.alertlog.AlertLog.Unavailable;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.Receipt.Durability;
import care.convoy.alertlog.emergency.EmergencyCounters.Count;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SafeguardedLogTest {
    private Plight plight;

    @BeforeEach
    void begin() throws IOException {
        plight = new Plight();
    }

    // ---- the way in

    @Test
    void logThatAnswersIsTheLog() {
        Receipt receipt = plight.answered(press("r1", 1));

        assertThat(receipt.durability()).isEqualTo(Durability.COMMITTED);
        assertThat(plight.log.health()).isEqualTo(Health.READY);
        assertThat(plight.disk.order).containsExactly("write", "force");
    }

    @Test
    void silentLogIsGivenEightHundredMilliseconds() {
        plight.inner.mood = CoreLog.Mood.DEAF;
        CompletableFuture<Receipt> answer = plight.submit(press("r1", 1));

        plight.pass(Duration.ofMillis(799));
        assertThat(answer).isNotDone();
        plight.pass(Duration.ofMillis(1));

        assertThat(answer).isCompleted();
        assertThat(answer.join().durability()).isEqualTo(Durability.LOCAL);
        assertThat(plight.provisionalOpen).extracting(AlertView::id).containsExactly(alert(answer.join()));
    }

    @Test
    void logThatSaysItIsUnavailableIsNotWaitedFor() {
        plight.inner.mood = CoreLog.Mood.REFUSES;
        CompletableFuture<Receipt> answer = plight.submit(press("r1", 1));
        assertThat(answer).isCompletedExceptionally();

        plight.inner.health = Health.NO_QUORUM;
        assertThat(plight.answered(press("r1", 2)).durability()).isEqualTo(Durability.LOCAL);
        assertThat(plight.log.health()).isEqualTo(Health.DEGRADED);
    }

    @Test
    void readyLogThatHasTooMuchToDoIsNoEmergency() {
        plight.inner.mood = CoreLog.Mood.REFUSES;

        assertThatThrownBy(() -> plight.submit(press("r1", 1)).join()).hasCauseInstanceOf(Unavailable.class);
        plight.pass(Duration.ofSeconds(2));

        assertThat(plight.log.health()).isEqualTo(Health.READY);
    }

    @Test
    void degradedGatewayDoesNotAskTheLogFirst() {
        plight.loseLog();
        int asked = plight.inner.applied.size();

        Receipt receipt = plight.answered(press("r1", 1));

        assertThat(receipt.durability()).isEqualTo(Durability.LOCAL);
        assertThat(plight.inner.applied).hasSize(asked);
        assertThatThrownBy(() -> plight.submit(new Command.Tick()).join()).hasCauseInstanceOf(Unavailable.class);
    }

    @Test
    void openAlertsGoOnWithoutAnybodyAskingAnything() {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.loseLog();

        plight.pass(Duration.ofSeconds(16));

        assertThat(plight.log.health()).isEqualTo(Health.DEGRADED);
        assertThat(plight.provisional).extracting(event -> event.event()).contains(new Event.StepDue(alert, 1, 1));
    }

    @Test
    void startingLogIsNoEmergencyBeforeItIsWatched() throws IOException {
        Plight starting = new Plight();
        starting.inner.health = Health.STARTING;
        starting.begin(new MemoryDisk(MemoryDisk.BYTES));
        assertThat(starting.log.degradedBecause()).isNull();

        starting.pass(Duration.ofSeconds(2));

        assertThat(starting.log.degradedBecause()).contains("STARTING");
    }

    // ---- the receipt

    @Test
    void nothingIsAnsweredOrToldBeforeItIsForced() {
        plight.loseLog();
        plight.disk.order.clear();
        CompletableFuture<Receipt> first = plight.submit(press("r1", 1));
        CompletableFuture<Receipt> second = plight.submit(press("r2", 1));
        var _ = first.thenRun(() -> plight.disk.order.add("answer"));
        var _ = second.thenRun(() -> plight.disk.order.add("answer"));

        plight.log.poll();

        assertThat(plight.disk.order).as("one force for both").containsExactly("write", "force", "answer", "answer");
    }

    @Test
    void fullJournalAnswersNothingAndKeepsItsLastPartForAlarms() throws IOException {
        plight = new Plight(new MemoryDisk(32 << 10));
        plight.loseLog();
        AlertId alert = alert(plight.answered(press("r1", 1)));
        boolean full = false;
        while (!full) {
            CompletableFuture<Receipt> note = plight.submit(plight.note(LI, alert, "x".repeat(800)));
            plight.log.poll();
            full = note.isCompletedExceptionally();
        }
        assertThat(plight.answered(press("r2", 1)).durability()).isEqualTo(Durability.LOCAL);
        full = false;
        for (int sequence = 2; !full; sequence++) {
            CompletableFuture<Receipt> answer = plight.submit(press("r2", sequence));
            plight.log.poll();
            full = answer.isCompletedExceptionally();
        }
        assertThat(plight.log.counters().get(Count.NO_ROOM)).isEqualTo(2);
        long local = plight.log.counters().get(Count.LOCAL);

        plight.regainLog();

        assertThat(plight.log.health()).isEqualTo(Health.READY);
        assertThat(plight.log.counters().get(Count.SENT)).isEqualTo(local);
        assertThat(plight.log.journalBytes()).isZero();
    }

    @Test
    void brokenJournalAnswersNothing() {
        plight.loseLog();
        plight.disk.failForces();

        CompletableFuture<Receipt> answer = plight.submit(press("r1", 1));
        plight.log.poll();

        assertThat(answer).isCompletedExceptionally();
        assertThat(plight.log.isJournalUsable()).isFalse();
        assertThat(plight.log.health()).isEqualTo(Health.NO_QUORUM);
        assertThat(plight.provisional).isEmpty();
        CompletableFuture<Receipt> next = plight.submit(press("r1", 2));
        plight.pass(Duration.ofSeconds(2));
        assertThat(next).isNotDone();
    }

    @Test
    void whatWasTakenBeforeTheJournalBrokeIsBroughtToTheLog() {
        plight.loseLog();
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.disk.failForces();
        CompletableFuture<Receipt> lost = plight.submit(press("r2", 1));
        plight.log.poll();
        assertThat(lost).isCompletedExceptionally();

        plight.regainLog();

        assertThat(plight.inner.core.open()).extracting(AlertView::id).containsExactly(alert);
        assertThat(plight.log.degradedBecause()).isNull();
    }

    @Test
    void withoutAJournalTheLogIsAllThereIs() {
        KnownAlerts known = new KnownAlerts(plight.clock);
        plight.inner.connect(known);
        try (SafeguardedLog bare = new SafeguardedLog(
                SafeguardConfig.of(1),
                new Surroundings(plight.inner, null, known, (text, _, _) -> text, List.of(), _ -> {}))) {
            plight.inner.mood = CoreLog.Mood.REFUSES;
            plight.inner.health = Health.STOPPED;
            assertThat(bare.submit(press("r1", 1)).toCompletableFuture()).isCompletedExceptionally();
            assertThat(bare.health()).isEqualTo(Health.STOPPED);
        }
    }

    // ---- people

    @Test
    void claimNoteAndCloseOfAnEmergencyAreTakenOver() {
        plight.loseLog();
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.pass(Duration.ofSeconds(20));
        long seen = seen(alert);
        assertThat(plight.answered(new Command.Claim(plight.id(LI), alert, seen))
                        .outcome())
                .isInstanceOf(Outcome.Done.class);
        plight.answered(plight.note(LI, alert, "she is well"));
        assertThat(plight.answered(new Command.Resolve(plight.id(LI), alert, seen(alert), HELPED, null))
                        .outcome())
                .isInstanceOf(Outcome.Done.class);
        assertThat(plight.provisionalOpen).isEmpty();

        plight.regainLog();

        assertThat(plight.inner.core.open()).isEmpty();
        assertThat(count(Event.Raised.class)).isOne();
        assertThat(count(Event.NoteAdded.class)).isOne();
        assertThat(event(Event.Reconciled.class).owner()).isEqualTo(LI);
        assertThat(event(Event.Reconciled.class).steps()).as("shown and called").isEqualTo(2);
        assertThat(event(Event.Resolved.class).disposition()).isEqualTo(HELPED);
    }

    @Test
    void alertOfBeforeIsClaimedAndItsOwnerKept() {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.loseLog();
        plight.answered(new Command.Claim(plight.id(LI), alert, seen(alert)));
        assertThat(plight.provisionalOpen).extracting(AlertView::owner).containsExactly(LI);

        plight.regainLog();

        assertThat(theLogs(alert).owner()).isEqualTo(LI);
        assertThat(theLogs(alert).state()).isEqualTo(AlertState.CLAIMED);
    }

    @Test
    void furtherPressJoinsTheAlertOfBefore() {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.loseLog();
        assertThat(alert(plight.answered(press("r1", 2)))).isEqualTo(alert);
        assertThat(plight.answered(press("r1", 1)).outcome())
                .as("a repeat of a press that the log had")
                .isInstanceOfSatisfying(
                        Outcome.Done.class, done -> assertThat(done.duplicate()).isTrue());

        plight.regainLog();

        assertThat(plight.inner.core.open()).hasSize(1);
        assertThat(theLogs(alert).presses()).isEqualTo(2);
    }

    @Test
    void commandThatTheLogTookWithoutAWordIsNotDoneTwice() {
        plight.inner.mood = CoreLog.Mood.SILENT;
        CompletableFuture<Receipt> answer = plight.submit(press("r1", 1));
        plight.pass(Duration.ofSeconds(1));
        assertThat(answer.join().durability()).isEqualTo(Durability.LOCAL);

        plight.regainLog();

        assertThat(plight.inner.core.open()).hasSize(1);
        assertThat(theLogs(alert(answer.join())).presses()).isOne();
    }

    @Test
    void ownerInTheLogStaysTheOwner() {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.loseLog();
        plight.answered(new Command.Claim(plight.id(LI), alert, seen(alert)));
        plight.answered(new Command.Resolve(plight.id(LI), alert, seen(alert), HELPED, null));
        plight.inner.apply(
                new Command.Claim(plight.id(WANG), alert, theLogs(alert).version()));

        plight.regainLog();

        assertThat(theLogs(alert).owner()).as("the alert is still open").isEqualTo(WANG);
        assertThat(event(Event.Reconciled.class).resolved()).isFalse();
    }

    @Test
    void signalThatWasNotKnownHereGoesOnAsking() {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.loseLog();
        plight.answered(new Command.Claim(plight.id(LI), alert, seen(alert)));
        plight.answered(new Command.Resolve(plight.id(LI), alert, seen(alert), HELPED, null));
        plight.inner.apply(press("r1", 9));

        plight.regainLog();

        assertThat(theLogs(alert).attentionPending()).isTrue();
    }

    @Test
    void whatTheLogHasEndedItselfStaysEnded() {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.loseLog();
        plight.answered(plight.note(LI, alert, "on my way"));
        plight.answered(new Command.Claim(plight.id(LI), alert, seen(alert)));
        plight.inner.apply(
                new Command.Claim(plight.id(WANG), alert, theLogs(alert).version()));
        plight.inner.apply(
                new Command.Resolve(plight.id(WANG), alert, theLogs(alert).version(), HELPED, null));

        plight.regainLog();

        assertThat(plight.inner.core.open()).isEmpty();
        assertThat(plight.log.degradedBecause()).isNull();
        assertThat(plight.log.counters().get(Count.REFUSED)).isPositive();
    }

    @Test
    void alertThatIsNotKnownHereIsNotRefusedForGood() {
        plight.loseLog();

        CompletableFuture<Receipt> answer = plight.submit(
                new Command.Claim(plight.id(LI), AlertId.of(press("r7", 1).key(), 0), 1));
        plight.log.poll();

        assertThat(answer).isCompletedExceptionally();
        assertThat(plight.log.journalBytes()).isZero();
    }

    // ---- the way back

    @Test
    void logThatDiesAgainIsGivenEverythingLater() {
        plight.loseLog();
        for (int resident = 0; resident < 40; resident++) {
            plight.answered(press("r" + resident, 1));
        }
        plight.inner.health = Health.READY;
        plight.inner.mood = CoreLog.Mood.ANSWERS;
        plight.inner.diesAfter = 17;
        plight.pass(Duration.ofSeconds(2));
        assertThat(plight.log.health()).isEqualTo(Health.DEGRADED);
        assertThat(plight.answered(press("r0", 2)).durability()).isEqualTo(Durability.LOCAL);

        plight.regainLog();

        assertThat(plight.inner.core.open()).hasSize(40);
        assertThat(plight.inner.core.open())
                .extracting(AlertView::presses)
                .contains(2)
                .doesNotContain(3);
        assertThat(plight.log.health()).isEqualTo(Health.READY);
    }

    @Test
    void listenersForgetWhatTheLogHasTakenOver() {
        plight.loseLog();
        plight.answered(press("r1", 1));
        assertThat(plight.provisionalOpen).hasSize(1);

        plight.regainLog();

        assertThat(plight.provisionalOpen).isEmpty();
        assertThat(plight.log.journalBytes()).isZero();
        assertThat(plight.answered(press("r2", 1)).durability()).isEqualTo(Durability.COMMITTED);
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

    private long count(Class<? extends Event> kind) {
        return plight.inner.events.stream().filter(kind::isInstance).count();
    }

    private <E extends Event> E event(Class<E> kind) {
        return kind.cast(plight.inner.events.stream()
                .filter(kind::isInstance)
                .reduce((_, later) -> later)
                .orElseThrow());
    }
}

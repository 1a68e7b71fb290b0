package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreState;
import care.convoy.alertlog.AlertLog.Health;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.Receipt.Durability;
import care.convoy.alertlog.emergency.EmergencyCounters.Count;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is no exception but an error: memory, stack, a class that is not there. */
class EmergencyErrorsTest {
    private Plight plight;

    @BeforeEach
    void begin() throws IOException {
        plight = new Plight();
    }

    @AfterEach
    void end() {
        plight.log.close();
    }

    @Test
    void errorOnTheThreadIsCountedAndSaidAndTheThreadGoesOn() throws Exception {
        plight.inner.health = Health.NO_QUORUM;
        plight.clock.nanos = TimeUnit.SECONDS.toNanos(2);
        plight.log.poll();
        plight.disk.nextWriteFails(new OutOfMemoryError("a test"));
        plight.log.start();

        CompletableFuture<Receipt> first = plight.submit(press("r1", 1));
        assertThat(first).failsWithin(Duration.ofSeconds(20));
        Receipt second = plight.submit(press("r1", 1)).get(20, TimeUnit.SECONDS);

        assertThat(second.durability()).isEqualTo(Durability.LOCAL);
        assertThat(plight.log.counters().get(Count.FAILURES)).isPositive();
        assertThat(List.copyOf(plight.said)).anyMatch(word -> word.contains("OutOfMemoryError"));
        plight.log.close();
        plight.begin(new MemoryDisk(plight.disk.safe()));
        assertThat(plight.provisionalOpen).hasSize(1);
    }

    @Test
    void writeThatFailedForWantOfMemoryLeavesTheChainOfRecordsWhole() throws IOException {
        plight.loseLog();
        plight.answered(press("r1", 1));
        plight.disk.nextWriteFails(new OutOfMemoryError("a test"));
        CompletableFuture<Receipt> lost = plight.submit(press("r2", 1));
        try {
            plight.log.poll();
        } catch (OutOfMemoryError expected) {
            assertThat(expected).hasMessage("a test");
        }
        assertThat(lost).isCompletedExceptionally();
        plight.answered(press("r3", 1));

        plight.begin(new MemoryDisk(plight.disk.safe()));

        assertThat(plight.provisionalOpen)
                .extracting(view -> String.valueOf(view.resident()))
                .hasSize(2)
                .noneMatch(resident -> resident.contains("r2"));
    }

    @Test
    void commandThatCannotBeWrittenFailsAloneAndAPressIsTakenAllTheSame() {
        AlertId former = alert(plight.answered(press("r1", 1)));
        plight.known.standing(List.of(changed(former, withSteps(theLogs(former), 500_000))));
        plight.loseLog();

        CompletableFuture<Receipt> claim = plight.submit(new Command.Claim(plight.id(LI), former, 99));
        CompletableFuture<Receipt> again = plight.submit(press("r1", 2));
        CompletableFuture<Receipt> other = plight.submit(press("r2", 1));
        plight.log.poll();

        assertThat(claim).isCompletedExceptionally();
        assertThat(again.join().durability()).isEqualTo(Durability.LOCAL);
        assertThat(other.join().durability()).isEqualTo(Durability.LOCAL);
        assertThat(plight.log.counters().get(Count.FAILURES)).isPositive();
    }

    private AlertView theLogs(AlertId alert) {
        return Objects.requireNonNull(plight.inner.core.find(alert));
    }

    /** As the log knows it, but for what can be seen of it. */
    private CoreState.Open changed(AlertId alert, AlertView view) {
        CoreState.Open standing = Objects.requireNonNull(plight.inner.core.standing(alert));
        return new CoreState.Open(
                view,
                standing.plan(),
                standing.attentionVersion(),
                standing.cancelKey(),
                standing.nextStepIndex(),
                standing.notes(),
                standing.reminders(),
                standing.remindAtMillis(),
                standing.raiseAtMillis());
    }

    private static AlertView withSteps(AlertView view, int count) {
        List<AlertView.Step> steps = new ArrayList<>(view.steps());
        AlertView.Step last = steps.getLast();
        for (int index = last.index() + 1; index < count; index++) {
            steps.add(new AlertView.Step(index, last.step(), last.dueAtMillis(), 0, false, 0, List.of()));
        }
        return new AlertView(
                view.id(),
                view.version(),
                view.resident(),
                view.device(),
                view.kind(),
                view.priority(),
                view.state(),
                view.status(),
                view.owner(),
                view.ownedSinceMillis(),
                view.leaseUntilMillis(),
                view.receivedAtMillis(),
                view.deviceTimeMillis(),
                view.attentionAtMillis(),
                view.attentionPending(),
                view.presses(),
                view.signals(),
                view.heldUntilMillis(),
                view.progress(),
                view.cause(),
                view.abandoned(),
                view.abandonedBy(),
                view.position(),
                view.linked(),
                view.disposition(),
                steps,
                view.timeline());
    }
}

package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Much is brought to a log at once, and others want something of it as well. All by counts; each round is one answer's time. */
class MergePacingTest {
    private static final int ALERTS = 400;
    private static final int MOST_ROUNDS = 1_000;

    private Plight plight;

    @BeforeEach
    void manyAlertsThatTheLogDoesNotKnow() throws IOException {
        plight = new Plight();
        plight.loseLog();
        for (int i = 0; i < ALERTS; i++) {
            plight.answered(press("r" + i, 1));
        }
        plight.inner.health = AlertLog.Health.READY;
        plight.inner.mood = CoreLog.Mood.LATE;
    }

    private boolean isOver() {
        return plight.log.degradedBecause() == null;
    }

    private long reconciled() {
        return plight.inner.applied.stream()
                .filter(Command.Reconcile.class::isInstance)
                .count();
    }

    @Test
    void neverMoreThanAFewCommandsAreUnderWay() {
        int most = 0;
        for (int round = 0; !isOver() && round < MOST_ROUNDS; round++) {
            plight.log.poll();
            most = Math.max(most, plight.inner.waiting());
            plight.inner.catchUp();
        }

        assertThat(isOver()).isTrue();
        assertThat(most).isEqualTo(Merge.WINDOW);
        assertThat(plight.inner.core.openCount()).isEqualTo(ALERTS);
    }

    @Test
    void eachAlertIsToldOnceAndPressesMeanwhileCostOnlyTheirOwn() {
        int presses = 0;
        for (int round = 0; !isOver() && round < MOST_ROUNDS; round++) {
            if (round % 10 == 0 && reconciled() < ALERTS) {
                plight.submit(press("r" + round % ALERTS, 1_000 + round));
                presses++;
            }
            plight.log.poll();
            plight.inner.catchUp();
        }

        assertThat(isOver()).isTrue();
        assertThat(reconciled()).isBetween((long) ALERTS, (long) ALERTS + presses);
    }

    @Test
    void itEndsAlthoughPressesNeverCease() {
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        int round = 0;
        for (; !isOver() && round < MOST_ROUNDS; round++) {
            answers.add(plight.submit(press("r" + round % ALERTS, 1_000 + round)));
            plight.log.poll();
            plight.inner.catchUp();
        }
        plight.inner.mood = CoreLog.Mood.ANSWERS;
        plight.log.poll();

        assertThat(round).isLessThan(MOST_ROUNDS);
        assertThat(answers).allMatch(answer -> answer.isDone() && !answer.isCompletedExceptionally());
        assertThat(plight.inner.core.openCount()).isEqualTo(ALERTS);
        assertThat(plight.inner.core.open().stream()
                        .mapToInt(alert -> alert.signals())
                        .sum())
                .isEqualTo(ALERTS + round);
    }
}

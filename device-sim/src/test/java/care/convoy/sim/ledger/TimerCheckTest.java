package care.convoy.sim.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.sim.console.StepRow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerCheckTest {
    private static final Instant SINCE = Instant.ofEpochSecond(1_000);
    private static final Instant DUE_BEFORE = Instant.ofEpochSecond(1_050);
    private static final StepRow BEFORE = new StepRow("DONE", Instant.ofEpochSecond(900), Instant.ofEpochSecond(900));
    private static final StepRow STARTED = new StepRow("DONE", Instant.ofEpochSecond(990), SINCE);
    private static final StepRow TO_COME = new StepRow("PENDING", Instant.ofEpochSecond(1_060), Instant.EPOCH);
    private static final StepRow OVERDUE = new StepRow("PENDING", Instant.ofEpochSecond(1_049), Instant.EPOCH);
    private static final StepRow PASSED_OVER = new StepRow("SKIPPED", Instant.ofEpochSecond(990), Instant.EPOCH);

    private static TimerCheck of(StepRow... steps) {
        return new TimerCheck(0, 0, 0).plus(List.of(steps), SINCE, DUE_BEFORE);
    }

    @Test
    void stepsThatWereStartedShowThatTimeGoesOn() {
        assertThat(of(BEFORE, STARTED, TO_COME, PASSED_OVER)).isEqualTo(new TimerCheck(1, 1, 0));
        assertThat(of(STARTED).isRunning()).isTrue();
    }

    @Test
    void aStepThatIsDueAndPendingWasForgotten() {
        assertThat(of(STARTED, OVERDUE).isRunning()).isFalse();
    }

    @Test
    void whereNothingWasStartedNothingIsShown() {
        assertThat(of(BEFORE, TO_COME).isRunning()).isFalse();
    }
}

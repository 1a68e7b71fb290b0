package care.convoy.sim.ledger;

import care.convoy.sim.console.AlertApi;
import care.convoy.sim.console.OpenAlert;
import care.convoy.sim.console.StepRow;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Whether the escalation of open alerts goes on: steps were started since a time, and none is due and not started.
 *
 * @param alerts looked at
 * @param started steps since the time
 * @param overdue steps that are due for longer than {@value #GRACE_SECONDS} s and still pending
 */
public record TimerCheck(int alerts, int started, int overdue) {
    private static final int GRACE_SECONDS = 5;

    /** Asks the gateway for the steps of each alert. */
    public static TimerCheck of(AlertApi api, List<OpenAlert> open, Instant since)
            throws IOException, InterruptedException {
        TimerCheck sum = new TimerCheck(0, 0, 0);
        for (OpenAlert alert : open) {
            sum = sum.plus(api.steps(alert.id()), since, Instant.now().minusSeconds(GRACE_SECONDS));
        }
        return sum;
    }

    TimerCheck plus(List<StepRow> steps, Instant since, Instant dueBefore) {
        int startedHere = 0;
        int overdueHere = 0;
        for (StepRow step : steps) {
            startedHere += step.state().equals("DONE") && !step.doneAt().isBefore(since) ? 1 : 0;
            overdueHere += step.state().equals("PENDING") && step.dueAt().isBefore(dueBefore) ? 1 : 0;
        }
        return new TimerCheck(alerts + 1, started + startedHere, overdue + overdueHere);
    }

    /** Time goes on if something happened and nothing was forgotten. */
    public boolean isRunning() {
        return started > 0 && overdue == 0;
    }

    @Override
    public String toString() {
        return "timers of %d alerts: %d steps started since, %d overdue".formatted(alerts, started, overdue);
    }
}

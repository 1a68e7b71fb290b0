package care.convoy.effect;

import care.convoy.alert.Command;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An alert log that takes reports and answers them when and as the test says. */
final class HandReports implements AlertLog {
    /** Every report ever submitted, as {@code step/attempt REPORT}. */
    final List<String> submitted = new ArrayList<>();

    private final Deque<CompletableFuture<Receipt>> unanswered = new ArrayDeque<>();
    private Outcome answer = new Outcome.Done(null, 1, false);
    private boolean atOnce = true;
    private boolean leads;

    HandReports leading(boolean now) {
        leads = now;
        return this;
    }

    /** From now on the test answers. */
    HandReports waiting() {
        atOnce = false;
        return this;
    }

    void refuseAll() {
        answer = new Outcome.Refused(Outcome.Reason.UNKNOWN_ALERT, null, 0, 0);
    }

    void answerNext() {
        unanswered.removeFirst().complete(receipt());
    }

    void failNext(RuntimeException why) {
        unanswered.removeFirst().completeExceptionally(why);
    }

    private Receipt receipt() {
        return new Receipt(1, Receipt.Durability.COMMITTED, answer);
    }

    @Override
    public synchronized CompletionStage<Receipt> submit(Command command) {
        Command.ReportEffect report = (Command.ReportEffect) command;
        submitted.add(words(report.key(), report.report()));
        if (atOnce) {
            return CompletableFuture.completedStage(receipt());
        }
        CompletableFuture<Receipt> stage = new CompletableFuture<>();
        unanswered.addLast(stage);
        return stage;
    }

    private static String words(EffectKey key, EffectReport report) {
        return key.step() + "/" + key.attempt() + " " + report;
    }

    @Override
    public Health health() {
        return Health.READY;
    }

    @Override
    public boolean leads() {
        return leads;
    }

    @Override
    public void close() {}
}

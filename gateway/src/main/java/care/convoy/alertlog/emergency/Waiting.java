package care.convoy.alertlog.emergency;

import care.convoy.alert.Command;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A command that waits for a receipt, from the log or from the journal. Any thread. */
final class Waiting {
    final Command command;
    final long submittedNanos;
    final CompletableFuture<Receipt> answer = new CompletableFuture<>();
    private final AtomicBoolean diverted = new AtomicBoolean();

    Waiting(Command command, long submittedNanos) {
        this.command = command;
        this.submittedNanos = submittedNanos;
    }

    /** True once: for whoever takes it to the journal. */
    boolean divert() {
        return !answer.isDone() && diverted.compareAndSet(false, true);
    }

    /** The journal does not need it: the log takes it after all. */
    void back() {
        diverted.set(false);
    }

    boolean isDiverted() {
        return diverted.get();
    }

    /** Fails, unless it is with the log or answered. */
    void failUnlessSent(String why) {
        if (isDiverted()) {
            fail(why);
        }
    }

    void fail(String why) {
        answer.completeExceptionally(new AlertLog.Unavailable(why));
    }
}

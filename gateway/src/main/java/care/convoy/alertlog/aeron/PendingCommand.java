package care.convoy.alertlog.aeron;

import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;

/** A command on its way to its answer. The future is completed on the client's thread, once. */
final class PendingCommand {
    final long correlation;
    final long submittedNanos;
    final UnsafeBuffer frame;
    final CompletableFuture<Receipt> answer = new CompletableFuture<>();

    PendingCommand(long correlation, byte[] frame, long submittedNanos) {
        this.correlation = correlation;
        this.frame = new UnsafeBuffer(frame);
        this.submittedNanos = submittedNanos;
    }

    void fail(String why) {
        answer.completeExceptionally(new AlertLog.Unavailable(why));
    }
}

package care.convoy.monitoring;

import care.convoy.alert.Command;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A log that keeps what it is asked, and never answers. */
record SubmittedOnly(List<Command> submitted) implements AlertLog {
    @Override
    public CompletableFuture<Receipt> submit(Command command) {
        submitted.add(command);
        return new CompletableFuture<>();
    }

    @Override
    public Health health() {
        return Health.READY;
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public void close() {
        // nothing is open
    }
}

package care.convoy.ingest;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.Receipt.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An alert log that makes nothing durable until the test says so. */
public final class HandLog implements AlertLog {
    private static final long WAIT_SECONDS = 20;

    private final LinkedBlockingQueue<Submitted> submitted = new LinkedBlockingQueue<>();
    private final List<Command.Signal> all = new ArrayList<>();
    private volatile boolean commitsAtOnce;

    /** A command that waits for the test. */
    public record Submitted(Command.Signal signal, CompletableFuture<Receipt> stage) {
        public AlertId alert() {
            return AlertId.of(signal.key(), signal.receivedAtMillis(), 0);
        }

        public void commit() {
            stage.complete(new Receipt(1, Durability.COMMITTED, new Outcome.Done(alert(), 1, false)));
        }

        public void commitAs(Receipt receipt) {
            stage.complete(receipt);
        }

        public void fail(RuntimeException why) {
            stage.completeExceptionally(why);
        }
    }

    /** From now on everything is durable at once. */
    public HandLog committing() {
        commitsAtOnce = true;
        return this;
    }

    @Override
    public CompletionStage<Receipt> submit(Command command) {
        Submitted next = new Submitted((Command.Signal) command, new CompletableFuture<>());
        synchronized (this) {
            all.add(next.signal());
        }
        if (commitsAtOnce) {
            next.commit();
        } else {
            submitted.add(next);
        }
        return next.stage();
    }

    /** The next command, waiting for it. */
    public Submitted next() throws InterruptedException, TimeoutException {
        Submitted next = submitted.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new TimeoutException("nothing was submitted");
        }
        return next;
    }

    /** How many commands wait for the test. */
    public int waiting() {
        return submitted.size();
    }

    /** Every signal ever submitted, in order. */
    public synchronized List<Command.Signal> signals() {
        return List.copyOf(all);
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public Health health() {
        return Health.READY;
    }

    @Override
    public void close() {
        submitted.clear();
    }
}

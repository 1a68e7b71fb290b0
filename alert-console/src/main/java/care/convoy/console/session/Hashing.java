package care.convoy.console.session;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The only place where password hashes are computed: a few threads of their own and a bounded queue before them, so that a
 * flood of log-ins costs memory and processors within that bound and never the event loop. Thread-safe.
 *
 * <p>Full: the stage fails with {@link Busy} at once.
 */
public final class Hashing implements AutoCloseable {
    private final ThreadPoolExecutor threads;

    /** @param parallel threads @param waiting how many may wait for one */
    public Hashing(int parallel, int waiting) {
        threads = new ThreadPoolExecutor(
                parallel, parallel, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
                    Thread thread = new Thread(task, "console-hashing");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    CompletionStage<Boolean> matches(String password, String argon2id) {
        return run(() -> Passwords.matches(password, argon2id));
    }

    CompletionStage<String> hash(String password) {
        return run(() -> Passwords.hash(password));
    }

    private <T> CompletionStage<T> run(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(new Busy());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Too many hashes are wanted at once. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        Busy() {
            super("too many log-ins at once", null, false, false);
        }
    }
}

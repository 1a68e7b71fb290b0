package care.convoy.console.web;

import care.convoy.console.RecordsUnavailable;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what may block on virtual threads, at most {@value #MAX} at once, and brings the answer back to the event loop. Full:
 * the caller gets 503 at once.
 */
final class Offload implements AutoCloseable {
    private static final int MAX = 48;
    private static final Logger LOG = LoggerFactory.getLogger(Offload.class);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MAX);
    private final Executor loop;

    Offload(Executor loop) {
        this.loop = loop;
    }

    /** Runs {@code work} elsewhere, then {@code then} on the event loop; a failure answers the call. */
    <T> void run(Call call, Callable<T> work, Consumer<T> then) {
        if (!room.tryAcquire()) {
            call.problem(Problem.of(503, "busy", "Too many requests wait for the records.")
                    .with("retryAfter", 1));
            return;
        }
        threads.execute(() -> {
            try {
                T result = work.call();
                loop.execute(() -> call.guard(() -> then.accept(result)));
            } catch (RecordsUnavailable e) {
                loop.execute(() -> call.problem(Problem.DATABASE.with("retryAfter", 5)));
            } catch (Exception e) {
                LOG.error("console request failed", e);
                loop.execute(() -> call.problem(Problem.INTERNAL));
            } finally {
                room.release();
            }
        });
    }

    /**
     * Finds something elsewhere, then, if the caller may see where it is, runs {@code then} on the event loop. What lies outside
     * the caller's scope does not exist: the call is answered as if nothing had been found.
     *
     * @param region the administrative code of what was found
     */
    <T> void find(Call call, Callable<Optional<T>> work, Function<T, String> region, Consumer<T> then) {
        run(
                call,
                work,
                found -> found.filter(each -> call.caller().sees(region.apply(each)))
                        .ifPresentOrElse(then, () -> call.problem(Problem.NOT_FOUND)));
    }

    /** Runs a task of the console's own elsewhere; it is not counted as a request. */
    void elsewhere(Runnable task) {
        threads.execute(task);
    }

    /** Runs a task on the event loop. */
    void onLoop(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

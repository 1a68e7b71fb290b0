package care.convoy.alertlog.emergency;

import care.convoy.alert.Command;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A log that is started again in this process when it has stopped by itself: closed, and after a pause started anew from
 * what is on its disk, for ever. {@code STOPPED} meanwhile. Any thread; {@code log-restart} closes and starts.
 */
public final class RestartedLog<L extends AlertLog> implements AlertLog {
    /** Pauses before a start; the last one again and again. */
    static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15));

    private static final long LOOK_MILLIS = 200;

    /** A log that was ready for so long has recovered: the next stop begins with the shortest pause. */
    private static final long RECOVERED_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Start<L> start;
    private final List<Duration> pauses;
    private final Consumer<String> say;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("log-restart").daemon().unstarted(this::keepStarted);
    private volatile @Nullable L running;
    private volatile @Nullable L last;
    private final LongAdder restarts = new LongAdder();

    /** Makes a log. */
    @FunctionalInterface
    public interface Start<L> {
        /** Blocks until it runs; it need not be ready. @throws IOException or another exception if it cannot be had now */
        L start() throws IOException, InterruptedException;
    }

    private RestartedLog(Start<L> start, List<Duration> pauses, Consumer<String> say) {
        this.start = start;
        this.pauses = pauses;
        this.say = say;
    }

    /**
     * Starts the log; one that cannot be had now is tried again.
     *
     * @param isHopeless whether no further try will mend what the first one met; that one is thrown
     * @param say told of what a person must know
     */
    public static <L extends AlertLog> RestartedLog<L> of(
            Start<L> start, Predicate<Exception> isHopeless, Consumer<String> say)
            throws IOException, InterruptedException {
        RestartedLog<L> log = new RestartedLog<>(start, PAUSES, say);
        log.startFirst(isHopeless);
        return log;
    }

    static <L extends AlertLog> RestartedLog<L> of(Start<L> start, List<Duration> pauses, Consumer<String> say)
            throws IOException, InterruptedException {
        RestartedLog<L> log = new RestartedLog<>(start, pauses, say);
        log.startFirst(_ -> false);
        return log;
    }

    private void startFirst(Predicate<Exception> isHopeless) throws IOException, InterruptedException {
        try {
            begin();
        } catch (IOException | RuntimeException failed) {
            if (isHopeless.test(failed)) {
                throw failed;
            }
            say.accept("the alert log cannot be started: " + failed);
        }
        thread.start();
    }

    private void begin() throws IOException, InterruptedException {
        L started = start.start();
        last = started;
        running = started;
    }

    private boolean tryToStart() throws InterruptedException {
        try {
            begin();
            return true;
        } catch (IOException | RuntimeException | Error failed) {
            say.accept("the alert log cannot be started: " + failed);
            return false;
        }
    }

    private void keepStarted() {
        int tries = 0;
        long readySince = System.nanoTime();
        try {
            while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                L current = running;
                Health health = current == null ? Health.STOPPED : current.health();
                long now = System.nanoTime();
                if (health != Health.READY) {
                    readySince = now;
                } else if (now - readySince > RECOVERED_NANOS) {
                    tries = 0;
                }
                if (health == Health.STOPPED) {
                    startAgain(current, tries++);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain(@Nullable L stopped, int tries) throws InterruptedException {
        running = null;
        if (stopped != null) {
            say.accept("the alert log has stopped; it is started again");
            closeQuietly(stopped);
        }
        Duration pause = pauses.get(Math.min(tries, pauses.size() - 1));
        if (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS) && tryToStart()) {
            restarts.increment();
            say.accept("the alert log was started again");
            closeIfLate();
        }
    }

    /** It came up while everything was being closed. */
    private void closeIfLate() {
        L late = running;
        if (closing.getCount() == 0 && late != null) {
            running = null;
            closeQuietly(late);
        }
    }

    private void closeQuietly(L stopped) {
        try {
            stopped.close();
        } catch (RuntimeException | Error failed) {
            say.accept("closing the stopped alert log failed: " + failed);
        }
    }

    /** The log that was started last, for its figures; null if none could be yet. */
    public @Nullable L last() {
        return last;
    }

    /** The log while it runs; null while it is being started again. */
    public @Nullable L running() {
        return running;
    }

    /** How often it was started again. */
    public long restarts() {
        return restarts.sum();
    }

    @Override
    public CompletionStage<Receipt> submit(Command command) {
        L current = running;
        return current == null
                ? CompletableFuture.failedFuture(
                        new Unavailable("the alert log has stopped and is being started again"))
                : current.submit(command);
    }

    @Override
    public Health health() {
        L current = running;
        return current == null ? Health.STOPPED : current.health();
    }

    @Override
    public boolean leads() {
        L current = running;
        return current != null && current.leads();
    }

    /** Closes the log too, unless its close is under way already. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        L current = running;
        running = null;
        if (current != null) {
            closeQuietly(current);
        }
    }
}

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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A log that is started again in this process when it has stopped by itself: closed, and after a pause started anew from
 * what is on its disk, for ever. {@code STOPPED} meanwhile. One that is told to pause is closed and stays so until it is told
 * to resume. Any thread; {@code log-restart} closes and starts.
 */
public final class RestartedLog<L extends AlertLog> implements PausableLog {
    /** Pauses before a start; the last one again and again. */
    static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15));

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

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
    private boolean paused;
    /** Whether a log is being closed or started. */
    private boolean busy;
    /** Whether a pause is over and nothing was started yet. */
    private volatile boolean waking;

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
        boolean rested = false;
        long readySince = System.nanoTime();
        try {
            while (closing.getCount() > 0) {
                L current = running;
                Health health = current == null ? Health.STOPPED : current.health();
                long now = System.nanoTime();
                if (isToPause()) {
                    rest(current);
                    rested = true;
                } else if (rested) {
                    rested = false;
                    tries = 0;
                    startIfWanted("the alert log was started again after its pause");
                } else if (health == Health.STOPPED) {
                    startAgain(current, tries++);
                }
                if (health != Health.READY) {
                    readySince = now;
                } else if (now - readySince > RECOVERED_NANOS) {
                    tries = 0;
                }
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest(@Nullable L current) {
        if (current != null) {
            say.accept("the alert log is stopped on purpose");
            stop(current);
        }
    }

    private void stop(L stopped) {
        begins(true);
        running = null;
        closeQuietly(stopped);
        begins(false);
    }

    private void startAgain(@Nullable L stopped, int tries) throws InterruptedException {
        if (stopped != null) {
            say.accept("the alert log has stopped; it is started again");
            stop(stopped);
        }
        Duration pause = pauses.get(Math.min(tries, pauses.size() - 1));
        if (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)
                && startIfWanted("the alert log was started again")) {
            restarts.increment();
        }
    }

    private boolean startIfWanted(String words) throws InterruptedException {
        if (!mayStart()) {
            return false;
        }
        boolean started = tryToStart();
        begins(false);
        waking = false;
        if (started) {
            say.accept(words);
            closeIfLate();
        }
        return started;
    }

    private synchronized boolean mayStart() {
        busy = !paused;
        return busy;
    }

    private synchronized void begins(boolean isBusy) {
        busy = isBusy;
    }

    private synchronized boolean isToPause() {
        return paused;
    }

    @Override
    public synchronized void pause() {
        paused = true;
        LockSupport.unpark(thread);
    }

    @Override
    public synchronized boolean isPaused() {
        return paused && !busy && running == null;
    }

    @Override
    public synchronized void resume() {
        waking = paused;
        paused = false;
        LockSupport.unpark(thread);
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
        if (current != null) {
            return current.health();
        }
        return waking ? Health.STARTING : Health.STOPPED;
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
        LockSupport.unpark(thread);
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

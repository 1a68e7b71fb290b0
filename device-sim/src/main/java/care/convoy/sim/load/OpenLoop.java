package care.convoy.sim.load;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fires at a constant rate, whatever becomes of what was fired before: number i is due at start + i / rate, and is told its
 * due time even if it is fired late. So a gateway (or this process) that stalls shows in the latencies instead of hiding
 * behind a pause of the load. Runs on one executor's thread; {@link #stop} may be called from any.
 */
public final class OpenLoop {

    /** What is done. */
    public interface Action {
        /** @param dueNanos when it should have been fired, in {@link System#nanoTime} units */
        void fire(long index, long dueNanos);
    }

    /**
     * How often.
     *
     * @param startNanos when number 0 is due, in {@link System#nanoTime} units
     * @param perSecond rate, above 0
     * @param count how many in all
     * @param granularityNanos the thread wakes no more often than that; what is due by then is fired together
     */
    public record Pace(long startNanos, double perSecond, long count, long granularityNanos) {
        private static final double NANOS_A_SECOND = 1e9;

        public Pace {
            if (!(perSecond > 0)) {
                throw new IllegalArgumentException("a rate is above 0, not " + perSecond);
            }
        }

        long dueNanos(long index) {
            return startNanos + (long) (index * (NANOS_A_SECOND / perSecond));
        }
    }

    private final Pace pace;
    private final Action action;
    private final LongSupplier nanoClock;
    private long next;
    private volatile boolean stopped;
    private volatile @Nullable RuntimeException failure;

    OpenLoop(Pace pace, Action action, LongSupplier nanoClock) {
        this.pace = pace;
        this.action = action;
        this.nanoClock = nanoClock;
    }

    /** Starts on the executor's thread. */
    public static OpenLoop start(ScheduledExecutorService executor, Pace pace, Action action) {
        OpenLoop loop = new OpenLoop(pace, action, System::nanoTime);
        executor.execute(() -> loop.run(executor));
        return loop;
    }

    public void stop() {
        stopped = true;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends by itself, or with the executor
    private void run(ScheduledExecutorService executor) {
        try {
            if (fireDue()) {
                long pause = Math.max(pace.dueNanos(next) - nanoClock.getAsLong(), pace.granularityNanos());
                executor.schedule(() -> run(executor), pause, TimeUnit.NANOSECONDS);
            }
        } catch (RuntimeException broken) {
            failure = broken;
        }
    }

    /** What ended it before its time, or null. */
    public @Nullable RuntimeException failure() {
        return failure;
    }

    /** Fires all that is due by now. @return whether more is to come */
    boolean fireDue() {
        long now = nanoClock.getAsLong();
        while (!stopped && next < pace.count() && now - pace.dueNanos(next) >= 0) {
            long index = next++;
            action.fire(index, pace.dueNanos(index));
        }
        return !stopped && next < pace.count();
    }
}

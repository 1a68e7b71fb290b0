package care.convoy.alertlog.aeron;

import io.aeron.cluster.service.ClusterClock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The log's time: the wall clock at the start plus what has passed since, drawn slowly towards the wall clock. A wall
 * clock that jumps neither stops a timer nor fires one early; the jump is counted. Thread-safe.
 */
final class SteadyClock implements ClusterClock {
    /** Drawn by one part in 200: 5 ms each second, ten times what a time daemon slews by. */
    private static final long SLEW_DIVISOR = 200;

    private static final long CHECK_EACH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long JUMP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final LongSupplier nanoTime;
    private final LongSupplier wallMillis;
    private final Runnable onJump;
    private final long startNanos;
    private final long startWallNanos;

    private long checkedNanos;
    private long correctionNanos;
    private long lastDifferenceNanos;

    SteadyClock(Runnable onJump) {
        this(System::nanoTime, System::currentTimeMillis, onJump);
    }

    SteadyClock(LongSupplier nanoTime, LongSupplier wallMillis, Runnable onJump) {
        this.nanoTime = nanoTime;
        this.wallMillis = wallMillis;
        this.onJump = onJump;
        this.startNanos = nanoTime.getAsLong();
        this.startWallNanos = TimeUnit.MILLISECONDS.toNanos(wallMillis.getAsLong());
        this.checkedNanos = startNanos;
    }

    @Override
    public TimeUnit timeUnit() {
        return TimeUnit.MILLISECONDS;
    }

    @Override
    public long time() {
        return TimeUnit.NANOSECONDS.toMillis(timeNanos());
    }

    @Override
    public synchronized long timeNanos() {
        long now = nanoTime.getAsLong();
        if (now - checkedNanos >= CHECK_EACH_NANOS) {
            draw(now);
        }
        return startWallNanos + (now - startNanos) + correctionNanos;
    }

    private void draw(long now) {
        long steady = startWallNanos + (now - startNanos) + correctionNanos;
        long difference = TimeUnit.MILLISECONDS.toNanos(wallMillis.getAsLong()) - steady;
        if (Math.abs(difference - lastDifferenceNanos) > JUMP_NANOS) {
            onJump.run();
        }
        long most = (now - checkedNanos) / SLEW_DIVISOR;
        long drawn = Math.clamp(difference, -most, most);
        correctionNanos += drawn;
        lastDifferenceNanos = difference - drawn;
        checkedNanos = now;
    }
}

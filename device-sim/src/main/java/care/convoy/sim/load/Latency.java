package care.convoy.sim.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Latencies from when something was due, up to an hour, to three digits. Safe on any thread. */
public final class Latency {
    private static final long HIGHEST_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 3;
    private static final double MICROS_A_MILLI = 1_000;

    private final Histogram micros = new ConcurrentHistogram(1, HIGHEST_MICROS, DIGITS);

    public void record(long nanos) {
        micros.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 1, HIGHEST_MICROS));
    }

    public long count() {
        return micros.getTotalCount();
    }

    /** @param percentile 0..100 */
    public double millisAt(double percentile) {
        return micros.getValueAtPercentile(percentile) / MICROS_A_MILLI;
    }

    public double maxMillis() {
        return micros.getMaxValue() / MICROS_A_MILLI;
    }
}

package care.convoy.ingest.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How many lines a second a listener may log about what devices do; hostile ones must not fill the disk. Thread-safe. */
public final class LineBudget {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final LongSupplier nanos;
    private long secondStartNanos;
    private int used;

    public LineBudget(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        secondStartNanos = nanos.getAsLong();
    }

    /** Whether one more line may be written now. */
    public synchronized boolean allows() {
        long now = nanos.getAsLong();
        if (now - secondStartNanos >= SECOND_NANOS) {
            secondStartNanos = now;
            used = 0;
        }
        return used++ < perSecond;
    }
}

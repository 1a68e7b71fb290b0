package care.convoy.ingest.tcp;

import java.util.concurrent.TimeUnit;

/**
 * Counts the faults of one connection: three within a minute end it, but never while calls for help come from it
 * (PROTOCOL.md §10). Confined to the connection's loop.
 */
final class FaultCount {
    static final int TOO_MANY = 3;

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private int faults;
    private long firstNanos;
    private boolean called;
    private long calledNanos;

    /** A call for help came. */
    void call(long nowNanos) {
        called = true;
        calledNanos = nowNanos;
    }

    /** Counts a fault; whether the connection must end. */
    boolean isTooMany(long nowNanos) {
        if (faults == 0 || nowNanos - firstNanos > MINUTE_NANOS) {
            firstNanos = nowNanos;
            faults = 0;
        }
        faults++;
        return faults >= TOO_MANY && !(called && nowNanos - calledNanos <= MINUTE_NANOS);
    }
}

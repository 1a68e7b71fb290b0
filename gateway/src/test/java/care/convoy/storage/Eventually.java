package care.convoy.storage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread will do; fails with the limit, which is far beyond what it ever takes. */
record Eventually(Duration limit) {
    static Eventually within(Duration limit) {
        return new Eventually(limit);
    }

    void isTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not so within " + limit);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}

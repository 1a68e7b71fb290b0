package care.convoy.alertlog.aeron;

import io.aeron.Aeron;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The service's client of the media driver, with a conductor thread of its own.
 *
 * <p>When the driver was lost, as in a process that was stopped for longer than 10 s, the conductor of Aeron 1.51 holds the
 * client's lock while it waits 9 s for the service's end, and the service wants that lock in order to end. {@link #untie}
 * ends the wait. Any thread.
 */
final class ServiceClient {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Aeron aeron;
    private volatile @Nullable Thread conductor;
    private volatile @Nullable Thread service;

    /** Connects. @param context not used before */
    ServiceClient(Aeron.Context context) {
        aeron = Aeron.connect(context.clientLock(lock).threadFactory(task -> {
            Thread thread = LogEngine.named("log-service-client").newThread(task);
            conductor = thread;
            return thread;
        }));
    }

    Aeron aeron() {
        return aeron;
    }

    /** Makes the service's thread. */
    ThreadFactory serviceThread(ThreadFactory factory) {
        return task -> {
            Thread thread = factory.newThread(task);
            service = thread;
            return thread;
        };
    }

    /**
     * If the client has closed itself: waits until the service has stopped its work and wants the lock, at most a second,
     * then lets it end. Not before, for the conductor's next deed is to unmap what the service reads.
     *
     * @return whether it did
     */
    boolean untie() {
        Thread ending = service;
        Thread waiting = conductor;
        if (!aeron.isClosed() || ending == null || waiting == null) {
            return false;
        }
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (ending.isAlive() && waiting.isAlive() && System.nanoTime() - deadline < 0) {
            if (lock.hasQueuedThread(ending)) {
                waiting.interrupt();
                return true;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return false;
    }
}

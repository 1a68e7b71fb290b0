package care.convoy.ingest.coap;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which CoAP messages are read, decided and answered; what is scheduled (repeats, expiry) is started by one
 * timer thread. What waits is bounded by {@link Inbox}, which asks for {@link #backlog} before it lets a datagram in.
 */
class CoapThreads extends ScheduledThreadPoolExecutor {
    private final ThreadPoolExecutor workers;

    CoapThreads(int count) {
        super(1, named("coap-timer-"));
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        workers =
                new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("coap-"));
    }

    private static ThreadFactory named(String prefix) {
        return Thread.ofPlatform().name(prefix, 0).daemon().factory();
    }

    @Override
    public void execute(Runnable command) {
        workers.execute(command);
    }

    /** Tasks that wait for a thread. */
    int backlog() {
        return workers.getQueue().size();
    }

    @Override
    public void shutdown() {
        super.shutdown();
        workers.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        workers.shutdownNow();
        return super.shutdownNow();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return workers.awaitTermination(timeout, unit) && super.awaitTermination(timeout, unit);
    }
}

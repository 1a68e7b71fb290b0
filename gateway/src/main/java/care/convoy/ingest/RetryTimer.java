package care.convoy.ingest;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Time as the {@link Intake} needs it: one that passes evenly, and something to be done later. Thread-safe. */
interface RetryTimer {
    /** Never set; only differences mean something. */
    long nanos();

    /** Does it after that time, on a thread of its own. @throws RejectedExecutionException after {@link #close} */
    void later(Runnable task, long millis);

    /** Nothing more is done; what was asked for before is forgotten. */
    void close();

    /** This machine's time, and a thread for what is to be done later. */
    static RetryTimer system() {
        var executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("intake-resubmit").daemon().factory());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return new RetryTimer() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void later(Runnable task, long millis) {
                var _ = executor.schedule(task, millis, TimeUnit.MILLISECONDS);
            }

            @Override
            public void close() {
                executor.shutdown();
            }
        };
    }
}

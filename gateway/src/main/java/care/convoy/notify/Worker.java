package care.convoy.notify;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does one thing after the other. What comes after its end is left undone. */
interface Worker extends AutoCloseable {
    void execute(Runnable work);

    void after(long millis, Runnable work);

    @Override
    void close();

    /** A thread of that name. */
    static Worker named(String name) {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name(name).daemon().factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return new Worker() {
            @Override
            public void execute(Runnable work) {
                after(0, work);
            }

            @Override
            public void after(long millis, Runnable work) {
                try {
                    var _ = thread.schedule(work, millis, TimeUnit.MILLISECONDS);
                } catch (RejectedExecutionException closed) {
                    // what is never reported counts as failed in time
                }
            }

            @Override
            public void close() {
                thread.shutdownNow();
            }
        };
    }
}

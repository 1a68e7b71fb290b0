package care.convoy.effect;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Command;
import care.convoy.alert.Task;
import care.convoy.alertlog.AlertLog;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.LatestBoard;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes the tasks whose cause is gone: a battery that was low and is charged again. Looks at the open tasks twice a
 * minute on a thread of its own; a command that the log does not take is sent again at the next look.
 */
public final class TaskCures implements AutoCloseable {
    private static final long PERIOD_SECONDS = 30;

    /** A battery counts as charged from here on: well above what devices call low, so that a task does not flicker. */
    static final int CHARGED_PERCENT = 40;

    private final AlertLog log;
    private final LatestBoard latest;
    private final Supplier<Collection<Task>> openTasks;
    private final Thread thread =
            Thread.ofPlatform().name("task-cures").daemon().unstarted(this::lookForEver);

    public TaskCures(AlertLog log, LatestBoard latest, Supplier<Collection<Task>> openTasks) {
        this.log = log;
        this.latest = latest;
        this.openTasks = openTasks;
    }

    public void start() {
        thread.start();
    }

    private void lookForEver() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(PERIOD_SECONDS);
                look();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at all open tasks. */
    void look() {
        for (Task task : openTasks.get()) {
            if (task.kind() == AlertKind.LOW_BATTERY && isCharged(task, latest.find(task.device()))) {
                // the answer does not matter: an open task is looked at again
                var _ = log.submit(new Command.CureTask(task.device(), task.kind()));
            }
        }
    }

    private static boolean isCharged(Task task, @Nullable DeviceLatest told) {
        return told != null
                && told.batteryPercent() >= CHARGED_PERCENT
                && told.receivedAtMillis() > task.lastAtMillis();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

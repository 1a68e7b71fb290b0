package care.convoy.app;

import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.EventHistory;
import care.convoy.resident.StorageUnavailable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The history of the alert log that runs now: it may be started again meanwhile. Without one there is nothing to read, and
 * who needs to know which log it is has to ask again. One reader at a time.
 */
final class CurrentHistory implements EventHistory {
    private final Supplier<@Nullable EventHistory> ready;

    /** @param ready the history of a log that has been ready, or null */
    CurrentHistory(Supplier<@Nullable EventHistory> ready) {
        this.ready = ready;
    }

    private EventHistory present() {
        EventHistory history = ready.get();
        if (history == null) {
            throw new StorageUnavailable(
                    "the alert log is being started", new IllegalStateException("no history to be read"));
        }
        return history;
    }

    @Override
    public long logId() {
        return present().logId();
    }

    @Override
    public List<CommittedEvent> read(long position, int ordinal, int max) {
        EventHistory history = ready.get();
        try {
            return history == null ? List.of() : history.read(position, ordinal, max);
        } catch (IllegalStateException closedMeanwhile) {
            return List.of();
        }
    }

    @Override
    public boolean await(long position, int ordinal, long waitMillis) throws InterruptedException {
        EventHistory history = ready.get();
        try {
            if (history != null) {
                return history.await(position, ordinal, waitMillis);
            }
        } catch (IllegalStateException closedMeanwhile) {
            // as if there was none
        }
        TimeUnit.MILLISECONDS.sleep(waitMillis);
        return false;
    }

    @Override
    public long resumeAfter(long position) {
        return present().resumeAfter(position);
    }

    @Override
    public void trimTo(long position) {
        EventHistory history = ready.get();
        try {
            if (history != null) {
                history.trimTo(position);
            }
        } catch (IllegalStateException closedMeanwhile) {
            // what is not trimmed now is trimmed with the next batch
        }
    }
}

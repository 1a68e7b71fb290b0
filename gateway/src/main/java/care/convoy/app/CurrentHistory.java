package care.convoy.app;

import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.EventHistory;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The history of the alert log that runs now: it may be started again meanwhile. Without one there is nothing to read. */
final class CurrentHistory implements EventHistory {
    private final Supplier<@Nullable EventHistory> ready;
    private final LongSupplier restarts;

    /**
     * @param ready the history of a log that has been ready, or null
     * @param restarts how often the log was started again
     */
    CurrentHistory(Supplier<@Nullable EventHistory> ready, LongSupplier restarts) {
        this.ready = ready;
        this.restarts = restarts;
    }

    private EventHistory present() {
        EventHistory history = ready.get();
        if (history == null) {
            throw new Away("the alert log is being started");
        }
        return history;
    }

    @Override
    public long life() {
        return restarts.getAsLong();
    }

    @Override
    public long logId() {
        return present().logId();
    }

    @Override
    public List<CommittedEvent> read(long position, int ordinal, int max) {
        return present().read(position, ordinal, max);
    }

    @Override
    public boolean await(long position, int ordinal, long waitMillis) throws InterruptedException {
        return present().await(position, ordinal, waitMillis);
    }

    @Override
    public long resumeAfter(long position) {
        return present().resumeAfter(position);
    }

    @Override
    public void trimTo(long position) {
        present().trimTo(position);
    }
}

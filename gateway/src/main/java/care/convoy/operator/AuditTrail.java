package care.convoy.operator;

import care.convoy.console.Audit;
import care.convoy.resident.StorageUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings audit entries to the database on a thread of its own. While the database is away they wait; beyond 20,000 the
 * newest goes to the log file only, counted: nobody's work stops for it.
 */
public final class AuditTrail implements Audit, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final int MOST_WAITING = 20_000;
    private static final int MOST_AT_ONCE = 200;
    private static final long RETRY_SECONDS = 5;

    private final ArrayBlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder overflowed = new LongAdder();
    private final Consumer<List<Entry>> store;
    private final Thread thread;

    /** @param store keeps entries durably, or throws {@link StorageUnavailable} */
    public AuditTrail(Consumer<List<Entry>> store) {
        this.store = store;
        this.thread = Thread.ofPlatform().name("audit").daemon().start(this::writeForEver);
    }

    @Override
    public void record(Entry entry) {
        if (!waiting.offer(entry)) {
            overflowed.increment();
            LOG.warn(
                    "audit overflow at={} user={} action={} subject={} outcome={}",
                    entry.at(),
                    entry.user(),
                    entry.action(),
                    entry.subject(),
                    entry.outcome());
        }
    }

    /** Entries that went to the log file only. */
    public long overflowed() {
        return overflowed.sum();
    }

    private void writeForEver() {
        List<Entry> batch = new ArrayList<>();
        try {
            while (true) {
                if (batch.isEmpty()) {
                    batch.add(waiting.take());
                    waiting.drainTo(batch, MOST_AT_ONCE - 1);
                }
                if (written(batch)) {
                    batch.clear();
                } else {
                    TimeUnit.SECONDS.sleep(RETRY_SECONDS);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean written(List<Entry> batch) {
        try {
            store.accept(List.copyOf(batch));
            return true;
        } catch (StorageUnavailable away) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

package care.convoy.console;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The alerts, as they are now and as they were. Thread-safe.
 *
 * <p>{@link #open} and {@link #watch} answer from memory, never block and work without a database. {@link #detail} and
 * {@link #closed} may block: they are called on virtual threads, at most a few dozen at a time.
 */
public interface Alerts {
    /** All alerts before RESOLVED, in any order. */
    List<AlertRow> open();

    /**
     * Tells each change from now on, on any thread; changes of one alert in the order of their versions. The console
     * first watches, then reads {@link #open}, and keeps the higher version of each.
     *
     * @return closing it ends the watch
     */
    AutoCloseable watch(Watcher watcher);

    /**
     * One alert, open or closed.
     *
     * @throws RecordsUnavailable if it is not open and history cannot be read now
     */
    Optional<AlertDetail> detail(String id);

    /**
     * A page of ended alerts, newest first.
     *
     * @throws RecordsUnavailable if history cannot be read now
     */
    ClosedPage closed(ClosedQuery query);

    /** Hears changes; returns at once and never throws. */
    interface Watcher {
        /** An open alert is new or changed; also when only its durability changed, then with the same version. */
        void changed(AlertRow row);

        /** An alert is no longer open. @param version after the event that ended it */
        void removed(String id, long version);
    }

    /**
     * Which ended alerts.
     *
     * @param scope prefix of the region code; empty is the whole tree
     * @param state only this one, or null for all
     * @param resident only this one's, or null
     * @param before {@link ClosedPage#next} of the former page, or null
     * @param limit 1 to 10,000
     */
    record ClosedQuery(
            String scope,
            AlertRow.@Nullable State state,
            @Nullable String resident,
            @Nullable String before,
            int limit) {}

    /** A page. @param next where the next one starts, null on the last */
    record ClosedPage(List<AlertRow> rows, @Nullable String next) {
        public ClosedPage {
            rows = List.copyOf(rows);
        }
    }
}

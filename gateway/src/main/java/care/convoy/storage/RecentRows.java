package care.convoy.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Rows that were committed so short a time ago that the database may lose them if it is killed: their commits do not wait for
 * the disk. They are written again when the database was away, or was away without anybody noticing. Bounded by 50,000 rows,
 * the oldest go. Confined to the writer's thread.
 *
 * <p>Those whose time cannot be are left out: writing one twice would put it into the quarantine twice.
 */
final class RecentRows {
    /** PostgreSQL promises three times the delay of its writer, 0.6 s; that the disk is slow is not in it. */
    private static final long DOUBTFUL_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final int MOST_ROWS = 50_000;

    private final Deque<Batch> batches = new ArrayDeque<>();
    private final Set<Connection> used = Collections.newSetFromMap(new WeakHashMap<>());
    private int rows;

    private record Batch(long atNanos, List<SeriesRow> rows) {}

    /** Rows were committed; what was committed long before is safe now. */
    void committed(List<SeriesRow> written, long nowNanos) {
        List<SeriesRow> kept = written.stream()
                .filter(row -> !(row instanceof Measurement measurement && measurement.isWild()))
                .toList();
        if (!kept.isEmpty()) {
            batches.addLast(new Batch(nowNanos, kept));
            rows += kept.size();
        }
        while (!batches.isEmpty()
                && (rows > MOST_ROWS || nowNanos - batches.getFirst().atNanos() > DOUBTFUL_NANOS)) {
            rows -= batches.removeFirst().rows().size();
        }
    }

    /**
     * Whether a connection is not one of those that were used before. The pool replaces broken ones silently, so that this may be
     * all that is ever seen of a database that was killed and started again.
     */
    boolean isNew(Connection connection) throws SQLException {
        return used.add(connection.unwrap(Connection.class));
    }

    /** All that may be lost. */
    List<SeriesRow> rows() {
        List<SeriesRow> all = new ArrayList<>(rows);
        batches.forEach(batch -> all.addAll(batch.rows()));
        return all;
    }

    void forget() {
        batches.clear();
        rows = 0;
    }
}

package care.convoy.storage;

import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Telemetry;
import care.convoy.ingest.TelemetryLane;
import care.convoy.resident.StorageUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries measurements and positions from the telemetry lane, and what devices last said from the board, into PostgreSQL, on a thread of
 * its own.
 *
 * <p>A batch is at most 5,000 messages or what 100 ms brought. The newest values of residents follow their rows within about a
 * second ({@link LatestVitals}). With the database away rows go to a bounded spool on disk,
 * and the database is asked again after 1 s doubling to 5 s; when it is back, spooled batches alternate with live ones.
 * A row may be written twice, and then is there once. A crash of this process loses what 100 ms brought, one of the database
 * nothing ({@link RecentRows}), one of the machine up to 1 s; alarms are not concerned.
 */
public final class VitalsWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VitalsWriter.class);
    private static final int MOST_ROWS = 5_000;
    private static final int FEW_ROWS = 500;
    private static final long WAIT_MILLIS = 100;
    private static final int MOST_DEVICES = 5_000;
    /** Their newest values wait in memory; more are written before the second is over. */
    private static final int MOST_RESIDENTS = 20_000;

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int SEGMENT_BYTES = 4 << 20;
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    private final TelemetryLane lane;
    private final LatestBoard board;
    private final Database database;
    private final StorageCounters counters;
    private final VitalsPartitions partitions;
    private final VitalsInsert insert;
    private final SeriesRows made = new SeriesRows();
    private final RecentRows recent = new RecentRows();
    private final VitalsSpool spool;
    private final Thread thread;
    private volatile boolean closing;
    /** What is left of the oldest segment; null before it is read. */
    private @Nullable List<SeriesRow> replaying;

    private boolean away;
    private Duration backOff = FIRST_BACK_OFF;
    private long askAgainNanos;
    private long boardDueNanos;
    private long latestDueNanos;
    private long upkeepDueNanos;
    private long syncDueNanos;

    /** From where to where. */
    public record Way(TelemetryLane lane, LatestBoard board, Database database) {}

    /**
     * Bounds.
     *
     * @param spool directory of the spool, of one gateway
     * @param mostSpoolBytes beyond it the oldest rows are dropped and counted
     * @param retention what is older than is kept is not written
     */
    public record Settings(Path spool, long mostSpoolBytes, SeriesRetention retention) {
        /** 2 GB of spool, which is a day of 15,000 devices. */
        public static Settings in(Path spool, SeriesRetention retention) {
            return new Settings(spool, 2L << 30, retention);
        }
    }

    /** @throws UncheckedIOException if the spool's directory cannot be used */
    public VitalsWriter(Way way, Settings settings, StorageCounters counters) {
        lane = way.lane();
        board = way.board();
        database = way.database();
        this.counters = counters;
        partitions = new VitalsPartitions(database);
        insert = new VitalsInsert(database, partitions, settings.retention());
        try {
            spool = VitalsSpool.open(settings.spool(), settings.mostSpoolBytes(), SEGMENT_BYTES);
        } catch (IOException unusable) {
            throw new UncheckedIOException("spool directory " + settings.spool() + " cannot be used", unusable);
        }
        counters.spoolBytes = spool.bytes();
        thread = Thread.ofPlatform().name("vitals-writer").daemon().unstarted(this::run);
    }

    /** Starts the thread; the migrations have to be done, or the database to be away. */
    public void start() {
        thread.start();
    }

    private void run() {
        long now = System.nanoTime();
        boardDueNanos = now;
        latestDueNanos = now;
        upkeepDueNanos = now;
        syncDueNanos = now;
        List<Telemetry> messages = new ArrayList<>(MOST_ROWS);
        try {
            while (!closing) {
                collect(messages);
                work(messages);
                messages.clear();
            }
            while (lane.drain(messages, MOST_ROWS, 0) > 0) {
                work(messages);
                messages.clear();
            }
            work(messages);
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
        } finally {
            closeSpool();
        }
    }

    /** Few messages are worth a short wait: ten transactions a second cost less than a thousand. */
    private void collect(List<Telemetry> messages) throws InterruptedException {
        long startNanos = System.nanoTime();
        boolean behind = !away && !spool.isEmpty();
        int count = lane.drain(messages, MOST_ROWS, behind ? 0 : WAIT_MILLIS);
        if (!behind && count > 0 && count < FEW_ROWS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS) - (System.nanoTime() - startNanos));
            lane.drain(messages, MOST_ROWS - count, 0);
        }
    }

    private void work(List<Telemetry> messages) {
        List<SeriesRow> rows = new ArrayList<>(messages.size());
        for (Telemetry each : messages) {
            SeriesRow row = made.of(each);
            if (row != null) {
                rows.add(row);
            }
        }
        if (away && System.nanoTime() - askAgainNanos < 0) {
            toSpool(rows);
            return;
        }
        List<SeriesRow> unwritten = rows;
        try {
            keepHouse();
            writeLive(rows);
            unwritten = List.of();
            writeLatest();
            if (!spool.isEmpty()) {
                replay();
                writeLatest();
            }
            noteBack();
        } catch (StorageUnavailable absence) {
            noteAbsence(absence);
            // it may have been killed: what it had committed last too
            counters.rowsDropped.add(spool.append(recent.rows()).dropped());
            recent.forget();
            toSpool(unwritten);
        }
    }

    /** Rows and the board's changes in one transaction; nothing to do means no transaction. */
    private void writeLive(List<SeriesRow> rows) {
        List<DeviceLatest> latest = dueLatest();
        if (rows.isEmpty() && latest.isEmpty()) {
            return;
        }
        try {
            VitalsInsert.Written written = database.series(connection -> {
                DeviceLatestStore.write(connection, latest);
                long nowMillis = System.currentTimeMillis();
                if (recent.isNew(connection)) {
                    insert.write(connection, recent.rows(), nowMillis);
                }
                return insert.write(connection, rows, nowMillis);
            });
            recent.committed(rows, System.nanoTime());
            noteWritten(rows, written);
        } catch (StorageUnavailable absence) {
            board.giveBack(latest);
            throw absence;
        } catch (IllegalStateException fault) {
            refuse(rows.size(), fault);
        }
    }

    /** The newest of each resident, once a second, or when they are many. */
    private void writeLatest() {
        int residents = insert.latestDue();
        boolean due = closing || residents >= MOST_RESIDENTS || System.nanoTime() - latestDueNanos >= 0;
        if (residents == 0 || !due) {
            return;
        }
        latestDueNanos = System.nanoTime() + SECOND_NANOS;
        try {
            database.series(connection -> {
                insert.writeLatest(connection);
                return residents;
            });
            insert.latestWritten();
        } catch (IllegalStateException fault) {
            insert.forget();
            LOG.error(
                    "latest values of {} residents refused, made up from the series later: {}",
                    residents,
                    fault.getMessage());
        }
    }

    private List<DeviceLatest> dueLatest() {
        long now = System.nanoTime();
        if (now - boardDueNanos < 0 && !closing) {
            return List.of();
        }
        boardDueNanos = now + SECOND_NANOS;
        return board.drainChanged(MOST_DEVICES);
    }

    /** A batch of the oldest segment, so that live rows wait for no more; it is deleted after commits that waited for the disk. */
    private void replay() {
        try {
            List<SeriesRow> rest = replaying;
            if (rest == null) {
                VitalsSpool.Segment segment = spool.oldest();
                rest = segment == null ? List.of() : VitalsSpool.read(segment);
            }
            List<SeriesRow> batch = rest.subList(0, Math.min(MOST_ROWS, rest.size()));
            if (!batch.isEmpty()) {
                replay(batch);
            }
            replaying = rest.subList(batch.size(), rest.size());
            if (replaying.isEmpty()) {
                replaying = null;
                spool.deleteOldest();
            }
        } catch (IOException unreadable) {
            LOG.error("a segment of spooled measurements is unreadable, put aside: {}", unreadable.getMessage());
            spool.setAsideOldest();
        }
        counters.spoolBytes = spool.bytes();
    }

    private void replay(List<SeriesRow> batch) {
        try {
            VitalsInsert.Written written = database.series(connection -> {
                commitToDisk(connection);
                return insert.write(connection, batch, System.currentTimeMillis());
            });
            counters.rowsReplayed.add(written.stored());
            noteKeptOut(written);
        } catch (IllegalStateException fault) {
            refuse(batch.size(), fault);
        }
    }

    private static void commitToDisk(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local synchronous_commit = on");
        }
    }

    private void refuse(int rows, IllegalStateException fault) {
        insert.forget();
        counters.rowsRefused.add(rows);
        LOG.error("{} measurements refused: {}", rows, fault.getMessage());
    }

    private void noteKeptOut(VitalsInsert.Written written) {
        counters.rowsRefused.add(written.refused());
        counters.rowsQuarantined.add(written.quarantined());
    }

    private void noteWritten(List<SeriesRow> rows, VitalsInsert.Written written) {
        counters.databaseUp = true;
        if (rows.isEmpty()) {
            return;
        }
        counters.batches.increment();
        counters.lastBatchRows = rows.size();
        counters.rowsWritten.add(written.stored());
        noteKeptOut(written);
        counters.vitalsLagMillis =
                Math.max(0, System.currentTimeMillis() - rows.getFirst().receivedAtMillis());
    }

    private void noteBack() {
        if (away) {
            LOG.info("database is back; {} bytes of measurements wait on disk", spool.bytes());
        }
        away = false;
        backOff = FIRST_BACK_OFF;
    }

    private void noteAbsence(StorageUnavailable absence) {
        // the segment is whole on disk, and may be dropped there for newer rows
        replaying = null;
        if (!away) {
            LOG.warn("measurements go to disk: {}", absence.getMessage());
        }
        away = true;
        counters.databaseUp = false;
        insert.forget();
        // the first thing to ask when it answers again: it may be another database, without room for today
        upkeepDueNanos = System.nanoTime();
        askAgainNanos = System.nanoTime() + backOff.toNanos();
        Duration doubled = backOff.multipliedBy(2);
        backOff = doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
    }

    private void toSpool(List<SeriesRow> rows) {
        if (!rows.isEmpty()) {
            VitalsSpool.Outcome outcome = spool.append(rows);
            counters.rowsDropped.add(outcome.dropped());
            counters.rowsSpooled.add(outcome.spooled());
            counters.spoolBytes = spool.bytes();
        }
        if (System.nanoTime() - syncDueNanos >= 0) {
            syncDueNanos = System.nanoTime() + SECOND_NANOS;
            try {
                spool.sync();
            } catch (IOException failure) {
                LOG.error("spooled measurements are not on disk yet: {}", failure.getMessage());
            }
        }
    }

    private void keepHouse() {
        if (System.nanoTime() - upkeepDueNanos < 0) {
            return;
        }
        partitions.ensureAhead(Instant.now());
        upkeepDueNanos = System.nanoTime() + HOUR_NANOS;
    }

    private void closeSpool() {
        try {
            spool.close();
        } catch (IOException failure) {
            LOG.error("spool of measurements not closed: {}", failure.getMessage());
        }
    }

    /** Writes what is there, to the database or to disk, and ends. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

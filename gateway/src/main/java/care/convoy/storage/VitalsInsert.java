package care.convoy.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Writes rows of the series, live ones and spooled ones, in a few statements; writing a row twice changes nothing. Confined
 * to the writer's thread.
 */
final class VitalsInsert {
    /** Rows older than this are noted for the roll-ups, which go over the last 2 h by themselves. */
    static final long LATE_MILLIS = TimeUnit.MINUTES.toMillis(90);

    private static final long BUCKET_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final long NEWEST_MILLIS = TimeUnit.DAYS.toMillis(2);
    private static final String NOTE = """
            insert into rollup_due (resident_id, bucket)
            select r, to_timestamp(b / 1000.0::float8) from unnest(?::int8[], ?::int8[]) as t(r, b)
            on conflict do nothing""";

    private final VitalsPartitions vitals;
    private final VitalsPartitions locations;
    private final SeriesRetention retention;
    private final RecordKeys keys = new RecordKeys();
    private final LatestVitals latest = new LatestVitals();

    VitalsInsert(Database database, VitalsPartitions vitals, SeriesRetention retention) {
        this.vitals = vitals;
        this.retention = retention;
        locations = new VitalsPartitions(database, VitalsPartitions.Series.LOCATIONS);
    }

    /**
     * What became of a batch.
     *
     * @param refused of a resident or device that the database does not know, or positions outside the accepted times
     * @param quarantined measurements outside the accepted times
     */
    record Written(int stored, int refused, int quarantined) {}

    /** A bucket that got a row late. */
    private record Due(long resident, long bucketMillis) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int order = Long.compare(resident, other.resident);
            return order != 0 ? order : Long.compare(bucketMillis, other.bucketMillis);
        }
    }

    /** One batch by what is written of it. */
    private final class Batch {
        final VitalsColumns columns;
        final FixColumns fixes = new FixColumns();
        final OutOfTime outOfTime = new OutOfTime();
        final Set<Due> due = new TreeSet<>();
        final Set<LocalDate> days = new HashSet<>();
        final Set<LocalDate> fixDays = new HashSet<>();
        final long nowMillis;
        final long oldestMillis;
        final long oldestFixMillis;
        private long lastDay = Long.MIN_VALUE;

        Batch(int size, long nowMillis) {
            columns = new VitalsColumns(size);
            this.nowMillis = nowMillis;
            oldestMillis = nowMillis - retention.acceptedBack().toMillis();
            oldestFixMillis = nowMillis - retention.acceptedFixesBack().toMillis();
        }

        void add(SeriesRow row, long resident, long device) {
            boolean notAhead = row.atMillis() <= nowMillis + NEWEST_MILLIS;
            switch (row) {
                case Fix fix -> {
                    if (notAhead && fix.atMillis() >= oldestFixMillis) {
                        fixes.add(fix, resident, device);
                        fixDays.add(VitalsPartitions.dayOf(fix.atMillis()));
                    }
                }
                case Measurement measurement -> {
                    if (notAhead && measurement.atMillis() >= oldestMillis && !measurement.isWild()) {
                        add(measurement, resident, device);
                    } else {
                        outOfTime.add(measurement, resident, device);
                    }
                }
            }
        }

        private void add(Measurement row, long resident, long device) {
            columns.add(row, resident, device);
            latest.add(resident, row.atMillis(), row.vitals(), row.batteryPercent(), row.flags());
            long day = Math.floorDiv(row.atMillis(), DAY_MILLIS);
            if (day != lastDay) {
                days.add(LocalDate.ofEpochDay(day));
                lastDay = day;
            }
            if (row.atMillis() < nowMillis - LATE_MILLIS) {
                due.add(new Due(resident, Math.floorDiv(row.atMillis(), BUCKET_MILLIS) * BUCKET_MILLIS));
            }
        }

        void write(Connection connection) throws SQLException {
            for (LocalDate day : days) {
                vitals.ensure(connection, day);
            }
            for (LocalDate day : fixDays) {
                locations.ensure(connection, day);
            }
            columns.insert(connection);
            latest.note(connection);
            fixes.insert(connection);
            outOfTime.insert(connection);
            note(connection, due);
        }
    }

    /** Writes within the caller's transaction. If that is not committed, {@link #forget} has to be called. */
    Written write(Connection connection, List<? extends SeriesRow> rows, long nowMillis) throws SQLException {
        keys.learn(connection, rows);
        Batch batch = new Batch(rows.size(), nowMillis);
        for (SeriesRow row : rows) {
            long resident = keys.residentOf(row);
            long device = keys.deviceOf(row);
            if (resident != RecordKeys.UNKNOWN && device != RecordKeys.UNKNOWN) {
                batch.add(row, resident, device);
            }
        }
        batch.write(connection);
        int stored = batch.columns.count() + batch.fixes.count();
        int quarantined = batch.outOfTime.count();
        return new Written(stored, rows.size() - stored - quarantined, quarantined);
    }

    private static void note(Connection connection, Set<Due> due) throws SQLException {
        if (due.isEmpty()) {
            return;
        }
        try (PreparedStatement note = connection.prepareStatement(NOTE)) {
            note.setObject(1, due.stream().mapToLong(Due::resident).toArray());
            note.setObject(2, due.stream().mapToLong(Due::bucketMillis).toArray());
            note.executeUpdate();
        }
    }

    /** Residents of whom newer values were written to the series than to the table of latest values. */
    int latestDue() {
        return latest.size();
    }

    /** Writes the newest values within the caller's transaction; {@link #latestWritten} when that is committed. */
    void writeLatest(Connection connection) throws SQLException {
        latest.write(connection);
    }

    void latestWritten() {
        latest.forget();
    }

    /** Forgets keys, days and newest values: the database may be another one now, or did not keep what was written last. */
    void forget() {
        latest.forget();
        keys.forget();
        vitals.forget();
        locations.forget();
    }
}

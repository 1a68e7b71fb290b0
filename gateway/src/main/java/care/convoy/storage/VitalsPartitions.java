package care.convoy.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The chunks of a series. On native partitions each has a table; on a hypertable the extension does the same by itself.
 * The only code that knows the difference. Thread-safe.
 *
 * <p>A new table is made beside the series and then attached, and an old one is given up if somebody reads for longer than a
 * second: neither waits with a lock that would hold up the writer.
 */
final class VitalsPartitions {
    /** Days for which there are tables before they are needed, so that midnight finds one. */
    static final int DAYS_AHEAD = 7;

    private static final long ADVISORY_LOCK = 0x636f6e766f79L;

    private final Database database;
    private final Series series;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    /** The tables that are divided by time. */
    enum Series {
        VITALS("vitals", Period.ofDays(1), "'vitals_'uuuuMMdd"),
        LOCATIONS("location_history", Period.ofDays(1), "'location_history_'uuuuMMdd"),
        FIVE_MINUTES("vitals_5m", Period.ofMonths(1), "'vitals_5m_'uuuuMM"),
        DAILY("vitals_daily", Period.ofYears(1), "'vitals_daily_'uuuu");

        private final String table;
        private final Period length;
        private final DateTimeFormatter name;

        Series(String table, Period length, String name) {
            this.table = table;
            this.length = length;
            this.name = DateTimeFormatter.ofPattern(name);
        }

        /** First day of the chunk that a day lies in. */
        LocalDate beginOf(LocalDate day) {
            if (length.getYears() > 0) {
                return day.withDayOfYear(1);
            }
            return length.getMonths() > 0 ? day.withDayOfMonth(1) : day;
        }
    }

    /** The chunks of the raw rows. */
    VitalsPartitions(Database database) {
        this(database, Series.VITALS);
    }

    VitalsPartitions(Database database, Series series) {
        this.database = database;
        this.series = series;
    }

    /** Makes room for yesterday to a week from now. */
    void ensureAhead(Instant now) {
        LocalDate today = dayOf(now.toEpochMilli());
        database.records(connection -> {
            for (int day = -1; day <= DAYS_AHEAD; day++) {
                ensure(connection, today.plusDays(day));
            }
            return known.size();
        });
    }

    /** Makes room for one day, within the caller's transaction. */
    void ensure(Connection connection, LocalDate day) throws SQLException {
        LocalDate begin = series.beginOf(day);
        if (known.contains(begin)) {
            return;
        }
        if (isNative(connection)) {
            try (Statement statement = connection.createStatement()) {
                // two gateways may find the same day missing
                statement.execute("select pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
                String table = begin.format(series.name);
                if (!exists(statement, table)) {
                    statement.execute("create table " + table + " (like " + series.table + " including all)");
                    statement.execute("alter table " + series.table + " attach partition " + table
                            + " for values from ('" + begin + " 00:00:00Z') to ('" + begin.plus(series.length)
                            + " 00:00:00Z')");
                }
            }
        }
        known.add(begin);
    }

    private static boolean exists(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select to_regclass('" + table + "') is not null")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    /** Forgets what it believes to exist, after a transaction that made room was rolled back. */
    void forget() {
        known.clear();
    }

    /**
     * Deletes whole chunks.
     *
     * @param before chunks that ended before
     * @return how many were deleted
     * @throws IllegalStateException if somebody reads them just now; nothing was deleted then
     */
    int dropBefore(Instant before) {
        return database.records(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local lock_timeout = '1s'");
            }
            return isNative(connection)
                    ? dropTablesBefore(connection, dayOf(before.toEpochMilli()))
                    : dropChunksBefore(connection, before);
        });
    }

    private int dropTablesBefore(Connection connection, LocalDate firstKept) throws SQLException {
        LocalDate begin = series.beginOf(firstKept);
        int dropped = 0;
        try (PreparedStatement select = connection.prepareStatement("""
                        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = ?::regclass and c.relname < ? order by c.relname""");
                Statement drop = connection.createStatement()) {
            select.setString(1, series.table);
            select.setString(2, begin.format(series.name));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    drop.execute("drop table " + rows.getString(1));
                    dropped++;
                }
            }
        }
        known.removeIf(day -> day.isBefore(begin));
        return dropped;
    }

    private int dropChunksBefore(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement drop = connection.prepareStatement(
                "select count(*) from drop_chunks(?::regclass, older_than => ?::timestamptz)")) {
            drop.setString(1, series.table);
            drop.setObject(2, before.atOffset(ZoneOffset.UTC));
            try (ResultSet rows = drop.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static boolean isNative(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select relkind = 'p' from pg_class where oid = 'vitals'::regclass")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    static LocalDate dayOf(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC).toLocalDate();
    }
}

package care.convoy.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The days of the series. On native partitions each day has a table; on a hypertable the extension does the same by itself.
 * The only code that knows the difference. Thread-safe.
 */
final class VitalsPartitions {
    /** Days of tables that exist before they are needed, so that midnight finds one. */
    static final int DAYS_AHEAD = 7;

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'vitals_'uuuuMMdd");
    private static final long ADVISORY_LOCK = 0x636f6e766f79L;

    private final Database database;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    VitalsPartitions(Database database) {
        this.database = database;
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
        if (known.contains(day)) {
            return;
        }
        if (isNative(connection)) {
            try (Statement statement = connection.createStatement()) {
                // two gateways may find the same day missing
                statement.execute("select pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
                statement.execute("create table if not exists " + day.format(NAME)
                        + " partition of vitals for values from ('" + day + " 00:00:00Z') to ('" + day.plusDays(1)
                        + " 00:00:00Z')");
            }
        }
        known.add(day);
    }

    /** Forgets what it believes to exist, after a transaction that made room was rolled back. */
    void forget() {
        known.clear();
    }

    /**
     * Deletes whole days.
     *
     * @param before days that ended before
     * @return how many days or chunks were deleted
     */
    int dropBefore(Instant before) {
        return database.records(connection -> isNative(connection)
                ? dropTablesBefore(connection, dayOf(before.toEpochMilli()))
                : dropChunksBefore(connection, before));
    }

    private int dropTablesBefore(Connection connection, LocalDate firstKept) throws SQLException {
        int dropped = 0;
        try (PreparedStatement select = connection.prepareStatement("""
                        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = 'vitals'::regclass and c.relname < ? order by c.relname""");
                Statement drop = connection.createStatement()) {
            select.setString(1, firstKept.format(NAME));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    drop.execute("drop table " + rows.getString(1));
                    dropped++;
                }
            }
        }
        known.removeIf(day -> day.isBefore(firstKept));
        return dropped;
    }

    private static int dropChunksBefore(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement drop = connection.prepareStatement(
                "select count(*) from drop_chunks('vitals', older_than => ?::timestamptz)")) {
            drop.setObject(1, before.atOffset(ZoneOffset.UTC));
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

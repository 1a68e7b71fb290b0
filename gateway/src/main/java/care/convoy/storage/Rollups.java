package care.convoy.storage;

import care.convoy.resident.StorageUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Keeps the means of 5 minutes and of days: every 5 minutes the last 2 h anew, in the night the last 2 days, and at each turn
 * exactly the buckets that were noted because they got rows later than that. Each portion is a transaction of its own under
 * an advisory lock, and how far the means are is in the database: of several gateways one works, another goes on after it
 * died, and doing anything twice changes nothing. Confined to one thread.
 */
final class Rollups {
    private static final long LOCK = 0x726f6c6c757073L;
    private static final ZoneId HOME = ZoneId.of("Asia/Shanghai");
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final Duration AGAIN = Duration.ofHours(2);
    private static final int DAYS_AGAIN = 2;
    /** Rows on their way through the writer. */
    private static final Duration SETTLING = Duration.ofSeconds(20);

    private static final Duration NIGHT = Duration.ofMinutes(30);
    private static final Duration LONGEST_PORTION = Duration.ofDays(1);
    private static final Duration QUICK = Duration.ofSeconds(1);
    private static final Duration SLOW = Duration.ofSeconds(5);
    /** Another gateway works. */
    private static final int BUSY = -1;

    private static final int MOST_NOTED = 5_000;
    private static final int RESIDENTS_AT_ONCE = 5_000;

    private final Database database;
    private final StorageCounters counters;
    private final VitalsPartitions fiveMinutes;
    private final VitalsPartitions daily;
    private Duration portion = Duration.ofHours(1);

    Rollups(Database database, StorageCounters counters) {
        this.database = database;
        this.counters = counters;
        fiveMinutes = new VitalsPartitions(database, VitalsPartitions.Series.FIVE_MINUTES);
        daily = new VitalsPartitions(database, VitalsPartitions.Series.DAILY);
    }

    /** How far the means are. */
    private record State(Instant fiveTo, Instant dailyTo) {}

    @FunctionalInterface
    private interface Portion {
        int on(Connection connection, State state) throws SQLException;
    }

    /**
     * Brings the means to a time, if nobody else does just now.
     *
     * @return rows that were written or changed
     * @throws StorageUnavailable if the database is away; the next run goes on
     */
    int run(Instant now) {
        long begin = System.nanoTime();
        int written = 0;
        try {
            written = shortSteps(now) + noted() + days(now);
        } catch (StorageUnavailable | IllegalStateException failure) {
            fiveMinutes.forget();
            daily.forget();
            // it may have been out of time
            adapt(SLOW.plusNanos(1));
            throw failure;
        } finally {
            counters.rollupMillis.add((System.nanoTime() - begin) / 1_000_000);
        }
        if (written > 0) {
            counters.rollupRuns.increment();
            counters.rollupRows.add(written);
        }
        return written;
    }

    private int shortSteps(Instant now) {
        Instant to = floor(now.minus(SETTLING));
        State state = state();
        if (!state.fiveTo().isBefore(to)) {
            return 0;
        }
        return window(state.fiveTo().minus(AGAIN), to, true);
    }

    /** @param advance whether the means are known to be complete up to the end of each portion */
    private int window(Instant begin, Instant end, boolean advance) {
        int written = 0;
        Instant from = begin;
        while (from.isBefore(end)) {
            Instant start = from;
            Instant next = start.plus(portion);
            Instant stop = next.isBefore(end) ? next : end;
            long startNanos = System.nanoTime();
            int rows = locked((connection, _) -> {
                int count = fiveMinutes(connection, start, stop);
                if (advance) {
                    advance(connection, "five_to", stop);
                }
                return count;
            });
            if (rows == BUSY) {
                return written;
            }
            adapt(Duration.ofNanos(System.nanoTime() - startNanos));
            written += rows;
            from = stop;
        }
        return written;
    }

    /** A portion must end long before the connection gives up on it. */
    private void adapt(Duration took) {
        if (took.compareTo(SLOW) > 0 && portion.compareTo(STEP) > 0) {
            Duration half = portion.dividedBy(2);
            portion = STEP.multipliedBy(Math.max(1, half.dividedBy(STEP)));
        } else if (took.compareTo(QUICK) < 0 && portion.compareTo(LONGEST_PORTION) < 0) {
            portion = portion.multipliedBy(2);
        }
    }

    private int fiveMinutes(Connection connection, Instant from, Instant to) throws SQLException {
        for (Instant each = from; each.isBefore(to); each = each.plus(Duration.ofDays(1))) {
            fiveMinutes.ensure(connection, VitalsPartitions.dayOf(each.toEpochMilli()));
        }
        fiveMinutes.ensure(connection, VitalsPartitions.dayOf(to.toEpochMilli()));
        try (PreparedStatement insert = connection.prepareStatement(RollupSql.FIVE_MINUTES_OF_WINDOW)) {
            insert.setObject(1, Rows.time(from.toEpochMilli()));
            insert.setObject(2, Rows.time(to.toEpochMilli()));
            insert.setObject(3, Rows.time(from.toEpochMilli()));
            insert.setObject(4, Rows.time(to.toEpochMilli()));
            return insert.executeUpdate();
        }
    }

    /** Takes noted buckets out and does them anew, with their days, until there are none. */
    private int noted() {
        int written = 0;
        while (true) {
            List<Noted> taken = new ArrayList<>();
            int rows = locked((connection, state) -> {
                taken.addAll(take(connection));
                return taken.isEmpty() ? 0 : noted(connection, taken, state);
            });
            if (rows == BUSY || taken.isEmpty()) {
                return written;
            }
            written += rows;
        }
    }

    /** A resident's bucket or day. */
    private record Noted(long resident, Instant begin) implements Comparable<Noted> {
        @Override
        public int compareTo(Noted other) {
            int order = Long.compare(resident, other.resident);
            return order != 0 ? order : begin.compareTo(other.begin);
        }
    }

    private static List<Noted> take(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                delete from rollup_due d using
                  (select resident_id, bucket from rollup_due order by resident_id, bucket limit ? for update) t
                where d.resident_id = t.resident_id and d.bucket = t.bucket
                returning d.resident_id, d.bucket""")) {
            delete.setInt(1, MOST_NOTED);
            List<Noted> taken = new ArrayList<>();
            try (ResultSet rows = delete.executeQuery()) {
                while (rows.next()) {
                    taken.add(new Noted(rows.getLong(1), Instant.ofEpochMilli(Rows.millis(rows, "bucket"))));
                }
            }
            return taken;
        }
    }

    private int noted(Connection connection, List<Noted> buckets, State state) throws SQLException {
        TreeSet<Noted> days = new TreeSet<>();
        for (Noted bucket : buckets) {
            fiveMinutes.ensure(connection, VitalsPartitions.dayOf(bucket.begin().toEpochMilli()));
            Instant day = dayOf(bucket.begin());
            if (day.isBefore(state.dailyTo())) {
                daily.ensure(connection, VitalsPartitions.dayOf(day.toEpochMilli()));
                days.add(new Noted(bucket.resident(), day));
            }
        }
        return noted(connection, RollupSql.FIVE_MINUTES_OF_NOTED, buckets)
                + (days.isEmpty() ? 0 : noted(connection, RollupSql.DAILY_OF_NOTED, List.copyOf(days)));
    }

    private static int noted(Connection connection, String sql, List<Noted> which) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setObject(1, which.stream().mapToLong(Noted::resident).toArray());
            insert.setObject(
                    2,
                    which.stream()
                            .mapToLong(each -> each.begin().toEpochMilli())
                            .toArray());
            return insert.executeUpdate();
        }
    }

    /** In the night, once: yesterday and the day before, and all days since the last time. */
    private int days(Instant now) {
        Instant end = dayOf(now.minus(NIGHT));
        State state = state();
        if (!state.dailyTo().isBefore(end) || state.fiveTo().isBefore(end)) {
            return 0;
        }
        Instant twoDays = end.minus(Duration.ofDays(DAYS_AGAIN));
        Instant begin = state.dailyTo().isBefore(twoDays) ? state.dailyTo() : twoDays;
        int written = window(twoDays, end, false);
        for (Instant day = begin; day.isBefore(end); day = day.plus(Duration.ofDays(1))) {
            int rows = day(day);
            if (rows == BUSY) {
                return written;
            }
            written += rows;
        }
        return written;
    }

    private int day(Instant day) {
        Instant end = day.plus(Duration.ofDays(1));
        int written = 0;
        long most = mostResident();
        for (long first = 0; first <= most; first += RESIDENTS_AT_ONCE) {
            long from = first;
            boolean last = from + RESIDENTS_AT_ONCE > most;
            int rows = locked((connection, _) -> {
                daily.ensure(connection, VitalsPartitions.dayOf(day.toEpochMilli()));
                int count = daily(connection, day, end, from);
                if (last) {
                    advance(connection, "daily_to", end);
                }
                return count;
            });
            if (rows == BUSY) {
                return BUSY;
            }
            written += rows;
        }
        return written;
    }

    private static int daily(Connection connection, Instant day, Instant end, long firstResident) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RollupSql.DAILY)) {
            insert.setObject(1, Rows.time(day.toEpochMilli()));
            insert.setObject(2, Rows.time(end.toEpochMilli()));
            insert.setLong(3, firstResident);
            insert.setLong(4, firstResident + RESIDENTS_AT_ONCE);
            insert.setObject(5, Rows.time(day.toEpochMilli()));
            insert.setObject(6, Rows.time(end.toEpochMilli()));
            return insert.executeUpdate();
        }
    }

    private long mostResident() {
        return database.series(connection -> {
            try (Statement select = connection.createStatement();
                    ResultSet rows = select.executeQuery("select coalesce(max(id), 0) from resident")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    /** @return {@link #BUSY} if another gateway works */
    private int locked(Portion work) {
        return database.series(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local statement_timeout = '25s'");
                try (ResultSet rows = statement.executeQuery("select pg_try_advisory_xact_lock(" + LOCK + ")")) {
                    rows.next();
                    if (!rows.getBoolean(1)) {
                        return BUSY;
                    }
                }
            }
            return work.on(connection, state(connection));
        });
    }

    private State state() {
        return database.series(Rollups::state);
    }

    private static State state(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("select five_to, daily_to from rollup_state")) {
            rows.next();
            return new State(
                    Instant.ofEpochMilli(Rows.millis(rows, "five_to")),
                    Instant.ofEpochMilli(Rows.millis(rows, "daily_to")));
        }
    }

    private static void advance(Connection connection, String column, Instant to) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update rollup_state set " + column + " = greatest(" + column + ", ?)")) {
            update.setObject(1, Rows.time(to.toEpochMilli()));
            update.executeUpdate();
        }
    }

    private static Instant floor(Instant time) {
        return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), STEP.toMillis()) * STEP.toMillis());
    }

    /** Midnight of the county before a time. */
    static Instant dayOf(Instant time) {
        LocalDate day = time.atZone(HOME).toLocalDate();
        return day.atStartOfDay(HOME).toInstant();
    }
}

package care.convoy.storage;

import care.convoy.device.ResidentId;
import care.convoy.storage.VitalsStore.Latest;
import care.convoy.storage.VitalsStore.Point;
import care.convoy.storage.VitalsStore.Query;
import care.convoy.storage.VitalsStore.Reading;
import care.convoy.storage.VitalsStore.Source;
import care.convoy.storage.VitalsStore.Spread;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The statement of one resident's series: days as far as they are rolled up, then means of 5 minutes, then rows. Stateless;
 * within the caller's transaction.
 */
final class SeriesQuery {
    private static final String NAME = "timestamptz '";

    private SeriesQuery() {}

    /** Where the means end. */
    record Edges(long resident, Instant fiveTo, Instant dailyTo) {}

    /** What a step is called in SQL. @param ofTime of {@code v.time} @param ofBucket of {@code v.bucket} */
    private record Steps(String ofTime, String ofBucket) {}

    /** Null if there is no such resident. */
    static @Nullable Edges edges(Connection connection, ResidentId resident) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select r.id, s.five_to, s.daily_to from resident r, rollup_state s where r.external_id = ?")) {
            select.setString(1, resident.value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? new Edges(
                                rows.getLong(1),
                                Instant.ofEpochMilli(Rows.millis(rows, "five_to")),
                                Instant.ofEpochMilli(Rows.millis(rows, "daily_to")))
                        : null;
            }
        }
    }

    /** A series in steps. */
    static long read(Connection connection, Edges edges, Query query, Source source, Consumer<Point> to)
            throws SQLException {
        String step = "interval '" + query.step().toSeconds() + " seconds'";
        String from = literal(query.from());
        Steps steps = new Steps(
                "date_bin(" + step + ", v.time, " + from + ")",
                "date_bin(" + step + ", greatest(v.bucket, " + from + "), " + from + ")");
        return run(connection, sql(edges, query.from(), query.to(), source, steps), to);
    }

    /** Rows, or means as they are. */
    static long lines(Connection connection, Edges edges, VitalsStore.Cohort cohort, Consumer<Point> to)
            throws SQLException {
        Steps steps = switch (cohort.source()) {
            case ROWS -> new Steps("v.time", "v.bucket");
            case FIVE_MINUTES -> steps(RollupSql.FIVE_MINUTES);
            case DAYS -> steps("interval '1 day'");
        };
        return run(connection, sql(edges, cohort.from(), cohort.to(), cohort.source(), steps), to);
    }

    private static Steps steps(String length) {
        return new Steps(
                "date_bin(" + length + ", v.time, " + RollupSql.MIDNIGHT + ")",
                "date_bin(" + length + ", v.bucket, " + RollupSql.MIDNIGHT + ")");
    }

    /** Values are numbers and times of ours, written out: the planner sees which chunks it needs. */
    private static String sql(Edges edges, Instant from, Instant to, Source source, Steps steps) {
        Instant dailyTo = source == Source.DAYS ? earlier(to, later(from, edges.dailyTo())) : from;
        Instant fiveTo = source == Source.ROWS ? from : earlier(to, later(dailyTo, edges.fiveTo()));
        String resident = "v.resident_id = " + edges.resident();
        List<String> parts = new ArrayList<>();
        if (dailyTo.isAfter(from)) {
            // a mean that began before still reaches into the range
            Instant begin = from.minus(Duration.ofDays(1));
            parts.add(RollupSql.readMeans(
                    "vitals_daily",
                    steps.ofBucket(),
                    resident + " and v.bucket > " + literal(begin) + " and v.bucket < " + literal(dailyTo)));
        }
        if (fiveTo.isAfter(dailyTo)) {
            Instant begin =
                    dailyTo.equals(from) ? from.minus(Duration.ofMinutes(5)).plusMillis(1) : dailyTo;
            parts.add(RollupSql.readMeans(
                    "vitals_5m",
                    steps.ofBucket(),
                    resident + " and v.bucket >= " + literal(begin) + " and v.bucket < " + literal(fiveTo)));
        }
        if (to.isAfter(fiveTo)) {
            parts.add(RollupSql.readRows(
                    steps.ofTime(), resident + " and v.time >= " + literal(fiveTo) + " and v.time < " + literal(to)));
        }
        if (parts.isEmpty()) {
            parts.add(RollupSql.readRows(steps.ofTime(), "false"));
        }
        String all = parts.size() == 1 ? parts.getFirst() : RollupSql.merge(String.join(" union all ", parts));
        return all + " order by 1";
    }

    private static String literal(Instant time) {
        return NAME + Rows.time(time.toEpochMilli()) + "'";
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static long run(Connection connection, String sql, Consumer<Point> to) throws SQLException {
        long count = 0;
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = Rows.streamed(select)) {
            while (rows.next()) {
                to.accept(point(rows));
                count++;
            }
        }
        return count;
    }

    private static Point point(ResultSet rows) throws SQLException {
        return new Point(
                Instant.ofEpochMilli(Rows.millis(rows, "bucket")),
                rows.getInt("sets"),
                spread(rows, "hr"),
                spread(rows, "spo2"),
                spread(rows, "sys"),
                spread(rows, "dia"),
                spread(rows, "skin"),
                spread(rows, "core"),
                spread(rows, "resp"),
                whole(rows, "steps_max"),
                whole(rows, "battery_min"));
    }

    private static @Nullable Spread spread(ResultSet rows, String vital) throws SQLException {
        int count = rows.getInt(vital + "_n");
        return count == 0
                ? null
                : new Spread(
                        rows.getDouble(vital + "_avg"),
                        rows.getDouble(vital + "_min"),
                        rows.getDouble(vital + "_max"),
                        count);
    }

    private static @Nullable Integer whole(ResultSet rows, String column) throws SQLException {
        int value = rows.getInt(column);
        return rows.wasNull() ? null : value;
    }

    /** A row of the latest values. */
    static Latest latest(ResultSet rows) throws SQLException {
        Integer flags = whole(rows, "flags");
        Boolean worn = null;
        if (flags != null && (flags & (Measurement.WORN | Measurement.NOT_WORN)) != 0) {
            worn = (flags & Measurement.WORN) != 0;
        }
        return new Latest(
                new ResidentId(rows.getString("external_id")),
                reading(rows, "hr", "hr_at", 1),
                reading(rows, "spo2", "spo2_at", 1),
                reading(rows, "sys", "pressure_at", 1),
                reading(rows, "dia", "pressure_at", 1),
                reading(rows, "skin_centi", "skin_at", 100),
                reading(rows, "core_centi", "core_at", 100),
                reading(rows, "resp", "resp_at", 1),
                reading(rows, "steps", "steps_at", 1),
                reading(rows, "battery", "battery_at", 1),
                worn,
                flags == null ? null : Instant.ofEpochMilli(Rows.millis(rows, "flags_at")));
    }

    private static @Nullable Reading reading(ResultSet rows, String column, String timeColumn, double parts)
            throws SQLException {
        int value = rows.getInt(column);
        return rows.wasNull() ? null : new Reading(value / parts, Instant.ofEpochMilli(Rows.millis(rows, timeColumn)));
    }
}

package care.convoy.storage;

import care.convoy.device.ResidentId;
import care.convoy.resident.StorageUnavailable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the series of measurements. Thread-safe; may throw {@link StorageUnavailable}. */
public final class VitalsStore {
    /** Most steps of one query. */
    public static final int MOST_STEPS = 5_000;

    /** {@code date_bin}, not {@code time_bucket}: it is there with and without the extension. */
    private static final String SERIES = """
            select date_bin(?::interval, v.time, ?::timestamptz) as at, avg(hr) as hr, min(hr) as hr_min,
              max(hr) as hr_max, avg(spo2) as spo2, min(spo2) as spo2_min, avg(sys) as sys, avg(dia) as dia,
              avg(temp) as temp, avg(resp) as resp, max(steps) as steps, count(*) as sets
            from vitals v
            where v.resident_id = (select id from resident where external_id = ?) and v.time >= ? and v.time < ?
            group by 1 order by 1""";

    private final Database database;

    public VitalsStore(Database database) {
        this.database = database;
    }

    /**
     * Which measurements; steps are counted from {@code from}.
     *
     * @throws IllegalArgumentException if there are more than {@link #MOST_STEPS} steps, or a step is shorter than a second
     */
    public record Query(ResidentId resident, Instant from, Instant to, Duration step) {
        public Query {
            if (step.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("step: 1 s or more");
            }
            if (Duration.between(from, to).dividedBy(step) > MOST_STEPS) {
                throw new IllegalArgumentException("at most " + MOST_STEPS + " steps; take longer ones");
            }
        }
    }

    /**
     * One step: means, and the extremes that a mean would hide; null is not measured.
     *
     * @param at start of the step
     * @param sets how many sets of measurements lie in it
     */
    public record Point(
            Instant at,
            @Nullable Double heartRateBpm,
            @Nullable Double lowestHeartRateBpm,
            @Nullable Double highestHeartRateBpm,
            @Nullable Double spo2Percent,
            @Nullable Double lowestSpo2Percent,
            @Nullable Double systolicMmHg,
            @Nullable Double diastolicMmHg,
            @Nullable Double temperatureC,
            @Nullable Double respirationPerMin,
            @Nullable Double steps,
            int sets) {}

    /** Oldest first; steps without any measurement are left out. */
    public List<Point> series(Query query) {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SERIES)) {
                select.setString(1, query.step().toSeconds() + " seconds");
                select.setObject(2, Rows.time(query.from().toEpochMilli()));
                select.setString(3, query.resident().value());
                select.setObject(4, Rows.time(query.from().toEpochMilli()));
                select.setObject(5, Rows.time(query.to().toEpochMilli()));
                List<Point> points = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        points.add(read(rows));
                    }
                }
                return points;
            }
        });
    }

    private static Point read(ResultSet rows) throws SQLException {
        return new Point(
                Instant.ofEpochMilli(Rows.millis(rows, "at")),
                number(rows, "hr"),
                number(rows, "hr_min"),
                number(rows, "hr_max"),
                number(rows, "spo2"),
                number(rows, "spo2_min"),
                number(rows, "sys"),
                number(rows, "dia"),
                number(rows, "temp"),
                number(rows, "resp"),
                number(rows, "steps"),
                rows.getInt("sets"));
    }

    private static @Nullable Double number(ResultSet rows, String column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? null : value;
    }
}

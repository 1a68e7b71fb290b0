package care.convoy.storage;

import care.convoy.device.ResidentId;
import care.convoy.resident.StorageUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the series of measurements. Thread-safe; may throw {@link StorageUnavailable}. Means that are not rolled up yet are
 * made of the rows when they are read, so that every answer is complete to this second.
 */
public final class VitalsStore {
    /** Most steps of one query. */
    public static final int MOST_STEPS = 5_000;

    private final Database database;
    private final SeriesRetention retention;
    private final Semaphore cohorts = new Semaphore(1);

    public VitalsStore(Database database, SeriesRetention retention) {
        this.database = database;
        this.retention = retention;
    }

    /** Out of what an answer is made. */
    public enum Source {
        /** The rows themselves. */
        ROWS,
        /** Means of 5 minutes. */
        FIVE_MINUTES,
        /** Means of days of the county. */
        DAYS
    }

    /**
     * Which measurements; steps are counted from {@code from}.
     *
     * @param from inclusive
     * @param to exclusive
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
     * One value within a step.
     *
     * @param mean over all measurements of the step
     * @param count how many there were, 1 or more
     */
    public record Spread(double mean, double lowest, double highest, int count) {}

    /**
     * One step; null is not measured. What was measured while the device was not worn is left out.
     *
     * @param at start of the step
     * @param sets rows in it, of measurements or of battery and steps
     * @param skinC degrees Celsius, of the skin; never to be taken for a body's temperature
     * @param coreC degrees Celsius, of the body
     * @param steps since the device's midnight, the largest told
     * @param lowestBatteryPercent of all devices
     */
    public record Point(
            Instant at,
            int sets,
            @Nullable Spread heartRateBpm,
            @Nullable Spread spo2Percent,
            @Nullable Spread systolicMmHg,
            @Nullable Spread diastolicMmHg,
            @Nullable Spread skinC,
            @Nullable Spread coreC,
            @Nullable Spread respirationPerMin,
            @Nullable Integer steps,
            @Nullable Integer lowestBatteryPercent) {}

    /** A time without any row. @param from inclusive @param to exclusive */
    public record Gap(Instant from, Instant to) {}

    /** An answer. @param points oldest first; steps without any row are left out */
    public record Series(Query query, Source source, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }

        /**
         * Where nothing is for longer than that, the beginning and the end included. Each begins where the last step before it
         * ends.
         */
        public List<Gap> gaps(Duration longest) {
            List<Gap> gaps = new ArrayList<>();
            Instant covered = query.from();
            for (Point point : points) {
                add(gaps, covered, point.at(), longest);
                covered = point.at().plus(query.step());
            }
            add(gaps, covered, query.to(), longest);
            return gaps;
        }

        private static void add(List<Gap> gaps, Instant from, Instant to, Duration longest) {
            if (Duration.between(from, to).compareTo(longest) > 0) {
                gaps.add(new Gap(from, to));
            }
        }
    }

    /**
     * A resident's measurements in steps: of the rows if steps are shorter than 5 minutes or the range at most 26 h, of means
     * of days if a step is a day or longer, of means of 5 minutes otherwise and where the rows are deleted already. A mean
     * belongs to the step in which it begins.
     */
    public Series series(Query query) {
        Source source = sourceOf(query, SeriesRetention.before(Instant.now(), retention.vitals()));
        List<Point> points = new ArrayList<>();
        database.records(connection -> {
            SeriesQuery.Edges edges = SeriesQuery.edges(connection, query.resident());
            if (edges != null) {
                SeriesQuery.read(connection, edges, query, source, points::add);
            }
            return points.size();
        });
        return new Series(query, source, points);
    }

    private static Source sourceOf(Query query, Instant oldestRow) {
        if (query.step().compareTo(Duration.ofDays(1)) >= 0) {
            return Source.DAYS;
        }
        boolean brief = query.step().compareTo(Duration.ofMinutes(5)) < 0
                || Duration.between(query.from(), query.to()).compareTo(Duration.ofHours(26)) <= 0;
        return brief && !query.from().isBefore(oldestRow) ? Source.ROWS : Source.FIVE_MINUTES;
    }

    /**
     * When the resident's device was off the body: from the word that it was taken off to the next that it is worn, of any
     * device. Shorter than 10 minutes is left out; oldest first, at most 500. Out of the rows, hence only as long as those
     * are kept.
     *
     * @throws IllegalArgumentException if the range is longer than 8 days
     */
    public List<Gap> notWorn(ResidentId resident, Instant from, Instant to) {
        if (Duration.between(from, to).compareTo(Duration.ofDays(8)) > 0) {
            throw new IllegalArgumentException("at most 8 days");
        }
        return database.records(connection -> {
            SeriesQuery.Edges edges = SeriesQuery.edges(connection, resident);
            return edges == null ? List.of() : WearQuery.notWorn(connection, edges.resident(), from, to);
        });
    }

    /** A value and when it was measured. */
    public record Reading(double value, Instant at) {}

    /**
     * The newest of a resident, value by value; null was never measured.
     *
     * @param diastolicMmHg of the same measurement as the systolic
     * @param worn null if the device did not say; as of {@code flagsAt}
     */
    public record Latest(
            ResidentId resident,
            @Nullable Reading heartRateBpm,
            @Nullable Reading spo2Percent,
            @Nullable Reading systolicMmHg,
            @Nullable Reading diastolicMmHg,
            @Nullable Reading skinC,
            @Nullable Reading coreC,
            @Nullable Reading respirationPerMin,
            @Nullable Reading steps,
            @Nullable Reading batteryPercent,
            @Nullable Boolean worn,
            @Nullable Instant flagsAt) {}

    /**
     * The newest of many residents in one query; those who were never measured are left out. No order. About a second behind
     * {@link #series}, up to half a minute after a gateway or the database died.
     */
    public List<Latest> latest(Collection<ResidentId> residents) {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select r.external_id, l.* from resident r join vitals_latest l on l.resident_id = r.id
                    where r.external_id = any(?)""")) {
                select.setArray(
                        1,
                        Rows.texts(
                                connection,
                                residents.stream().map(ResidentId::value).toList()));
                List<Latest> all = new ArrayList<>();
                try (ResultSet rows = Rows.streamed(select)) {
                    while (rows.next()) {
                        all.add(SeriesQuery.latest(rows));
                    }
                }
                return all;
            }
        });
    }

    /**
     * Whose measurements to hand out, and out of what.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public record Cohort(List<ResidentId> residents, Instant from, Instant to, Source source) {
        public Cohort {
            residents = List.copyOf(residents);
        }
    }

    /** One line of a cohort. Two devices at one instant are one line. */
    public record Line(ResidentId resident, Point point) {}

    /**
     * Hands out a cohort line by line, resident by resident in the given order, each by time. Nothing is collected, and each
     * resident is a transaction of its own, so that a slow taker holds up nobody. One at a time. Whoever calls this has
     * asked whether that may be, and writes it into the audit.
     *
     * @param to called on this thread
     * @return how many lines
     * @throws StorageUnavailable if the database is away, then the lines handed out are not all; or if another cohort is just
     *     being read
     */
    public long cohort(Cohort cohort, Consumer<Line> to) {
        if (!cohorts.tryAcquire()) {
            throw new StorageUnavailable(
                    "another cohort is being read; try again when it is done", new IllegalStateException("busy"));
        }
        try {
            long lines = 0;
            for (ResidentId resident : cohort.residents()) {
                lines += database.series(connection -> lines(connection, cohort, resident, to));
            }
            return lines;
        } finally {
            cohorts.release();
        }
    }

    private static long lines(Connection connection, Cohort cohort, ResidentId resident, Consumer<Line> to)
            throws SQLException {
        SeriesQuery.Edges edges = SeriesQuery.edges(connection, resident);
        if (edges == null) {
            return 0;
        }
        return SeriesQuery.lines(connection, edges, cohort, point -> to.accept(new Line(resident, point)));
    }
}

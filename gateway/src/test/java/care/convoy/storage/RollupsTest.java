package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.storage.VitalsStore.Point;
import care.convoy.storage.VitalsStore.Query;
import care.convoy.storage.VitalsStore.Source;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollupsTest {
    private static final ResidentId R1 = new ResidentId("R1");
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private final StorageCounters counters = new StorageCounters();
    private Database database;
    private Sql sql;
    private VitalsInsert insert;
    private Rollups rollups;
    /** Noon of the county, some days ago. */
    private final Instant noon =
            Rollups.dayOf(Instant.now().minus(Duration.ofDays(10))).plus(Duration.ofHours(12));

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        new Provisions(database, directory).people(3);
        sql = new Sql(database);
        insert = new VitalsInsert(database, new VitalsPartitions(database), SeriesRetention.STANDARD);
        rollups = new Rollups(database, counters);
        sql.run("update rollup_state set five_to = '" + noon + "', daily_to = '" + Rollups.dayOf(noon) + "'");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyFiveMinutesHasItsMeansAndARunAgainChangesNothing() {
        write(noon, row(1, noon, 60, 0), row(1, noon.plusSeconds(299), 80, 0), row(1, noon.plusSeconds(300), 100, 0));
        assertThat(rollups.run(noon.plusSeconds(700))).isEqualTo(2);
        assertThat(sql.text("""
                        select string_agg(concat_ws('|', sets, hr_min, hr_avg, hr_max, hr_n), ' ' order by bucket)
                        from vitals_5m""")).isEqualTo("2|60|70|80|2 1|100|100|100|1");
        assertThat(rollups.run(noon.plusSeconds(700))).isZero();
        assertThat(rollups.run(noon.plusSeconds(1_000))).as("unchanged").isZero();
        assertThat(counters.rollupRuns()).isEqualTo(1);
        assertThat(counters.rollupRows()).isEqualTo(2);
    }

    @Test
    void aStepIsRolledUpWhenItIsOverAndItsRowsHadTimeToArrive() {
        write(noon, row(1, noon, 60, 0));
        assertThat(rollups.run(noon.plusSeconds(310))).isZero();
        assertThat(rollups.run(noon.plusSeconds(321))).isEqualTo(1);
    }

    @Test
    void rowsOfTheLastTwoHoursAreFoundByTheWindow() {
        rollups.run(noon.plusSeconds(400));
        Instant now = noon.plus(Duration.ofMinutes(89));
        write(now, row(1, noon, 60, 0));
        assertThat(sql.count("rollup_due")).isZero();
        assertThat(rollups.run(now)).isEqualTo(1);
    }

    @Test
    void laterRowsAreNotedAndExactlyTheirBucketsAndDaysAreDoneAnew() {
        Instant now = noon.plus(Duration.ofDays(5));
        rollups.run(now);
        write(now, row(1, noon, 60, 0), row(1, noon.plusSeconds(1), 90, 0), row(2, noon.plusSeconds(600), 70, 0));
        assertThat(sql.count("rollup_due")).isEqualTo(2);
        // nothing else is looked at
        sql.run(
                "insert into vitals select time + interval '1 h', resident_id, hr, spo2, sys, dia, temp, temp_site, resp,"
                        + " steps, battery, quality, flags, device_id from vitals");
        assertThat(rollups.run(now)).as("two buckets, two days").isEqualTo(4);
        assertThat(sql.count("rollup_due")).isZero();
        assertThat(sql.count("vitals_5m")).isEqualTo(2);
        assertThat(sql.text("select sets || '|' || hr_avg from vitals_daily order by resident_id"))
                .isEqualTo("2|75");
    }

    @Test
    void whatWasMeasuredWhileNotWornIsInNoMeanAndSkinIsNotCore() {
        write(
                noon,
                row(1, noon, 200, Measurement.NOT_WORN),
                row(1, noon.plusSeconds(1), 60, Measurement.WORN),
                new Measurement(
                        R1,
                        new DeviceId("d1"),
                        noon.toEpochMilli() + 2_000,
                        0,
                        noon.toEpochMilli() + 2_000,
                        new Vitals(-1, -1, -1, -1, 3_650, TemperatureSite.CORE, -1, 77),
                        55,
                        0));
        rollups.run(noon.plusSeconds(400));
        assertThat(sql.text("""
                        select concat_ws('|', sets, hr_max, hr_n, skin_avg, skin_n, core_avg, core_n, steps_max, battery_min)
                        from vitals_5m""")).isEqualTo("3|60|1|33.5|1|36.5|1|900|55");
    }

    @Test
    void whileOneGatewayWorksAnotherLeavesItAlone() {
        write(noon, row(1, noon, 60, 0));
        int meanwhile = database.records(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_advisory_xact_lock(" + 0x726f6c6c757073L + ")");
                return rollups.run(noon.plusSeconds(700));
            }
        });
        assertThat(meanwhile).isZero();
        assertThat(sql.count("vitals_5m")).isZero();
        assertThat(rollups.run(noon.plusSeconds(700))).isEqualTo(1);
        assertThat(new Rollups(database, counters).run(noon.plusSeconds(700)))
                .as("the other finds it done")
                .isZero();
    }

    @Test
    void afterAPauseOfDaysItGoesOnWhereItStopped() {
        for (int hour = 0; hour < 100; hour += 7) {
            Instant at = noon.plus(Duration.ofHours(hour));
            write(at, row(1, at, 60, 0), row(2, at, 70, 0));
        }
        rollups.run(noon.plus(Duration.ofHours(101)));
        assertThat(sql.count("vitals_5m")).isEqualTo(30);
        assertThat(sql.text("select sum(sets) from vitals_daily where bucket < (select daily_to from rollup_state)"))
                .isEqualTo(sql.text("select count(*) from vitals where time < (select daily_to from rollup_state)"));
    }

    @Test
    void allThreeSourcesTellTheSameAtAnyTime() {
        Random random = new Random(7);
        Instant end = noon.plus(Duration.ofDays(4));
        List<SeriesRow> rows = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Instant at =
                    noon.plusSeconds(random.nextLong(Duration.between(noon, end).toSeconds()));
            rows.add(row(random.nextInt(3), at, 50 + random.nextInt(60), random.nextInt(4)));
        }
        write(end, rows.toArray(SeriesRow[]::new));
        VitalsStore store = new VitalsStore(database, SeriesRetention.STANDARD);
        for (Instant rolledTo : List.of(noon, noon.plus(Duration.ofHours(50)), end.plusSeconds(1_000))) {
            rollups.run(rolledTo);
            List<Point> days = days(store, end);
            assertThat(days).hasSize(5);
            List<Point> raw = new ArrayList<>();
            store.cohort(
                    new VitalsStore.Cohort(List.of(R1), noon.minus(DAY), end.plus(DAY), Source.ROWS),
                    line -> raw.add(line.point()));
            for (Point day : days) {
                List<Point> of = raw.stream()
                        .filter(each -> Rollups.dayOf(each.at()).equals(day.at()))
                        .toList();
                assertThat(day.sets())
                        .isEqualTo(of.stream().mapToInt(Point::sets).sum());
                assertThat(day.heartRateBpm().mean())
                        .isCloseTo(
                                of.stream()
                                        .filter(each -> each.heartRateBpm() != null)
                                        .mapToDouble(each -> each.heartRateBpm().mean())
                                        .average()
                                        .orElseThrow(),
                                org.assertj.core.api.Assertions.within(1e-3));
            }
            assertThat(store.series(new Query(R1, noon.minus(DAY), end, Duration.ofMinutes(30)))
                            .points())
                    .extracting(Point::sets)
                    .satisfies(sets -> assertThat(
                                    sets.stream().mapToInt(Integer::intValue).sum())
                            .isEqualTo(raw.size()));
        }
        assertThat(sql.count("rollup_due")).isZero();
    }

    private static List<Point> days(VitalsStore store, Instant end) {
        Instant from = Rollups.dayOf(end.minus(Duration.ofDays(4)));
        VitalsStore.Series series =
                store.series(new Query(R1, from, Rollups.dayOf(end).plus(DAY), DAY));
        assertThat(series.source()).isEqualTo(Source.DAYS);
        return series.points();
    }

    private void write(Instant now, SeriesRow... rows) {
        database.series(connection -> insert.write(connection, List.of(rows), now.toEpochMilli()));
    }

    private static Measurement row(int n, Instant at, int heartRate, int flags) {
        long millis = at.truncatedTo(ChronoUnit.MILLIS).toEpochMilli();
        return new Measurement(
                new ResidentId("R" + n),
                new DeviceId("d" + n),
                millis,
                millis,
                millis,
                new Vitals(heartRate, 97, -1, -1, 3_350, TemperatureSite.SKIN, -1, 900),
                -1,
                flags);
    }
}

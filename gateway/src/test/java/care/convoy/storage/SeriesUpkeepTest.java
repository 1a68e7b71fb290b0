package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.storage.VitalsPartitions.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retention, on native partitions and on hypertables alike. */
class SeriesUpkeepTest {
    private static final Instant NOW = Instant.parse("2026-11-15T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 15);

    private final StorageCounters counters = new StorageCounters();
    private Database database;
    private Sql sql;

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        sql = new Sql(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachClassIsKeptForItsOwnTimeAndNoLonger() {
        int[] ages = {0, 1, 3, 8, 40, 400, 800, 1_500, 2_400};
        for (int days : ages) {
            put(Series.VITALS, days);
            put(Series.LOCATIONS, days);
            put(Series.FIVE_MINUTES, days);
            put(Series.DAILY, days);
        }
        SeriesUpkeep upkeep = upkeep(Period.ofMonths(13), Period.ofYears(4), Period.ofDays(7));
        upkeep.deleteOld(NOW);
        assertThat(agesIn("vitals", "time")).isEqualTo("0 1 3 8 40");
        assertThat(agesIn("location_history", "time")).isEqualTo("0 1 3");
        assertThat(agesIn("vitals_5m", "bucket")).isEqualTo("0 1 3 8 40 400 800");
        // a chunk of a year, which the one of 1,500 days may share with days that are kept
        assertThat(agesIn("vitals_daily", "bucket"))
                .startsWith("0 1 3 8 40 400 800")
                .doesNotContain("2400");
        long dropped = counters.chunksDropped();
        assertThat(dropped).isGreaterThanOrEqualTo(4 + 6 + 2 + 1);
        upkeep.deleteOld(NOW);
        assertThat(counters.chunksDropped()).as("nothing more to do").isEqualTo(dropped);
        // shorter from now on
        upkeep(Period.ofDays(7), Period.ofYears(1), Period.ofDays(2)).deleteOld(NOW);
        assertThat(agesIn("vitals", "time")).isEqualTo("0 1 3");
        assertThat(agesIn("location_history", "time")).isEqualTo("0 1");
        assertThat(agesIn("vitals_5m", "bucket")).isEqualTo("0 1 3 8 40");
    }

    @Test
    void theQuarantineIsKeptNoLongerThanMeasurements() {
        for (int days : new int[] {1, 6, 8}) {
            sql.run("insert into vitals_quarantine (received_at, claimed_at, reason, resident_id, device_id) values ("
                    + before(days) + ", now(), 'WILD', " + days + ", 1)");
        }
        upkeep(Period.ofDays(7), Period.ofYears(1), Period.ofDays(2)).deleteOld(NOW);
        assertThat(sql.text("select string_agg(resident_id::text, ' ' order by id) from vitals_quarantine"))
                .isEqualTo("1 6");
    }

    @Test
    void yesterdayToAWeekFromNowHaveRoomBeforeAnythingComes() {
        for (Series series : new Series[] {Series.VITALS, Series.LOCATIONS}) {
            new VitalsPartitions(database, series).ensureAhead(NOW);
        }
        for (int days = 1; days >= -VitalsPartitions.DAYS_AHEAD; days--) {
            insert(Series.VITALS, days);
            insert(Series.LOCATIONS, days);
        }
        assertThat(sql.count("vitals")).isEqualTo(9);
        assertThat(sql.count("location_history")).isEqualTo(9);
    }

    private SeriesUpkeep upkeep(Period vitals, Period rollups, Period locations) {
        return new SeriesUpkeep(database, new SeriesRetention(vitals, rollups, locations), counters);
    }

    private void put(Series series, int daysOld) {
        VitalsPartitions partitions = new VitalsPartitions(database, series);
        database.series(connection -> {
            partitions.ensure(connection, TODAY.minusDays(daysOld));
            return true;
        });
        insert(series, daysOld);
    }

    private void insert(Series series, int daysOld) {
        sql.run(
                switch (series) {
                    case VITALS ->
                        "insert into vitals (time, resident_id, device_id, hr) values (" + before(daysOld)
                                + ", 1, 1, 60)";
                    case LOCATIONS ->
                        "insert into location_history (time, resident_id, device_id, lat, lon, source, valid) values ("
                                + before(daysOld) + ", 1, 1, 39.9, 116.4, 1, true)";
                    case FIVE_MINUTES ->
                        "insert into vitals_5m (bucket, resident_id, sets) values (" + before(daysOld) + ", 1, 1)";
                    case DAILY ->
                        "insert into vitals_daily (bucket, resident_id, sets) values (" + before(daysOld) + ", 1, 1)";
                });
    }

    private static String before(int daysOld) {
        return "timestamptz '" + NOW.atOffset(ZoneOffset.UTC).minusDays(daysOld) + "'";
    }

    private String agesIn(String table, String timeColumn) {
        return sql.text("select string_agg(age::text, ' ' order by age) from (select extract(day from timestamptz '"
                + NOW + "' - " + timeColumn + ")::int as age from " + table + ") as ages");
    }
}

package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.ConnectionLost;
import care.convoy.device.DeviceMessage.Heartbeat;
import care.convoy.device.DeviceMessage.Located;
import care.convoy.device.DeviceMessage.SosPressed;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Telemetry;
import care.convoy.ingest.TelemetryLane;
import care.convoy.resident.StorageUnavailable;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VitalsWriterTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    @TempDir
    private Path directory;

    private Database database;
    private Provisions node;
    private LatestBoard board;
    private TelemetryLane lane;
    private final StorageCounters counters = new StorageCounters();
    private final long now = System.currentTimeMillis();

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        node = new Provisions(database, directory);
        node.people(100);
        board = new LatestBoard(node.devices);
        lane = new TelemetryLane(100_000, board);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void writesEachSetOnceWithWhatWasMeasured() {
        try (VitalsWriter _ = start(database)) {
            measured(1, now, full());
            measured(1, now, full());
            measured(1, now + 1, new Vitals(-1, -1, -1, -1, -1, TemperatureSite.SKIN, -1, 4_711));
            measured(2, now, new Vitals(61, -1, -1, -1, 3_660, TemperatureSite.CORE, -1, -1));
            awaitHandled(4);
        }
        Sql sql = new Sql(database);
        assertThat(sql.count("vitals")).isEqualTo(3);
        assertThat(sql.text("""
                        select concat_ws('|', hr, spo2, sys, dia, temp, temp_site, resp, steps,
                          extract(epoch from time) * 1000)
                        from vitals order by resident_id, time""")).isEqualTo("72|97|131|82|33.5|0|16|900|" + now + ".000000");
        assertThat(sql.count("vitals where temp_site = 1 and spo2 is null and temp = 36.6::real"))
                .isEqualTo(1);
        assertThat(sql.count("vitals where hr is null and temp is null and temp_site is null and steps = 4711"))
                .isEqualTo(1);
        assertThat(counters.rowsRefused()).isZero();
    }

    @Test
    void refusesAndCountsWhatItCannotPlace() {
        try (VitalsWriter _ = start(database)) {
            measured(1, now - 59 * DAY, full());
            measured(1, now - 61 * DAY, full());
            measured(1, now + 3 * DAY, full());
            offer(new Telemetry(new DeviceId("d3"), new ResidentId("R3"), now, now, 1_000, new VitalsMeasured(full())));
            measured(7_777, now, full());
            measured(2, now, full());
            awaitHandled(6);
        }
        assertThat(counters.rowsRefused()).isEqualTo(1);
        assertThat(counters.rowsQuarantined()).isEqualTo(3);
        Sql sql = new Sql(database);
        assertThat(sql.count("vitals")).isEqualTo(2);
        assertThat(sql.text("""
                        select string_agg(concat_ws('|', reason, (extract(epoch from claimed_at) * 1000)::int8, hr, temp), ' '
                          order by id) from vitals_quarantine"""))
                .isEqualTo(
                        "LATE|" + (now - 61 * DAY) + "|72|33.5 LATE|" + (now + 3 * DAY) + "|72|33.5 WILD|1000|72|33.5");
    }

    @Test
    void writesNoRowForMessagesWithoutMeasurementsOrWithoutAWearer() {
        try (VitalsWriter _ = start(database)) {
            offer(telemetry(1, now, new Heartbeat(-1, 60, -1, Worn.UNKNOWN)));
            lane.offer(new Telemetry(new DeviceId("d2"), null, now, now, new VitalsMeasured(full())));
            measured(3, now, new Vitals(-1, -1, -1, -1, -1, TemperatureSite.SKIN, -1, -1));
            measured(4, now, full());
            awaitHandled(1);
        }
        assertThat(new Sql(database).count("vitals")).isEqualTo(1);
    }

    @Test
    void batteryAndWearingStandOnTheRowsAndPositionsHaveATableOfTheirOwn() {
        try (VitalsWriter _ = start(database)) {
            offer(telemetry(1, now, new Heartbeat(80, 60, 5, Worn.ON)));
            measured(1, now + 1, vitals(72, 97));
            offer(telemetry(1, now, new Located(new Position(1, 2, 30, Position.Source.WIFI, true, now - 5))));
            awaitHandled(3);
        }
        Sql sql = new Sql(database);
        assertThat(sql.text(
                        "select string_agg(concat_ws('|', hr, steps, battery, flags), ' ' order by time) from vitals"))
                .isEqualTo("5|80|1 72|80|1");
        assertThat(sql.text("select concat_ws('|', lat, lon, accuracy, source, valid) from location_history"))
                .isEqualTo("1|2|30|2|t");
    }

    @Test
    void theNewestOfEachResidentIsThereValueByValueAndNeverOfAFormerWearer() {
        try (VitalsWriter _ = start(database)) {
            measured(1, now, full());
            measured(1, now + 1_000, vitals(90, -1));
            measured(1, now - 1_000, vitals(40, 80));
            offer(telemetry(1, now + 2_000, new Heartbeat(50, -1, 950, Worn.OFF)));
            measured(1, now + 3_000, vitals(200, 50));
            // the band of R1 is given to R2
            lane.offer(new Telemetry(
                    new DeviceId("d1"), new ResidentId("R2"), now, now, new VitalsMeasured(vitals(61, -1))));
            awaitHandled(6);
        }
        VitalsStore store = new VitalsStore(database, SeriesRetention.STANDARD);
        List<VitalsStore.Latest> latest =
                store.latest(List.of(new ResidentId("R1"), new ResidentId("R2"), new ResidentId("R3")));
        assertThat(latest).hasSize(2);
        VitalsStore.Latest first = latest.stream()
                .filter(each -> each.resident().value().equals("R1"))
                .findAny()
                .orElseThrow();
        assertThat(first.heartRateBpm()).isEqualTo(reading(90, now + 1_000));
        assertThat(first.spo2Percent()).isEqualTo(reading(97, now));
        assertThat(first.systolicMmHg()).isEqualTo(reading(131, now));
        assertThat(first.diastolicMmHg()).isEqualTo(reading(82, now));
        assertThat(first.skinC()).isEqualTo(reading(33.5, now));
        assertThat(first.coreC()).isNull();
        assertThat(first.steps()).isEqualTo(reading(950, now + 2_000));
        assertThat(first.batteryPercent()).isEqualTo(reading(50, now + 3_000));
        assertThat(first.worn()).isFalse();
    }

    @Test
    void theQuarantineIsBounded() {
        long first = 0;
        new Sql(database)
                .run("insert into vitals_quarantine (received_at, claimed_at, reason, resident_id, device_id)"
                        + " select now(), now(), 'LATE', 1, 1 from generate_series(1, " + OutOfTime.MOST_ROWS + ")");
        try (VitalsWriter _ = start(database)) {
            measured(1, first, full());
            measured(2, first, full());
            awaitHandled(2);
        }
        assertThat(new Sql(database).count("vitals_quarantine")).isEqualTo(OutOfTime.MOST_ROWS);
        assertThat(new Sql(database).count("vitals_quarantine where hr = 72")).isEqualTo(2);
    }

    private static VitalsStore.Reading reading(double value, long atMillis) {
        return new VitalsStore.Reading(value, Instant.ofEpochMilli(atMillis));
    }

    @Test
    void keepsWhatDevicesLastSaidForTheNextStart() {
        try (VitalsWriter _ = start(database)) {
            offer(telemetry(1, now, new Heartbeat(80, 60, 5, Worn.ON)));
            measured(1, now, full());
            board.heard(
                    new DeviceId("d1"),
                    now + 5,
                    new SosPressed(1, new Position(39.9, 116.4, 12.5, Position.Source.GNSS, true, Long.MAX_VALUE / 2)));
            offer(telemetry(2, now, new Located(new Position(1, 2, -1, Position.Source.CELL, false, now))));
        }
        LatestBoard restarted = new LatestBoard(node.devices);
        restarted.restore(new DeviceLatestStore(database).loadAll());
        assertThat(restarted.find(new DeviceId("d2"))).isEqualTo(board.find(new DeviceId("d2")));
        assertThat(restarted.find(new DeviceId("d1")))
                .usingRecursiveComparison()
                .ignoringFields("position.atMillis")
                .isEqualTo(board.find(new DeviceId("d1")));
    }

    @Test
    void anOlderGatewayDoesNotOverwriteWhatANewerOneHeard() {
        DeviceId device = new DeviceId("d1");
        board.heard(telemetry(1, now, new Heartbeat(80, 60, 5, Worn.ON)));
        List<DeviceLatest> newer = board.drainChanged(10);
        LatestBoard other = new LatestBoard(node.devices);
        other.heard(telemetry(1, now - 1, new Heartbeat(10, 60, 5, Worn.ON)));
        write(newer);
        write(other.drainChanged(10));
        assertThat(new DeviceLatestStore(database).loadAll()).singleElement().isEqualTo(board.find(device));
    }

    @Test
    void aDeviceThatWasLostBeforeItSaidAnythingIsKept() {
        DeviceId device = new DeviceId("d1");
        board.heard(telemetry(1, now, new ConnectionLost()));
        write(board.drainChanged(10));
        assertThat(new DeviceLatestStore(database).loadAll()).singleElement().isEqualTo(board.find(device));
        board.heard(telemetry(1, now + 1, new Heartbeat(80, 60, 5, Worn.ON)));
        write(board.drainChanged(10));
        board.heard(telemetry(1, now + 2, new ConnectionLost()));
        write(board.drainChanged(10));
        assertThat(new DeviceLatestStore(database).loadAll()).singleElement().isEqualTo(board.find(device));
        LatestBoard restarted = new LatestBoard(node.devices);
        restarted.restore(new DeviceLatestStore(database).loadAll());
        assertThat(restarted.find(device)).isEqualTo(board.find(device));
    }

    @Test
    void losesNothingWhileTheDatabaseIsAwayAndReplaysWhenItIsBack() throws Exception {
        EmbeddedPostgres.Settings settings = ownServer();
        EmbeddedPostgres first = EmbeddedPostgres.start(settings);
        first.createDatabase("convoy");
        try (Database own = Database.open(first.login("convoy"))) {
            Migrations.apply(own);
            Provisions ownNode = new Provisions(own, directory);
            ownNode.people(100);
            try (VitalsWriter _ = start(own)) {
                burst(0, 1_000);
                Eventually.within(LONG).isTrue(() -> counters.rowsWritten() == 1_000);
                first.close();
                burst(1_000, 3_000);
                Eventually.within(LONG).isTrue(() -> counters.rowsSpooled() == 2_000);
                assertThat(counters.databaseUp()).isFalse();
                assertThat(counters.spoolBytes()).isPositive();
            }
            // the gateway restarts while the database is still away
            try (VitalsWriter _ = start(own)) {
                burst(3_000, 3_500);
                Eventually.within(LONG).isTrue(() -> counters.rowsSpooled() == 2_500);
                try (EmbeddedPostgres _ = EmbeddedPostgres.start(settings)) {
                    burst(3_500, 4_000);
                    Eventually.within(LONG)
                            .isTrue(() -> counters.spoolBytes() == 0
                                    && counters.rowsReplayed() + counters.rowsWritten() >= 4_000);
                    assertThat(new Sql(own).count("vitals")).isEqualTo(4_000);
                    assertThat(counters.rowsDropped()).isZero();
                    assertThat(counters.rowsRefused()).isZero();
                    assertThat(counters.databaseUp()).isTrue();
                }
            }
        }
    }

    @Test
    void nothingIsLostWhenTheDatabaseIsKilledThoughItsCommitsDoNotWaitForTheDisk() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(ownServer())) {
            postgres.createDatabase("convoy");
            try (Database own = Database.open(postgres.login("convoy"))) {
                Migrations.apply(own);
                new Provisions(own, directory).people(100);
                try (VitalsWriter _ = start(own)) {
                    int sent = 0;
                    for (int round = 0; round < 3; round++) {
                        burst(sent, sent + 700);
                        sent += 700;
                        long most = sent;
                        Eventually.within(LONG)
                                .isTrue(() -> counters.rowsWritten() + counters.rowsReplayed() >= most
                                        && counters.spoolBytes() == 0);
                        long restarts = postgres.restarts();
                        ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
                        Eventually.within(LONG).isTrue(() -> postgres.restarts() > restarts);
                    }
                    // notices the last kill by it
                    burst(sent, sent + 1);
                    Eventually.within(LONG).isTrue(() -> rowsIn(own) == 2_101);
                }
            }
        }
        assertThat(counters.rowsDropped()).isZero();
        assertThat(counters.rowsRefused()).isZero();
    }

    @Test
    void whatStillWaitsInTheLaneIsWrittenWhenItEnds() {
        burst(0, 12_345);
        start(database).close();
        assertThat(new Sql(database).count("vitals")).isEqualTo(12_345);
        assertThat(lane.depth()).isZero();
    }

    private static long rowsIn(Database own) {
        try {
            return new Sql(own).count("vitals");
        } catch (StorageUnavailable away) {
            return -1;
        }
    }

    @Test
    void showsTheSeriesInSteps() {
        long start = Instant.ofEpochMilli(now).truncatedTo(ChronoUnit.HOURS).toEpochMilli();
        try (VitalsWriter _ = start(database)) {
            measured(1, start, vitals(60, 97));
            measured(1, start + 60_000, vitals(80, -1));
            measured(1, start + 600_000, vitals(100, 90));
            measured(2, start, vitals(200, 50));
            awaitHandled(4);
        }
        VitalsStore store = new VitalsStore(database, SeriesRetention.STANDARD);
        Instant from = Instant.ofEpochMilli(start);
        VitalsStore.Series series = store.series(
                new VitalsStore.Query(new ResidentId("R1"), from, from.plusSeconds(3_600), Duration.ofMinutes(5)));
        assertThat(series.source()).isEqualTo(VitalsStore.Source.ROWS);
        assertThat(series.points()).extracting(VitalsStore.Point::at).containsExactly(from, from.plusSeconds(600));
        VitalsStore.Point first = series.points().getFirst();
        assertThat(first.heartRateBpm()).isEqualTo(new VitalsStore.Spread(70, 60, 80, 2));
        assertThat(first.spo2Percent()).isEqualTo(new VitalsStore.Spread(97, 97, 97, 1));
        assertThat(first.systolicMmHg()).isNull();
        assertThat(first.sets()).isEqualTo(2);
        assertThat(series.gaps(Duration.ofMinutes(5)))
                .containsExactly(new VitalsStore.Gap(from.plusSeconds(900), from.plusSeconds(3_600)));
        assertThat(series.gaps(Duration.ofMinutes(4))).hasSize(2);
        assertThat(store.series(new VitalsStore.Query(
                                new ResidentId("nobody"), from, from.plusSeconds(60), Duration.ofSeconds(1)))
                        .points())
                .isEmpty();
    }

    @Test
    void aLongRangeIsMadeOfMeansAndOneWhoseRowsAreDeletedToo() {
        VitalsStore store = new VitalsStore(database, SeriesRetention.STANDARD);
        Instant to = Instant.ofEpochMilli(now);
        ResidentId who = new ResidentId("R1");
        assertThat(store.series(new VitalsStore.Query(who, to.minus(Duration.ofDays(7)), to, Duration.ofMinutes(42)))
                        .source())
                .isEqualTo(VitalsStore.Source.FIVE_MINUTES);
        assertThat(store.series(new VitalsStore.Query(who, to.minus(Duration.ofDays(90)), to, Duration.ofDays(1)))
                        .source())
                .isEqualTo(VitalsStore.Source.DAYS);
        Instant longAgo = to.minus(Duration.ofDays(500));
        assertThat(store.series(new VitalsStore.Query(
                                who, longAgo, longAgo.plus(Duration.ofDays(1)), Duration.ofMinutes(1)))
                        .source())
                .isEqualTo(VitalsStore.Source.FIVE_MINUTES);
    }

    @Test
    void makesRoomAheadAndDropsWholeOldDays() {
        // a hypertable makes its chunks itself; that old ones are dropped is shown by LocationStoreTest on both
        Assumptions.assumeTrue(
                new Sql(database).count("pg_class where oid = 'vitals'::regclass and relkind = 'p'") == 1);
        VitalsPartitions partitions = new VitalsPartitions(database);
        Instant day = Instant.parse("2026-03-01T12:00:00Z");
        partitions.ensureAhead(day);
        partitions.ensureAhead(day);
        assertThat(tables()).isEqualTo("vitals_20260228 .. vitals_20260308");
        assertThat(partitions.dropBefore(Instant.parse("2026-03-02T23:59:59Z"))).isEqualTo(2);
        assertThat(tables()).isEqualTo("vitals_20260302 .. vitals_20260308");
        new VitalsPartitions(database).ensureAhead(day);
        assertThat(tables()).isEqualTo("vitals_20260228 .. vitals_20260308");
    }

    private String tables() {
        return new Sql(database)
                .text("select min(inhrelid::regclass::text) || ' .. ' || max(inhrelid::regclass::text) from pg_inherits"
                        + " where inhparent = 'vitals'::regclass");
    }

    private void write(List<DeviceLatest> latest) {
        database.records(connection -> {
            DeviceLatestStore.write(connection, latest);
            return true;
        });
    }

    private VitalsWriter start(Database into) {
        VitalsWriter writer = new VitalsWriter(
                new VitalsWriter.Way(lane, board, into),
                VitalsWriter.Settings.in(directory.resolve("spool"), SeriesRetention.STANDARD),
                counters);
        writer.start();
        return writer;
    }

    private EmbeddedPostgres.Settings ownServer() throws Exception {
        try (ServerSocket probe = new ServerSocket(0)) {
            return new EmbeddedPostgres.Settings(directory.resolve("pg"), TestPostgres.cache(), probe.getLocalPort());
        }
    }

    private void burst(int from, int to) {
        for (int i = from; i < to; i++) {
            measured(i % 100, now - i, full());
        }
    }

    private void measured(int n, long atMillis, Vitals vitals) {
        offer(telemetry(n, atMillis, new VitalsMeasured(vitals)));
    }

    private void offer(Telemetry telemetry) {
        assertThat(lane.offer(telemetry)).isTrue();
    }

    private static Telemetry telemetry(int n, long atMillis, DeviceMessage message) {
        return new Telemetry(new DeviceId("d" + n), new ResidentId("R" + n), atMillis, atMillis, message);
    }

    private void awaitHandled(long rows) {
        Eventually.within(LONG)
                .isTrue(() -> counters.rowsWritten() + counters.rowsRefused() + counters.rowsQuarantined() >= rows);
    }

    private static Vitals full() {
        return new Vitals(72, 97, 131, 82, 3_350, TemperatureSite.SKIN, 16, 900);
    }

    private static Vitals vitals(int heartRate, int spo2) {
        return new Vitals(heartRate, spo2, -1, -1, -1, TemperatureSite.SKIN, -1, -1);
    }
}

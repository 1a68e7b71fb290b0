package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Telemetry;
import care.convoy.ingest.TelemetryLane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestRepairTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    @TempDir
    private Path directory;

    private final long now = System.currentTimeMillis();
    private Database database;
    private Provisions node;
    private Sql sql;
    private VitalsInsert insert;

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        node = new Provisions(database, directory);
        node.people(10);
        sql = new Sql(database);
        insert = gateway();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatAGatewayHeldInMemoryWhenItDiedIsMadeUpFromTheSeries() {
        write(row(1, now - HOUR, 60, 97, 0), row(2, now - HOUR, 61, -1, 0));
        writeLatest();
        // R1: a heart rate alone, then one measured beside the wrist, and an older set that fills nothing but the
        // saturation
        write(row(1, now - 1_000, 70, -1, Measurement.WORN), row(1, now, 200, 50, Measurement.NOT_WORN));
        write(row(1, now - HOUR / 2, 90, 98, 0), row(3, now - 50 * 24 * HOUR, 80, 95, 0));
        assertThat(latest()).isEqualTo("1:60/97 2:61/-");
        assertThat(new LatestRepair(database).run())
                .as("its writer may still live")
                .isZero();
        diesAndTimePasses();
        assertThat(new LatestRepair(database).run()).isEqualTo(3);
        assertThat(latest()).isEqualTo("1:70/98 2:61/- 3:80/95");
        assertThat(sql.text("select (extract(epoch from hr_at) * 1000)::int8 || '|' || flags from vitals_latest"
                        + " where resident_id = (select id from resident where external_id = 'R1')"))
                .isEqualTo(now - 1_000 + "|" + Measurement.NOT_WORN);
        assertThat(sql.count("vitals_latest_due")).isZero();
        assertThat(new LatestRepair(database).run()).isZero();
    }

    @Test
    void whatAnotherGatewayWroteMeanwhileIsNotSetBack() {
        write(row(1, now - 2_000, 60, 97, 0));
        diesAndTimePasses();
        insert = gateway();
        write(row(1, now, 75, -1, 0));
        writeLatest();
        assertThat(new LatestRepair(database).run()).isEqualTo(1);
        assertThat(latest()).isEqualTo("1:75/97");
    }

    @Test
    void aResidentIsNotedOnceInASecondAndAgainForAnOlderRow() {
        write(row(1, now, 60, 97, 0), row(1, now + 1, 61, 97, 0));
        write(row(1, now + 2, 62, 97, 0));
        assertThat(sql.text("select string_agg(residents::text, ' ') from vitals_latest_due"))
                .isEqualTo("{" + keyOf(1) + "}");
        write(row(1, now - 5, 63, 97, 0), row(2, now, 63, 97, 0));
        assertThat(sql.text("select string_agg(since::text, ' ' order by id) from vitals_latest_due"))
                .isEqualTo("{" + now + "} {" + (now - 5) + "," + now + "}");
        writeLatest();
        assertThat(sql.count("vitals_latest_due")).isZero();
        assertThat(latest()).isEqualTo("1:62/97 2:63/97");
    }

    @Test
    void theWriterTakesItsNotesOutWhileItRuns() {
        StorageCounters counters = new StorageCounters();
        LatestBoard board = new LatestBoard(node.devices);
        TelemetryLane lane = new TelemetryLane(1_000, board);
        try (VitalsWriter _ = writer(lane, board, counters)) {
            lane.offer(telemetry(1, vitals(66, 96)));
            Eventually.within(LONG).isTrue(() -> latest().equals("1:66/96"));
            assertThat(sql.count("vitals_latest_due")).isZero();
        }
    }

    @Test
    void rowsAreKeptWhenTheirLatestValuesAreRefused() {
        StorageCounters counters = new StorageCounters();
        LatestBoard board = new LatestBoard(node.devices);
        TelemetryLane lane = new TelemetryLane(1_000, board);
        sql.run("alter table vitals_latest add constraint none check (hr <> 66)");
        try (VitalsWriter _ = writer(lane, board, counters)) {
            lane.offer(telemetry(1, vitals(66, 96)));
            Eventually.within(LONG).isTrue(() -> counters.rowsWritten() == 1);
        }
        assertThat(counters.rowsRefused()).isZero();
        assertThat(sql.count("vitals")).isEqualTo(1);
        assertThat(sql.count("vitals_latest")).isZero();
        sql.run("alter table vitals_latest drop constraint none");
        diesAndTimePasses();
        assertThat(new LatestRepair(database).run()).isEqualTo(1);
        assertThat(latest()).isEqualTo("1:66/96");
    }

    private VitalsInsert gateway() {
        return new VitalsInsert(database, new VitalsPartitions(database), SeriesRetention.STANDARD);
    }

    private VitalsWriter writer(TelemetryLane lane, LatestBoard board, StorageCounters counters) {
        VitalsWriter writer = new VitalsWriter(
                new VitalsWriter.Way(lane, board, database),
                VitalsWriter.Settings.in(directory.resolve("spool"), SeriesRetention.STANDARD),
                counters);
        writer.start();
        return writer;
    }

    private void write(SeriesRow... rows) {
        VitalsInsert.Written written =
                database.series(connection -> insert.write(connection, List.of(rows), System.currentTimeMillis()));
        assertThat(written.stored()).isEqualTo(rows.length);
    }

    private void writeLatest() {
        database.series(connection -> {
            insert.writeLatest(connection);
            return true;
        });
        insert.latestWritten();
    }

    private void diesAndTimePasses() {
        sql.run("update vitals_latest_due set noted_at = noted_at - interval '11 seconds'");
    }

    private String keyOf(int n) {
        return sql.text("select id from resident where external_id = 'R" + n + "'");
    }

    private String latest() {
        return sql.text("""
                select coalesce(string_agg(substr(r.external_id, 2) || ':' || l.hr || '/' || coalesce(l.spo2::text, '-'), ' '
                  order by r.external_id), '') from vitals_latest l join resident r on r.id = l.resident_id""");
    }

    private Telemetry telemetry(int n, Vitals vitals) {
        return new Telemetry(new DeviceId("d" + n), new ResidentId("R" + n), now, now, new VitalsMeasured(vitals));
    }

    private static Measurement row(int n, long at, int heartRate, int spo2, int flags) {
        return new Measurement(
                new ResidentId("R" + n),
                new DeviceId("d" + n),
                at,
                at,
                at,
                vitals(heartRate, spo2),
                DeviceMessage.ABSENT,
                flags);
    }

    private static Vitals vitals(int heartRate, int spo2) {
        return new Vitals(heartRate, spo2, -1, -1, -1, TemperatureSite.SKIN, -1, -1);
    }
}

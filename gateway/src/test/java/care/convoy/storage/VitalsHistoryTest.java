package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VitalsHistoryTest {
    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-02T00:00:00Z");

    @TempDir
    private Path directory;

    private Database database;
    private Sql sql;

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        new Provisions(database, directory).people(3);
        sql = new Sql(database);
        VitalsPartitions partitions = new VitalsPartitions(database);
        for (Instant day : List.of(FROM.minusSeconds(1), FROM, TO)) {
            database.series(connection -> {
                partitions.ensure(connection, VitalsPartitions.dayOf(day.toEpochMilli()));
                return true;
            });
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void row(String resident, Instant at, String values) {
        sql.run("insert into vitals (time, resident_id, device_id, hr, spo2, temp, temp_site, flags) select '" + at
                + "', id, 1, " + values + " from resident where external_id = '" + resident + "'");
    }

    private void alert(String kind, String resident, Instant at, String resolved, String disposition) {
        sql.run("insert into alert (id, version, resident_id, device_id, kind, priority, state, status, received_at,"
                + " attention_at, attention_pending, presses, movement, abandoned, steps, resolved_at, disposition, signals, progress)"
                + " values (gen_random_uuid(), 1, '" + resident + "', 'd1', '" + kind + "', 'P3', 'CLOSED', 'ACTUAL', '"
                + at + "', '" + at + "', false, 1, 'UNKNOWN', 0, '[]', " + resolved + ", " + disposition
                + ", 1, 'CLAIMED')");
    }

    @Test
    void rowsComeInTheOrderOfTimeAndAsTheyWere() {
        row("R1", FROM.plusSeconds(60), "72, null, 36.65, 1, 1");
        row("R1", FROM, "null, 97, 33.5, 0, null");
        row("R1", FROM.minusSeconds(1), "50, 50, null, null, 2");
        row("R1", TO, "50, 50, null, null, 2");
        row("R2", FROM, "50, 50, null, null, 2");
        List<String> flags = new ArrayList<>();
        List<Vitals> rows = new ArrayList<>();
        VitalsHistory history = new VitalsHistory(database);
        history.read(new ResidentId("R1"), FROM, TO, (at, device, flag, vitals) -> {
            flags.add((at - FROM.toEpochMilli()) + " " + device + " " + flag);
            rows.add(vitals);
        });
        assertThat(flags).containsExactly("0 1 0", "60000 1 1");
        assertThat(rows)
                .containsExactly(
                        new Vitals(-1, 97, -1, -1, 3_350, TemperatureSite.SKIN, -1, -1),
                        new Vitals(72, -1, -1, -1, 3_665, TemperatureSite.CORE, -1, -1));
        history.read(new ResidentId("nobody"), FROM, TO, (at, device, flag, vitals) -> flags.clear());
        assertThat(flags).hasSize(2);
    }

    @Test
    void alertsOfVitalsComeWithWhatBecameOfThem() {
        Instant noon = FROM.plusSeconds(43_200);
        alert("VITALS", "R1", noon, "'" + noon.plusSeconds(600) + "'", "'{\"falseAlarm\": true}'");
        alert("VITALS", "R1", noon.minusSeconds(9), "null", "null");
        alert("SOS", "R1", noon, "null", "null");
        alert("VITALS", "R1", TO, "null", "null");
        assertThat(new VitalsHistory(database).alerts(FROM, TO))
                .containsOnlyKeys(new ResidentId("R1"))
                .hasEntrySatisfying(
                        new ResidentId("R1"),
                        alerts -> assertThat(alerts)
                                .containsExactly(
                                        new VitalsHistory.Ended(
                                                noon.toEpochMilli(),
                                                noon.plusSeconds(600).toEpochMilli(),
                                                true),
                                        new VitalsHistory.Ended(
                                                noon.minusSeconds(9).toEpochMilli(), TO.toEpochMilli(), null)));
    }
}

package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.device.DeviceId;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.storage.LocationStore.Aim;
import care.convoy.storage.LocationStore.Place;
import care.convoy.storage.LocationStore.Purpose;
import care.convoy.storage.LocationStore.Query;
import care.convoy.storage.LocationStore.Reader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationStoreTest {
    private static final ResidentId R1 = new ResidentId("R1");
    private static final Purpose PURPOSE = new Purpose(Aim.EMERGENCY, "alert-7");
    private static final Reader READER = new Reader("li", "10.0.0.7");

    @TempDir
    private Path directory;

    private Database database;
    private LocationStore store;
    private VitalsInsert insert;
    private final long now = System.currentTimeMillis();

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        new Provisions(database, directory).people(3);
        store = new LocationStore(database);
        insert = new VitalsInsert(database, new VitalsPartitions(database), SeriesRetention.STANDARD);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachReadingIsInTheAuditWithItsPurpose() {
        Fix cell = fix(1, now - 1_000, new Position(39.9, 116.4, 1_500, Position.Source.CELL, true, now - 1_000));
        Fix none = fix(1, now, new Position(0, 0, Position.UNKNOWN_ACCURACY, Position.Source.GNSS, false, now));
        write(none, cell, cell, fix(2, now, cell.position()));
        assertThat(store.history(PURPOSE, READER, lastDay()))
                .containsExactly(
                        new Place(new DeviceId("d1"), Instant.ofEpochMilli(now - 1_000), cell.position()),
                        new Place(new DeviceId("d1"), Instant.ofEpochMilli(now), none.position()));
        assertThat(new Sql(database)
                        .text("select concat_ws('|', actor, address, action, subject, outcome, detail) from audit"))
                .isEqualTo("li|10.0.0.7|location.read|R1|done|emergency alert-7");
    }

    @Test
    void nothingIsReadIfTheAuditCannotBeWritten() {
        write(fix(1, now, new Position(39.9, 116.4, 5, Position.Source.GNSS, true, now)));
        new Sql(database).run("alter table audit add constraint full_up check (actor <> 'li')");
        assertThatThrownBy(() -> store.history(PURPOSE, READER, lastDay())).isInstanceOf(IllegalStateException.class);
        assertThat(store.history(PURPOSE, new Reader("wang", ""), lastDay())).hasSize(1);
    }

    @Test
    void aPurposeHasAReferenceAndARangeAnEnd() {
        assertThatThrownBy(() -> new Purpose(Aim.FENCE, "")).hasMessageContaining("reference");
        assertThatThrownBy(() -> new Purpose(Aim.FENCE, "why not\n")).hasMessageContaining("reference");
        Instant to = Instant.ofEpochMilli(now);
        assertThatThrownBy(() -> new Query(R1, to, to)).hasMessageContaining("to:");
        assertThatThrownBy(() -> new Query(R1, to.minus(Duration.ofDays(32)), to))
                .hasMessageContaining("to:");
    }

    @Test
    void positionsAreKeptForAMonthAndMeasurementsLonger() {
        long old = now - Duration.ofDays(29).toMillis();
        long tooOld = now - Duration.ofDays(31).toMillis();
        VitalsInsert.Written written = write(
                fix(1, old, new Position(39.9, 116.4, 5, Position.Source.GNSS, true, old)),
                fix(1, tooOld, new Position(39.9, 116.4, 5, Position.Source.GNSS, true, tooOld)));
        assertThat(written).isEqualTo(new VitalsInsert.Written(1, 1, 0));
        StorageCounters counters = new StorageCounters();
        SeriesUpkeep upkeep = new SeriesUpkeep(
                database, new SeriesRetention(Period.ofMonths(13), Period.ofYears(10), Period.ofDays(30)), counters);
        upkeep.deleteOld(Instant.ofEpochMilli(now));
        assertThat(new Sql(database).count("location_history")).isEqualTo(1);
        upkeep.deleteOld(Instant.ofEpochMilli(now).plus(Duration.ofDays(3)));
        assertThat(new Sql(database).count("location_history")).isZero();
        assertThat(counters.chunksDropped()).isEqualTo(1);
    }

    private VitalsInsert.Written write(SeriesRow... rows) {
        return database.series(connection -> insert.write(connection, List.of(rows), now));
    }

    private Query lastDay() {
        Instant to = Instant.ofEpochMilli(now + 1);
        return new Query(R1, to.minus(Duration.ofDays(1)), to);
    }

    private static Fix fix(int n, long atMillis, Position position) {
        return new Fix(new ResidentId("R" + n), new DeviceId("d" + n), atMillis, atMillis, position);
    }
}

package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.storage.VitalsStore.Gap;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WearQueryTest {
    private static final ResidentId R1 = new ResidentId("R1");

    @TempDir
    private Path directory;

    private Database database;
    private VitalsInsert insert;
    private VitalsStore store;
    private final Instant noon =
            Rollups.dayOf(Instant.now().minus(Duration.ofDays(3))).plus(Duration.ofHours(12));
    private final List<SeriesRow> said = new ArrayList<>();

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        new Provisions(database, directory).people(3);
        insert = new VitalsInsert(database, new VitalsPartitions(database), SeriesRetention.STANDARD);
        store = new VitalsStore(database, SeriesRetention.STANDARD);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Instant minute(long minute) {
        return noon.plus(Duration.ofMinutes(minute));
    }

    private void say(String device, long minute, int flags) {
        long at = minute(minute).toEpochMilli();
        Vitals pulse = new Vitals(70, -1, -1, -1, -1, TemperatureSite.SKIN, -1, -1);
        said.add(new Measurement(R1, new DeviceId(device), at, at, at, pulse, -1, flags));
    }

    private List<Gap> notWorn(long from, long to) {
        database.series(
                connection -> insert.write(connection, said, minute(1_000).toEpochMilli()));
        return store.notWorn(R1, minute(from), minute(to));
    }

    @Test
    void offTheBodyIsFromThatWordToTheNextOfBeingWorn() {
        say("d1", 0, Measurement.WORN);
        say("d1", 60, Measurement.NOT_WORN);
        say("d1", 65, Measurement.NOT_WORN | Measurement.STILL);
        say("d1", 70, 0);
        say("d1", 120, Measurement.WORN | Measurement.MOVING);
        say("d1", 300, Measurement.NOT_WORN);
        assertThat(notWorn(0, 400))
                .containsExactly(new Gap(minute(60), minute(120)), new Gap(minute(300), minute(400)));
    }

    @Test
    void aWordFromBeforeHoldsAtTheBeginning() {
        say("d1", 0, Measurement.NOT_WORN);
        say("d1", 200, Measurement.WORN);
        assertThat(notWorn(100, 400)).containsExactly(new Gap(minute(100), minute(200)));
        assertThat(notWorn(13 * 60, 20 * 60)).as("long ago, and worn since").isEmpty();
    }

    @Test
    void anotherDeviceThatIsWornAndShortTimesAreLeftOut() {
        say("d1", 0, Measurement.NOT_WORN);
        say("d2", 5, Measurement.WORN);
        say("d1", 100, Measurement.NOT_WORN);
        say("d1", 109, Measurement.WORN);
        assertThat(notWorn(0, 400)).isEmpty();
    }

    @Test
    void aLongRangeIsRefusedAndAStrangerHasNone() {
        assertThatThrownBy(() -> store.notWorn(R1, noon, noon.plus(Duration.ofDays(9))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at most 8 days");
        assertThat(store.notWorn(new ResidentId("nobody"), noon, minute(60))).isEmpty();
    }
}

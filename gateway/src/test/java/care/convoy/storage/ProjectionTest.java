package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event.DeviceOnTest;
import care.convoy.alert.Event.DeviceTestOver;
import care.convoy.alert.Event.Reopened;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.device.DeviceId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionTest {
    private static final long LOG = 9;

    @TempDir
    private Path directory;

    private Database database;
    private Story story;

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        story = new Story(directory.resolve("journal"), LOG);
    }

    @AfterEach
    void close() {
        story.close();
        database.close();
    }

    @Test
    void keepsEachBeginningAndEndOfADevicesTrialOnce() {
        DeviceId device = new DeviceId("d1");
        List<CommittedEvent> events = List.of(
                new CommittedEvent(
                        64,
                        0,
                        Story.START_MILLIS,
                        new DeviceOnTest(device, Story.LI, Story.START_MILLIS + 600_000),
                        null),
                new CommittedEvent(128, 0, Story.START_MILLIS + 600_000, new DeviceTestOver(device, null), null));
        for (int times = 0; times < 2; times++) {
            write(events);
        }
        assertThat(new Sql(database)
                        .text("select string_agg(device_id || ' ' || coalesce(operator, '-') || ' '"
                                + " || coalesce(extract(epoch from until - at)::int::text, 'over'), ', ' order by position)"
                                + " from device_test"))
                .isEqualTo("d1 li 600, d1 - over");
        assertThat(new Sql(database).text("select string_agg(kind, ' ' order by position) from alert_event"))
                .isEqualTo("deviceOnTest deviceTestOver");
    }

    @Test
    void aReopenedCaseIsNotResolvedAnyMore() {
        story.press(1);
        story.claim(1);
        AlertId id = story.alert(1).id();
        AlertView open = story.alert(1);
        story.resolve(1);
        write(story.told);
        Sql sql = new Sql(database);
        assertThat(sql.count("alert where resolved_at is not null")).isEqualTo(1);
        AlertView again = reopened(open, story.last(id).version() + 1);
        write(List.of(new CommittedEvent(
                story.position() + 64, 0, Story.START_MILLIS, new Reopened(id, Story.LI, 1, null), again)));
        assertThat(sql.count("alert where resolved_at is null and signals = 3 and held_until is not null"
                        + " and progress = 'DISPATCHED'"))
                .isEqualTo(1);
        assertThat(new AlertHistory(database).find(id).orElseThrow())
                .usingRecursiveComparison()
                .ignoringFields("timeline")
                .isEqualTo(again);
    }

    private static AlertView reopened(AlertView of, long version) {
        return new AlertView(
                of.id(),
                version,
                of.resident(),
                of.device(),
                of.kind(),
                of.priority(),
                AlertState.DISPATCHED,
                of.status(),
                of.owner(),
                of.ownedSinceMillis(),
                of.leaseUntilMillis(),
                of.receivedAtMillis(),
                of.deviceTimeMillis(),
                of.attentionAtMillis(),
                false,
                2,
                3,
                Story.START_MILLIS + 5_000,
                AlertState.DISPATCHED,
                of.cause(),
                of.abandoned(),
                of.abandonedBy(),
                of.position(),
                of.linked(),
                null,
                of.steps(),
                List.of());
    }

    private void write(List<CommittedEvent> events) {
        database.records(connection -> {
            Projection.write(connection, LOG, events);
            return true;
        });
    }
}

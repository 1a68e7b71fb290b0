package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event.LeaseRenewed;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.device.DeviceMessage.BatteryLow;
import care.convoy.device.DeviceMessage.SosPressed;
import care.convoy.device.DeviceMessage.TestPressed;
import care.convoy.resident.StorageUnavailable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectorTest {
    private static final long LOG = 0x1234_5678_9abcL;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private Database database;
    private Story story;
    private final StorageCounters counters = new StorageCounters();

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
    void bringsEveryEventOnceAndTheAlertAsItStands() {
        story.press(1);
        story.pass(31);
        story.claim(1);
        story.note(1, "answers");
        AlertId id = story.alert(1).id();
        story.resolve(1);
        try (Projector projector = start()) {
            awaitAll(projector);
            AlertView stored = new AlertHistory(database).find(id).orElseThrow();
            AlertView told = story.last(id);
            assertThat(stored)
                    .usingRecursiveComparison()
                    .ignoringFields("timeline", "leaseUntilMillis")
                    .isEqualTo(told);
            assertThat(stored.timeline()).isEqualTo(told.timeline());
        }
        assertThat(story.told).hasSizeGreaterThan(6);
    }

    @Test
    void keepsTheStepsOfAnAlertThatIsClosed() {
        story.press(1);
        story.pass(31);
        story.claim(1);
        AlertView claimed = story.alert(1);
        story.resolve(1);
        story.close(claimed.id());
        try (Projector projector = start()) {
            awaitAll(projector);
            AlertView stored = new AlertHistory(database).find(claimed.id()).orElseThrow();
            assertThat(stored.state()).isEqualTo(AlertState.CLOSED);
            assertThat(stored.disposition()).isNotNull();
            assertThat(stored.steps())
                    .extracting(AlertView.Step::doneAtMillis)
                    .containsExactlyElementsOf(claimed.steps().stream()
                            .map(AlertView.Step::doneAtMillis)
                            .toList());
        }
    }

    @Test
    void pressHeardAgainDaysLaterIsAnotherCaseAndBothStayInTheHistory() {
        SosPressed press = new SosPressed(1, null);
        story.signal(1, 9, press);
        story.pass(31);
        story.claim(1);
        AlertId former = story.alert(1).id();
        story.resolve(1);
        story.close(former);
        story.pass(3 * 86_400);
        story.signal(1, 9, press);
        AlertId later = story.alert(1).id();
        story.claim(1);
        story.note(1, "fell asleep on it");
        try (Projector projector = start()) {
            awaitAll(projector);
            AlertHistory history = new AlertHistory(database);
            AlertView first = history.find(former).orElseThrow();
            AlertView second = history.find(later).orElseThrow();

            assertThat(later).isNotEqualTo(former);
            assertThat(first.state()).isEqualTo(AlertState.CLOSED);
            assertThat(first.disposition()).isNotNull();
            assertThat(first.timeline()).isEqualTo(story.timeline(former));
            assertThat(second.state()).isEqualTo(AlertState.CLAIMED);
            assertThat(second.disposition()).isNull();
            assertThat(second.receivedAtMillis()).isGreaterThanOrEqualTo(first.receivedAtMillis() + 3 * 86_400_000L);
            assertThat(second.timeline()).isEqualTo(story.timeline(later));
        }
        assertExact(database);
    }

    @Test
    void goesOnAfterARestartWithoutDoublingOrLosing() {
        for (int round = 0; round < 5; round++) {
            for (int n = 0; n < 20; n++) {
                story.press(round * 20 + n);
            }
            try (Projector projector = start()) {
                awaitAll(projector);
            }
        }
        assertExact(database);
    }

    @Test
    void keepsRenewedLeasesOutOfTheTimeLineButInTheRow() {
        story.press(1);
        story.claim(1);
        story.pass(60);
        story.renew(1);
        try (Projector projector = start()) {
            awaitAll(projector);
        }
        assertThat(story.told).anyMatch(each -> each.event() instanceof LeaseRenewed);
        AlertView told = story.alert(1);
        AlertView stored = new AlertHistory(database).find(told.id()).orElseThrow();
        assertThat(stored.version()).isEqualTo(told.version());
        assertThat(stored.leaseUntilMillis()).isEqualTo(told.leaseUntilMillis());
        assertThat(new Sql(database).count("alert_event where kind = 'leaseRenewed'"))
                .isZero();
    }

    @Test
    void keepsTestPressesAndTasks() {
        story.signal(1, new TestPressed());
        story.signal(1, new BatteryLow(9));
        story.pass(60);
        story.signal(1, new BatteryLow(7));
        try (Projector projector = start()) {
            awaitAll(projector);
        }
        assertThat(new Sql(database).count("test_press where device_id = 'd1' and resident_id = 'R1'"))
                .isEqualTo(1);
        assertThat(new AlertHistory(database).openTasks()).singleElement().satisfies(task -> {
            assertThat(task.kind()).isEqualTo(AlertKind.LOW_BATTERY);
            assertThat(task.times()).isEqualTo(2);
            assertThat(task.lastAtMillis() - task.openedAtMillis()).isEqualTo(60_000);
        });
    }

    @Test
    void readingEventsAgainChangesNothing() {
        story.press(1);
        story.claim(1);
        story.signal(2, new BatteryLow(9));
        story.signal(3, new TestPressed());
        try (Projector projector = start()) {
            awaitAll(projector);
        }
        String before = everything();
        ProjectionCursor.adopt(database, new ProjectionCursor(LOG, -1, -1));
        try (Projector projector = start()) {
            awaitAll(projector);
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aTransactionThatDiedBeforeItsCommitLeavesNothing() {
        story.press(1);
        ProjectionCursor begin = ProjectionCursor.loadOrBegin(database, LOG);
        List<CommittedEvent> events = story.journal.read(-1, -1, 100);
        assertThat(catchThrowable(() -> database.records(connection -> {
                    begin.moveTo(connection, new ProjectionCursor(LOG, story.position(), 0));
                    Projection.write(connection, LOG, events);
                    throw new Died();
                })))
                .isInstanceOf(Died.class);
        assertThat(new Sql(database).count("alert_event")).isZero();
        try (Projector projector = start()) {
            awaitAll(projector);
        }
        assertExact(database);
    }

    @Test
    void aCursorThatMovedElsewhereFencesTheOlderProjector() {
        story.press(1);
        ProjectionCursor seen = ProjectionCursor.loadOrBegin(database, LOG);
        try (Projector projector = start()) {
            awaitAll(projector);
        }
        boolean moved = database.records(connection -> seen.moveTo(connection, new ProjectionCursor(LOG, 0, 0)));
        assertThat(moved).isFalse();
        assertThat(ProjectionCursor.loadOrBegin(database, LOG).position()).isEqualTo(story.position());
    }

    @Test
    void stopsLoudlyAtTheCursorOfAnotherLog() {
        story.press(1);
        ProjectionCursor.loadOrBegin(database, LOG + 1);
        try (Projector projector = start()) {
            awaitStop(projector);
            assertThat(projector.stoppedBecause().orElseThrow())
                    .contains("alert log " + (LOG + 1))
                    .contains("restore the database")
                    .contains("adopt");
        }
        assertThat(new Sql(database).count("alert_event")).isZero();
        assertThat(Projector.adopt(database, story.journal)).isEqualTo(-1);
        try (Projector projector = start()) {
            awaitAll(projector);
        }
        assertExact(database);
    }

    @Test
    void stopsLoudlyWhenTheCursorLiesBeyondTheEndOfTheLog() {
        story.press(1);
        ProjectionCursor.adopt(database, new ProjectionCursor(LOG, story.position() + 64, 0));
        try (Projector projector = start()) {
            awaitStop(projector);
            assertThat(projector.stoppedBecause().orElseThrow()).contains("beyond the end");
        }
        assertThat(Projector.adopt(database, story.journal)).isEqualTo(story.position());
        story.press(2);
        try (Projector projector = start()) {
            awaitAll(projector);
        }
        assertThat(new Sql(database).count("alert_event")).isPositive();
    }

    @Test
    void stopsLoudlyWhenEventsWereTrimmedThatTheDatabaseLacks() {
        for (int n = 0; n < 50; n++) {
            story.press(n);
        }
        try (Projector projector = start()) {
            awaitAll(projector);
        }
        new Sql(database).run("delete from projection");
        try (Projector projector = start()) {
            awaitStop(projector);
            assertThat(projector.stoppedBecause().orElseThrow()).contains("do not meet");
        }
        Projector.adopt(database, story.journal);
        story.press(51);
        try (Projector projector = start()) {
            awaitAll(projector);
        }
    }

    @Test
    void trimsOnlyWhatTheDatabaseHas() throws Exception {
        for (int n = 0; n < 50; n++) {
            story.press(n);
        }
        long before = segments();
        assertThat(before).isGreaterThan(3);
        try (Projector projector = start()) {
            awaitAll(projector);
            Eventually.within(LONG).isTrue(() -> segments() == 1);
        }
    }

    @Test
    void everyEventArrivesOnceAlthoughTheServerIsKilledAgainAndAgain() throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        EmbeddedPostgres.Settings settings =
                new EmbeddedPostgres.Settings(directory.resolve("pg"), TestPostgres.cache(), port);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            postgres.createDatabase("convoy");
            try (Database own = Database.open(postgres.login("convoy"))) {
                Migrations.apply(own);
                try (Projector projector = new Projector(story.journal, own, counters)) {
                    projector.start();
                    for (int round = 1; round <= 3; round++) {
                        long before = counters.eventsProjected();
                        for (int n = 0; n < 300; n++) {
                            story.press(round * 1_000 + n);
                        }
                        Eventually.within(LONG).isTrue(() -> counters.eventsProjected() > before);
                        long restarts = postgres.restarts();
                        Programs.signal(postgres.pid(), "KILL");
                        for (int n = 300; n < 400; n++) {
                            story.press(round * 1_000 + n);
                        }
                        Eventually.within(LONG).isTrue(() -> postgres.restarts() > restarts);
                    }
                    Eventually.within(LONG).isTrue(() -> isComplete(own));
                    assertThat(projector.state()).isEqualTo(Projector.State.RUNNING);
                }
                assertExact(own);
            }
        }
    }

    @Test
    void projectorsOfSeveralMembersShareADatabase() throws Exception {
        try (Story other = new Story(directory.resolve("journal-of-another-member"), LOG);
                Projector first = new Projector(story.journal, database, counters, true);
                Projector second = new Projector(other.journal, database, new StorageCounters(), true)) {
            first.start();
            second.start();
            for (int n = 0; n < 300; n++) {
                story.press(n);
                other.press(n);
            }
            awaitAll(first);
            // the second is behind: what the database holds already it must wait for
            story.press(300);
            awaitAll(first);
            other.press(300);
            story.press(301);
            other.press(301);
            awaitAll(first);
            assertExact(database);
            assertThat(second.state()).isNotEqualTo(Projector.State.STOPPED);
        }
    }

    private Projector start() {
        Projector projector = new Projector(story.journal, database, counters);
        projector.start();
        return projector;
    }

    private void awaitAll(Projector projector) {
        Eventually.within(LONG).isTrue(() -> isComplete(database) || projector.state() == Projector.State.STOPPED);
        assertThat(projector.stoppedBecause()).isEmpty();
    }

    private static void awaitStop(Projector projector) {
        Eventually.within(LONG).isTrue(() -> projector.state() == Projector.State.STOPPED);
    }

    /** Whether the cursor stands at the last event that was told. */
    private boolean isComplete(Database in) {
        try {
            return new Sql(in)
                    .text("select max(position || '/' || ordinal) from projection")
                    .equals(story.told.getLast().position() + "/"
                            + story.told.getLast().ordinal());
        } catch (StorageUnavailable away) {
            return false;
        }
    }

    private void assertExact(Database in) {
        Sql sql = new Sql(in);
        long expected = story.told.stream()
                .filter(each -> !(each.event() instanceof LeaseRenewed))
                .count();
        assertThat(sql.count("alert_event")).isEqualTo(expected);
        assertThat(sql.text("select string_agg(position || '/' || ordinal, ' ' order by position, ordinal)"
                        + " from alert_event"))
                .isEqualTo(String.join(
                        " ",
                        story.told.stream()
                                .filter(each -> !(each.event() instanceof LeaseRenewed))
                                .map(each -> each.position() + "/" + each.ordinal())
                                .toList()));
        long alerts = story.told.stream()
                .map(CommittedEvent::after)
                .filter(after -> after != null)
                .map(AlertView::id)
                .distinct()
                .count();
        assertThat(sql.count("alert")).isEqualTo(alerts);
    }

    private String everything() {
        Sql sql = new Sql(database);
        return sql.text("select jsonb_agg(e order by position, ordinal)::text from alert_event e")
                + sql.text("select jsonb_agg(a order by id)::text from alert a")
                + sql.text("select jsonb_agg(t order by id)::text from (select device_id, kind, times, cured_at,"
                        + " 1 as id from task) t")
                + sql.text("select jsonb_agg(p)::text from test_press p");
    }

    private long segments() {
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            return files.count();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Stands for the process's end within a transaction. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}

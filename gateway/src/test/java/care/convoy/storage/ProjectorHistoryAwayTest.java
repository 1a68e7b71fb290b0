package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.EventHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node's own history is away for a while, with or without the database: the projector reads on by itself. */
class ProjectorHistoryAwayTest {
    private static final long LOG = 0x1234_5678_9abcL;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private Path journal;
    private Path aside;
    private Database database;
    private Story story;
    private final AtomicInteger lives = new AtomicInteger();
    private final AtomicInteger failedReads = new AtomicInteger();
    private volatile boolean starting;
    private final EventHistory history = new AsItIsNow();

    @BeforeEach
    void open() {
        journal = directory.resolve("journal");
        aside = directory.resolve("aside");
        database = TestPostgres.database();
        story = new Story(journal, LOG);
    }

    @AfterEach
    void close() {
        story.close();
        database.close();
    }

    @Test
    void readsOnWhenTheDirectoryThatWasTakenAwayIsBack() throws IOException {
        story.press(1);
        try (Projector projector = start()) {
            awaitAll();
            Files.move(journal, aside);
            story.press(1);
            awaitState(projector, Projector.State.WAITING_FOR_LOG);
            assertThat(projector.stoppedBecause()).isEmpty();
            Files.move(aside, journal);
            awaitAll();
            awaitState(projector, Projector.State.RUNNING);
        }
    }

    @Test
    void readsOnWhenDirectoryAndDatabaseWereAwayTogether() throws IOException {
        story.press(1);
        try (Projector projector = start()) {
            // it has read its place in the database: else it would ask for that first
            awaitAll();
            Sql sql = new Sql(database);
            sql.run("alter table projection rename to projection_away");
            story.press(1);
            awaitState(projector, Projector.State.WAITING_FOR_DATABASE);
            Files.move(journal, aside);
            // the state goes to and fro between the two that are away: the reader's own failure tells
            Eventually.within(LONG).isTrue(() -> failedReads.get() > 0);
            sql.run("alter table projection_away rename to projection");
            Files.move(aside, journal);
            awaitAll();
        }
    }

    @Test
    void readsOnWhenTheLogWasStartedAnewAndReplayedWhatCouldNotBeKept() throws IOException {
        story.press(1);
        try (Projector projector = start()) {
            awaitAll();
            Files.move(journal, aside);
            // more than one segment: the next one cannot be made
            for (int n = 0; n < 20; n++) {
                story.press(n);
            }
            Files.move(aside, journal);
            awaitState(projector, Projector.State.STOPPED);
            assertThat(projector.stoppedBecause().orElseThrow()).contains("gap");
            story.startAnew(journal);
            lives.incrementAndGet();
            awaitAll();
            assertThat(projector.stoppedBecause()).isEmpty();
        }
        assertThat(new Sql(database).count("alert_event")).isEqualTo(story.told.size());
    }

    @Test
    void waitsWhileTheLogIsBeingStarted() {
        story.press(1);
        try (Projector projector = start()) {
            awaitAll();
            story.close();
            starting = true;
            awaitState(projector, Projector.State.WAITING_FOR_LOG);
            story.press(2);
            story.startAnew(journal);
            lives.incrementAndGet();
            starting = false;
            awaitAll();
        }
    }

    private Projector start() {
        Projector projector = new Projector(history, database, new StorageCounters());
        projector.start();
        return projector;
    }

    private void awaitAll() {
        CommittedEvent last = story.told.getLast();
        Eventually.within(LONG)
                .isTrue(() -> new Sql(database)
                        .text("select max(position || '/' || ordinal) from projection")
                        .equals(last.position() + "/" + last.ordinal()));
    }

    private static void awaitState(Projector projector, Projector.State state) {
        Eventually.within(LONG).isTrue(() -> projector.state() == state);
    }

    /** The journal of the log that runs now, as the gateway gives it to the projector. */
    private final class AsItIsNow implements EventHistory {
        private void requireStarted() {
            if (starting) {
                throw new Away("the alert log is being started");
            }
        }

        @Override
        public long life() {
            return lives.get();
        }

        @Override
        public long logId() {
            return story.journal.logId();
        }

        @Override
        public List<CommittedEvent> read(long position, int ordinal, int max) {
            requireStarted();
            try {
                return story.journal.read(position, ordinal, max);
            } catch (Away away) {
                // one that only counts how far the database is behind does not change what the projector does
                if (max < Projector.LAG_COUNTED) {
                    failedReads.incrementAndGet();
                }
                throw away;
            }
        }

        @Override
        public boolean await(long position, int ordinal, long waitMillis) throws InterruptedException {
            requireStarted();
            return story.journal.await(position, ordinal, waitMillis);
        }

        @Override
        public long resumeAfter(long position) {
            return story.journal.resumeAfter(position);
        }

        @Override
        public void trimTo(long position) {
            story.journal.trimTo(position);
        }
    }
}

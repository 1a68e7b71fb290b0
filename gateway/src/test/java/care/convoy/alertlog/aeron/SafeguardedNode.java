package care.convoy.alertlog.aeron;

import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.EventHistory;
import care.convoy.alertlog.emergency.EmergencyClock;
import care.convoy.alertlog.emergency.EmergencyJournal;
import care.convoy.alertlog.emergency.KnownAlerts;
import care.convoy.alertlog.emergency.RestartedLog;
import care.convoy.alertlog.emergency.SafeguardConfig;
import care.convoy.alertlog.emergency.SafeguardedLog;
import care.convoy.alertlog.emergency.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** A log that is started again when it stops, with an emergency journal on another disk. */
final class SafeguardedNode implements AutoCloseable {
    private final RestartedLog<AeronAlertLog> engine;
    private final SafeguardedLog log;

    private SafeguardedNode(RestartedLog<AeronAlertLog> engine, SafeguardedLog log) {
        this.engine = engine;
        this.log = log;
        log.start();
    }

    /** A directory that nobody else makes safe. */
    static Path journalDirectory(Path directory) {
        return directory.resolve("other-disk").resolve("emergency");
    }

    /** @param say told of what a person must know */
    static SafeguardedNode start(Path directory, int portBase, CommittedListener heard, Consumer<String> say)
            throws IOException, InterruptedException {
        EmergencyJournal journal =
                EmergencyJournal.open(journalDirectory(directory).resolve("journal"), say);
        KnownAlerts known = new KnownAlerts(EmergencyClock.system());
        RestartedLog<AeronAlertLog> engine = RestartedLog.of(
                () -> AeronAlertLog.start(
                        PowerVictim.config(directory.resolve("log"), portBase), List.of(heard, known)),
                _ -> false,
                say);
        Surroundings around = new Surroundings(engine, journal, known, (text, _, _) -> text, List.of(), say);
        return new SafeguardedNode(engine, new SafeguardedLog(SafeguardConfig.of(1), around));
    }

    /** Whether the log itself became ready; from then on it is watched. */
    boolean awaitLog(Duration patience) throws InterruptedException {
        boolean ready = await(patience, () -> engine.health() == AlertLog.Health.READY);
        log.watch();
        return ready;
    }

    /** Whether the journal was emptied: the log has taken over everything. */
    boolean awaitTakenOver(Duration patience) throws InterruptedException {
        return await(patience, () -> log.health() == AlertLog.Health.READY && log.journalBytes() == 0);
    }

    private interface Question {
        boolean isTrue();
    }

    private static boolean await(Duration patience, Question question) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!question.isTrue()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    SafeguardedLog log() {
        return log;
    }

    /** The log as it runs. */
    AeronAlertLog running() {
        return Objects.requireNonNull(engine.running(), "the log is being started");
    }

    EventHistory history() {
        return running().history();
    }

    @Override
    public void close() {
        log.close();
    }
}

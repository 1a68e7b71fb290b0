package care.convoy.app;

import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.EventHistory;
import care.convoy.alertlog.ProvisionalListener;
import care.convoy.alertlog.aeron.AeronAlertLog;
import care.convoy.alertlog.aeron.AlertLogConfig;
import care.convoy.alertlog.aeron.MembershipConflict;
import care.convoy.alertlog.emergency.EmergencyClock;
import care.convoy.alertlog.emergency.EmergencyJournal;
import care.convoy.alertlog.emergency.EmergencyRehearsal;
import care.convoy.alertlog.emergency.KnownAlerts;
import care.convoy.alertlog.emergency.NoteTransfer;
import care.convoy.alertlog.emergency.RestartedLog;
import care.convoy.alertlog.emergency.SafeguardConfig;
import care.convoy.alertlog.emergency.SafeguardedLog;
import care.convoy.alertlog.emergency.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alert log of this gateway: started, started again when it stops by itself, and safeguarded by the emergency journal.
 */
final class DurableLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DurableLog.class);
    private static final long LOOK_MILLIS = 5;
    private static final long WATCH_MILLIS = 250;
    private static final String GONE = "the alert log's directory is gone; bring it back";

    private final Path journalFile;
    private final AlertLogConfig config;
    private final RestartedLog<AeronAlertLog> engine;
    private final SafeguardedLog safeguarded;
    private final EventHistory history = new CurrentHistory(this::readableHistory, this::restarts);
    private final Thread watch =
            Thread.ofPlatform().name("log-directory").daemon().unstarted(this::watchDirectory);
    private volatile boolean everStarted;
    /** Whether the log that was started last has been ready, so that its history is known whole. */
    private volatile boolean wasReady;

    /** What hears it. */
    record Listeners(List<CommittedListener> committed, List<ProvisionalListener> provisional, NoteTransfer notes) {}

    private DurableLog(GatewayConfig gateway, AlertLogConfig config, Listeners listeners)
            throws IOException, InterruptedException {
        this.config = config;
        journalFile = journalFile(gateway);
        EmergencyRehearsal.run(failed -> LOG.error("emergency: {}", failed));
        EmergencyJournal journal = openJournal();
        KnownAlerts known = new KnownAlerts(EmergencyClock.system());
        List<CommittedListener> all = new ArrayList<>(listeners.committed());
        all.add(known);
        try {
            engine = RestartedLog.of(() -> startEngine(all), MembershipConflict.class::isInstance, DurableLog::say);
        } catch (IOException | InterruptedException | RuntimeException notStarted) {
            if (journal != null) {
                journal.close();
            }
            throw notStarted;
        }
        safeguarded = new SafeguardedLog(
                SafeguardConfig.of(gateway.membership().copies()),
                new Surroundings(engine, journal, known, listeners.notes(), listeners.provisional(), DurableLog::say));
        safeguarded.start();
        watch.start();
    }

    /** @throws IOException if it can never be had so; one that cannot be had now is no reason not to start */
    static DurableLog start(GatewayConfig gateway, AlertLogConfig config, Listeners listeners)
            throws IOException, InterruptedException {
        return new DurableLog(gateway, config, listeners);
    }

    private static void say(String what) {
        LOG.warn("emergency: {}", what);
    }

    private static Path journalFile(GatewayConfig gateway) {
        Path elsewhere = gateway.emergencyDirectory();
        return (elsewhere == null ? gateway.data().resolve("emergency") : elsewhere).resolve("journal");
    }

    private @Nullable EmergencyJournal openJournal() {
        try {
            return EmergencyJournal.open(journalFile, DurableLog::say);
        } catch (IOException | RuntimeException failed) {
            LOG.error(
                    "there is no emergency journal: while the alert log does not answer no alarm is acknowledged",
                    failed);
            return null;
        }
    }

    private AeronAlertLog startEngine(List<CommittedListener> listeners) throws IOException, InterruptedException {
        if (everStarted && !isDirectoryThere()) {
            // an empty log in its place would have lost every open alert
            throw new IOException(GONE + ": " + config.directory());
        }
        wasReady = false;
        AeronAlertLog started = AeronAlertLog.start(config, listeners);
        everStarted = true;
        return started;
    }

    private boolean isDirectoryThere() {
        return Files.exists(config.directory().resolve("cluster").resolve("recording.log"));
    }

    /** What is written into a directory that was taken away is on no disk that a restart finds. */
    private void watchDirectory() {
        boolean gone = false;
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
                boolean there = !everStarted || isDirectoryThere();
                if (!there && !gone) {
                    safeguarded.degrade("directory", GONE);
                } else if (there && gone) {
                    safeguarded.recover("directory");
                }
                gone = !there;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until alarms can be made durable: by the log, or, if it has failed or the time is over, by the journal.
     *
     * @return whether the log itself is ready
     */
    boolean awaitReady(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean ready = engine.health() == AlertLog.Health.READY;
        while (!ready && engine.running() != null && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            ready = engine.health() == AlertLog.Health.READY;
        }
        safeguarded.watch();
        return ready;
    }

    /** The way in for commands. */
    SafeguardedLog log() {
        return safeguarded;
    }

    /** The log itself as it was started last, for its figures; null if it could not be started yet. */
    @Nullable
    AeronAlertLog engine() {
        return engine.last();
    }

    /** How often it was started again. */
    long restarts() {
        return engine.restarts();
    }

    /** The committed events kept on this node, whichever log holds them now. */
    EventHistory history() {
        return history;
    }

    private @Nullable EventHistory readableHistory() {
        AeronAlertLog running = engine.running();
        if (running == null) {
            // stopped on purpose: nobody else opens its files before it is started again
            AeronAlertLog resting = engine.last();
            return engine.isPaused() && resting != null && wasReady ? resting.history() : null;
        }
        if (running.health() == AlertLog.Health.READY) {
            wasReady = true;
        }
        return switch (running.health()) {
            case STARTING, STOPPED -> null;
            case READY, NO_QUORUM, DEGRADED -> running.history();
        };
    }

    Path journalFile() {
        return journalFile;
    }

    @Override
    public void close() {
        watch.interrupt();
        safeguarded.close();
    }
}

package care.convoy.alertlog.aeron;

import care.convoy.alertlog.EventJournal;
import care.convoy.alertlog.aeron.AlertLogCounters.Count;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots by time and size, reads each one back, and deletes what the last but one made superfluous; stops a member
 * that can never catch up with the others. Thread {@code log-keeper}.
 */
final class LogKeeper implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);
    private static final long LOOK_EACH_MILLIS = 100;
    private static final long SNAPSHOT_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long LOOK_ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So many times the usual log and time a snapshot waits until all members are up and level. */
    private static final int WAITS_FOR_OTHERS = 2;

    /** What others tell of themselves is up to a second old. */
    private static final long LEVEL_BYTES = 4 << 20;

    /** A log that grew by less has seen nothing but its own bookkeeping. */
    private static final long NOTHING_BYTES = 1_024;

    private final AlertLogConfig config;
    private final Watched watched;
    private final LogEngine engine;
    private final Path clusterDirectory;
    private final CoreService service;
    private final AlertLogCounters counters;
    private final ReadBack readBack;
    private final EventFlush events;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile long logFrom = -1;
    private long lookAtNanos = System.nanoTime();
    private long snapshotPosition;
    private long snapshotNanos = System.nanoTime();

    LogKeeper(AlertLogConfig config, Watched watched) {
        this.config = config;
        this.watched = watched;
        this.engine = watched.engine();
        this.clusterDirectory = watched.directory().cluster();
        this.service = watched.service();
        this.counters = service.counters();
        this.readBack = new ReadBack(service::lastWritten, () -> closing.getCount() == 0);
        this.events = new EventFlush(watched.journal());
    }

    /** What is kept in order. @param muster what the other members say; null for a single one */
    record Watched(
            LogEngine engine,
            LogDirectory directory,
            CoreService service,
            EventJournal journal,
            StopSign stopSign,
            @Nullable Muster muster) {}

    /** Takes a snapshot soon, whether it is time or not. Any thread. */
    void snapshotSoon() {
        wanted.set(true);
    }

    @Override
    public void run() {
        while (rest()) {
            try {
                look();
                if (service.isCaughtUp() && isDue()) {
                    snapshotAndPurge();
                }
            } catch (LeftBehind behind) {
                watched.stopSign().stop(behind);
                return;
            } catch (RuntimeException failed) {
                counters.increment(Count.SNAPSHOT_FAILURES);
                LOG.error("log.snapshot.failed", failed);
            }
        }
    }

    private void look() throws LeftBehind {
        long now = System.nanoTime();
        if (now - lookAtNanos >= 0) {
            lookAtNanos = now + LOOK_ROUND_NANOS;
            events.run();
            Muster muster = watched.muster();
            if (muster != null) {
                lookAtOthers(muster);
            }
        }
    }

    /** Where the log begins here, and whether the leader's begins behind its end. */
    private void lookAtOthers(Muster muster) throws LeftBehind {
        MusterWord leader = muster.leader();
        boolean behind = leader != null && leader.logFrom() > service.appliedPosition();
        if (behind || (logFrom < 0 && service.isCaughtUp())) {
            LogExtent extent = LogExtent.read(clusterDirectory, engine.archiveClient());
            logFrom = extent.from();
            if (leader != null) {
                extent.requireWithinReach(leader.logFrom());
            }
        }
    }

    /** From where on the log is on this disk; 0 also while that is not known. Any thread. */
    long logFrom() {
        return Math.max(0, logFrom);
    }

    /** Waits a little; false once the log is being closed. */
    private boolean rest() {
        try {
            return !closing.await(LOOK_EACH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            return false;
        }
    }

    private boolean isDue() {
        if (wanted.getAndSet(false)) {
            return true;
        }
        return isOver(WAITS_FOR_OTHERS) || (isOver(1) && (!engine.isLeader() || areOthersLevel()));
    }

    private boolean isOver(int times) {
        long grown = service.appliedPosition() - snapshotPosition;
        long elapsed = System.nanoTime() - snapshotNanos;
        return grown > times * config.snapshots().everyLogBytes()
                || (grown > NOTHING_BYTES
                        && elapsed > times * config.snapshots().every().toNanos());
    }

    /** A snapshot holds up the leader, and a member that is joining holds it up as well: not both at once. */
    private boolean areOthersLevel() {
        Muster muster = watched.muster();
        if (muster == null) {
            return true;
        }
        long level = service.appliedPosition() - LEVEL_BYTES;
        return muster.words().stream()
                        .filter(word -> word.live() && word.position() >= level)
                        .count()
                == config.membership().copies() - 1;
    }

    private void snapshotAndPurge() {
        snapshotNanos = System.nanoTime();
        snapshotPosition = service.appliedPosition();
        if (engine.isLeader() && !takeSnapshot()) {
            counters.increment(Count.SNAPSHOT_FAILURES);
            LOG.error("log.snapshot.notTaken");
            return;
        }
        try (RecordingLog recordings = new RecordingLog(clusterDirectory.toFile(), false);
                AeronArchive archive = AeronArchive.connect(engine.archiveClient())) {
            RecordingLog.Entry latest = recordings.getLatestSnapshot(0);
            if (latest == null) {
                return;
            }
            RecordingLog.Entry module = recordings.getLatestSnapshot(ConsensusModule.Configuration.SERVICE_ID);
            if (module == null
                    || module.logPosition != latest.logPosition
                    || !readBack.isReadable(archive, latest)
                    || !readBack.isReadable(archive, module)) {
                counters.increment(Count.SNAPSHOT_FAILURES);
                LOG.error("log.snapshot.unreadable position={}", latest.logPosition);
                return;
            }
            counters.increment(Count.SNAPSHOTS);
            CoreService.SnapshotMark mark = service.lastWritten();
            LOG.info(
                    "log.snapshot.taken position={} pauseMillis={} historyMillis={}",
                    latest.logPosition,
                    mark == null ? -1 : mark.pauseMillis(),
                    mark == null ? -1 : mark.historyMillis());
            new LogPurge(archive, recordings, readBack).run();
            logFrom = archive.getStartPosition(recordings.findLastTermRecordingId());
        }
    }

    private boolean takeSnapshot() {
        long before = engine.snapshotsTaken();
        if (before < 0 || !engine.beginSnapshot()) {
            return false;
        }
        long deadline = System.nanoTime() + SNAPSHOT_WITHIN_NANOS;
        while (engine.snapshotsTaken() == before) {
            if (System.nanoTime() - deadline > 0 || !rest()) {
                return false;
            }
        }
        return engine.snapshotsTaken() > before;
    }

    @Override
    public void close() {
        closing.countDown();
    }
}

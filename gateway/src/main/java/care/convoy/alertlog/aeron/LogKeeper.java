package care.convoy.alertlog.aeron;

import care.convoy.alertlog.aeron.AlertLogCounters.Count;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.service.Cluster;
import java.io.File;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.status.AtomicCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots by time and size, reads each one back, and deletes what the last but one made superfluous. Thread
 * {@code log-keeper}.
 */
final class LogKeeper implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);
    private static final long LOOK_EACH_MILLIS = 100;
    private static final long SNAPSHOT_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** A log that grew by less has seen nothing but its own bookkeeping. */
    private static final long NOTHING_BYTES = 1_024;

    private final AlertLogConfig config;
    private final LogEngine engine;
    private final File clusterDirectory;
    private final CoreService service;
    private final AlertLogCounters counters;
    private final ReadBack readBack;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicBoolean wanted = new AtomicBoolean();
    private long snapshotPosition;
    private long snapshotNanos = System.nanoTime();

    LogKeeper(
            AlertLogConfig config,
            LogEngine engine,
            LogDirectory directory,
            CoreService service,
            AlertLogCounters counters) {
        this.config = config;
        this.engine = engine;
        this.clusterDirectory = directory.cluster().toFile();
        this.service = service;
        this.counters = counters;
        this.readBack = new ReadBack(service::lastWritten, () -> closing.getCount() == 0);
    }

    /** Takes a snapshot soon, whether it is time or not. Any thread. */
    void snapshotSoon() {
        wanted.set(true);
    }

    @Override
    public void run() {
        while (rest()) {
            try {
                if (service.isCaughtUp() && isDue()) {
                    snapshotAndPurge();
                }
            } catch (RuntimeException failed) {
                counters.increment(Count.SNAPSHOT_FAILURES);
                LOG.error("log.snapshot.failed", failed);
            }
        }
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
        long grown = service.appliedPosition() - snapshotPosition;
        long elapsed = System.nanoTime() - snapshotNanos;
        return grown > config.snapshots().everyLogBytes()
                || (grown > NOTHING_BYTES
                        && elapsed > config.snapshots().every().toNanos());
    }

    private void snapshotAndPurge() {
        snapshotNanos = System.nanoTime();
        snapshotPosition = service.appliedPosition();
        if (isLeader() && !takeSnapshot()) {
            counters.increment(Count.SNAPSHOT_FAILURES);
            LOG.error("log.snapshot.notTaken");
            return;
        }
        try (RecordingLog recordings = new RecordingLog(clusterDirectory, false);
                AeronArchive archive = AeronArchive.connect(engine.archiveClient())) {
            RecordingLog.Entry latest = recordings.getLatestSnapshot(0);
            if (latest == null) {
                return;
            }
            if (!readBack.isReadable(archive, latest)) {
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
        }
    }

    /** Whether this member leads the others. Any thread. */
    boolean isLeader() {
        return Cluster.Role.get(engine.consensusContext().clusterNodeRoleCounter()) == Cluster.Role.LEADER;
    }

    private boolean takeSnapshot() {
        AtomicCounter taken = engine.consensusContext().snapshotCounter();
        // a log that stopped by itself gives the counters' memory back: to read it then would end the whole process
        if (taken.isClosed()) {
            return false;
        }
        long before = taken.get();
        if (!ClusterControl.ToggleState.SNAPSHOT.toggle(
                engine.consensusContext().controlToggleCounter())) {
            return false;
        }
        long deadline = System.nanoTime() + SNAPSHOT_WITHIN_NANOS;
        while (!taken.isClosed() && taken.get() == before) {
            if (System.nanoTime() - deadline > 0 || !rest()) {
                return false;
            }
        }
        return !taken.isClosed();
    }

    @Override
    public void close() {
        closing.countDown();
    }
}

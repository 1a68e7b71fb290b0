package care.convoy.alertlog.aeron;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterBackup;
import io.aeron.cluster.ClusterBackupEventsListener;
import io.aeron.cluster.ClusterMember;
import io.aeron.cluster.RecordingLog;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aeron's backup agent with a driver and an archive of its own: copies the last snapshot of a living log and what follows,
 * as far as it is committed, into a member's directory. Used by one thread, until it is closed.
 */
final class SeedEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SeedEngine.class);
    private static final long NO_PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_EACH_MILLIS = 20;
    private static final long REST_NANOS = 200_000;

    private final Membership membership;
    private final LogDirectory directory;
    private final Path shared;
    private final EngineMemory memory;
    private final EngineMemory.Gauge livePosition;
    private final Deque<AutoCloseable> closeFirst = new ArrayDeque<>();
    private volatile @Nullable String trouble;
    private volatile boolean complete;

    SeedEngine(Membership membership, LogDirectory directory) throws IOException {
        this.membership = membership;
        this.directory = directory;
        shared = directory.sharedMemory();
        try {
            closeFirst.addFirst(MediaDriver.launch(driver()));
            memory = EngineMemory.of(shared);
            closeFirst.addFirst(Archive.launch(archive()));
            ClusterBackup backup = ClusterBackup.launch(backup());
            closeFirst.addFirst(backup);
            livePosition = memory.gauge(backup.context().liveLogPositionCounter());
        } catch (IOException | RuntimeException | Error failed) {
            close();
            throw failed;
        }
    }

    /**
     * Waits until snapshot and log are here.
     *
     * @param position of the log that must be reached
     * @return the position that was reached
     */
    long copyUpTo(long position) throws IOException, InterruptedException {
        long reached = -1;
        long progressAtNanos = System.nanoTime();
        while (true) {
            long now = livePosition.value(-1);
            if (complete && now >= position) {
                return now;
            }
            if (now != reached) {
                reached = now;
                progressAtNanos = System.nanoTime();
            }
            if (System.nanoTime() - progressAtNanos > NO_PROGRESS_NANOS) {
                throw new IOException("nothing came for " + TimeUnit.NANOSECONDS.toSeconds(NO_PROGRESS_NANOS)
                        + " s (position " + reached + " of " + position + "; " + trouble + ")");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EACH_MILLIS);
        }
    }

    private MediaDriver.Context driver() {
        return new MediaDriver.Context()
                .aeronDirectoryName(shared.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new SleepingIdleStrategy(REST_NANOS))
                .termBufferSparseFile(true)
                .ipcTermBufferLength(LogEngine.TERM_BYTES)
                .publicationTermBufferLength(LogEngine.TERM_BYTES)
                .errorHandler(this::note);
    }

    private Archive.Context archive() {
        String anyPort = "aeron:udp?endpoint=" + membership.self().host() + ":0";
        Aeron client = client();
        return new Archive.Context()
                .aeron(client)
                .ownsAeronClient(true)
                .errorCounter(EngineMemory.archiveErrors(client))
                .archiveClientContext(new AeronArchive.Context().controlResponseChannel(anyPort))
                .aeronDirectoryName(shared.toString())
                .archiveDir(directory.archive().toFile())
                .controlChannel("aeron:udp?endpoint=" + membership.self().endpoint(Membership.ARCHIVE))
                .localControlChannel(LogEngine.CONTROL_CHANNEL)
                .replicationChannel(anyPort)
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(() -> new SleepingIdleStrategy(REST_NANOS))
                .segmentFileLength(LogEngine.SEGMENT_BYTES)
                .fileSyncLevel(LogEngine.FSYNC)
                .catalogFileSyncLevel(LogEngine.FSYNC)
                .recordChecksum(new FragmentChecksum())
                .errorHandler(this::note);
    }

    private ClusterBackup.Context backup() {
        Membership.Member self = membership.self();
        Aeron client = client();
        return new ClusterBackup.Context()
                .aeron(client)
                .ownsAeronClient(true)
                .errorCounter(EngineMemory.clusterErrors(client, AeronCounters.CLUSTER_BACKUP_ERROR_COUNT_TYPE_ID))
                .aeronDirectoryName(shared.toString())
                .clusterDir(directory.cluster().toFile())
                .clusterConsensusEndpoints(membership.othersConsensusEndpoints())
                .consensusChannel("aeron:udp?endpoint=" + self.endpoint(Membership.CONSENSUS))
                .catchupEndpoint(self.endpoint(Membership.CATCH_UP))
                .catchupChannel("aeron:udp?alias=seed")
                .archiveContext(new AeronArchive.Context()
                        .aeronDirectoryName(shared.toString())
                        .controlRequestChannel(LogEngine.CONTROL_CHANNEL)
                        .controlResponseChannel(LogEngine.CONTROL_CHANNEL))
                .clusterArchiveContext(new AeronArchive.Context()
                        .aeronDirectoryName(shared.toString())
                        .controlRequestChannel("aeron:udp?term-length=64k")
                        .controlResponseChannel("aeron:udp?endpoint=" + self.host() + ":0"))
                .sourceType(ClusterBackup.SourceType.ANY)
                .initialReplayStart(ClusterBackup.Configuration.ReplayStart.LATEST_SNAPSHOT)
                .clusterBackupCoolDownIntervalNs(TimeUnit.SECONDS.toNanos(1))
                .idleStrategySupplier(() -> new SleepingIdleStrategy(REST_NANOS))
                .eventsListener(new Progress())
                .errorHandler(this::note);
    }

    private Aeron client() {
        Aeron client = memory.agentsClient(this::note);
        closeFirst.addFirst(client);
        return client;
    }

    private void note(Throwable error) {
        trouble = String.valueOf(error.getMessage());
        LOG.warn("log.seed.trouble", error);
    }

    /** Called on the backup agent's thread. */
    private final class Progress implements ClusterBackupEventsListener {
        @Override
        public void onBackupQuery() {}

        @Override
        public void onPossibleFailure(Exception failure) {
            note(failure);
        }

        @Override
        public void onBackupResponse(
                ClusterMember[] members, ClusterMember source, List<RecordingLog.Snapshot> snapshots) {
            LOG.info("log.seed.begin source={} snapshots={}", source.id(), snapshots.size());
        }

        @Override
        public void onUpdatedRecordingLog(RecordingLog log, List<RecordingLog.Snapshot> snapshots) {
            complete = true;
        }

        @Override
        public void onLiveLogProgress(long recordingId, long counterId, long position) {}
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(closeFirst);
    }
}

package care.convoy.alertlog.aeron;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.SemanticVersion;
import org.jspecify.annotations.Nullable;

/**
 * Aeron's four agents in this process: media driver, archive, consensus module, service container. Every write of a
 * command is forced to disk before it is acknowledged, or nothing starts.
 */
final class LogEngine implements AutoCloseable {
    /** The version of what is written into the log; another major number is refused by the other members. */
    static final int APP_VERSION = SemanticVersion.compose(1, 0, 0);

    static final int FSYNC = 1;
    static final int SEGMENT_BYTES = 32 << 20;

    /**
     * How long votes may take. With one member dead the ballot always lasts that long, so it is part of each change of
     * leader; two hosts in one room answer within a few milliseconds, and a vote that came too late is asked for again.
     */
    private static final long ELECTION_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** How long a member that starts waits for the others before it elects with one of them alone. */
    private static final long CANVASS_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** So many may be missed before the leader counts as gone. */
    private static final int HEARTBEATS = 7;

    /** The log and the two parts of a snapshot that was being taken. */
    private static final int MOST_TORN_RECORDINGS = 3;

    private static final int MAX_SESSIONS = 64;
    static final int TERM_BYTES = 1 << 20;

    /**
     * How much of a snapshot is written before it is forced to the disk. The archive forces each write, and while a snapshot
     * is written the log stands still, so few long writes: the snapshot's term is twice that, which lets the service go on
     * while the disk is waited for.
     */
    static final int SNAPSHOT_WRITE_BYTES = 2 << 20;

    private static final String SNAPSHOT_CHANNEL = "aeron:ipc?alias=snapshot|term-length=4m";
    static final String CONTROL_CHANNEL = "aeron:ipc?term-length=64k";

    /** The same for one and for three members, else the recording of the one could not be gone on with by the others. */
    static final String LOG_TERM = "term-length=4m|mtu=1408";

    /**
     * How far the log may be ahead of the archive: so no write of it is longer than {@link LogTail#LONGEST_LOG_WRITE_BYTES},
     * though those of a snapshot are.
     */
    static final String LOG_WINDOW = "pub-wnd=512k";

    private final AlertLogConfig config;
    private final LogDirectory directory;
    private final Path shared;
    private final Path marks;
    private final StopSign stopSign;
    private final Bell bell;
    private final Deque<AutoCloseable> closeFirst = new ArrayDeque<>();
    private final EngineMemory memory;
    private @Nullable ServiceClient serviceClient;
    private final EngineMemory.Gauge role;
    private final EngineMemory.Gauge snapshots;
    private final EngineMemory.Gauge toggle;

    /** What the engine works with. */
    record Parts(CoreService service, Bell bell, StopSign stopSign, SteadyClock clock, Gate gate) {}

    /** Looks at what is on this disk before the member takes part. */
    @FunctionalInterface
    interface Gate {
        /** @throws LeftBehind if it need not try */
        void pass(LogExtent extent) throws LeftBehind;
    }

    private LogEngine(AlertLogConfig config, LogDirectory directory, Parts parts) throws IOException {
        this.config = config;
        this.directory = directory;
        this.shared = directory.sharedMemory();
        this.marks = directory.marks();
        this.bell = parts.bell();
        this.stopSign = parts.stopSign();
        try {
            closeFirst.addFirst(MediaDriver.launch(driver()));
            memory = EngineMemory.of(shared);
            Archive archive = launchArchive();
            closeFirst.addFirst(archive);
            if (!config.membership().isSingle()) {
                parts.gate().pass(LogExtent.read(directory.cluster(), archiveClient()));
            }
            ConsensusModule consensus = ConsensusModule.launch(consensus(parts.clock()));
            ClusteredServiceContainer container = ClusteredServiceContainer.launch(container(parts.service()));
            closeFirst.addFirst(container);
            closeFirst.addFirst(consensus);
            requireFsync(archive.context(), consensus.context());
            role = memory.gauge(consensus.context().clusterNodeRoleCounter());
            snapshots = memory.gauge(consensus.context().snapshotCounter());
            toggle = memory.gauge(consensus.context().controlToggleCounter());
        } catch (IOException | RuntimeException | Error failed) {
            close();
            throw failed;
        }
    }

    /** Starts all agents; they find out by themselves where the log stands. */
    static LogEngine launch(AlertLogConfig config, LogDirectory directory, Parts parts) throws IOException {
        return new LogEngine(config, directory, parts);
    }

    /**
     * A write that a full disk or a power failure cut in two is cut off, and only if the archive itself stumbled over it.
     *
     * <p>Aeron 1.51 looks for the end of a recording in pieces, and when the last fragment reaches over a piece's end it
     * looks for its head before the beginning of its memory. Then the whole file is read as one piece.
     */
    private Archive launchArchive() throws IOException {
        Archive.Context context = archive();
        for (int attempt = 1; true; attempt++) {
            try {
                return Archive.launch(context);
            } catch (IndexOutOfBoundsException overThePiecesEnd) {
                directory.deleteStaleMarks();
                if (attempt > MOST_TORN_RECORDINGS || context.fileIoMaxLength() == SEGMENT_BYTES) {
                    throw overThePiecesEnd;
                }
                context = archive().fileIoMaxLength(SEGMENT_BYTES);
            } catch (ArchiveException notLaunched) {
                directory.deleteStaleMarks();
                if (attempt > MOST_TORN_RECORDINGS || !LogTail.trimIfTorn(directory.archive(), notLaunched)) {
                    throw notLaunched;
                }
                context = archive().fileIoMaxLength(context.fileIoMaxLength());
            }
        }
    }

    /** Aeron's own default waits for nothing, so a setting that was forgotten must be found. */
    static void requireFsync(Archive.Context archive, ConsensusModule.Context consensus) {
        if (archive.fileSyncLevel() < FSYNC
                || archive.catalogFileSyncLevel() < FSYNC
                || consensus.fileSyncLevel() < FSYNC) {
            throw new IllegalStateException("the alert log must not run without waiting for the disk");
        }
    }

    private MediaDriver.Context driver() {
        return new MediaDriver.Context()
                .aeronDirectoryName(shared.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(bell.newRest())
                .sharedThreadFactory(agents("log-driver"))
                .asyncExecutorEnabled(!config.membership().isSingle())
                .termBufferSparseFile(true)
                .ipcTermBufferLength(TERM_BYTES)
                .publicationTermBufferLength(TERM_BYTES)
                .spiesSimulateConnection(true)
                .errorHandler(stopSign.transportErrors());
    }

    private Archive.Context archive() {
        Membership membership = config.membership();
        String anyPort = "aeron:udp?endpoint=" + membership.self().host() + ":0";
        Aeron client = client(memory.agentsClient(stopSign.diskErrors()));
        Archive.Context context = new Archive.Context()
                .aeron(client)
                .ownsAeronClient(true)
                .errorCounter(EngineMemory.archiveErrors(client))
                .archiveClientContext(new AeronArchive.Context()
                        .controlResponseChannel(membership.isSingle() ? CONTROL_CHANNEL : anyPort))
                .aeronDirectoryName(shared.toString())
                .archiveDir(directory.archive().toFile())
                .markFileDir(marks.toFile())
                .controlChannelEnabled(!membership.isSingle())
                .localControlChannel(CONTROL_CHANNEL)
                .replicationChannel(anyPort)
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(bell::newRest)
                .threadFactory(agents("log-archive"))
                .segmentFileLength(SEGMENT_BYTES)
                .fileIoMaxLength(SNAPSHOT_WRITE_BYTES)
                .fileSyncLevel(FSYNC)
                .catalogFileSyncLevel(FSYNC)
                .recordChecksum(new FragmentChecksum())
                .errorHandler(stopSign.diskErrors());
        if (!membership.isSingle()) {
            context.controlChannel("aeron:udp?endpoint=" + membership.self().endpoint(Membership.ARCHIVE));
        }
        return context;
    }

    /** Closed at the latest with the engine. */
    private Aeron client(Aeron client) {
        closeFirst.addFirst(client);
        return client;
    }

    /** A client of this process's own; its user closes it. */
    Aeron connect() {
        return Aeron.connect(memory.client(stopSign.diskErrors()).useConductorAgentInvoker(true));
    }

    /** How this process's own threads reach the archive. Aeron's own error handler would end the process with the driver. */
    AeronArchive.Context archiveClient() {
        return new AeronArchive.Context()
                .errorHandler(stopSign.diskErrors())
                .aeronDirectoryName(shared.toString())
                .controlRequestChannel(CONTROL_CHANNEL)
                .controlResponseChannel(CONTROL_CHANNEL);
    }

    private ConsensusModule.Context consensus(SteadyClock clock) {
        Membership membership = config.membership();
        String logChannel = membership.isSingle()
                ? "aeron:ipc?" + LOG_TERM + "|" + LOG_WINDOW
                : "aeron:udp?" + LOG_TERM + "|" + LOG_WINDOW + "|control-mode=manual|control="
                        + membership.self().endpoint(Membership.LOG);
        Aeron client = client(memory.agentsClient(stopSign.diskErrors()));
        return new ConsensusModule.Context()
                .aeron(client)
                .ownsAeronClient(true)
                .errorCounter(
                        EngineMemory.clusterErrors(client, AeronCounters.CLUSTER_CONSENSUS_MODULE_ERROR_COUNT_TYPE_ID))
                .aeronDirectoryName(shared.toString())
                .clusterDir(directory.cluster().toFile())
                .markFileDir(marks.toFile())
                .clusterMemberId(membership.memberId())
                .clusterMembers(membership.clusterMembers())
                .archiveContext(archiveClient())
                .ingressChannel("aeron:udp?term-length=256k")
                .isIpcIngressAllowed(true)
                .logChannel(logChannel)
                .snapshotChannel(SNAPSHOT_CHANNEL)
                .replicationChannel("aeron:udp?endpoint=" + membership.self().host() + ":0")
                .fileSyncLevel(FSYNC)
                .maxConcurrentSessions(MAX_SESSIONS)
                .sessionTimeoutNs(TimeUnit.SECONDS.toNanos(10))
                .leaderHeartbeatTimeoutNs(membership.leaderTimeout().toNanos())
                .leaderHeartbeatIntervalNs(membership.leaderTimeout().toNanos() / HEARTBEATS)
                .electionTimeoutNs(ELECTION_NANOS)
                .electionStatusIntervalNs(TimeUnit.MILLISECONDS.toNanos(20))
                .startupCanvassTimeoutNs(
                        Math.max(CANVASS_NANOS, 2 * membership.leaderTimeout().toNanos()))
                .clusterClock(clock)
                .appVersion(APP_VERSION)
                .idleStrategySupplier(bell::newRest)
                .threadFactory(agents("log-consensus"))
                .terminationHook(stopSign::stopBecauseAgentEnded)
                .errorHandler(new ModuleErrors(directory, stopSign));
    }

    private ClusteredServiceContainer.Context container(ClusteredService service) {
        ServiceClient services = memory.servicesClient(stopSign.diskErrors());
        serviceClient = services;
        return new ClusteredServiceContainer.Context()
                .aeron(client(services.aeron()))
                .ownsAeronClient(true)
                .aeronDirectoryName(shared.toString())
                .clusterDir(directory.cluster().toFile())
                .markFileDir(marks.toFile())
                .archiveContext(archiveClient())
                .clusteredService(service)
                .snapshotChannel(SNAPSHOT_CHANNEL)
                .appVersion(APP_VERSION)
                .idleStrategySupplier(bell::newRest)
                .threadFactory(services.serviceThread(agents("log-service")))
                .terminationHook(stopSign::stopBecauseAgentEnded)
                .errorHandler(stopSign.diskErrors());
    }

    /**
     * Threads whose death stops the log. Aeron writes an error to a mapped file before it tells the error handler; on a
     * full disk that write itself fails, and then nobody else would hear of it.
     */
    private ThreadFactory agents(String name) {
        ThreadFactory plain = named(name);
        return task -> {
            Thread thread = plain.newThread(task);
            thread.setUncaughtExceptionHandler((_, death) -> stopSign.stop(death));
            return thread;
        };
    }

    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Whether this member leads the others. Any thread, at any time. */
    boolean isLeader() {
        return Cluster.Role.get(role.value(Cluster.Role.FOLLOWER.code())) == Cluster.Role.LEADER;
    }

    /** How many snapshots were taken since the start; -1 if the engine has stopped. Any thread, at any time. */
    long snapshotsTaken() {
        return snapshots.value(-1);
    }

    /** Lets all members take a snapshot; says whether it was begun. Only the leader can. Any thread, at any time. */
    boolean beginSnapshot() {
        return toggle.isThere() && ClusterControl.ToggleState.SNAPSHOT.toggle(toggle.counter());
    }

    @Override
    public void close() {
        bell.ring();
        ServiceClient services = serviceClient;
        if (services != null) {
            services.untie();
        }
        CloseHelper.quietCloseAll(closeFirst);
    }
}

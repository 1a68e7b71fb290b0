package care.convoy.alertlog.aeron;

import care.convoy.alertlog.SnapshotLoader;
import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.archive.client.ReplayParams;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.aeron.logbuffer.FragmentHandler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads snapshots back from the disk as a start would, before anything is deleted that only they make superfluous. One
 * thread, {@code log-keeper}; each snapshot is read once in a process's life.
 */
final class ReadBack {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBack.class);
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long REST_NANOS = 200_000;
    private static final int FRAGMENT_LIMIT = 32;
    private static final int READ_BYTES = 128 << 10;
    private static final int REPLAY_STREAM = 4_711;
    private static final int SERVICE = 0;

    /** Whose recordings make one snapshot: the consensus module's and the service's, by their id in the list of recordings. */
    static final List<Integer> HALVES = List.of(ConsensusModule.Configuration.SERVICE_ID, SERVICE);

    private final Supplier<CoreService.@Nullable SnapshotMark> written;
    private final BooleanSupplier closing;

    /** By recording; bounded because only the two halves of two are ever asked for, and what was purged is let go of. */
    private final Set<Long> readable = new HashSet<>();

    /** @param written the last snapshot of this process, null before it; @param closing whether to give up */
    ReadBack(Supplier<CoreService.@Nullable SnapshotMark> written, BooleanSupplier closing) {
        this.written = written;
        this.closing = closing;
    }

    /**
     * Whether this half of a snapshot is whole on the disk; of the service's also whether it is what the service handed over,
     * if it did so in this process.
     */
    boolean isReadable(AeronArchive archive, RecordingLog.Entry snapshot) {
        if (readable.contains(snapshot.recordingId)) {
            return true;
        }
        boolean whole = read(archive, snapshot);
        if (whole) {
            readable.add(snapshot.recordingId);
        }
        return whole;
    }

    /** A recording that is deleted. */
    void forget(long recordingId) {
        readable.remove(recordingId);
    }

    private boolean read(AeronArchive archive, RecordingLog.Entry snapshot) {
        try {
            if (snapshot.serviceId != SERVICE) {
                ModuleSnapshot reading = new ModuleSnapshot();
                return replay(archive, snapshot, reading, reading::isDone);
            }
            SnapshotStream.Reading reading = new SnapshotStream.Reading(SnapshotLoader.forgetful());
            return replay(archive, snapshot, reading.handler(false), reading::isDone)
                    && agrees(reading.stateHash(), snapshot.logPosition);
        } catch (SnapshotStream.Damaged damaged) {
            LOG.error("log.snapshot.damaged position={} of={}", snapshot.logPosition, snapshot.serviceId, damaged);
            return false;
        } catch (ArchiveException unknown) {
            LOG.error("log.snapshot.notReplayed position={}", snapshot.logPosition, unknown);
            return false;
        }
    }

    /** Whether it was done before it had to be given up. @throws SnapshotStream.Damaged if the recording ends before */
    private boolean replay(
            AeronArchive archive, RecordingLog.Entry snapshot, FragmentHandler handler, BooleanSupplier isDone) {
        try (Subscription replay = archive.replay(snapshot.recordingId, "aeron:ipc", REPLAY_STREAM, inShortReads())) {
            FragmentAssembler assembler = new FragmentAssembler(handler);
            long deadline = System.nanoTime() + WITHIN_NANOS;
            @Nullable Image image = null;
            while (!isDone.getAsBoolean()) {
                image = image == null && replay.imageCount() > 0 ? replay.imageAtIndex(0) : image;
                if (image == null || image.poll(assembler, FRAGMENT_LIMIT) == 0) {
                    if (image != null && image.isClosed()) {
                        throw new SnapshotStream.Damaged("the snapshot ended early", null);
                    }
                    if (closing.getAsBoolean() || System.nanoTime() - deadline > 0) {
                        return false;
                    }
                    archive.checkForErrorResponse();
                    LockSupport.parkNanos(REST_NANOS);
                }
            }
            return true;
        }
    }

    /** The archive's one thread also writes the log, which must not wait for a long read. */
    private static ReplayParams inShortReads() {
        return new ReplayParams().position(0).fileIoMaxLength(READ_BYTES);
    }

    private boolean agrees(long hash, long position) {
        CoreService.@Nullable SnapshotMark own = written.get();
        return own == null || own.position() != position || own.stateHash() == hash;
    }
}

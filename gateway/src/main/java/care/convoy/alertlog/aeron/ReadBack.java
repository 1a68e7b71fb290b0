package care.convoy.alertlog.aeron;

import care.convoy.alertlog.SnapshotLoader;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.archive.client.ReplayParams;
import io.aeron.cluster.RecordingLog;
import java.util.HashSet;
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

    private final Supplier<CoreService.@Nullable SnapshotMark> written;
    private final BooleanSupplier closing;

    /** By recording; bounded because only two are ever asked for, and what was purged is let go of. */
    private final Set<Long> readable = new HashSet<>();

    /** @param written the last snapshot of this process, null before it; @param closing whether to give up */
    ReadBack(Supplier<CoreService.@Nullable SnapshotMark> written, BooleanSupplier closing) {
        this.written = written;
        this.closing = closing;
    }

    /** Whether this snapshot of the service is whole on the disk, and what the service handed over if it did so itself. */
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
        SnapshotStream.Reading reading = new SnapshotStream.Reading(SnapshotLoader.forgetful());
        try (Subscription replay = archive.replay(snapshot.recordingId, "aeron:ipc", REPLAY_STREAM, inShortReads())) {
            FragmentAssembler assembler = new FragmentAssembler(reading.handler(false));
            long deadline = System.nanoTime() + WITHIN_NANOS;
            while (!reading.isDone()) {
                if (replay.poll(assembler, FRAGMENT_LIMIT) == 0) {
                    if (closing.getAsBoolean() || System.nanoTime() - deadline > 0) {
                        return false;
                    }
                    archive.checkForErrorResponse();
                    LockSupport.parkNanos(REST_NANOS);
                }
            }
            return agrees(reading.stateHash(), snapshot.logPosition);
        } catch (SnapshotStream.Damaged damaged) {
            LOG.error("log.snapshot.damaged position={}", snapshot.logPosition, damaged);
            return false;
        } catch (ArchiveException unknown) {
            LOG.error("log.snapshot.notReplayed position={}", snapshot.logPosition, unknown);
            return false;
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

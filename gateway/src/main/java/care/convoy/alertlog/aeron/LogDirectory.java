package care.convoy.alertlog.aeron;

import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's directory, locked for this process. The operating system gives the lock back however a process ends, so that
 * Aeron's own mark files, which a killed process leaves looking alive for ten seconds, may be deleted under it.
 */
final class LogDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogDirectory.class);
    static final String DISTRUST = "last-snapshot-is-damaged";
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final long SHARED_MEMORY_NEEDED_BYTES = 128L << 20;

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;
    private volatile MemberMark mark;

    private LogDirectory(Path root, FileChannel channel, FileLock lock) throws IOException {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
        this.mark = MemberMark.read(root);
    }

    /** What the directory says of itself. */
    MemberMark mark() {
        return mark;
    }

    /** From now on the directory is of this membership. */
    void enter(Membership membership) throws IOException {
        if (mark.isEmpty()) {
            mark = MemberMark.of(membership);
        }
        mark.write(root);
    }

    /** @throws MembershipConflict if this is no log of a single member */
    void convertTo(Membership membership) throws IOException {
        if (mark.copies() != 1 || membership.isSingle()) {
            throw new MembershipConflict("only the log of a single member becomes that of one of three; " + root
                    + (mark.isEmpty() ? " is empty" : " is of member " + mark.memberId() + " of three already"));
        }
        mark = new MemberMark(membership.copies(), membership.memberId(), mark.logId());
        mark.write(root);
    }

    /** The log has this id: an empty member must no longer begin another one with this one. */
    void noteLogId(long logId) {
        if (mark.logId() == 0 && logId != 0) {
            try {
                mark = mark.withLogId(logId);
                mark.write(root);
            } catch (IOException failed) {
                LOG.error("log.mark.notWritten", failed);
            }
        }
    }

    /** @throws IOException with a clear message if another process, or another log of this one, uses the directory */
    static LogDirectory lock(Path root) throws IOException {
        createDurably(root);
        FileChannel channel =
                FileChannel.open(root.resolve("convoy.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException("the alert log in " + root + " is in use by another running instance");
        }
        finishSeed(root, channel);
        LogDirectory directory = opened(root, channel, lock);
        try {
            directory.prepare();
            return directory;
        } catch (IOException | RuntimeException | Error failed) {
            // who tries again in this process is not to meet its own lock
            directory.close();
            throw failed;
        }
    }

    private void prepare() throws IOException {
        createDurably(archive());
        createDurably(cluster());
        createDurably(events());
        deleteStaleMarks();
        UnfinishedBirth.cleanUp(archive(), cluster());
        dropDistrustedSnapshot();
        cutTornEnd();
    }

    private static void finishSeed(Path root, FileChannel channel) throws IOException {
        try {
            SelfSeed.finish(root);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static LogDirectory opened(Path root, FileChannel channel, FileLock lock) throws IOException {
        try {
            return new LogDirectory(root, channel, lock);
        } catch (IOException unreadable) {
            channel.close();
            throw unreadable;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    /** A directory whose name is not forced to disk may be gone after a power failure, with everything that was forced in it. */
    private static void createDurably(Path directory) throws IOException {
        Path above = directory.toAbsolutePath().getParent();
        if (Files.isDirectory(directory) || above == null) {
            return;
        }
        createDurably(above);
        Files.createDirectories(directory);
        force(above);
    }

    /** Forces the names in a directory to disk. */
    private static void force(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private void cutTornEnd() throws IOException {
        if (Files.exists(cluster().resolve(RecordingLog.RECORDING_LOG_FILE_NAME))) {
            try (RecordingLog recordings = new RecordingLog(cluster().toFile(), false)) {
                LogTail.trim(archive(), recordings.findLastTermRecordingId());
            }
        }
    }

    /** Only under the lock, and while nothing of Aeron runs on the directory. */
    void deleteStaleMarks() throws IOException {
        Files.createDirectories(marks());
        Files.deleteIfExists(archive().resolve("archive-mark.dat"));
        for (Path place : List.of(cluster(), marks())) {
            try (DirectoryStream<Path> marks = Files.newDirectoryStream(place, "*-mark*.dat")) {
                for (Path stale : marks) {
                    Files.delete(stale);
                }
            }
        }
    }

    /** The last snapshot could not be read: the next start takes the one before it. */
    void distrustLastSnapshot() {
        try {
            Files.createDirectories(root);
            Files.writeString(root.resolve(DISTRUST), "the last snapshot is damaged\n");
        } catch (IOException failed) {
            LOG.error("log.snapshot.cannotBeDistrusted", failed);
        }
    }

    /** Passes over the last snapshot if the former start could not read it; the log behind the one before is still there. */
    private void dropDistrustedSnapshot() throws IOException {
        Path distrusted = root.resolve(DISTRUST);
        if (Files.exists(distrusted)) {
            try (RecordingLog recordings = new RecordingLog(cluster().toFile(), false)) {
                boolean dropped = Fallback.isThere(recordings, archive()) && recordings.invalidateLatestSnapshot();
                recordings.force(1);
                LOG.warn("log.snapshot.passedOver done={}", dropped);
            }
            Files.delete(distrusted);
        }
    }

    Path archive() {
        return root.resolve("archive");
    }

    Path cluster() {
        return root.resolve("cluster");
    }

    Path events() {
        return root.resolve("events");
    }

    /**
     * Where the threads and Aeron share memory: always the same for one log, never shared by two, so that a restart after
     * a kill cleans up what the killed process left.
     */
    Path sharedMemory() throws IOException {
        if (Files.isWritable(SHARED_MEMORY)
                && Files.getFileStore(SHARED_MEMORY).getUsableSpace() >= SHARED_MEMORY_NEEDED_BYTES) {
            return SHARED_MEMORY.resolve("convoy-" + nameHash());
        }
        return root.resolve("aeron");
    }

    /**
     * Where Aeron's mark files lie: it writes into them each second through mapped memory, and a thread that waits for a
     * stalled disk so holds up the whole process. In memory they stall for nothing; a start needs none of them.
     */
    Path marks() throws IOException {
        Path shared = sharedMemory();
        return shared.startsWith(SHARED_MEMORY) ? shared.resolveSibling(shared.getFileName() + "-marks") : cluster();
    }

    private void deleteMarksInMemory() {
        try {
            Path place = marks();
            if (place.startsWith(SHARED_MEMORY) && Files.isDirectory(place)) {
                try (DirectoryStream<Path> marks = Files.newDirectoryStream(place)) {
                    for (Path mark : marks) {
                        Files.delete(mark);
                    }
                }
                Files.delete(place);
            }
        } catch (IOException notNow) {
            LOG.debug("log.marks.notDeleted", notNow);
        }
    }

    private String nameHash() throws IOException {
        try {
            byte[] name = root.toRealPath().toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public void close() throws IOException {
        deleteMarksInMemory();
        lock.release();
        channel.close();
    }
}

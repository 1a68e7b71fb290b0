package care.convoy.alertlog.emergency;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A file whose blocks all exist before it is used, so that writing in place needs no room on a disk that is full. Locked
 * against a second process.
 */
final class JournalFile implements JournalMedium {
    private static final int ZEROS = 1 << 20;

    private final FileChannel channel;
    private final int size;

    private JournalFile(FileChannel channel, int size) {
        this.channel = channel;
        this.size = size;
    }

    /** @throws IOException if there is no room for it, or another process uses it */
    static JournalFile open(Path file, int size) throws IOException {
        Path folder = folderOf(file);
        Path known = existing(folder);
        Files.createDirectories(folder);
        makePrivate(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (lock(channel) == null) {
                throw new IOException("the emergency journal " + file + " is in use by another running instance");
            }
            if (channel.size() < size) {
                allocate(channel, size);
            }
            forceNames(folder, known);
            return new JournalFile(channel, size);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /** For its owner only; a disk that knows no permissions is taken as it is. */
    private static void makePrivate(Path file) throws IOException {
        if (!Files.exists(file) && Files.getFileStore(folderOf(file)).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    private static Path folderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("the emergency journal needs a directory");
        }
        return folder;
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    /** A file that is too short never came to its end, so it holds nothing. */
    private static void allocate(FileChannel channel, int size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS, size));
        int at = 0;
        while (at < size) {
            zeros.clear().limit(Math.min(zeros.capacity(), size - at));
            at += channel.write(zeros, at);
        }
        channel.force(true);
    }

    /** The nearest directory that is there, at least the one above the folder. */
    private static Path existing(Path folder) {
        Path up = folder.getParent();
        while (up != null && up.getParent() != null && !Files.exists(up)) {
            up = up.getParent();
        }
        return up == null ? folder : up;
    }

    /**
     * The file's name is to survive a power failure too, and so are those of the directories that were made for it. Each
     * time, for a start that was cut short may have left them as they were.
     */
    private static void forceNames(Path folder, Path known) throws IOException {
        Path each = folder;
        while (each != null && each.startsWith(known)) {
            if (Files.isReadable(each)) {
                // one that may not even be read was not made here
                forceNamesIn(each);
            }
            each = each.getParent();
        }
    }

    private static void forceNamesIn(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(ByteBuffer into, int at) throws IOException {
        int place = at;
        while (into.hasRemaining()) {
            int count = channel.read(into, place);
            if (count < 0) {
                throw new EOFException("the emergency journal became shorter");
            }
            place += count;
        }
    }

    @Override
    public void write(ByteBuffer bytes, int at) throws IOException {
        int place = at;
        while (bytes.hasRemaining()) {
            place += channel.write(bytes, place);
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

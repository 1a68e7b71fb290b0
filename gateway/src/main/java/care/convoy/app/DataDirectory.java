package care.convoy.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * The directory that holds everything of one gateway; one process at a time, and a demo never meets real data: a demo's
 * directory carries a mark, starts only as a demo, and a real one never becomes one.
 */
final class DataDirectory implements AutoCloseable {
    private static final String DEMO_MARK = "THIS-IS-A-DEMO";

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Creates the directory if need be and takes it. @throws Refusal saying why it cannot be used */
    static DataDirectory open(Path path, boolean demo) {
        try {
            create(path);
            checkMark(path, demo);
            return new DataDirectory(path, lock(path));
        } catch (IOException unusable) {
            throw new Refusal("data directory " + path + " cannot be used (" + unusable
                    + "); give another one with --data, or mend its permissions");
        }
    }

    private static void create(Path path) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }

    private static void checkMark(Path path, boolean demo) throws IOException {
        boolean marked = Files.exists(path.resolve(DEMO_MARK));
        if (marked && !demo) {
            throw new Refusal(
                    "data directory " + path + " belongs to a demo; start it with --demo, or give another --data");
        }
        if (!marked && demo) {
            try (Stream<Path> entries = Files.list(path)) {
                if (entries.findAny().isPresent()) {
                    throw new Refusal("data directory " + path + " holds real data; a demo needs one of its own");
                }
            }
            Files.createFile(path.resolve(DEMO_MARK));
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("gateway.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new Refusal("another gateway runs on data directory " + path + "; stop it, or give another --data");
        }
        return channel;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}

package care.convoy.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file or directory whose disk is watched.
 *
 * @param name for people: {@code log}, {@code data}
 * @param carriesLog whether the alert log cannot be written when this disk is full
 */
public record DiskPlace(String name, boolean carriesLog, Probe probe) {
    /** What a look finds. */
    public record Room(long freeBytes, long totalBytes) {}

    /** Looks at a disk. */
    @FunctionalInterface
    public interface Probe {
        Room look() throws IOException;
    }

    /** The disk on which something lies, asked anew each time: another one may be mounted there. */
    public static DiskPlace of(String name, boolean carriesLog, Path path) {
        return new DiskPlace(name, carriesLog, () -> {
            FileStore disk = Files.getFileStore(path);
            return new Room(disk.getUsableSpace(), disk.getTotalSpace());
        });
    }
}

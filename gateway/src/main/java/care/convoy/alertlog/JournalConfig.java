package care.convoy.alertlog;

import java.nio.file.Path;

/**
 * Where a node keeps its committed events until they are in the database.
 *
 * @param directory of the segment files; not on the database's disk
 * @param segmentBytes a segment is closed when it is longer, and deleted as a whole
 * @param warnBytes a warning is given when all segments together are longer: the database has been away for long.
 *     Nothing is dropped
 * @param reserveBytes with less free space on the disk than this, events are no longer kept and the history has a gap:
 *     the rest belongs to the alert log itself. Less than what the disk watch leaves the log at, so that no event is lost
 *     while commands are still taken
 */
public record JournalConfig(Path directory, int segmentBytes, long warnBytes, long reserveBytes) {
    public JournalConfig {
        if (segmentBytes < 4_096 || warnBytes < segmentBytes || reserveBytes < 0) {
            throw new IllegalArgumentException(
                    "journal: segments of at least 4096 bytes, the warning not below one segment, a reserve of 0 or more");
        }
    }

    /** Segments of 16 MB, a warning at 2 GB, a reserve of 4 MB. */
    public static JournalConfig in(Path directory) {
        return new JournalConfig(directory, 16 << 20, 2L << 30, 4L << 20);
    }
}

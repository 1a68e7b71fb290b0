package care.convoy.alertlog.aeron;

import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;

/** From where a log can begin without its last snapshot. Only while nothing of Aeron runs on the directory. */
final class Fallback {
    private Fallback() {}

    /**
     * Whether the snapshot before the last is on the disk, both halves, or, if there is none, the log from its beginning.
     * Else the last one is to be tried again: a disk that stalled looks like a damaged snapshot.
     *
     * <p>What was purged is still listed as valid, so that the files are looked for.
     *
     * @throws IOException if the log's first segment cannot be read
     */
    static boolean isThere(RecordingLog recordings, Path archive) throws IOException {
        List<RecordingLog.Entry> snapshots = recordings.entries().stream()
                .filter(entry -> entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT)
                .toList();
        OptionalLong before = snapshots.stream()
                .mapToLong(entry -> -entry.logPosition)
                .distinct()
                .sorted()
                .skip(1)
                .map(negated -> -negated)
                .findFirst();
        if (before.isEmpty()) {
            return beginsAtTheBeginning(recordings, archive);
        }
        List<RecordingLog.Entry> halves = snapshots.stream()
                .filter(entry -> entry.logPosition == before.getAsLong())
                .toList();
        return ReadBack.HALVES.stream()
                .allMatch(id -> halves.stream()
                        .anyMatch(entry -> entry.serviceId == id && Files.exists(first(archive, entry.recordingId))));
    }

    /** A log that was copied from another member begins somewhere in its first segment; what is before is zero. */
    private static boolean beginsAtTheBeginning(RecordingLog recordings, Path archive) throws IOException {
        Path first = first(archive, recordings.findLastTermRecordingId());
        if (Files.notExists(first)) {
            return false;
        }
        try (FileChannel file = FileChannel.open(first, StandardOpenOption.READ)) {
            ByteBuffer frameLength = ByteBuffer.allocate(Integer.BYTES);
            return file.read(frameLength, 0) == Integer.BYTES && frameLength.getInt(0) != 0;
        }
    }

    private static Path first(Path archive, long recordingId) {
        return archive.resolve(recordingId + "-0.rec");
    }
}

package care.convoy.alertlog.aeron;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.RecordingLog;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which part of the log lies on a member's disk.
 *
 * @param from what is before this position is deleted
 * @param to the end of what is written, applied or not
 */
record LogExtent(long from, long to) {
    private static final LogExtent NOTHING = new LogExtent(0, 0);

    /** Asks the archive, which must run. Blocks. @param cluster the directory with the list of recordings */
    static LogExtent read(Path cluster, AeronArchive.Context archiveClient) {
        if (Files.notExists(cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME))) {
            return NOTHING;
        }
        try (RecordingLog recordings = new RecordingLog(cluster.toFile(), false);
                AeronArchive archive = AeronArchive.connect(archiveClient)) {
            long recordingId = recordings.findLastTermRecordingId();
            return recordingId == Aeron.NULL_VALUE
                    ? NOTHING
                    : new LogExtent(archive.getStartPosition(recordingId), archive.getMaxRecordedPosition(recordingId));
        }
    }

    /** @throws LeftBehind if the leader has deleted what this log would have to go on with */
    void requireWithinReach(long leaderLogFrom) throws LeftBehind {
        if (leaderLogFrom > to) {
            throw new LeftBehind(to, leaderLogFrom);
        }
    }
}

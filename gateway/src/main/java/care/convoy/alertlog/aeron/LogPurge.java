package care.convoy.alertlog.aeron;

import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.RecordingLog;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what no restart needs: snapshots before the last two, and the log's segments before the older of these two, so
 * that a damaged last snapshot is made good by the one before and the log behind it.
 */
final class LogPurge {
    private static final Logger LOG = LoggerFactory.getLogger(LogPurge.class);
    private static final int KEPT_SNAPSHOTS = 2;

    private final AeronArchive archive;
    private final RecordingLog recordings;
    private long purgeFrom;

    LogPurge(AeronArchive archive, RecordingLog recordings) {
        this.archive = archive;
        this.recordings = recordings;
    }

    void run() {
        List<RecordingLog.Entry> snapshots = recordings.entries().stream()
                .filter(entry -> entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT)
                .toList();
        List<Long> positions = snapshots.stream()
                .map(entry -> entry.logPosition)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        if (positions.size() < KEPT_SNAPSHOTS) {
            return;
        }
        long keepFrom = positions.get(KEPT_SNAPSHOTS - 1);
        snapshots.stream().filter(entry -> entry.logPosition < keepFrom).forEach(this::purgeSnapshot);
        purgeLog(keepFrom);
    }

    private void purgeSnapshot(RecordingLog.Entry entry) {
        if (archive.listRecording(entry.recordingId, (_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _) -> {}) == 1) {
            archive.purgeRecording(entry.recordingId);
        }
    }

    private void purgeLog(long keepFrom) {
        long recordingId = recordings.findLastTermRecordingId();
        archive.listRecording(
                recordingId, (_, _, _, _, _, startPosition, _, _, segmentBytes, termBytes, _, _, _, _, _, _) -> {
                    long base = AeronArchive.segmentFileBasePosition(startPosition, keepFrom, termBytes, segmentBytes);
                    if (base > startPosition) {
                        purgeFrom = base;
                    }
                });
        if (purgeFrom > 0) {
            long deleted = archive.purgeSegments(recordingId, purgeFrom);
            LOG.info("log.purged upTo={} segments={}", purgeFrom, deleted);
        }
    }
}

package care.convoy.alertlog.aeron;

import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.RecordingLog;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what no restart needs: snapshots before the last two that were read back from the disk, and the log's segments
 * before the older of these two, so that a damaged last snapshot is made good by the one before and the log behind it. A
 * snapshot of which one of the two halves, the service's and the consensus module's, cannot be read counts for nothing,
 * whoever wrote it and whenever.
 */
final class LogPurge {
    private static final Logger LOG = LoggerFactory.getLogger(LogPurge.class);
    private static final int KEPT_SNAPSHOTS = 2;

    private final AeronArchive archive;
    private final RecordingLog recordings;
    private final ReadBack readBack;
    private long purgeFrom;

    LogPurge(AeronArchive archive, RecordingLog recordings, ReadBack readBack) {
        this.archive = archive;
        this.recordings = recordings;
        this.readBack = readBack;
    }

    void run() {
        List<RecordingLog.Entry> snapshots = recordings.entries().stream()
                .filter(entry -> entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT)
                .toList();
        List<Long> readable = snapshots.stream()
                .map(entry -> entry.logPosition)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .filter(position -> isReadable(snapshots, position))
                .limit(KEPT_SNAPSHOTS)
                .toList();
        if (readable.size() < KEPT_SNAPSHOTS) {
            return;
        }
        long keepFrom = readable.getLast();
        snapshots.stream().filter(entry -> entry.logPosition < keepFrom).forEach(this::purgeSnapshot);
        purgeLog(keepFrom);
    }

    private boolean isReadable(List<RecordingLog.Entry> snapshots, long position) {
        List<RecordingLog.Entry> halves = snapshots.stream()
                .filter(entry -> entry.logPosition == position)
                .toList();
        return ReadBack.HALVES.stream().allMatch(id -> halves.stream().anyMatch(entry -> entry.serviceId == id))
                && halves.stream().allMatch(entry -> exists(entry) && readBack.isReadable(archive, entry));
    }

    private boolean exists(RecordingLog.Entry entry) {
        return archive.listRecording(entry.recordingId, (_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _) -> {}) == 1;
    }

    private void purgeSnapshot(RecordingLog.Entry entry) {
        if (exists(entry)) {
            archive.purgeRecording(entry.recordingId);
            readBack.forget(entry.recordingId);
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

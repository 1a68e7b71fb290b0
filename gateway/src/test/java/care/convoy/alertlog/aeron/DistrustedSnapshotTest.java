package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot that could not be read is passed over, but never the last from which the log can begin. */
class DistrustedSnapshotTest {
    @TempDir
    Path root;

    @BeforeEach
    void makeDirectories() throws IOException {
        LogDirectory.lock(root).close();
    }

    private void snapshots(long... positions) throws IOException {
        try (RecordingLog recordings = new RecordingLog(root.resolve("cluster").toFile(), true)) {
            long recording = 0;
            recordings.appendTerm(recording, 0, 0, 1);
            for (long position : positions) {
                recordings.appendSnapshot(onDisk(++recording), 0, 0, position, 1, 0);
                recordings.appendSnapshot(onDisk(++recording), 0, 0, position, 1, -1);
            }
        }
    }

    private Path file(long recording) {
        return root.resolve("archive").resolve(recording + "-0.rec");
    }

    private long onDisk(long recording) throws IOException {
        Files.write(file(recording), new byte[64]);
        return recording;
    }

    /** The log's first segment, with a frame of padding at its very beginning. */
    private void wholeLog() throws IOException {
        Files.write(
                file(0),
                ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(32)
                        .putShort(6, (short) 0)
                        .array());
    }

    private void startThatCannotReadIt() throws IOException {
        try (LogDirectory directory = LogDirectory.lock(root)) {
            directory.distrustLastSnapshot();
        }
    }

    /** Where the next start begins; -1 for the log's very beginning. */
    private long nextStart() throws IOException {
        try (LogDirectory directory = LogDirectory.lock(root);
                RecordingLog recordings = new RecordingLog(directory.cluster().toFile(), false)) {
            RecordingLog.Entry latest = recordings.getLatestSnapshot(0);
            return latest == null ? -1 : latest.logPosition;
        }
    }

    @Test
    void theOneBeforeIsTaken() throws IOException {
        snapshots(4_096, 8_192);
        startThatCannotReadIt();

        assertThat(nextStart()).isEqualTo(4_096);
    }

    @Test
    void theFirstEverIsPassedOverBecauseTheWholeLogIsThere() throws IOException {
        snapshots(4_096);
        wholeLog();
        startThatCannotReadIt();

        assertThat(nextStart()).isEqualTo(-1);
    }

    /** As in a member that was copied from another: its log begins at the snapshot. */
    @Test
    void theOnlyOneIsKeptWhereTheLogBeginsLater() throws IOException {
        snapshots(4_096);
        startThatCannotReadIt();

        assertThat(nextStart()).isEqualTo(4_096);
    }

    /** What is purged stays in the list of recordings. */
    @Test
    void theLastThatIsOnTheDiskIsKept() throws IOException {
        snapshots(4_096, 8_192, 12_288);
        Files.delete(file(1));
        Files.delete(file(2));
        startThatCannotReadIt();
        startThatCannotReadIt();

        assertThat(nextStart()).isEqualTo(8_192);
    }

    @Test
    void theOneBeforeMustHaveBothHalves() throws IOException {
        snapshots(4_096, 8_192);
        Files.delete(file(2));
        startThatCannotReadIt();

        assertThat(nextStart()).isEqualTo(8_192);
    }

    @Test
    void diskThatStallsForSeveralStartsDoesNotCostTheLastOne() throws IOException {
        snapshots(4_096, 8_192);
        startThatCannotReadIt();
        startThatCannotReadIt();
        startThatCannotReadIt();

        assertThat(nextStart()).isEqualTo(4_096);
    }
}

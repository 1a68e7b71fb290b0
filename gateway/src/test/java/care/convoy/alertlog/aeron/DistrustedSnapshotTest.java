package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.cluster.RecordingLog;
import java.io.IOException;
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

    private void snapshots(long... positions) {
        try (RecordingLog recordings = new RecordingLog(root.resolve("cluster").toFile(), true)) {
            long recording = 0;
            recordings.appendTerm(recording, 0, 0, 1);
            for (long position : positions) {
                recordings.appendSnapshot(++recording, 0, 0, position, 1, 0);
                recordings.appendSnapshot(++recording, 0, 0, position, 1, -1);
            }
        }
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
        startThatCannotReadIt();

        assertThat(nextStart()).isEqualTo(-1);
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

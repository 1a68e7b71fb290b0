package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.archive.Archive;
import io.aeron.cluster.ConsensusModule;
import org.junit.jupiter.api.Test;

/** Whether the log refuses to run without waiting for the disk. */
class LogEngineTest {
    private static Archive.Context archive(int recordings, int catalog) {
        return new Archive.Context().fileSyncLevel(recordings).catalogFileSyncLevel(catalog);
    }

    private static ConsensusModule.Context consensus(int level) {
        return new ConsensusModule.Context().fileSyncLevel(level);
    }

    @Test
    void anyPartThatDoesNotWaitForTheDiskIsRefused() {
        assertThatCode(() -> LogEngine.requireFsync(archive(1, 1), consensus(1)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> LogEngine.requireFsync(archive(0, 1), consensus(1)))
                .hasMessageContaining("without waiting for the disk");
        assertThatThrownBy(() -> LogEngine.requireFsync(archive(1, 0), consensus(1)))
                .hasMessageContaining("without waiting for the disk");
        assertThatThrownBy(() -> LogEngine.requireFsync(archive(1, 1), consensus(0)))
                .hasMessageContaining("without waiting for the disk");
    }

    @Test
    void whatNobodySetIsRefused() {
        assertThatThrownBy(() -> LogEngine.requireFsync(new Archive.Context(), new ConsensusModule.Context()))
                .hasMessageContaining("without waiting for the disk");
    }
}

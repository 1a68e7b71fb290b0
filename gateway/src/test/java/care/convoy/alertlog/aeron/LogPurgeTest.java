package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alertlog.aeron.AlertLogCounters.Count;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.RecordingLog;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The log behind a snapshot goes only when two snapshots can be read. */
class LogPurgeTest extends LogFixture {
    private static final int BULK = 11_500;

    /** What is wrong with the second snapshot. */
    private enum Damage {
        NONE,
        SERVICE,
        MODULE_WITHOUT_CONTENT,
        MODULE_WITHOUT_END
    }

    /** The log goes as far as the snapshot before last only if that one, too, can be read. */
    @ParameterizedTest
    @EnumSource
    void aSnapshotThatCannotBeReadDoesNotCount(Damage damage) throws Exception {
        threeSnapshotsOfWhichTheSecondIsNew(damage);
        Path firstSegment = archive().resolve("0-0.rec");
        assertThat(firstSegment).exists();

        purge();

        assertThat(firstSegment.toFile().exists()).isEqualTo(damage != Damage.NONE);
    }

    @Test
    void aSnapshotThatIsNotThereDoesNotCount() throws Exception {
        List<RecordingLog.Entry> taken = threeSnapshotsOfWhichTheSecondIsNew(Damage.NONE);
        try (RecordingLog recordings = recordings()) {
            RecordingLog.Entry last = taken.getLast();
            recordings.appendSnapshot(9_999, last.leadershipTermId, 0, last.logPosition + 64, 1, 0);
            recordings.appendSnapshot(9_998, last.leadershipTermId, 0, last.logPosition + 64, 1, -1);
        }
        Path firstSegment = archive().resolve("0-0.rec");

        purge();

        assertThat(firstSegment).doesNotExist();
        assertThat(archive().resolve(taken.getLast().recordingId + "-0.rec")).exists();
    }

    /**
     * One at the log's beginning, one when it had grown into its second segment, and behind it one more with the first
     * one's content.
     *
     * @return the first two, of the service
     */
    private List<RecordingLog.Entry> threeSnapshotsOfWhichTheSecondIsNew(Damage damage) throws Exception {
        AeronAlertLog running = start(config());
        submit(running, Presses.of("band-1"));
        snapshot(running, 1);
        for (int i = 0; i < BULK; i++) {
            var answer = running.submit(Presses.bulk(i));
            if (i % 200 == 0) {
                answer.toCompletableFuture().join();
            }
        }
        submit(running, Presses.of("band-2"));
        snapshot(running, 2);
        close();
        try (RecordingLog recordings = recordings()) {
            List<RecordingLog.Entry> taken = halves(recordings, 0);
            List<RecordingLog.Entry> modules = halves(recordings, -1);
            assertThat(taken).hasSize(2);
            RecordingLog.Entry first = taken.getFirst();
            RecordingLog.Entry second = taken.getLast();
            recordings.appendSnapshot(first.recordingId, second.leadershipTermId, 0, second.logPosition + 32, 1, 0);
            recordings.appendSnapshot(
                    modules.getFirst().recordingId, second.leadershipTermId, 0, second.logPosition + 32, 1, -1);
            Path module = archive().resolve(modules.getLast().recordingId + "-0.rec");
            switch (damage) {
                case NONE -> {}
                case SERVICE -> damage(archive().resolve(second.recordingId + "-0.rec"));
                case MODULE_WITHOUT_CONTENT -> ModuleDamage.zero(module);
                case MODULE_WITHOUT_END -> ModuleDamage.takeEndAway(module);
            }
            return taken;
        }
    }

    private static List<RecordingLog.Entry> halves(RecordingLog recordings, int serviceId) {
        return recordings.entries().stream()
                .filter(entry -> entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT && entry.serviceId == serviceId)
                .toList();
    }

    private void snapshot(AeronAlertLog running, int number) throws Exception {
        running.snapshotSoon();
        await("snapshot", () -> running.counters().get(Count.SNAPSHOTS) == number);
    }

    private static void damage(Path recording) throws Exception {
        try (FileChannel file = FileChannel.open(recording, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(8_192);
            file.read(bytes, 0);
            for (int at = 0; at + 3 < bytes.position(); at++) {
                if (bytes.get(at) == 'b' && bytes.get(at + 1) == 'a' && bytes.get(at + 2) == 'n') {
                    bytes.put(at, (byte) 'B');
                }
            }
            file.write(bytes.flip(), 0);
        }
    }

    private Path archive() {
        return config().directory().resolve("archive");
    }

    private RecordingLog recordings() {
        return new RecordingLog(config().directory().resolve("cluster").toFile(), false);
    }

    /** With an archive of its own on the directory of the stopped log. */
    private void purge() {
        String shared = config().directory().resolve("purging").toString();
        MediaDriver.Context driver = new MediaDriver.Context()
                .aeronDirectoryName(shared)
                .termBufferSparseFile(true)
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnShutdown(true);
        Archive.Context archive = new Archive.Context()
                .aeronDirectoryName(shared)
                .archiveDir(archive().toFile())
                .markFileDir(new File(shared + "-marks"))
                .controlChannelEnabled(false)
                .localControlChannel(LogEngine.CONTROL_CHANNEL)
                .replicationChannel("aeron:udp?endpoint=localhost:0")
                .archiveClientContext(new AeronArchive.Context().controlResponseChannel(LogEngine.CONTROL_CHANNEL))
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED);
        AeronArchive.Context client = new AeronArchive.Context()
                .aeronDirectoryName(shared)
                .controlRequestChannel(LogEngine.CONTROL_CHANNEL)
                .controlResponseChannel(LogEngine.CONTROL_CHANNEL);
        try (MediaDriver _ = MediaDriver.launch(driver);
                Archive _ = Archive.launch(archive);
                AeronArchive connected = AeronArchive.connect(client);
                RecordingLog recordings = recordings()) {
            new LogPurge(connected, recordings, new ReadBack(() -> null, () -> false)).run();
        }
    }
}

package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.aeron.AlertLogCounters.Count;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AeronAlertLogSnapshotTest extends LogFixture {
    @Test
    void snapshotAndTailAreTheStateThatWas() throws Exception {
        AeronAlertLog running = start(config());
        for (int i = 0; i < 200; i++) {
            submit(running, Presses.of("early-" + i));
        }
        running.snapshotSoon();
        await("snapshot", () -> running.counters().get(Count.SNAPSHOTS) == 1);
        for (int i = 0; i < 50; i++) {
            submit(running, Presses.of("late-" + i));
            submit(running, Presses.of("early-" + i, 2));
        }
        Map<AlertId, AlertView> before = heard.views();
        List<CommittedEvent> told = allEvents(running);

        AeronAlertLog restarted = restart();

        assertThat(before).hasSize(250);
        assertThat(heard.views()).isEqualTo(before);
        assertThat(allEvents(restarted)).isEqualTo(told);
    }

    private static List<CommittedEvent> allEvents(AeronAlertLog running) {
        List<CommittedEvent> all = new ArrayList<>();
        List<CommittedEvent> next = running.history().read(-1, -1, 100);
        while (!next.isEmpty()) {
            all.addAll(next);
            next = running.history()
                    .read(next.getLast().position(), next.getLast().ordinal(), 100);
        }
        return all;
    }

    @Test
    void eventsThatTheJournalLostAreBroughtBackByReplay() throws Exception {
        AeronAlertLog running = start(config());
        for (int i = 0; i < 20; i++) {
            submit(running, Presses.of("early-" + i));
        }
        running.snapshotSoon();
        await("snapshot", () -> running.counters().get(Count.SNAPSHOTS) == 1);
        long size = Files.size(journalFile());
        for (int i = 0; i < 20; i++) {
            submit(running, Presses.of("late-" + i));
        }
        List<CommittedEvent> told = allEvents(running);
        running.close();
        try (var file = FileChannel.open(journalFile(), StandardOpenOption.WRITE)) {
            file.truncate(size + 100);
        }

        assertThat(allEvents(start(config()))).isEqualTo(told);
    }

    private Path journalFile() throws IOException {
        try (Stream<Path> files = Files.list(config().directory().resolve("events"))) {
            return files.filter(Files::isRegularFile).sorted().toList().getLast();
        }
    }

    @Test
    void aDamagedSnapshotIsPassedOverAtTheNextStart() throws Exception {
        twoSnapshotsOfWhichTheLastIs(this::damageLastSnapshot);
    }

    @Test
    void aDamagedHalfOfTheConsensusModuleIsPassedOverAtTheNextStart() throws Exception {
        twoSnapshotsOfWhichTheLastIs(() -> ModuleDamage.zero(lastOfModule()));
    }

    @Test
    void aHalfOfTheConsensusModuleThatEndsEarlyIsPassedOverAtTheNextStart() throws Exception {
        twoSnapshotsOfWhichTheLastIs(() -> ModuleDamage.takeEndAway(lastOfModule()));
    }

    /** Damages something. */
    private interface Damage {
        void happens() throws IOException;
    }

    private void twoSnapshotsOfWhichTheLastIs(Damage damaged) throws Exception {
        AeronAlertLog running = start(config());
        for (int i = 0; i < 30; i++) {
            submit(running, Presses.of("band-" + i));
        }
        for (int round = 1; round <= 2; round++) {
            int taken = round;
            running.snapshotSoon();
            await("snapshot", () -> running.counters().get(Count.SNAPSHOTS) == taken);
            submit(running, Presses.of("after-" + round));
        }
        Map<AlertId, AlertView> before = heard.views();
        running.close();
        damaged.happens();

        AeronAlertLog refusing = AeronAlertLog.start(config(), List.of());
        log = refusing;
        await("stopped", () -> refusing.health() == AlertLog.Health.STOPPED);
        restart();

        assertThat(heard.views()).isEqualTo(before);
    }

    private Path lastOfModule() {
        try (RecordingLog recordings =
                new RecordingLog(config().directory().resolve("cluster").toFile(), false)) {
            RecordingLog.Entry last = Objects.requireNonNull(recordings.getLatestSnapshot(-1));
            return config().directory().resolve("archive").resolve(last.recordingId + "-0.rec");
        }
    }

    /** The service's recording is the one that holds the alerts, so it is the longer one of the two. */
    private void damageLastSnapshot() throws IOException {
        List<Path> recordings;
        try (Stream<Path> files = Files.list(config().directory().resolve("archive"))) {
            recordings = files.filter(file -> file.toString().endsWith(".rec"))
                    .sorted(Comparator.comparingLong(AeronAlertLogSnapshotTest::recordingId))
                    .toList();
        }
        for (Path recording : recordings.subList(recordings.size() - 2, recordings.size())) {
            byte[] bytes = Files.readAllBytes(recording);
            for (int i = 0; i < 4_000; i++) {
                if (bytes[i] == 'b' && bytes[i + 1] == 'a' && bytes[i + 2] == 'n' && bytes[i + 3] == 'd') {
                    bytes[i] = 'B';
                }
            }
            Files.write(recording, bytes);
        }
    }

    private static long recordingId(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('-')));
    }

    @Test
    void theLogIsPurgedUpToTheLastButOneSnapshot() throws Exception {
        AeronAlertLog running = start(config());
        submit(running, Presses.of("band-1"));
        Path first = config().directory().resolve("archive").resolve("0-0.rec");
        assertThat(first).exists();
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            answers.add(running.submit(Presses.bulk(i)).toCompletableFuture());
            // as many as the log takes however busy it is
            if (answers.size() == Admission.LEAST / 4) {
                answers.forEach(CompletableFuture::join);
                answers.clear();
            }
        }
        for (int round = 1; round <= 2; round++) {
            int taken = round;
            running.snapshotSoon();
            await("snapshot", () -> running.counters().get(Count.SNAPSHOTS) == taken);
            submit(running, Presses.of("after-" + round));
        }
        await("purged", () -> Files.notExists(first));
        Map<AlertId, AlertView> before = heard.views();

        restart();

        assertThat(heard.views()).isEqualTo(before).hasSize(3);
    }
}

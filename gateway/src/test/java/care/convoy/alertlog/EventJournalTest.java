package care.convoy.alertlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventJournalTest {
    private static final long LOG = 42;
    private static final int SEGMENT_BYTES = 16_384;

    @TempDir
    private Path directory;

    private final List<String> alarms = new ArrayList<>();
    private final Samples samples = new Samples(7);
    private final List<CommittedEvent> appended = new ArrayList<>();
    private EventJournal journal;

    @BeforeEach
    void openEmpty() throws IOException {
        journal = newJournal(0);
        journal.open(LOG, -1);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private EventJournal newJournal(long reserveBytes) {
        return new EventJournal(new JournalConfig(directory, SEGMENT_BYTES, 1 << 20, reserveBytes), alarms::add);
    }

    /** One command's events; positions as in a log, 96 bytes apart. */
    private List<CommittedEvent> turn(long position) {
        List<CommittedEvent> events = new ArrayList<>();
        for (int ordinal = 0; ordinal <= position / 96 % 3; ordinal++) {
            events.add(samples.committed(position, ordinal));
        }
        return events;
    }

    private void append(int from, int to) {
        for (int i = from; i < to; i++) {
            List<CommittedEvent> events = turn(i * 96L);
            appended.addAll(events);
            journal.append(i * 96L, events);
        }
    }

    private void reopen(long regeneratedFrom) throws IOException {
        journal.close();
        journal = newJournal(0);
        journal.open(LOG, regeneratedFrom);
    }

    private List<CommittedEvent> readAll(int max) {
        List<CommittedEvent> all = new ArrayList<>();
        long position = -1;
        int ordinal = -1;
        List<CommittedEvent> next = journal.read(position, ordinal, max);
        while (!next.isEmpty()) {
            all.addAll(next);
            position = next.getLast().position();
            ordinal = next.getLast().ordinal();
            next = journal.read(position, ordinal, max);
        }
        return all;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void eventsAreReadInOrderAcrossSegmentsAndCommandsAreNeverTorn() throws IOException {
        append(0, 300);

        assertThat(files().size()).isGreaterThan(3);
        assertThat(readAll(10)).isEqualTo(appended);
        assertThat(readAll(1)).isEqualTo(appended);
        assertThat(journal.read(2 * 96, 0, 1)).containsExactlyElementsOf(appended.subList(4, 6));
    }

    @Test
    void eventsSurviveAReopenAndReplayBringsNothingTwice() throws IOException {
        append(0, 300);
        reopen(-1);

        for (int i = 0; i < 300; i++) {
            journal.append(i * 96L, turn(i * 96L));
        }
        append(300, 320);

        assertThat(readAll(64)).isEqualTo(appended);
        assertThat(alarms).isEmpty();
    }

    @Test
    void aTornTailIsCutAndRegenerated() throws IOException {
        append(0, 100);
        Path last = files().getLast();
        try (FileChannel channel = FileChannel.open(last, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 3);
        }
        reopen(-1);

        List<CommittedEvent> withoutLast =
                appended.stream().filter(event -> event.position() < 99 * 96).toList();
        assertThat(readAll(64)).isEqualTo(withoutLast);
        assertThat(alarms).hasSize(1);

        List<CommittedEvent> again =
                appended.stream().filter(event -> event.position() == 99 * 96).toList();
        journal.append(99 * 96, again);
        assertThat(readAll(64)).isEqualTo(appended);
    }

    @Test
    void aDamagedRecordTakesAllBehindItAndReplayBringsItBack() throws IOException {
        append(0, 300);
        Path second = files().get(1);
        try (FileChannel channel = FileChannel.open(second, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), 3_000);
        }
        reopen(-1);

        List<CommittedEvent> kept = readAll(64);
        assertThat(kept).isNotEmpty().isEqualTo(appended.subList(0, kept.size()));
        assertThat(files()).hasSize(2);

        byPosition().forEach(events -> journal.append(events.getFirst().position(), events));
        assertThat(readAll(64)).isEqualTo(appended);
    }

    private List<List<CommittedEvent>> byPosition() {
        List<List<CommittedEvent>> turns = new ArrayList<>();
        for (CommittedEvent event : appended) {
            if (event.ordinal() == 0) {
                turns.add(new ArrayList<>());
            }
            turns.getLast().add(event);
        }
        return turns;
    }

    @Test
    void damageBeforeTheSnapshotIsAGapAndWhatFollowsIsKept() throws IOException {
        append(0, 300);
        journal.sync(300 * 96);
        Path second = files().get(1);
        try (FileChannel channel = FileChannel.open(second, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), 3_000);
        }
        reopen(300 * 96);

        assertThatThrownBy(() -> readAll(64)).isInstanceOf(EventHistory.Gap.class);
        CommittedEvent late = appended.get(appended.size() - 20);
        assertThat(journal.read(late.position(), late.ordinal(), 1_000))
                .isEqualTo(appended.subList(appended.size() - 19, appended.size()));
    }

    @Test
    void behindADamagedRecordTheHistoryGoesOnOnceSomebodySaysSo() throws IOException {
        append(0, 300);
        journal.sync(300 * 96);
        try (FileChannel channel = FileChannel.open(files().get(1), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), 3_000);
        }
        reopen(300 * 96);
        assertThat(journal.damagedPlaces()).isEqualTo(1);
        assertThat(alarms).singleElement().asString().contains("1 damaged places");

        List<CommittedEvent> read = new ArrayList<>(upToTheGap(-1, -1));
        CommittedEvent last = read.getLast();
        long resume = journal.resumeAfter(last.position());
        read.addAll(upToTheGap(resume, Integer.MAX_VALUE));

        List<CommittedEvent> lost = new ArrayList<>(appended);
        lost.removeAll(read);
        assertThat(read).doesNotHaveDuplicates().hasSize(appended.size() - lost.size());
        assertThat(lost)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.position())
                        .isGreaterThan(last.position())
                        .isLessThanOrEqualTo(resume));
        assertThat(lost.stream().map(CommittedEvent::position).distinct()).hasSizeLessThanOrEqualTo(2);
    }

    private List<CommittedEvent> upToTheGap(long position, int ordinal) {
        List<CommittedEvent> read = new ArrayList<>();
        try {
            List<CommittedEvent> next = journal.read(position, ordinal, 64);
            while (!next.isEmpty()) {
                read.addAll(next);
                next = journal.read(next.getLast().position(), next.getLast().ordinal(), 64);
            }
        } catch (EventHistory.Gap gap) {
            assertThat(read).as("before " + gap.getMessage()).isNotEmpty();
        }
        return read;
    }

    @Test
    void aGapBehindTheSnapshotIsFilledByReplay() throws IOException {
        append(0, 10);
        journal.sync(10 * 96);
        journal.close();
        journal = newJournal(Long.MAX_VALUE);
        journal.open(LOG, 10 * 96);
        journal.append(10 * 96, turn(10 * 96));
        assertThat(journal.lostEvents()).isPositive();

        reopen(10 * 96);
        append(10, 12);

        assertThat(readAll(64)).isEqualTo(appended);
    }

    @Test
    void filesLostBeforeTheSnapshotAreAGap() throws IOException {
        append(0, 50);
        journal.sync(60 * 96);
        journal.close();
        for (Path file : files()) {
            Files.delete(file);
        }
        journal = newJournal(0);
        journal.open(LOG, 60 * 96);
        append(61, 70);

        assertThat(alarms).hasSize(1);
        assertThatThrownBy(() -> journal.read(-1, 0, 10)).isInstanceOf(EventHistory.Gap.class);
        assertThat(journal.resumeAfter(-1)).isEqualTo(60 * 96);
        assertThat(journal.read(60 * 96, 0, 1_000))
                .isEqualTo(appended.stream()
                        .filter(event -> event.position() > 60 * 96)
                        .toList());
    }

    @Test
    void aQuietSnapshotIsNoGap() throws IOException {
        append(0, 50);
        journal.sync(90 * 96);
        reopen(90 * 96);
        append(91, 100);

        assertThat(alarms).isEmpty();
        assertThat(readAll(64)).isEqualTo(appended);
    }

    @Test
    void trimmedSegmentsAreGoneAndReadersBeforeThemMeetAGap() throws IOException {
        append(0, 300);
        int before = files().size();
        CommittedEvent middle = appended.get(appended.size() / 2);

        journal.trimTo(middle.position());

        assertThat(files().size()).isBetween(1, before - 1);
        assertThat(journal.read(middle.position(), middle.ordinal(), 10_000))
                .isEqualTo(appended.subList(appended.size() / 2 + 1, appended.size()));
        assertThatThrownBy(() -> journal.read(-1, 0, 1)).isInstanceOf(EventHistory.Gap.class);
        reopen(-1);
        assertThat(journal.read(middle.position(), middle.ordinal(), 10_000))
                .isEqualTo(appended.subList(appended.size() / 2 + 1, appended.size()));
    }

    @Test
    void bytesWaitingAreThoseThatTheReaderHasNotTakenYet() throws IOException {
        append(0, 300);
        long files = journal.bytesHeld();
        assertThat(journal.bytesWaiting()).isBetween(files / 2, files);

        long before = journal.bytesWaiting();
        CommittedEvent taken = journal.read(-1, -1, 100).getLast();
        journal.trimTo(taken.position());
        List<CommittedEvent> left = journal.read(taken.position(), taken.ordinal(), 10_000);
        assertThat(journal.bytesWaiting()).isLessThan(before);
        journal.trimTo(taken.position());
        long waiting = journal.bytesWaiting();

        // another reader begins where the first one was
        reopen(-1);
        assertThat(journal.read(taken.position(), taken.ordinal(), 1)).isEqualTo(left.subList(0, 1));
        journal.trimTo(taken.position());
        assertThat(journal.bytesWaiting()).isEqualTo(waiting);

        left = journal.read(taken.position(), taken.ordinal(), 10_000);
        journal.sync(300 * 96);
        journal.trimTo(left.getLast().position());
        assertThat(journal.bytesWaiting()).isZero();
        assertThat(journal.bytesHeld()).isPositive();

        append(300, 301);
        List<CommittedEvent> last =
                appended.stream().filter(event -> event.position() == 300 * 96).toList();
        int more = JournalSegment.record(300 * 96, List.of()).remaining()
                + JournalSegment.record(300 * 96, last).remaining();
        assertThat(journal.bytesWaiting()).isEqualTo(more);
    }

    @Test
    void everythingTrimmedAndNothingNewIsNoGap() {
        append(0, 300);
        CommittedEvent last = appended.getLast();

        journal.trimTo(last.position());

        assertThat(journal.read(last.position(), last.ordinal(), 10)).isEmpty();
        append(300, 301);
        assertThat(journal.read(last.position(), last.ordinal(), 10))
                .isEqualTo(appended.stream()
                        .filter(event -> event.position() == 300 * 96)
                        .toList());
    }

    @Test
    void aPlaceBeyondTheEndIsAGap() {
        append(0, 3);

        assertThatThrownBy(() -> journal.read(1_000_000, 0, 1))
                .isInstanceOf(EventHistory.Gap.class)
                .hasMessageContaining("beyond the end");
    }

    @Test
    void filesOfAnotherLogAreSetAside() throws IOException {
        append(0, 50);
        journal.close();
        journal = newJournal(0);
        journal.open(LOG + 1, -1);

        assertThat(journal.read(-1, 0, 10)).isEmpty();
        assertThat(directory.resolve("of-log-2a")).isDirectoryContaining("glob:**.events");
        assertThat(alarms).isNotEmpty();
    }

    @Test
    void belowTheReserveEventsAreLostLoudlyAndTheReaderMeetsTheGap() throws IOException {
        append(0, 10);
        journal.close();
        journal = newJournal(Long.MAX_VALUE);
        journal.open(LOG, -1);
        CommittedEvent last = appended.getLast();

        journal.append(10 * 96, turn(10 * 96));

        assertThat(alarms).singleElement().asString().contains("bytes of disk are free", "alarms go on");
        assertThat(journal.lostEvents()).isEqualTo(turn(10 * 96).size());
        assertThatThrownBy(() -> journal.read(last.position(), last.ordinal(), 10))
                .isInstanceOf(EventHistory.Gap.class);
    }

    @Test
    void moreThanARecordHoldsNeverReachesTheWriter() throws IOException {
        append(0, 10);
        List<CommittedEvent> tooMany = new ArrayList<>();
        CommittedEvent large = appended.getLast();
        int bytes = EventCodec.encode(large).length;
        for (int i = 0; i <= JournalSegment.MAX_RECORD_BYTES / bytes; i++) {
            tooMany.add(large);
        }

        journal.append(10 * 96, tooMany);

        assertThat(journal.lostEvents()).isEqualTo(tooMany.size());
        assertThat(alarms).singleElement().asString().contains("alarms go on");
    }

    @Test
    void anUnwritableDirectoryNeverReachesTheWriter() throws IOException {
        append(0, 10);
        reopen(-1);
        for (Path file : files()) {
            Files.delete(file);
        }
        Files.delete(directory);
        Files.writeString(directory, "in the way");

        journal.append(10 * 96, turn(10 * 96));

        assertThat(journal.lostEvents()).isPositive();
        assertThat(alarms).hasSize(1);
        Files.delete(directory);
    }

    @Test
    void awaitWakesForTheNextEventAndNotForAMarker() throws Exception {
        append(0, 1);
        CommittedEvent last = appended.getLast();
        assertThat(journal.await(last.position(), last.ordinal(), 1)).isFalse();
        journal.sync(50);
        assertThat(journal.await(last.position(), last.ordinal(), 1)).isFalse();

        CompletableFuture<Boolean> woken = CompletableFuture.supplyAsync(() -> {
            try {
                return journal.await(last.position(), last.ordinal(), 60_000);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        append(1, 2);

        assertThat(woken.get()).isTrue();
        assertThat(journal.read(last.position(), last.ordinal(), 10)).isEqualTo(appended.subList(1, appended.size()));
    }
}

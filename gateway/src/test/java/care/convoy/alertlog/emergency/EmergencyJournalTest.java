package care.convoy.alertlog.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alertlog.emergency.EmergencyJournal.Room;
import care.convoy.alertlog.emergency.JournalEntry.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmergencyJournalTest {
    @TempDir
    Path temporary;

    private static byte[] content(int number, int length) {
        byte[] bytes = new byte[length];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    private static void write(EmergencyJournal journal, int from, int count, int length) throws IOException {
        for (int i = from; i < from + count; i++) {
            journal.add(Kind.COMMAND, 1_000 + i, content(i, length), Room.ALARM);
        }
        journal.sync();
    }

    @Test
    void whatWasForcedIsFound() throws IOException {
        MemoryDisk disk = new MemoryDisk(MemoryDisk.BYTES);
        EmergencyJournal journal = EmergencyJournal.on(disk);
        write(journal, 0, 3, 100);
        write(journal, 3, 2, 0);

        List<JournalEntry> found =
                EmergencyJournal.on(new MemoryDisk(disk.safe())).found();

        assertThat(found).extracting(JournalEntry::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(found).extracting(JournalEntry::atMillis).containsExactly(1_000L, 1_001L, 1_002L, 1_003L, 1_004L);
        assertThat(found.get(2).content()).isEqualTo(content(2, 100));
    }

    @Test
    void whatIsSafeCanBeReadAgain() throws IOException {
        MemoryDisk disk = new MemoryDisk(MemoryDisk.BYTES);
        EmergencyJournal journal = EmergencyJournal.on(disk);
        write(journal, 0, 3, 100);
        journal.begin();
        write(journal, 3, 2, 50);
        journal = EmergencyJournal.on(new MemoryDisk(disk.safe()));
        write(journal, 5, 1, 0);
        journal.add(Kind.COMMAND, 1, content(6, 10), Room.ALARM);

        List<JournalEntry> again = new ArrayList<>();
        journal.readAgain(again::add);

        assertThat(again).extracting(JournalEntry::sequence).containsExactly(4L, 5L, 6L);
        assertThat(again.get(1).content()).isEqualTo(content(4, 50));
        assertThat(again.get(1).atMillis()).isEqualTo(1_004);
    }

    @Test
    void recordThatHasChangedSinceIsNotReadAgain() throws IOException {
        MemoryDisk disk = new MemoryDisk(MemoryDisk.BYTES);
        EmergencyJournal journal = EmergencyJournal.on(disk);
        write(journal, 0, 3, 100);
        int second = EmergencyJournal.FIRST_RECORD + EmergencyJournal.RECORD_HEAD_BYTES + 100;
        List<JournalEntry> read = new ArrayList<>();
        for (int at : new int[] {0, 4, 8, 24, 60}) {
            byte[] before = disk.now();
            disk.write(ByteBuffer.wrap(new byte[] {127}), second + at);
            read.clear();

            assertThatThrownBy(() -> journal.readAgain(read::add))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("record 2");
            assertThat(read).hasSize(1);
            disk.write(ByteBuffer.wrap(before), 0);
        }
        journal.readAgain(read::add);
        assertThat(read).hasSize(4);
    }

    @Test
    void everyTornEndIsCutAndWrittenOver() throws IOException {
        MemoryDisk disk = new MemoryDisk(MemoryDisk.BYTES);
        EmergencyJournal journal = EmergencyJournal.on(disk);
        write(journal, 0, 2, 50);
        byte[] before = disk.safe();
        write(journal, 2, 1, 50);
        byte[] after = disk.safe();
        int begin = EmergencyJournal.FIRST_RECORD + 2 * (EmergencyJournal.RECORD_HEAD_BYTES + 50);
        int end = begin + EmergencyJournal.RECORD_HEAD_BYTES + 50;

        for (int cut = begin; cut < end; cut++) {
            byte[] torn = before.clone();
            System.arraycopy(after, begin, torn, begin, cut - begin);
            MemoryDisk tornDisk = new MemoryDisk(torn);
            EmergencyJournal again = EmergencyJournal.on(tornDisk);
            assertThat(again.found()).as("cut at %d", cut).hasSize(2);
            write(again, 7, 1, 20);
            assertThat(EmergencyJournal.on(new MemoryDisk(tornDisk.safe())).found())
                    .hasSize(3)
                    .last()
                    .satisfies(last -> assertThat(last.content()).isEqualTo(content(7, 20)));
        }
    }

    @Test
    void nothingBehindATornRecordIsEverReadAgain() throws IOException {
        MemoryDisk disk = new MemoryDisk(MemoryDisk.BYTES);
        EmergencyJournal journal = EmergencyJournal.on(disk);
        write(journal, 0, 3, 40);
        byte[] torn = disk.safe();
        // the first record of the batch did not reach the disk, those behind it did
        torn[EmergencyJournal.FIRST_RECORD + 30] ^= 1;
        MemoryDisk tornDisk = new MemoryDisk(torn);
        EmergencyJournal again = EmergencyJournal.on(tornDisk);
        assertThat(again.found()).isEmpty();

        write(again, 9, 1, 40);

        assertThat(EmergencyJournal.on(new MemoryDisk(tornDisk.safe())).found()).hasSize(1);
    }

    @Test
    void newGenerationBeginsEmptyWhateverLiesBehindIt() throws IOException {
        MemoryDisk disk = new MemoryDisk(MemoryDisk.BYTES);
        EmergencyJournal journal = EmergencyJournal.on(disk);
        for (int generation = 1; generation < 5; generation++) {
            assertThat(journal.generation()).isEqualTo(generation);
            write(journal, 0, 5, 64);
            journal.begin();
            assertThat(EmergencyJournal.on(new MemoryDisk(disk.safe())).found()).isEmpty();
            write(journal, 5, 1, 64);
            assertThat(EmergencyJournal.on(new MemoryDisk(disk.safe())).found())
                    .hasSize(1)
                    .first()
                    .satisfies(first -> assertThat(first.sequence()).isEqualTo(journal.lastSequence()));
            journal.begin();
            generation++;
        }
    }

    @Test
    void headerThatWasTornLeavesTheFormerGeneration() throws IOException {
        MemoryDisk disk = new MemoryDisk(MemoryDisk.BYTES);
        EmergencyJournal journal = EmergencyJournal.on(disk);
        write(journal, 0, 4, 64);
        journal.begin();

        EmergencyJournal again = EmergencyJournal.on(new MemoryDisk(disk.torn.getLast()));

        assertThat(again.found()).hasSize(4);
        assertThat(again.generation()).isOne();
    }

    @Test
    void journalWhoseDiskFailedIsBrokenForGood() throws IOException {
        MemoryDisk disk = new MemoryDisk(MemoryDisk.BYTES);
        EmergencyJournal journal = EmergencyJournal.on(disk);
        disk.failForces();

        assertThatThrownBy(() -> write(journal, 0, 1, 10)).isInstanceOf(IOException.class);

        assertThat(journal.isBroken()).isTrue();
        assertThat(journal.add(Kind.COMMAND, 0, new byte[0], Room.MARK)).isNull();
        assertThatThrownBy(journal::begin).isInstanceOf(IOException.class);
    }

    @Test
    void fileIsWholeBeforeItIsUsedAndOfOneProcess() throws IOException {
        Path file = temporary.resolve("emergency/journal");
        try (EmergencyJournal journal = EmergencyJournal.open(file, _ -> {})) {
            assertThat(Files.size(file)).isEqualTo(EmergencyJournal.BYTES);
            write(journal, 0, 3, 100);
            assertThatThrownBy(() -> EmergencyJournal.open(file, _ -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
        try (EmergencyJournal again = EmergencyJournal.open(file, _ -> {})) {
            assertThat(again.found()).hasSize(3);
        }
    }

    @Test
    void unreadableFileIsSetAside() throws IOException {
        Path file = temporary.resolve("journal");
        byte[] noise = new byte[EmergencyJournal.BYTES];
        ByteBuffer.wrap(noise).putLong(0, 42).putLong(4_096, 43);
        Files.write(file, noise);
        List<String> said = new ArrayList<>();

        try (EmergencyJournal journal = EmergencyJournal.open(file, said::add)) {
            assertThat(journal.found()).isEmpty();
        }

        assertThat(said).singleElement().asString().contains("set aside");
        try (var files = Files.list(temporary)) {
            assertThat(files).hasSize(2);
        }
    }
}

package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VitalsSpoolTest {
    private static final int SEGMENT_BYTES = 4_096;

    @TempDir
    private Path directory;

    @Test
    void givesBackInOrderWhatWasAppendedAlsoAfterARestart() throws Exception {
        List<SeriesRow> all = rows(0, 500);
        try (VitalsSpool spool = open(1 << 20)) {
            for (int i = 0; i < 500; i += 25) {
                assertThat(spool.append(all.subList(i, i + 25))).isEqualTo(new VitalsSpool.Outcome(25, 0));
            }
        }
        try (VitalsSpool spool = open(1 << 20)) {
            spool.append(rows(500, 10));
            assertThat(drain(spool)).containsExactlyElementsOf(rows(0, 510));
            assertThat(spool.isEmpty()).isTrue();
            assertThat(spool.bytes()).isZero();
            assertThat(Files.list(directory)).isEmpty();
        }
    }

    @Test
    void givesBackEveryKindOfRowAlsoThoseOfAFormerVersion() throws Exception {
        ResidentId resident = new ResidentId("R1");
        DeviceId device = new DeviceId("d1");
        Vitals vitals = new Vitals(60, 95, 130, 70, 3_350, TemperatureSite.CORE, 16, 7);
        List<SeriesRow> all = List.of(
                new Measurement(resident, device, 5, 6, -7, vitals, 100, Measurement.WORN | Measurement.MOVING),
                new Fix(
                        resident,
                        device,
                        8,
                        9,
                        new Position(-39.9, 116.4, Position.UNKNOWN_ACCURACY, Position.Source.BEACON, false, 8)),
                new Fix(resident, device, 10, 11, new Position(1, 2, 3.5, Position.Source.UNKNOWN, true, 4)));
        try (VitalsSpool spool = open(1 << 20)) {
            spool.append(all);
            assertThat(drain(spool)).containsExactlyElementsOf(all);
        }
        byte[] former = HexFormat.of()
                .parseHex("0030" + "00000000" + "01" + "0000000000000005" + "0000000000000006" + "003c" + "005f"
                        + "0082" + "0046" + "0d16" + "01" + "0010" + "00000007" + "025231" + "026431");
        ByteBuffer bytes = ByteBuffer.wrap(former);
        bytes.putShort(0, (short) (former.length - 6));
        CRC32C crc = new CRC32C();
        crc.update(former, 6, former.length - 6);
        bytes.putInt(2, (int) crc.getValue());
        List<SeriesRow> read = new ArrayList<>();
        SpoolRecord.decode(bytes, read);
        assertThat(read).containsExactly(Measurement.plain(resident, device, 5, 6, vitals));
    }

    @Test
    void goesOnWritingWhileTheOldestIsRead() throws Exception {
        try (VitalsSpool spool = open(1 << 20)) {
            spool.append(rows(0, 5));
            VitalsSpool.Segment first = spool.oldest();
            spool.append(rows(5, 5));
            assertThat(VitalsSpool.read(first)).containsExactlyElementsOf(rows(0, 5));
            assertThat(drain(spool)).containsExactlyElementsOf(rows(0, 10));
        }
    }

    @Test
    void dropsTheOldestAndSaysHowManyRowsWhenItOutgrowsItsBound() throws Exception {
        try (VitalsSpool spool = open(4L * SEGMENT_BYTES)) {
            long dropped = 0;
            for (int i = 0; i < 1_000; i += 25) {
                dropped += spool.append(rows(i, 25)).dropped();
            }
            assertThat(spool.bytes()).isLessThanOrEqualTo(4L * SEGMENT_BYTES);
            assertThat(dropped).isPositive();
            assertThat(drain(spool)).containsExactlyElementsOf(rows((int) dropped, 1_000 - (int) dropped));
        }
    }

    @Test
    void aWriteThatFailsLosesItsRowsAloneAndTheNextBeginsANewSegment() throws Exception {
        try (VitalsSpool spool = open(1 << 20)) {
            spool.append(rows(0, 5));
            Thread.currentThread().interrupt();
            VitalsSpool.Outcome failed = spool.append(rows(5, 5));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(failed).isEqualTo(new VitalsSpool.Outcome(0, 5));
            assertThat(spool.append(rows(10, 5))).isEqualTo(new VitalsSpool.Outcome(5, 0));
            List<SeriesRow> kept = new ArrayList<>(rows(0, 5));
            kept.addAll(rows(10, 5));
            assertThat(drain(spool)).containsExactlyElementsOf(kept);
            assertThat(spool.bytes()).isZero();
        }
    }

    @Test
    void readsATornSegmentUpToItsTear() throws Exception {
        try (VitalsSpool spool = open(1 << 20)) {
            spool.append(rows(0, 10));
        }
        Path file = onlyFile();
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int expected = cut / (whole.length / 10);
            assertThat(VitalsSpool.read(new VitalsSpool.Segment(file, cut)))
                    .containsExactlyElementsOf(rows(0, expected));
        }
    }

    @Test
    void noticesEveryChangedBit() throws Exception {
        try (VitalsSpool spool = open(1 << 20)) {
            spool.append(rows(0, 3));
        }
        Path file = onlyFile();
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x10;
            Files.write(file, changed);
            assertThat(VitalsSpool.read(new VitalsSpool.Segment(file, whole.length)))
                    .hasSize(i / (whole.length / 3));
        }
    }

    private VitalsSpool open(long mostBytes) throws IOException {
        return VitalsSpool.open(directory, mostBytes, SEGMENT_BYTES);
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().orElseThrow();
        }
    }

    private static List<SeriesRow> drain(VitalsSpool spool) throws IOException {
        List<SeriesRow> rows = new ArrayList<>();
        for (VitalsSpool.Segment segment = spool.oldest(); segment != null; segment = spool.oldest()) {
            rows.addAll(VitalsSpool.read(segment));
            spool.deleteOldest();
        }
        return rows;
    }

    /** Each encoded in the same number of bytes. */
    private static List<SeriesRow> rows(int from, int count) {
        List<SeriesRow> rows = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            Vitals vitals =
                    new Vitals(60 + i % 40, 95, 130, Vitals.NOT_MEASURED, 3_350, TemperatureSite.CORE, 16, 100_000 + i);
            rows.add(Measurement.plain(
                    new ResidentId("R" + (1_000 + i)),
                    new DeviceId("d" + (1_000 + i)),
                    1_790_000_000_000L + i,
                    i,
                    vitals));
        }
        return rows;
    }
}

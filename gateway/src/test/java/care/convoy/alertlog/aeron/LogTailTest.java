package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertId;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a full disk or a power failure leaves at the end of the log. */
class LogTailTest extends LogFixture {
    private static final int PAGE = 4_096;
    private static final int FRAME_ALIGNMENT = 32;
    private static final int PIECE = LogEngine.SNAPSHOT_WRITE_BYTES;

    @TempDir
    private Path elsewhere;

    @Test
    void aHalfWrittenEndIsCutOffAndEverythingBeforeItIsKept() throws Exception {
        AeronAlertLog running = start(config());
        AlertId first = alertOf(submit(running, Presses.of("band-1")));
        AlertId second = alertOf(submit(running, Presses.of("band-2")));
        copyTo(crashed());
        tear(recording());
        close();

        start(crashedConfig());
        assertThat(heard.views()).containsOnlyKeys(first, second);
    }

    @Test
    void anEndOfWhichASectorIsMissingIsCutOff() throws Exception {
        AeronAlertLog running = start(config());
        AlertId first = alertOf(submit(running, Presses.of("band-1")));
        copyTo(crashed());
        appendWithoutItsBody(recording());
        close();

        start(crashedConfig());
        assertThat(heard.views()).containsOnlyKeys(first);
    }

    @Test
    void whatIsLeftBehindAMissingPageIsWiped() throws Exception {
        submit(start(config()), Presses.of("band-1"));
        copyTo(crashed());
        long stale;
        try (FileChannel file = FileChannel.open(recording(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            stale = endOfFragments(file) + PAGE;
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), stale);
        }
        close();

        start(crashedConfig());
        ByteBuffer left = ByteBuffer.allocate(3);
        try (FileChannel file = FileChannel.open(recording(), StandardOpenOption.READ)) {
            file.read(left, stale);
        }
        assertThat(left.array()).containsOnly(0);
    }

    /** Whatever part of the cut reached the disk before the power went again. */
    @Test
    void aCutThatWasItselfCutShortIsMadeAgain() throws Exception {
        submit(start(config()), Presses.of("band-1"));
        copyTo(crashed());
        close();
        int end;
        try (FileChannel file = FileChannel.open(recording(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            end = (int) endOfFragments(file);
            byte[] torn = new byte[3 * PAGE];
            Arrays.fill(torn, (byte) 7);
            file.write(ByteBuffer.wrap(torn), end);
        }
        byte[] before = Files.readAllBytes(recording());
        byte[] expected = before.clone();
        Arrays.fill(expected, end, end + 3 * PAGE, (byte) 0);
        int firstPage = end / PAGE;

        for (int written = 0; written < 1 << 4; written++) {
            byte[] left = before.clone();
            for (int page = 0; page < 4; page++) {
                if ((written & 1 << page) != 0) {
                    Arrays.fill(
                            left, Math.max(end, (firstPage + page) * PAGE), (firstPage + page + 1) * PAGE, (byte) 0);
                }
            }
            Files.write(recording(), left);

            boolean cut = LogTail.trim(crashed().resolve("archive"), 0);

            assertThat(cut).as("pages %x", written).isEqualTo(!Arrays.equals(left, expected));
            assertThat(Files.readAllBytes(recording())).isEqualTo(expected);
        }
    }

    /** Earlier versions cut the file off and then made it as long again. */
    @Test
    void aLogThatWasCutAndNotMadeAsLongAgainStarts() throws Exception {
        AlertId first = alertOf(submit(start(config()), Presses.of("band-1")));
        copyTo(crashed());
        close();
        try (FileChannel file = FileChannel.open(recording(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file.truncate(endOfFragments(file));
        }

        AeronAlertLog again = start(crashedConfig());
        assertThat(heard.views()).containsOnlyKeys(first);
        AlertId second = alertOf(submit(again, Presses.of("band-2")));
        assertThat(heard.views()).containsOnlyKeys(first, second);
    }

    @Test
    void damageThatNoPowerFailureExplainsStartsNothingAndCutsNothing() throws Exception {
        AeronAlertLog running = start(config());
        for (int i = 0; i < 600; i++) {
            submit(running, Presses.bulk(i));
        }
        submit(running, Presses.of("band-1"));
        copyTo(crashed());
        close();
        try (FileChannel file = FileChannel.open(recording(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {99}), 1_000);
        }
        byte[] before = Files.readAllBytes(recording());

        assertThatThrownBy(() -> AeronAlertLog.start(crashedConfig(), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        assertThat(Files.readAllBytes(recording())).isEqualTo(before);
    }

    /** As it is when the process is killed just after the log has filled a term. */
    @Test
    void paddingAtTheEndIsNoDamage() throws Exception {
        AlertId first = alertOf(submit(start(config()), Presses.of("band-1")));
        copyTo(crashed());
        try (FileChannel file = FileChannel.open(recording(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            append(file, endOfFragments(file), ByteBuffer.allocate(FRAME_ALIGNMENT), 10_016);
        }
        close();

        start(crashedConfig());
        assertThat(heard.views()).containsOnlyKeys(first);
    }

    /** The archive reads so much at a time, and looks for the head of the last fragment in the last of these. */
    @Test
    void aLastFragmentOverTheArchivesPieceStopsNothing() throws Exception {
        AlertId first = alertOf(submit(start(config()), Presses.of("band-1")));
        copyTo(crashed());
        try (FileChannel file = FileChannel.open(recording(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = endOfFragments(file);
            ByteBuffer again = lastFragment(file);
            pad(file, end, PIECE - 64);
            append(file, PIECE - 64, again, again.getInt(0));
        }
        close();

        start(crashedConfig());
        assertThat(heard.views()).containsOnlyKeys(first);
    }

    @Test
    void paddingOverTheArchivesPieceStopsNothing() throws Exception {
        AlertId first = alertOf(submit(start(config()), Presses.of("band-1")));
        copyTo(crashed());
        try (FileChannel file = FileChannel.open(recording(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = endOfFragments(file);
            pad(file, end, PIECE - 64);
            append(file, PIECE - 64, ByteBuffer.allocate(FRAME_ALIGNMENT), 10_016);
        }
        close();

        start(crashedConfig());
        assertThat(heard.views()).containsOnlyKeys(first);
    }

    /** The archive replays no padding longer than half a megabyte. */
    private static void pad(FileChannel file, long from, long to) throws IOException {
        for (long at = from; at < to; at += PIECE / 4) {
            append(file, at, ByteBuffer.allocate(FRAME_ALIGNMENT), (int) Math.min(PIECE / 4, to - at));
        }
    }

    /** @param fragment of zeros: padding, which has type 0; its other fields are taken from the first fragment */
    private static void append(FileChannel file, long at, ByteBuffer fragment, int length) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(FRAME_ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        file.read(head, 0);
        fragment.order(ByteOrder.LITTLE_ENDIAN);
        boolean padding = fragment.getInt(0) == 0;
        if (padding) {
            fragment.put(0, head.array());
            fragment.putShort(DataHeaderFlyweight.TYPE_FIELD_OFFSET, (short) DataHeaderFlyweight.HDR_TYPE_PAD);
        }
        fragment.putInt(0, length);
        fragment.putInt(DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, (int) at);
        file.write(fragment.position(0), at);
    }

    private static ByteBuffer lastFragment(FileChannel file) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long at = 0;
        long last = 0;
        while (file.read(length.clear(), at) == Integer.BYTES && length.getInt(0) > 0) {
            last = at;
            at += Math.ceilDiv(length.getInt(0), FRAME_ALIGNMENT) * FRAME_ALIGNMENT;
        }
        ByteBuffer fragment = ByteBuffer.allocate((int) (at - last)).order(ByteOrder.LITTLE_ENDIAN);
        file.read(fragment, last);
        return fragment;
    }

    private Path crashed() {
        return elsewhere.resolve("log");
    }

    private Path recording() {
        return crashed().resolve("archive").resolve("0-0.rec");
    }

    private AlertLogConfig crashedConfig() {
        AlertLogConfig config = config();
        return new AlertLogConfig(
                crashed(),
                config.membership(),
                config.profile(),
                config.limits(),
                config.snapshots(),
                config.maxOutstanding(),
                config.answerWithin());
    }

    /** As a killed process leaves it: nothing is closed. The log may just be giving a finished draft its name. */
    private void copyTo(Path to) throws IOException {
        Path from = config().directory();
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                try {
                    Files.copy(file, target);
                } catch (NoSuchFileException renamed) {
                    return visitFileFailed(file, renamed);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException && file.endsWith("member.new")) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    /** Adds a fragment of which only the bytes up to the page's end were written. */
    private static void tear(Path recording) throws IOException {
        try (FileChannel file = FileChannel.open(recording, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = endOfFragments(file);
            int inThisPage = PAGE - (int) (end % PAGE);
            ByteBuffer written = ByteBuffer.allocate(inThisPage).order(ByteOrder.LITTLE_ENDIAN);
            written.putInt(inThisPage + 2 * FRAME_ALIGNMENT);
            while (written.hasRemaining()) {
                written.put((byte) 1);
            }
            file.write(written.flip(), end);
        }
    }

    /** A fragment of 600 bytes within one page, of which only the first sector was written. */
    private static void appendWithoutItsBody(Path recording) throws IOException {
        try (FileChannel file = FileChannel.open(recording, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = endOfFragments(file);
            ByteBuffer head = ByteBuffer.allocate(FRAME_ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
            file.read(head, 0);
            head.putInt(0, 600);
            file.write(head.flip(), end);
        }
    }

    private static long endOfFragments(FileChannel file) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long at = 0;
        while (file.read(length.clear(), at) == Integer.BYTES && length.getInt(0) > 0) {
            at += Math.ceilDiv(length.getInt(0), FRAME_ALIGNMENT) * FRAME_ALIGNMENT;
        }
        return at;
    }
}

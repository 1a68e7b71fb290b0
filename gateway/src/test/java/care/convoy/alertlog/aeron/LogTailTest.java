package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a full disk or a power failure leaves at the end of the log. */
class LogTailTest extends LogFixture {
    private static final int PAGE = 4_096;
    private static final int FRAME_ALIGNMENT = 32;

    @TempDir
    private Path elsewhere;

    @Test
    void aHalfWrittenEndIsCutOffAndEverythingBeforeItIsKept() throws Exception {
        AeronAlertLog running = start(config());
        AlertId first = alertOf(submit(running, Presses.of("band-1")));
        AlertId second = alertOf(submit(running, Presses.of("band-2")));
        Path crashed = elsewhere.resolve("log");
        copyTo(crashed);
        tear(crashed.resolve("archive").resolve("0-0.rec"));
        close();

        AlertLogConfig config = config();
        start(new AlertLogConfig(
                crashed,
                config.membership(),
                config.profile(),
                config.limits(),
                config.snapshots(),
                config.maxOutstanding(),
                config.answerWithin()));
        assertThat(heard.views()).containsOnlyKeys(first, second);
    }

    /** As a killed process leaves it: nothing is closed. */
    private void copyTo(Path to) throws IOException {
        Path from = config().directory();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
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

    private static long endOfFragments(FileChannel file) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long at = 0;
        while (file.read(length.clear(), at) == Integer.BYTES && length.getInt(0) > 0) {
            at += Math.ceilDiv(length.getInt(0), FRAME_ALIGNMENT) * FRAME_ALIGNMENT;
        }
        return at;
    }
}

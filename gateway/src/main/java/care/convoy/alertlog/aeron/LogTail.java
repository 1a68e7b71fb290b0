package care.convoy.alertlog.aeron;

import io.aeron.archive.ArchiveTool;
import io.aeron.archive.client.ArchiveException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a log that was not closed. The last fragment may have been written in part: only up to a page's end when the
 * disk was full, or with a page missing after a power failure. The archive then refuses to start, and with it every alarm.
 * Such a fragment was never forced to the disk as a whole, therefore never acknowledged, and is cut off.
 *
 * <p>A whole fragment may look the same, if it ends in zeros behind a page's end; its {@link FragmentChecksum} tells the
 * archive the two apart. Therefore only the file that the archive names is cut.
 */
final class LogTail {
    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
    private static final String TORN = "straddling page boundary";

    private LogTail() {}

    /**
     * @param stumbled why the archive did not start
     * @return whether that was a torn end, which is now cut off
     */
    static boolean trimIfTorn(Path archive, ArchiveException stumbled) {
        String why = stumbled.getMessage();
        if (why == null || !why.contains(TORN)) {
            return false;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        boolean whole = ArchiveTool.verify(
                new PrintStream(said, false, StandardCharsets.UTF_8),
                archive.toFile(),
                Set.of(),
                null,
                torn -> why.contains(torn.getAbsolutePath()));
        LOG.warn(
                "log.tail.trimmed whole={} said={}",
                whole,
                said.toString(StandardCharsets.UTF_8).strip());
        return whole;
    }
}

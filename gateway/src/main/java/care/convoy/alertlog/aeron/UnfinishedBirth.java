package care.convoy.alertlog.aeron;

import io.aeron.cluster.NodeStateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left if the power fails during the very first start of a log: Aeron's files have their names, and not yet the
 * bytes that they begin with. Aeron then refuses them for ever. Nothing was acknowledged with them, so they are deleted and
 * made again. Only under the directory's lock, and while nothing of Aeron runs on it.
 */
final class UnfinishedBirth {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedBirth.class);
    private static final String CATALOG = "archive.catalog";
    private static final int CATALOG_HEAD_BYTES = 32;

    private UnfinishedBirth() {}

    static void cleanUp(Path archive, Path cluster) throws IOException {
        dropUnwrittenCatalog(archive);
        dropUnwrittenNodeState(cluster);
    }

    /** The archive forces the catalogue to disk before it makes a recording, so without one nothing can be lost. */
    private static void dropUnwrittenCatalog(Path archive) throws IOException {
        Path catalog = archive.resolve(CATALOG);
        if (Files.notExists(catalog) || hasRecordings(archive)) {
            return;
        }
        byte[] head = new byte[CATALOG_HEAD_BYTES];
        try (InputStream bytes = Files.newInputStream(catalog)) {
            if (bytes.readNBytes(head, 0, head.length) == head.length && !isZero(head)) {
                return;
            }
        }
        Files.delete(catalog);
        LOG.warn("log.birth.unfinished file={}", CATALOG);
    }

    private static boolean isZero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    private static boolean hasRecordings(Path archive) throws IOException {
        try (DirectoryStream<Path> recordings = Files.newDirectoryStream(archive, "*.rec")) {
            return recordings.iterator().hasNext();
        }
    }

    /** The member's vote. Its end mark is the last that is written at its creation, so without the mark it never voted. */
    private static void dropUnwrittenNodeState(Path cluster) throws IOException {
        Path state = cluster.resolve(NodeStateFile.FILENAME);
        if (Files.notExists(state)) {
            return;
        }
        try (NodeStateFile whole = new NodeStateFile(cluster.toFile(), false, 0)) {
            LOG.debug("log.birth.vote term={}", whole.candidateTerm().candidateTermId());
        } catch (IllegalStateException | IndexOutOfBoundsException withoutEnd) {
            Files.delete(state);
            LOG.warn("log.birth.unfinished file={}", NodeStateFile.FILENAME);
        }
    }
}

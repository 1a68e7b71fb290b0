package care.convoy.alertlog.aeron;

import io.aeron.cluster.NodeStateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a member that was left behind the log of the others in place of its own, which is moved aside and never deleted.
 *
 * <p>It is safe where {@link MemberSeed} is: both others run and one leads, so that each position this member ever confirmed
 * is in their snapshot or log. Its vote goes along, so that it votes in no term twice. The copy is made in {@code seeded}
 * beside the old log; when it is whole it is renamed, and from then on the exchange is gone on with by each start until it
 * is done. One log is moved aside at most: before the next one a person looks.
 */
final class SelfSeed {
    private static final Logger LOG = LoggerFactory.getLogger(SelfSeed.class);
    private static final String COPY = "seeded";
    private static final String WHOLE_COPY = "seeded.whole";
    private static final String ASIDE = "left-behind";
    private static final List<String> PARTS = List.of("archive", "cluster", "events", "member");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private SelfSeed() {}

    /**
     * Makes the copy and decides the exchange, which the next {@link LogDirectory#lock} does. Only under the directory's
     * lock, and while nothing of Aeron runs on it.
     *
     * @throws MembershipConflict if a person must look first
     * @throws IOException if it cannot be done now, as while one of the others is away; then nothing was changed
     */
    static void prepare(Path log, Membership membership, LeftBehind why) throws IOException, InterruptedException {
        String mend = "; move " + log + " away and say './convoy member seed' (docs/operations.md, Three members)";
        try (DirectoryStream<Path> aside = Files.newDirectoryStream(log, ASIDE + "*")) {
            for (Path former : aside) {
                throw new MembershipConflict(why.getMessage() + "; it seeds itself only once, and " + former
                        + " is still there: see that it is not needed any more and delete it, then start again");
            }
        }
        Path copy = log.resolve(COPY);
        delete(copy);
        MemberSeed.Copied copied;
        try {
            copied = MemberSeed.copy(copy, membership);
        } catch (MembershipConflict notNow) {
            throw new IOException(why.getMessage() + ", and it cannot seed itself now: " + notNow.getMessage(), notNow);
        }
        long own = MemberMark.read(log).logId();
        if (own != 0 && own != MemberMark.read(copy).logId()) {
            delete(copy);
            throw new MembershipConflict(why.getMessage() + ", and theirs is another log than this one" + mend);
        }
        Path vote = log.resolve("cluster").resolve(NodeStateFile.FILENAME);
        if (Files.exists(vote)) {
            Path taken = copy.resolve("cluster").resolve(NodeStateFile.FILENAME);
            Files.copy(vote, taken, StandardCopyOption.REPLACE_EXISTING);
            force(taken);
        }
        force(copy.resolve("cluster"));
        force(copy);
        Files.move(copy, log.resolve(WHOLE_COPY), StandardCopyOption.ATOMIC_MOVE);
        force(log);
        LOG.warn(
                "log.seeded position={} snapshot={} why={}",
                copied.position(),
                copied.snapshotPosition(),
                why.getMessage());
    }

    /** Does what was decided, or the rest of it. Only under the directory's lock. */
    static void finish(Path log) throws IOException {
        Path copy = log.resolve(WHOLE_COPY);
        if (Files.notExists(copy)) {
            return;
        }
        Path aside = Files.createDirectories(log.resolve(ASIDE));
        for (String part : PARTS) {
            // as long as the new one is not in its place, what is there is the old one
            if (Files.exists(copy.resolve(part))) {
                if (Files.exists(log.resolve(part))) {
                    Files.move(log.resolve(part), aside.resolve(part), StandardCopyOption.ATOMIC_MOVE);
                    force(aside);
                    force(log);
                }
                Files.move(copy.resolve(part), log.resolve(part), StandardCopyOption.ATOMIC_MOVE);
                force(log);
            }
        }
        Files.deleteIfExists(log.resolve(LogDirectory.DISTRUST));
        delete(copy);
        Path kept = log.resolve(ASIDE + '-' + STAMP.format(Instant.now()));
        Files.move(aside, kept, StandardCopyOption.ATOMIC_MOVE);
        force(log);
        LOG.warn("log.seeded.done formerLog={}", kept);
    }

    /** A copy, never the log itself. */
    private static void delete(Path copy) throws IOException {
        if (Files.notExists(copy)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> tree = Files.walk(copy)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

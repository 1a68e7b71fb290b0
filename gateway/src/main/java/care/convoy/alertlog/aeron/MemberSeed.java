package care.convoy.alertlog.aeron;

import care.convoy.alertlog.aeron.MusterWord.Standing;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What is done to the directory of a member that does not run: seeding an empty one from the two others, and making the log
 * of a single member that of one of three. Blocks; one thread.
 */
public final class MemberSeed {
    private static final long LEADER_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_EACH_MILLIS = 50;

    /** Stands in a directory that is being seeded; what is in it then is good for nothing. */
    private static final String UNFINISHED = "seeding";

    private MemberSeed() {}

    /** What was copied. @param snapshotPosition 0 if the log has no snapshot yet @param position the log's end */
    public record Copied(long snapshotPosition, long position) {}

    /** @throws MembershipConflict if the seeding of this directory was broken off */
    static void requireFinished(Path log) throws MembershipConflict {
        if (Files.exists(log.resolve(UNFINISHED))) {
            throw new MembershipConflict(
                    "the seeding of " + log + " was broken off; say './convoy member seed' once more");
        }
    }

    /**
     * Copies the last snapshot and the log behind it from the members that run.
     *
     * @param log the member's log directory, empty or not there
     * @throws IOException saying why nothing was copied; the directory is then empty, or says of itself that it is unfinished
     */
    public static Copied copy(Path log, Membership membership) throws IOException, InterruptedException {
        if (Files.exists(log.resolve(UNFINISHED))) {
            empty(log);
        }
        if (!MemberMark.isEmpty(log)) {
            throw new MembershipConflict(
                    log + " is not empty; only an empty directory is seeded: if this log is broken,"
                            + " move it away first");
        }
        try (LogDirectory directory = LogDirectory.lock(log)) {
            MusterWord leader = leader(membership);
            Files.createFile(log.resolve(UNFINISHED));
            long position;
            try (SeedEngine engine = new SeedEngine(membership, directory)) {
                position = engine.copyUpTo(leader.position());
            }
            directory.enter(membership);
            directory.noteLogId(leader.logId());
            Files.delete(log.resolve(UNFINISHED));
            return new Copied(snapshotPosition(directory), position);
        }
    }

    private static long snapshotPosition(LogDirectory directory) {
        try (RecordingLog recordings = new RecordingLog(directory.cluster().toFile(), false)) {
            RecordingLog.Entry latest = recordings.getLatestSnapshot(0);
            return latest == null ? 0 : latest.logPosition;
        }
    }

    /** With one of them silent there may be no majority that holds all that was acknowledged. */
    private static MusterWord leader(Membership membership) throws IOException, InterruptedException {
        try (Muster muster = new Muster(membership, Muster.Self.starting(Standing.VISITOR, 0))) {
            muster.assemble(false, Duration.ZERO);
            long deadline = System.nanoTime() + LEADER_WITHIN_NANOS;
            while (true) {
                List<MusterWord> words = muster.words();
                MusterWord leader = muster.leader();
                if (leader != null && words.size() == membership.copies() - 1) {
                    return leader;
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new MembershipConflict(words.size() + " of the two other members answer"
                            + (leader == null ? ", and none of them leads" : "")
                            + "; a member is seeded only while the other two run and agree on a leader");
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EACH_MILLIS);
            }
        }
    }

    private static void empty(Path log) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(log)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            if (!each.equals(log) && !each.endsWith(UNFINISHED)) {
                Files.delete(each);
            }
        }
        Files.delete(log.resolve(UNFINISHED));
    }

    /**
     * Makes a stopped single member's log, or a copy of it, that of one of three.
     *
     * @throws IOException if it is none, or runs
     */
    public static void convert(Path log, Membership membership) throws IOException {
        try (LogDirectory directory = LogDirectory.lock(log)) {
            directory.convertTo(membership);
        }
    }
}

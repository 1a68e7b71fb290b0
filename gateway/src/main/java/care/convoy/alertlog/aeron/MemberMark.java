package care.convoy.alertlog.aeron;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What a log's directory says of itself, in its file {@code member}: a directory of one member must not be started as one
 * of three by a wrong option, nor the reverse, for both would answer to the same name with another log. Immutable.
 *
 * @param copies how many members the log has; 0 if the directory is empty
 * @param memberId which of them this is
 * @param logId 0 as long as it is not known that the log has one
 */
record MemberMark(int copies, int memberId, long logId) {
    private static final String FILE = "member";
    private static final String DRAFT = "member.new";
    private static final String LOCK = "convoy.lock";
    private static final MemberMark EMPTY = new MemberMark(0, 0, 0);

    /** A directory without a mark is empty, or of a single member of the time before there were marks. */
    static MemberMark read(Path log) throws IOException {
        MemberSeed.requireFinished(log);
        Path file = log.resolve(FILE);
        if (!Files.exists(file)) {
            return isEmpty(log) ? EMPTY : new MemberMark(1, 0, 0);
        }
        Properties mark = new Properties();
        try {
            mark.load(new StringReader(Files.readString(file)));
            return new MemberMark(
                    Integer.parseInt(mark.getProperty("copies")),
                    Integer.parseInt(mark.getProperty("member")),
                    Long.parseUnsignedLong(mark.getProperty("log"), 16));
        } catch (IllegalArgumentException damaged) {
            throw new MembershipConflict(file + " cannot be read (" + damaged.getMessage()
                    + "); three lines are wanted:" + " copies=1 or 3, member=0 to 2, log=0");
        }
    }

    /** A start that ended right at its beginning leaves empty directories, the lock, and perhaps a draft of the mark. */
    static boolean isEmpty(Path log) throws IOException {
        if (!Files.isDirectory(log)) {
            return true;
        }
        try (Stream<Path> entries = Files.walk(log)) {
            return entries.allMatch(entry -> Files.isDirectory(entry) || entry.endsWith(LOCK) || entry.endsWith(DRAFT));
        }
    }

    boolean isEmpty() {
        return copies == 0;
    }

    /** @throws MembershipConflict if the directory belongs to another membership */
    void requireFits(Membership membership, Path log) throws MembershipConflict {
        if (isEmpty()) {
            return;
        }
        if (copies == 1 && !membership.isSingle()) {
            throw new MembershipConflict("the alert log in " + log + " is of a single member; to go on with three, stop"
                    + " it and say './convoy member convert' (docs/operations.md, Three members)");
        }
        if (copies == 3 && membership.isSingle()) {
            throw new MembershipConflict("the alert log in " + log + " is of member " + memberId + " of three; start it"
                    + " with --members and --member " + memberId);
        }
        if (memberId != membership.memberId()) {
            throw new MembershipConflict("the alert log in " + log + " is of member " + memberId + ", not of member "
                    + membership.memberId() + "; give the right --data or --member");
        }
    }

    MemberMark withLogId(long newLogId) {
        return new MemberMark(copies, memberId, newLogId);
    }

    static MemberMark of(Membership membership) {
        return new MemberMark(membership.copies(), membership.memberId(), 0);
    }

    /** On disk when it returns. */
    void write(Path log) throws IOException {
        String text = "copies=" + copies + "\nmember=" + memberId + "\nlog=" + Long.toHexString(logId) + "\n";
        Path draft = log.resolve(DRAFT);
        try (FileChannel out = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(draft, log.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entry = FileChannel.open(log, StandardOpenOption.READ)) {
            entry.force(true);
        }
    }
}

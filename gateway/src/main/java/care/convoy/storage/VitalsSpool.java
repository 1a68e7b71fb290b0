package care.convoy.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of the series on disk while the database is away: segment files, oldest first. Bounded: the oldest segment is deleted when
 * they outgrow the bound or the disk is full, and its rows are counted. Confined to the writer's thread.
 *
 * <p>Written rows are on disk after {@link #sync}. A segment that was torn by a crash is read up to the tear.
 */
final class VitalsSpool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VitalsSpool.class);
    private static final String SUFFIX = ".spool";
    /** With less room than that a write that fails does so because the disk is full. */
    private static final long FULL_BYTES = 1 << 20;

    private final Path directory;
    private final long mostBytes;
    private final int segmentBytes;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long nextNumber;
    private long bytes;
    private @Nullable FileChannel open;
    private boolean unsynced;
    private boolean failing;

    /** What became of rows. @param spooled on disk now @param dropped lost: older ones that made room, or these themselves */
    record Outcome(int spooled, long dropped) {}

    /** One file. @param size at the last write */
    record Segment(Path file, long size) {}

    private VitalsSpool(Path directory, long mostBytes, int segmentBytes) {
        this.directory = directory;
        this.mostBytes = mostBytes;
        this.segmentBytes = segmentBytes;
    }

    /** Opens the directory with what a former run left. */
    static VitalsSpool open(Path directory, long mostBytes, int segmentBytes) throws IOException {
        Files.createDirectories(directory);
        VitalsSpool spool = new VitalsSpool(directory, mostBytes, segmentBytes);
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> left = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
            for (Path file : left) {
                spool.segments.addLast(new Segment(file, Files.size(file)));
                spool.bytes += Files.size(file);
                String name = String.valueOf(file.getFileName());
                spool.nextNumber = Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) + 1;
            }
        }
        return spool;
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    /** Adds the rows behind all others; on a full disk the oldest make room. */
    Outcome append(List<? extends SeriesRow> rows) {
        if (rows.isEmpty()) {
            return new Outcome(0, 0);
        }
        ByteBuffer encoded = SpoolRecord.encode(rows);
        long dropped = 0;
        while (true) {
            try {
                write(encoded.duplicate());
                failing = false;
                return new Outcome(rows.size(), dropped + shrink());
            } catch (IOException failure) {
                takeBack();
                noteFailure(failure);
                if (segments.isEmpty() || segments.getFirst().size() == 0 || !isDiskFull()) {
                    return new Outcome(0, dropped + rows.size());
                }
                dropped += dropOldest();
            }
        }
    }

    private void write(ByteBuffer encoded) throws IOException {
        long size = encoded.remaining();
        FileChannel channel = open;
        Segment last = segments.peekLast();
        if (channel == null || last == null || (last.size() > 0 && last.size() + size > segmentBytes)) {
            channel = roll();
            last = segments.getLast();
        }
        while (encoded.hasRemaining()) {
            channel.write(encoded);
        }
        unsynced = true;
        segments.removeLast();
        segments.addLast(new Segment(last.file(), last.size() + size));
        bytes += size;
    }

    /** What was written in part must not stand before what follows. */
    private void takeBack() {
        FileChannel channel = open;
        Segment last = segments.peekLast();
        if (channel == null || last == null) {
            return;
        }
        try {
            channel.truncate(last.size());
        } catch (IOException broken) {
            letGo();
        }
    }

    private void noteFailure(IOException failure) {
        if (!failing) {
            LOG.error("the spool of measurements cannot be written: {}", failure.getMessage());
        }
        failing = true;
    }

    private boolean isDiskFull() {
        try {
            return Files.getFileStore(directory).getUsableSpace() < FULL_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Puts what was written on disk. */
    void sync() throws IOException {
        FileChannel channel = open;
        if (channel != null && unsynced) {
            channel.force(false);
            unsynced = false;
        }
    }

    /** The oldest segment; nothing more is written to it. */
    @Nullable
    Segment oldest() throws IOException {
        if (segments.size() == 1) {
            closeOpen();
        }
        return segments.peekFirst();
    }

    /** All rows of a segment up to its end or its tear. */
    static List<SeriesRow> read(Segment segment) throws IOException {
        List<SeriesRow> rows = new ArrayList<>();
        SpoolRecord.decode(ByteBuffer.wrap(Files.readAllBytes(segment.file())), rows);
        return rows;
    }

    /** The oldest segment is in the database. */
    void deleteOldest() throws IOException {
        Segment oldest = segments.pollFirst();
        if (oldest != null) {
            if (segments.isEmpty()) {
                closeOpen();
            }
            bytes -= oldest.size();
            Files.deleteIfExists(oldest.file());
        }
    }

    /** The oldest segment cannot be read: it stays on disk under another name and is no longer part of the spool. */
    void setAsideOldest() {
        Segment oldest = segments.pollFirst();
        if (oldest != null) {
            bytes -= oldest.size();
            try {
                Files.move(oldest.file(), Path.of(oldest.file() + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException stays) {
                LOG.error("{} cannot be renamed: {}", oldest.file().getFileName(), stays.getMessage());
            }
        }
    }

    private long shrink() {
        long dropped = 0;
        while (bytes > mostBytes && segments.size() > 1) {
            dropped += dropOldest();
        }
        return dropped;
    }

    private long dropOldest() {
        Segment oldest = segments.removeFirst();
        if (segments.isEmpty()) {
            letGo();
        }
        bytes -= oldest.size();
        long rows = 0;
        try {
            rows = read(oldest).size();
            Files.deleteIfExists(oldest.file());
        } catch (IOException stays) {
            LOG.error("{} is not deleted: {}", oldest.file().getFileName(), stays.getMessage());
        }
        return rows;
    }

    /** Closes the segment that is written to; the next row begins a new one. */
    private void letGo() {
        FileChannel channel = open;
        open = null;
        unsynced = false;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException gone) {
                LOG.debug("a segment is not closed: {}", gone.getMessage());
            }
        }
    }

    private FileChannel roll() throws IOException {
        closeOpen();
        Path file = directory.resolve(String.format(Locale.ROOT, "%016d%s", nextNumber++, SUFFIX));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        open = channel;
        segments.addLast(new Segment(file, 0));
        return channel;
    }

    private void closeOpen() throws IOException {
        FileChannel channel = open;
        if (channel != null) {
            sync();
            channel.close();
            open = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeOpen();
    }
}

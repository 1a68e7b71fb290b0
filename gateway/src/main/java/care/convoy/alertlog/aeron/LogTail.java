package care.convoy.alertlog.aeron;

import io.aeron.archive.ArchiveTool;
import io.aeron.archive.client.ArchiveException;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a log that was not closed. Of the last write, any pages or sectors may be missing after a power failure or on
 * a full disk: it was never forced to the disk as a whole, therefore nothing in it was acknowledged, and it is cut off from
 * its first fragment on that is not whole. Left alone, the archive refuses to start over a torn page, and the log stands
 * still for ever over a torn sector; what lies behind a missing page would come back to life when the log has grown up to it.
 *
 * <p>What stays is forced to the disk. A process that is killed between a write and its sync leaves the write in memory only; the
 * archive takes it for recorded and notes its end in its catalog, and a power failure after that would leave a catalog that promises
 * more than there is: the log would never start again.
 *
 * <p>A fragment is whole if its {@link FragmentChecksum} is right. What is damaged further back than the last write was
 * forced to the disk once, so it is no power failure: then nothing is cut and nothing starts.
 */
final class LogTail {
    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
    private static final String TORN = "straddling page boundary";
    private static final int FRAME_ALIGNMENT = 32;
    private static final int READ_BYTES = 1 << 20;
    private static final int PAGE_BYTES = 4_096;
    private static final Pattern SEGMENT_NAME = Pattern.compile("([0-9]+)-[0-9]+\\.rec");

    /**
     * The archive forces each write of the log before the next, and a write is what the log is ahead of it: at most
     * {@link LogEngine#LOG_WINDOW} and a message where this member leads, the receiver's window of 128 KB where it follows.
     */
    static final int LONGEST_LOG_WRITE_BYTES = 1 << 20;

    private LogTail() {}

    /**
     * Cuts a recording behind its last whole fragment, and forces what stays. Only while nothing of Aeron runs on the directory.
     *
     * @return whether something was cut off
     * @throws IOException if the log is damaged further back than a power failure explains
     */
    static boolean trim(Path archive, long recordingId) throws IOException {
        boolean cut = trim(archive, recordingId, LONGEST_LOG_WRITE_BYTES, false);
        force(archive, recordingId);
        return cut;
    }

    /** All segments: the last write may stand at the end of the last but one. */
    private static void force(Path archive, long recordingId) throws IOException {
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(archive, recordingId + "-*.rec")) {
            for (Path segment : segments) {
                try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    file.force(true);
                }
            }
        }
    }

    /**
     * @param longestWrite bytes that may be missing or torn
     * @param paddingToo whether padding at the end goes as well: only where the archive does not know of it yet
     */
    private static boolean trim(Path archive, long recordingId, int longestWrite, boolean paddingToo)
            throws IOException {
        Path last = lastSegment(archive, recordingId);
        if (last == null) {
            return false;
        }
        try (FileChannel file = FileChannel.open(last, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = file.size();
            ByteBuffer bytes = contents(file, (int) size);
            int end = endOfWholeFragments(bytes, paddingToo);
            int beyond = lastUsedByte(bytes) + 1;
            if (end == 0 || beyond <= end) {
                return false;
            }
            if (beyond - end > longestWrite) {
                throw new IOException("the alert log is damaged: " + last.getFileName() + " at byte " + end + ", with "
                        + (beyond - end)
                        + " bytes behind it; nothing was changed. Restore a backup, or seed this member");
            }
            wipe(file, bytes, end, beyond);
            LOG.warn("log.tail.cut file={} at={} bytes={}", last.getFileName(), end, beyond - end);
            return true;
        }
    }

    /**
     * Makes them zero where they are, and the file keeps its length: when this is itself cut short, what is left is a torn
     * end again, with fewer bytes in it. Only what is not zero is written, so a full disk needs no more room for it.
     */
    private static void wipe(FileChannel file, ByteBuffer bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            int pageEnd = Math.min(to, (at / PAGE_BYTES + 1) * PAGE_BYTES);
            ByteBuffer zeros = ByteBuffer.allocate(pageEnd - at);
            if (!zeros.equals(bytes.slice(at, pageEnd - at))) {
                while (zeros.hasRemaining()) {
                    file.write(zeros, at + zeros.position());
                }
            }
            at = pageEnd;
        }
        file.force(true);
    }

    /** Read, not mapped: a hole of a file on a full memory file system, touched through a mapping, ends the process. */
    private static ByteBuffer contents(FileChannel file, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            int at = bytes.position();
            bytes.limit(Math.min(size, at + READ_BYTES));
            if (file.read(bytes, at) < 0) {
                throw new IOException("the alert log's last file became shorter while it was read");
            }
            bytes.limit(size);
        }
        return bytes.flip();
    }

    private static @Nullable Path lastSegment(Path archive, long recordingId) throws IOException {
        Path last = null;
        long lastPosition = -1;
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(archive, recordingId + "-*.rec")) {
            for (Path segment : segments) {
                String name = segment.getFileName().toString();
                long position = Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
                if (position > lastPosition) {
                    lastPosition = position;
                    last = segment;
                }
            }
        }
        return last;
    }

    /**
     * 0 also for a recording that begins inside its first segment. Padding holds nothing and is written again when the log
     * goes on; at the end of a recording that was not closed the archive takes it for a torn write.
     */
    private static int endOfWholeFragments(ByteBuffer bytes, boolean withoutLastPadding) {
        int at = 0;
        int afterData = 0;
        while (at + DataHeaderFlyweight.HEADER_LENGTH <= bytes.capacity()) {
            long length = bytes.getInt(at);
            long aligned = Math.ceilDiv(length, FRAME_ALIGNMENT) * FRAME_ALIGNMENT;
            if (length < DataHeaderFlyweight.HEADER_LENGTH || aligned > bytes.capacity() - at) {
                return afterData;
            }
            if (!isWhole(bytes, at, (int) aligned)) {
                return afterData;
            }
            boolean padding = isPadding(bytes, at);
            at += (int) aligned;
            afterData = padding && withoutLastPadding ? afterData : at;
        }
        return afterData;
    }

    private static boolean isPadding(ByteBuffer bytes, int at) {
        return (bytes.getShort(at + DataHeaderFlyweight.TYPE_FIELD_OFFSET) & 0xFFFF)
                == DataHeaderFlyweight.HDR_TYPE_PAD;
    }

    /** Of padding only the head is written, and no checksum. */
    private static boolean isWhole(ByteBuffer bytes, int at, int aligned) {
        if (isPadding(bytes, at)) {
            return true;
        }
        int type = bytes.getShort(at + DataHeaderFlyweight.TYPE_FIELD_OFFSET) & 0xFFFF;
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(at + DataHeaderFlyweight.HEADER_LENGTH, aligned - DataHeaderFlyweight.HEADER_LENGTH));
        return type == DataHeaderFlyweight.HDR_TYPE_DATA
                && bytes.getInt(at + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET) == (int) crc.getValue();
    }

    private static int lastUsedByte(ByteBuffer bytes) {
        int at = bytes.capacity() - Long.BYTES;
        while (at > 0 && bytes.getLong(at) == 0) {
            at -= Long.BYTES;
        }
        int last = Math.min(at + Long.BYTES, bytes.capacity()) - 1;
        while (last >= 0 && bytes.get(last) == 0) {
            last--;
        }
        return last;
    }

    /**
     * Cuts any other recording that the archive stumbled over: a snapshot that was being written.
     *
     * @param stumbled why the archive did not start
     * @return whether that was a torn end, which is now cut off
     */
    static boolean trimIfTorn(Path archive, ArchiveException stumbled) throws IOException {
        String why = stumbled.getMessage();
        if (why == null || !why.contains(TORN)) {
            return false;
        }
        Matcher named = SEGMENT_NAME.matcher(why);
        if (named.find() && trim(archive, Long.parseLong(named.group(1)), LogEngine.SNAPSHOT_WRITE_BYTES, true)) {
            return true;
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

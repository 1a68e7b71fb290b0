package care.convoy.alertlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the journal.
 *
 * <pre>
 *  header  magic 4 | version 1 | after a gap 1 | 0 0 | log id 8 | base position 8 | CRC-32C of the former 4
 *  record  length 4 | CRC-32C of the payload 4 | payload: position 8, then each event with its length in front
 * </pre>
 *
 * A record holds the events of one command, so that they are kept or lost together. A record without events is a marker:
 * the log's snapshot at that position was preceded by a sync of all before it. Its owner guards the mutable fields.
 */
final class JournalSegment {
    static final int HEADER_BYTES = 28;
    static final int RECORD_HEAD_BYTES = 8;
    static final int MAX_RECORD_BYTES = 64 << 20;

    /** Longest record that is looked for behind a damaged one, so that a false beginning costs little. */
    private static final int MAX_SOUGHT_BYTES = 1 << 20;

    private static final int MARKER_BYTES = 8;
    private static final int MAGIC = 0x43564556;
    private static final int VERSION = 1;
    private static final String SUFFIX = ".events";

    final Path path;
    final long sequence;
    final long logId;

    /** Position of the last event before this segment; -1 at the beginning of a log. */
    final long basePosition;

    /** Whether events between the former segment's end and {@link #basePosition} were lost. */
    final boolean afterGap;

    /** Position of the last event, or the base while there is none. */
    long lastPosition;

    /** Position of the last marker, or -1. */
    long markedPosition = -1;

    /** Where the next record goes; up to here the file is whole. */
    long endBytes;

    /** Where the last event ends; a marker may follow. */
    long eventsEndBytes;

    JournalSegment(Path path, long sequence, long logId, long basePosition, boolean afterGap) {
        this.path = path;
        this.sequence = sequence;
        this.logId = logId;
        this.basePosition = basePosition;
        this.afterGap = afterGap;
        this.lastPosition = basePosition;
        this.endBytes = HEADER_BYTES;
        this.eventsEndBytes = HEADER_BYTES;
    }

    /** A record as it is found in the file. */
    static final class Found {
        final long position;

        /** Where the following record begins. */
        final long nextAt;

        private final byte[] payload;

        private Found(byte[] payload, long nextAt) {
            this.position = ByteBuffer.wrap(payload).getLong();
            this.nextAt = nextAt;
            this.payload = payload;
        }

        boolean isMarker() {
            return payload.length == MARKER_BYTES;
        }

        List<CommittedEvent> events() throws MalformedFrame {
            FrameReader in = new FrameReader(payload);
            in.fixed64();
            List<CommittedEvent> events = new ArrayList<>();
            while (in.remaining() > 0) {
                events.add(EventCodec.decode(in.octets()));
            }
            return events;
        }
    }

    /** Everything up to here is in this segment or before it. */
    long reachedPosition() {
        return Math.max(lastPosition, markedPosition);
    }

    void count(long position, boolean marker, long nextAt) {
        endBytes = nextAt;
        if (marker) {
            markedPosition = position;
        } else {
            lastPosition = position;
            eventsEndBytes = nextAt;
        }
    }

    static String fileName(long sequence) {
        return "%016d%s".formatted(sequence, SUFFIX);
    }

    /** The segment's number from its file's name, or -1 if it is no segment. */
    static long sequenceOf(Path path) {
        String name = path.getFileName().toString();
        if (!name.matches("\\d{16}\\.events")) {
            return -1;
        }
        return Long.parseLong(name.substring(0, 16));
    }

    FileChannel create() throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
        try {
            writeFully(channel, header(), 0);
            return channel;
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putInt(MAGIC).put((byte) VERSION).put((byte) (afterGap ? 1 : 0)).putShort((short) 0);
        header.putLong(logId).putLong(basePosition);
        header.putInt(crc(header.array(), HEADER_BYTES - 4));
        return header.flip();
    }

    /** Opens an existing file by its header; null if the header is not whole, as after a crash right at its creation. */
    static @Nullable JournalSegment open(Path path, long sequence) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            readFully(channel, header, 0);
        }
        header.flip();
        if (header.remaining() < HEADER_BYTES || header.getInt(0) != MAGIC || header.get(4) != VERSION) {
            return null;
        }
        if (header.getInt(HEADER_BYTES - 4) != crc(header.array(), HEADER_BYTES - 4)) {
            return null;
        }
        return new JournalSegment(path, sequence, header.getLong(8), header.getLong(16), header.get(5) == 1);
    }

    /** What a file holds. @param whole whether its end is not torn @param damaged places inside where records are not whole */
    record Scan(boolean whole, int damaged) {}

    /**
     * Reads through the file. Records that are not whole end it, if there is no whole one behind them, or if replay brings
     * back all that is behind them anyway; else they are passed over.
     *
     * @param regeneratedFrom replay brings back the events after this position
     */
    Scan scan(long regeneratedFrom) throws IOException {
        int damaged = 0;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (endBytes < channel.size()) {
                Found found = read(channel, endBytes, channel.size());
                if (found == null && reachedPosition() < regeneratedFrom) {
                    found = next(channel, endBytes + 1, channel.size(), reachedPosition());
                    damaged += found == null ? 0 : 1;
                }
                if (found == null) {
                    return new Scan(false, damaged);
                }
                count(found.position, found.isMarker(), found.nextAt);
            }
            return new Scan(true, damaged);
        }
    }

    /** The first whole record after a place whose position is after another one, or null if there is none before the limit. */
    static @Nullable Found next(FileChannel channel, long from, long limit, long after) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, limit - from));
        readFully(channel, bytes, from);
        bytes.flip();
        for (int at = 0; at + RECORD_HEAD_BYTES + MARKER_BYTES <= bytes.limit(); at++) {
            int length = bytes.getInt(at);
            boolean fits = length >= MARKER_BYTES
                    && length <= MAX_SOUGHT_BYTES
                    && at + RECORD_HEAD_BYTES + length <= bytes.limit();
            if (fits && bytes.getLong(at + RECORD_HEAD_BYTES) > after) {
                Found found = read(channel, from + at, limit);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    static ByteBuffer record(long position, List<CommittedEvent> events) {
        FrameWriter payload = new FrameWriter(MAX_RECORD_BYTES);
        payload.fixed64(position);
        for (CommittedEvent event : events) {
            payload.octets(EventCodec.encode(event));
        }
        byte[] bytes = payload.toBytes();
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD_BYTES + bytes.length);
        return record.putInt(bytes.length)
                .putInt(crc(bytes, bytes.length))
                .put(bytes)
                .flip();
    }

    /** The record at a place, or null if there is no whole one before {@code limit}. */
    static @Nullable Found read(FileChannel channel, long at, long limit) throws IOException {
        if (at + RECORD_HEAD_BYTES > limit) {
            return null;
        }
        ByteBuffer head = ByteBuffer.allocate(RECORD_HEAD_BYTES);
        readFully(channel, head, at);
        head.flip();
        if (head.remaining() < RECORD_HEAD_BYTES) {
            return null;
        }
        int length = head.getInt();
        if (length < MARKER_BYTES || length > MAX_RECORD_BYTES || at + RECORD_HEAD_BYTES + length > limit) {
            return null;
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        readFully(channel, payload, at + RECORD_HEAD_BYTES);
        if (payload.hasRemaining() || head.getInt() != crc(payload.array(), length)) {
            return null;
        }
        return new Found(payload.array(), at + RECORD_HEAD_BYTES + length);
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long place = at;
        while (bytes.hasRemaining()) {
            place += channel.write(bytes, place);
        }
    }

    /** Fills the buffer as far as the file reaches. */
    private static void readFully(FileChannel channel, ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining()) {
            int count = channel.read(into, at + into.position());
            if (count < 0) {
                return;
            }
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}

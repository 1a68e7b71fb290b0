package care.convoy.alertlog.emergency;

import care.convoy.alertlog.CommandCodec;
import care.convoy.alertlog.emergency.JournalEntry.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's emergency journal: records written in place into a file that was allocated before, each with a check sum
 * that covers the record before it as well, so that nothing is read behind a torn end and nothing of a former generation.
 *
 * <pre>
 *  at 0 and 4096   header  magic 4 | version 4 | generation 8 | next sequence 8 | CRC-32C 4; the higher generation counts
 *  from 8192 on    record  length of content 4 | CRC-32C 4 | sequence 8 | time 8 | kind 1 | content
 * </pre>
 *
 * Records are collected by {@link #add} and are safe when {@link #sync} has returned. A new generation, begun when the log
 * has taken over everything, starts from the front again. The last eighth is for alarms only. After the first error of the
 * disk it is broken for good: what was written then may be lost although a later sync succeeds. One thread.
 */
public final class EmergencyJournal implements AutoCloseable {
    /** How much a gateway allocates. */
    public static final int BYTES = 16 << 20;

    static final int FIRST_RECORD = 8_192;
    static final int RECORD_HEAD_BYTES = 25;

    private static final int SECOND_HEADER = 4_096;
    private static final int HEADER_BYTES = 28;
    private static final int MAGIC = 0x43564A4E;
    private static final int VERSION = 1;

    private final JournalMedium medium;
    private final List<JournalEntry> found = new ArrayList<>();
    private ByteBuffer batch = ByteBuffer.allocate(64 << 10);
    private long generation;
    private long nextSequence = 1;
    private int firstChain;
    private long firstSequence = 1;
    private int chain;
    private int end = FIRST_RECORD;
    private int synced = FIRST_RECORD;
    private int syncedChain;
    private long syncedSequence = 1;
    private volatile int bytesUsed;
    private volatile boolean broken;

    /** How important a record is: decides how far into the journal it may still be written. */
    enum Room {
        /** An alarm. */
        ALARM,
        /** Anything else. */
        OTHER,
        /** An alert of the log that nobody has touched: at most a quarter of the journal. */
        KNOWN,
        /** The journal's own. */
        MARK
    }

    private EmergencyJournal(JournalMedium medium) {
        this.medium = medium;
    }

    /**
     * Opens, or allocates, a journal of {@link #BYTES}; one that cannot be read is set aside under another name.
     *
     * @param say told of what a person must know
     */
    public static EmergencyJournal open(Path file, Consumer<String> say) throws IOException {
        JournalFile medium = JournalFile.open(file, BYTES);
        try {
            return on(medium);
        } catch (IOException unreadable) {
            medium.close();
            Path aside = file.resolveSibling(file.getFileName() + ".unreadable-" + System.nanoTime());
            Files.move(file, aside);
            say.accept("the emergency journal cannot be read (" + unreadable.getMessage() + "); it was set aside as "
                    + aside + ", and what was in it was not brought to the log");
            return on(JournalFile.open(file, BYTES));
        }
    }

    /** Opens the journal on a medium of at least 64 KB. */
    public static EmergencyJournal on(JournalMedium medium) throws IOException {
        EmergencyJournal journal = new EmergencyJournal(medium);
        journal.readHeaders();
        journal.readRecords();
        return journal;
    }

    private void readHeaders() throws IOException {
        ByteBuffer first = header(0);
        ByteBuffer second = header(SECOND_HEADER);
        ByteBuffer newest = newer(isWhole(first) ? first : null, isWhole(second) ? second : null);
        if (newest != null) {
            generation = newest.getLong(8);
            nextSequence = newest.getLong(16);
            chain = newest.getInt(24);
        } else if (isBlank(first) && isBlank(second)) {
            begin();
        } else {
            throw new IOException("neither of its headers is whole");
        }
    }

    private ByteBuffer header(int at) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        medium.read(header, at);
        return header.flip();
    }

    private static boolean isBlank(ByteBuffer header) {
        return header.equals(ByteBuffer.allocate(HEADER_BYTES));
    }

    private static boolean isWhole(ByteBuffer header) {
        return header.getInt(0) == MAGIC && header.getInt(4) == VERSION && header.getInt(24) == crc(header, 24);
    }

    private static @Nullable ByteBuffer newer(@Nullable ByteBuffer one, @Nullable ByteBuffer other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.getLong(8) > other.getLong(8) ? one : other;
    }

    private static int crc(ByteBuffer bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, length));
        return (int) crc.getValue();
    }

    private void readRecords() throws IOException {
        firstChain = chain;
        firstSequence = nextSequence;
        ByteBuffer all = ByteBuffer.allocate(medium.size() - FIRST_RECORD);
        medium.read(all, FIRST_RECORD);
        all.flip();
        while (all.remaining() >= RECORD_HEAD_BYTES) {
            int start = all.position();
            int length = all.getInt(start);
            if (length < 0 || length > all.remaining() - RECORD_HEAD_BYTES) {
                break;
            }
            int sum = sum(chain, all.slice(start, RECORD_HEAD_BYTES + length));
            Kind kind = Kind.of(all.get(start + 24));
            if (sum != all.getInt(start + 4) || all.getLong(start + 8) != nextSequence || kind == null) {
                break;
            }
            byte[] content = new byte[length];
            all.get(start + RECORD_HEAD_BYTES, content);
            found.add(new JournalEntry(nextSequence++, all.getLong(start + 16), kind, content));
            chain = sum;
            all.position(start + RECORD_HEAD_BYTES + length);
        }
        end = FIRST_RECORD + all.position();
        synced = end;
        syncedChain = chain;
        syncedSequence = nextSequence;
        bytesUsed = end - FIRST_RECORD;
    }

    /** The check sum of a record, all but the sum itself, and of the one before. */
    private static int sum(int before, ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(
                ByteBuffer.allocate(8).putInt(before).putInt(record.getInt(0)).flip());
        crc.update(record.slice(8, record.limit() - 8));
        return (int) crc.getValue();
    }

    /** The records that were found when it was opened, oldest first; until {@link #begin}. */
    List<JournalEntry> found() {
        return List.copyOf(found);
    }

    /**
     * The records that are safe, read from the medium once more, oldest first.
     *
     * @throws IOException if one of them cannot be read as it was written
     */
    void readAgain(Consumer<JournalEntry> each) throws IOException {
        int before = firstChain;
        long sequence = firstSequence;
        int at = FIRST_RECORD;
        while (at < synced) {
            ByteBuffer head = ByteBuffer.allocate(Integer.BYTES);
            medium.read(head, at);
            int length = head.getInt(0);
            if (length < 0 || length > synced - at - RECORD_HEAD_BYTES) {
                throw new IOException("record " + sequence + " of the emergency journal cannot be read again");
            }
            ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD_BYTES + length);
            medium.read(record, at);
            int sum = sum(before, record.flip());
            Kind kind = Kind.of(record.get(24));
            if (sum != record.getInt(4) || record.getLong(8) != sequence || kind == null) {
                throw new IOException("record " + sequence + " of the emergency journal is not as it was written");
            }
            byte[] content = new byte[length];
            record.get(RECORD_HEAD_BYTES, content);
            each.accept(new JournalEntry(sequence++, record.getLong(16), kind, content));
            before = sum;
            at += RECORD_HEAD_BYTES + length;
        }
    }

    /** Collects a record; null if there is no room for it. Not safe before {@link #sync}. */
    @Nullable
    JournalEntry add(Kind kind, long atMillis, byte[] content, Room room) {
        int bytes = RECORD_HEAD_BYTES + content.length;
        if (broken || end + bytes > limit(room)) {
            return null;
        }
        ByteBuffer record = ByteBuffer.allocate(bytes);
        record.putInt(content.length).putInt(0).putLong(nextSequence).putLong(atMillis);
        record.put(kind.code).put(content).flip();
        JournalEntry entry = new JournalEntry(nextSequence, atMillis, kind, content);
        int sum = sum(chain, record);
        record.putInt(4, sum);
        if (batch.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(batch.capacity() * 2, batch.position() + bytes));
            batch = larger.put(batch.flip());
        }
        // from here on nothing is allocated: for want of memory a record is there or is not, and the chain holds
        batch.put(record);
        chain = sum;
        end += bytes;
        nextSequence++;
        return entry;
    }

    private int limit(Room room) {
        int forMarks = medium.size() / 128;
        return switch (room) {
            case KNOWN -> medium.size() / 4;
            case MARK -> medium.size();
            case ALARM -> medium.size() - forMarks;
            case OTHER -> medium.size() - forMarks - medium.size() / 8;
        };
    }

    /** Makes safe what was collected. @throws IOException and the journal is broken */
    void sync() throws IOException {
        requireWhole();
        try {
            medium.write(batch.duplicate().flip(), synced);
            medium.force();
        } catch (IOException failed) {
            broken = true;
            throw failed;
        } catch (RuntimeException | Error failed) {
            takeBack();
            throw failed;
        }
        batch.clear();
        synced = end;
        syncedChain = chain;
        syncedSequence = nextSequence;
        bytesUsed = end - FIRST_RECORD;
    }

    /** What was collected is not written: nobody was answered, and the next record takes its place. */
    private void takeBack() {
        batch.clear();
        end = synced;
        chain = syncedChain;
        nextSequence = syncedSequence;
    }

    /** Everything in it was taken over: it starts anew. @throws IOException and the journal is broken */
    void begin() throws IOException {
        requireWhole();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putInt(MAGIC).putInt(VERSION).putLong(generation + 1).putLong(nextSequence);
        int sum = crc(header, 24);
        header.putInt(sum).flip();
        try {
            medium.write(header, generation % 2 == 0 ? SECOND_HEADER : 0);
            medium.force();
        } catch (IOException failed) {
            broken = true;
            throw failed;
        }
        generation++;
        firstChain = sum;
        firstSequence = nextSequence;
        chain = sum;
        syncedChain = sum;
        syncedSequence = nextSequence;
        found.clear();
        batch.clear();
        end = FIRST_RECORD;
        synced = FIRST_RECORD;
        bytesUsed = 0;
    }

    private void requireWhole() throws IOException {
        if (broken) {
            throw new IOException("the emergency journal is broken since a former error of its disk");
        }
    }

    /** Counts the fillings of the journal. */
    long generation() {
        return generation;
    }

    /** Sequence of the last record. */
    long lastSequence() {
        return nextSequence - 1;
    }

    /** Whether an alarm may find no room: one more record of the largest size does not fit. Any thread. */
    public boolean isFull() {
        return FIRST_RECORD + bytesUsed + RECORD_HEAD_BYTES + CommandCodec.MAX_BYTES > limit(Room.ALARM);
    }

    /** Whether its disk failed, so that nothing can be made safe in it any more. Any thread. */
    public boolean isBroken() {
        return broken;
    }

    /** Bytes of records that the log has not yet taken over. Any thread. */
    public int bytesUsed() {
        return bytesUsed;
    }

    @Override
    public void close() throws IOException {
        medium.close();
    }
}

package care.convoy.alertlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The committed events in files of this node. Written by the log's service thread without waiting for the disk: what a
 * crash takes away since the last snapshot, the log's replay brings back, and what is there already is not written twice.
 * Read by one other thread.
 *
 * <p>An error while writing never reaches the alarm. The journal then stops keeping events, says so, tries a new segment
 * each second, and the history has a gap that its reader meets as {@link EventHistory.Gap}. The same happens below the
 * reserve of disk space; short of that nothing is dropped that was not trimmed.
 */
public final class EventJournal implements EventHistory, AutoCloseable {
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SPACE_CHECK_BYTES = 1 << 20;

    private final JournalConfig config;
    private final Consumer<String> alarm;
    private final Object lock = new Object();
    private final Deque<JournalSegment> segments = new ArrayDeque<>();
    private final JournalReader reader;
    private final LongAdder lostEvents = new LongAdder();
    private final LongAdder damaged = new LongAdder();

    /** Segments with bytes that may not be forced to disk yet, also those of a process that was killed; the writer's own. */
    private final List<FileChannel> unsynced = new ArrayList<>();

    private long logId;
    private @Nullable FileStore store;
    private @Nullable FileChannel writing;
    private long lastPosition = -1;
    private long trimmedPosition = -1;
    private JournalReader.@Nullable Spot trimmed;
    private boolean gap;
    private boolean newName;
    private long retryAtNanos;
    private long bytesToSpaceCheck;
    private boolean warned;
    private volatile boolean open;

    /** @param alarm told of everything that an operator of the system must know */
    public EventJournal(JournalConfig config, Consumer<String> alarm) {
        this.config = config;
        this.alarm = alarm;
        this.reader = new JournalReader(alarm);
    }

    /**
     * Opens the journal of a log, once. Files of another log are set aside in a folder of their own.
     *
     * @param regeneratedFrom the events after this position will be appended again by replay; -1 if all will
     */
    public void open(long newLogId, long regeneratedFrom) throws IOException {
        if (open) {
            throw new IllegalStateException("the event history is open");
        }
        Files.createDirectories(config.directory());
        store = Files.getFileStore(config.directory());
        synchronized (lock) {
            logId = newLogId;
            JournalMending.Mended mended =
                    new JournalMending(config.directory(), newLogId, alarm).mend(regeneratedFrom);
            segments.addAll(mended.segments());
            unsynced.addAll(mended.channels());
            newName = !mended.channels().isEmpty();
            damaged.add(mended.damaged());
            lastPosition = mended.lastPosition();
            gap = mended.gap();
            bytesToSpaceCheck = 0;
            open = true;
        }
    }

    /** Keeps the events of one command; those that are here already are passed over. Called by the service thread. */
    public void append(long position, List<CommittedEvent> events) {
        if (!open || position <= lastPosition) {
            return;
        }
        if (gap && System.nanoTime() - retryAtNanos < 0) {
            lose(position, events);
            return;
        }
        try {
            write(position, events);
        } catch (IOException | FrameWriter.Overflow failed) {
            fail("event history: cannot write: " + failed);
            lose(position, events);
        }
    }

    /** Appends the events, or a marker if there are none. */
    private void write(long position, List<CommittedEvent> events) throws IOException {
        ByteBuffer record = JournalSegment.record(position, events);
        int length = record.remaining();
        requireSpace(length);
        FileChannel channel = writing;
        JournalSegment segment = segments.peekLast();
        if (channel == null || segment == null || segment.endBytes + length > config.segmentBytes()) {
            segment = startSegment();
            channel = writing;
        }
        JournalSegment.writeFully(Objects.requireNonNull(channel), record, segment.endBytes);
        synchronized (lock) {
            segment.count(position, events.isEmpty(), segment.endBytes + length);
            lastPosition = Math.max(lastPosition, segment.lastPosition);
            lock.notifyAll();
        }
    }

    private void requireSpace(int length) throws IOException {
        bytesToSpaceCheck -= length;
        if (bytesToSpaceCheck > 0 || store == null) {
            return;
        }
        if (store.getUsableSpace() < config.reserveBytes()) {
            throw new IOException("less than " + config.reserveBytes() + " bytes of disk are free");
        }
        bytesToSpaceCheck = SPACE_CHECK_BYTES;
        boolean tooMuch = bytesWaiting() > config.warnBytes();
        if (tooMuch && !warned) {
            alarm.accept("event history: more than " + config.warnBytes() + " bytes wait for the database");
        }
        warned = tooMuch;
    }

    private JournalSegment startSegment() throws IOException {
        if (writing != null) {
            unsynced.add(writing);
            writing = null;
        }
        JournalSegment former = segments.peekLast();
        long sequence = former == null ? 0 : former.sequence + 1;
        Path path = config.directory().resolve(JournalSegment.fileName(sequence));
        Files.deleteIfExists(path);
        JournalSegment segment = new JournalSegment(path, sequence, logId, lastPosition, gap);
        writing = segment.create();
        newName = true;
        synchronized (lock) {
            segments.add(segment);
            gap = false;
        }
        return segment;
    }

    private void lose(long position, List<CommittedEvent> events) {
        synchronized (lock) {
            lastPosition = position;
            lock.notifyAll();
        }
        lostEvents.add(events.size());
    }

    private void fail(String message) {
        if (!gap) {
            alarm.accept(message + "; the history has a gap from here, alarms go on");
        }
        synchronized (lock) {
            gap = true;
        }
        retryAtNanos = System.nanoTime() + RETRY_NANOS;
        if (writing != null) {
            unsynced.add(writing);
            writing = null;
        }
    }

    /**
     * Waits until all that was appended is on disk, and marks that it is: before the log's snapshot at this position is
     * completed, for what lies before it no replay brings back. Called by the service thread.
     */
    public void sync(long position) throws IOException {
        if (!open) {
            return;
        }
        try {
            write(position, List.of());
            for (FileChannel closed : unsynced) {
                closed.force(false);
                closed.close();
            }
            unsynced.clear();
            if (writing != null) {
                writing.force(false);
            }
            forceNames();
        } catch (IOException failed) {
            fail("event history: cannot sync: " + failed);
            throw failed;
        }
    }

    /** What was appended last. @param bytes of it so far */
    public record Written(Path file, long bytes) {}

    /** Where the writer is, for whoever flushes it ahead of {@link #sync}; null if nothing was written. Any thread. */
    public @Nullable Written written() {
        synchronized (lock) {
            JournalSegment last = segments.peekLast();
            return last == null ? null : new Written(last.path, last.endBytes);
        }
    }

    /** A new segment's bytes are of no use after a power failure that takes its name. */
    private void forceNames() throws IOException {
        if (newName) {
            try (FileChannel names = FileChannel.open(config.directory(), StandardOpenOption.READ)) {
                names.force(true);
            }
            newName = false;
        }
    }

    @Override
    public long logId() {
        requireOpen();
        synchronized (lock) {
            return logId;
        }
    }

    @Override
    public List<CommittedEvent> read(long position, int ordinal, int max) {
        requireOpen();
        Ahead ahead;
        synchronized (lock) {
            ahead = ahead(position);
        }
        List<CommittedEvent> events = reader.read(ahead.parts(), new JournalReader.Place(position, ordinal), max);
        if (events.isEmpty() && ahead.gapTo() >= 0) {
            throw new Gap("the history has a gap from position " + position + " to " + ahead.gapTo());
        }
        return events;
    }

    @Override
    public long resumeAfter(long position) {
        requireOpen();
        long inside;
        Ahead ahead;
        synchronized (lock) {
            JournalSegment first = segments.peekFirst();
            long begin = first == null ? lastPosition : first.basePosition;
            inside = Math.clamp(position, begin, lastPosition);
            ahead = ahead(inside);
        }
        JournalReader.Place place = new JournalReader.Place(inside, Integer.MAX_VALUE);
        long damagedUpTo = reader.damagedUpTo(ahead.parts(), place);
        if (damagedUpTo >= 0) {
            return Math.max(inside, damagedUpTo);
        }
        boolean readsOn = !reader.read(ahead.parts(), place, 1).isEmpty();
        return readsOn ? inside : Math.max(inside, ahead.gapTo());
    }

    /** What a reader may read on. @param gapTo where the gap behind these parts ends; -1 if there is none */
    private record Ahead(List<JournalReader.Part> parts, long gapTo) {}

    /** The segments that a reader at this place has before it, up to the first gap; guarded by the lock. */
    private Ahead ahead(long position) {
        JournalSegment first = segments.peekFirst();
        if (position > lastPosition) {
            throw new Gap("position " + position + " lies beyond the end of the history, " + lastPosition);
        }
        long begin = first == null ? lastPosition : first.basePosition;
        if (position < begin) {
            throw new Gap("the history begins after position " + begin + ", the reader is at " + position);
        }
        List<JournalReader.Part> parts = new ArrayList<>();
        long reached = position;
        for (JournalSegment segment : segments) {
            if (segment.basePosition > reached) {
                return new Ahead(parts, segment.basePosition);
            }
            if (segment.lastPosition >= position && segment.lastPosition > segment.basePosition) {
                parts.add(
                        new JournalReader.Part(segment.path, segment.sequence, segment.endBytes, segment.lastPosition));
                reached = Math.max(reached, segment.lastPosition);
            }
        }
        return new Ahead(parts, gap ? lastPosition : -1);
    }

    @Override
    public boolean await(long position, int ordinal, long waitMillis) throws InterruptedException {
        requireOpen();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        synchronized (lock) {
            while (lastPosition <= position) {
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMillis <= 0) {
                    return false;
                }
                lock.wait(leftMillis);
            }
            return true;
        }
    }

    @Override
    public void trimTo(long position) {
        requireOpen();
        synchronized (lock) {
            trimmedPosition = position;
            trimmed = reader.spotAfter(position);
            while (segments.size() > 1 && segments.getFirst().lastPosition <= position) {
                JournalSegment oldest = segments.removeFirst();
                try {
                    oldest.delete();
                } catch (IOException failed) {
                    alarm.accept("event history: cannot delete " + oldest.path.getFileName() + ": " + failed);
                }
            }
        }
    }

    /** Bytes of all segments. A segment is kept until it is full and the database has all of it. */
    public long bytesHeld() {
        synchronized (lock) {
            return segments.stream().mapToLong(segment -> segment.endBytes).sum();
        }
    }

    /** Bytes of events that the database has not taken yet; all that are held until the reader said how far it is. */
    public long bytesWaiting() {
        synchronized (lock) {
            return segments.stream().mapToLong(this::waitingIn).sum();
        }
    }

    private long waitingIn(JournalSegment segment) {
        if (segment.lastPosition <= trimmedPosition) {
            return 0;
        }
        JournalReader.Spot from = trimmed;
        return segment.eventsEndBytes
                - (from != null && from.sequence() == segment.sequence ? from.at() : JournalSegment.HEADER_BYTES);
    }

    /** How many events were not kept because the disk was full or failed. */
    public long lostEvents() {
        return lostEvents.sum();
    }

    /** Places inside the files, found at the start, where records were damaged and not brought back by replay. */
    public long damagedPlaces() {
        return damaged.sum();
    }

    private void requireOpen() {
        if (!open) {
            throw new Away("the alert log is being started");
        }
    }

    /**
     * Ends the writing; the writer must have stopped. What is kept can be read and trimmed until the directory is opened
     * anew: a database that comes back makes room on a disk for whose sake the log was stopped.
     */
    @Override
    public void close() throws IOException {
        for (FileChannel channel : unsynced) {
            channel.close();
        }
        if (writing != null) {
            writing.close();
        }
    }
}

package care.convoy.alertlog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records out of segments, remembering where it stopped. Damaged records behind the reader's place are passed over;
 * before it they end the reading. The one reader's thread.
 */
final class JournalReader {
    private final Consumer<String> alarm;
    private Place resumePlace = new Place(-1, -1);
    private long resumeSequence = -1;
    private long resumeAt;
    private Place beganAfter = new Place(-1, -1);
    private long beganSequence = -1;
    private long beganAt;

    /** @param alarm told of what is passed over */
    JournalReader(Consumer<String> alarm) {
        this.alarm = alarm;
    }

    /** The last event that was taken. */
    record Place(long position, int ordinal) {
        /** Whether all events of a command were taken. */
        boolean isBehind(long commandAt) {
            return position > commandAt || (position == commandAt && ordinal == Integer.MAX_VALUE);
        }
    }

    /** A segment as far as it may be read. */
    record Part(Path path, long sequence, long endBytes, long lastPosition) {}

    /** A place within the files. */
    record Spot(long sequence, long at) {}

    /** Where the events after a position begin, if the last read began or ended there; else null. */
    @Nullable
    Spot spotAfter(long position) {
        if (position == resumePlace.position()) {
            return new Spot(resumeSequence, resumeAt);
        }
        return position == beganAfter.position() ? new Spot(beganSequence, beganAt) : null;
    }

    /** What lies up to a position cannot be read. */
    private static final class Damage extends Exception {
        private static final long serialVersionUID = 1;

        private final String what;
        private final long upTo;

        Damage(String what, long upTo) {
            super(what, null, false, false);
            this.what = what;
            this.upTo = upTo;
        }
    }

    /**
     * The events after a place.
     *
     * @throws EventHistory.Gap if the next record is damaged
     * @throws EventHistory.Away if a file cannot be read
     */
    List<CommittedEvent> read(List<Part> parts, Place after, int max) {
        List<CommittedEvent> events = new ArrayList<>();
        try {
            for (Part part : parts) {
                if (events.size() < max) {
                    readPart(part, after, max, events);
                }
            }
        } catch (Damage damage) {
            if (events.isEmpty()) {
                throw new EventHistory.Gap(damage.what);
            }
        }
        return events;
    }

    /** Up to where a reader at a place has to pass over what is damaged, or -1 if it can read on. */
    long damagedUpTo(List<Part> parts, Place after) {
        List<CommittedEvent> events = new ArrayList<>();
        try {
            for (Part part : parts) {
                if (events.isEmpty()) {
                    readPart(part, after, 1, events);
                }
            }
            return -1;
        } catch (Damage damage) {
            return events.isEmpty() ? damage.upTo : -1;
        }
    }

    private void readPart(Part part, Place after, int max, List<CommittedEvent> events) throws Damage {
        boolean resumed = part.sequence() == resumeSequence && after.equals(resumePlace);
        long at = resumed ? resumeAt : JournalSegment.HEADER_BYTES;
        try (FileChannel channel = FileChannel.open(part.path(), StandardOpenOption.READ)) {
            while (at < part.endBytes() && events.size() < max) {
                JournalSegment.Found found = JournalSegment.read(channel, at, part.endBytes());
                if (found == null) {
                    found = passOver(part, channel, at, after);
                }
                if (found == null) {
                    at = part.endBytes();
                } else {
                    boolean first = events.isEmpty();
                    take(found, after, events);
                    if (first && !events.isEmpty()) {
                        beganAfter = after;
                        beganSequence = part.sequence();
                        beganAt = at;
                    }
                    at = found.nextAt;
                }
            }
        } catch (IOException failed) {
            throw new EventHistory.Away("the event history cannot be read: " + failed, failed);
        } finally {
            remember(part, at, events);
        }
    }

    /** @return the next whole record, or null if there is none in this segment */
    private JournalSegment.@Nullable Found passOver(Part part, FileChannel channel, long at, Place after)
            throws IOException, Damage {
        JournalSegment.Found next = JournalSegment.next(channel, at + 1, part.endBytes(), -1);
        long upTo = next == null ? part.lastPosition() : next.position - 1;
        String what = "records of " + part.path().getFileName() + " up to position " + upTo + " are damaged";
        if (!after.isBehind(upTo)) {
            throw new Damage(what, upTo);
        }
        alarm.accept("event history: " + what + " and are passed over");
        return next;
    }

    private static void take(JournalSegment.Found found, Place after, List<CommittedEvent> events) throws Damage {
        if (found.isMarker() || after.isBehind(found.position)) {
            return;
        }
        try {
            for (CommittedEvent event : found.events()) {
                if (event.position() > after.position() || event.ordinal() > after.ordinal()) {
                    events.add(event);
                }
            }
        } catch (MalformedFrame malformed) {
            throw new Damage(
                    "an event at position " + found.position + " cannot be read: " + malformed.getMessage(),
                    found.position);
        }
    }

    private void remember(Part part, long at, List<CommittedEvent> events) {
        if (!events.isEmpty()) {
            CommittedEvent last = events.getLast();
            resumePlace = new Place(last.position(), last.ordinal());
            resumeSequence = part.sequence();
            resumeAt = at;
        }
    }
}

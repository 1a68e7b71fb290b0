package care.convoy.alertlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reads records out of segments, remembering where it stopped. The one reader's thread. */
final class JournalReader {
    private Place resumePlace = new Place(-1, -1);
    private long resumeSequence = -1;
    private long resumeAt;

    /** The last event that was taken. */
    record Place(long position, int ordinal) {}

    /** A segment as far as it may be read. */
    record Part(Path path, long sequence, long endBytes) {}

    /**
     * The events after a place.
     *
     * @throws EventHistory.Gap if a record is damaged
     */
    List<CommittedEvent> read(List<Part> parts, Place after, int max) {
        List<CommittedEvent> events = new ArrayList<>();
        for (Part part : parts) {
            if (events.size() < max) {
                readPart(part, after, max, events);
            }
        }
        return events;
    }

    private void readPart(Part part, Place after, int max, List<CommittedEvent> events) {
        boolean resumed = part.sequence() == resumeSequence && after.equals(resumePlace);
        long at = resumed ? resumeAt : JournalSegment.HEADER_BYTES;
        try (FileChannel channel = FileChannel.open(part.path(), StandardOpenOption.READ)) {
            while (at < part.endBytes() && events.size() < max) {
                JournalSegment.Found found = JournalSegment.read(channel, at, part.endBytes());
                if (found == null) {
                    throw new EventHistory.Gap("a record of " + part.path().getFileName() + " is damaged");
                }
                at = found.nextAt;
                take(found, after, events);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        remember(part, at, events);
    }

    private static void take(JournalSegment.Found found, Place after, List<CommittedEvent> events) {
        if (found.position < after.position() || found.isMarker()) {
            return;
        }
        try {
            for (CommittedEvent event : found.events()) {
                if (event.position() > after.position() || event.ordinal() > after.ordinal()) {
                    events.add(event);
                }
            }
        } catch (MalformedFrame malformed) {
            throw new EventHistory.Gap(
                    "an event at position " + found.position + " cannot be read: " + malformed.getMessage());
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

package care.convoy.alertlog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Takes over the event journal's files as a former process left them: of another log set aside, torn ends cut off, and what
 * replay brings back in order deleted rather than kept behind a hole. For one use by one thread, before anything is written.
 */
final class JournalMending {
    private final Path directory;
    private final long logId;
    private final Consumer<String> alarm;
    private final List<JournalSegment> segments = new ArrayList<>();
    private final List<FileChannel> channels = new ArrayList<>();
    private long damaged;

    /** @param alarm told of everything that an operator of the system must know */
    JournalMending(Path directory, long logId, Consumer<String> alarm) {
        this.directory = directory;
        this.logId = logId;
        this.alarm = alarm;
    }

    /**
     * The journal as it goes on.
     *
     * @param segments oldest first, each whole up to its end
     * @param channels one for each segment, whose bytes and name may not be on disk yet; the journal's to close
     * @param damaged places inside the segments where records were lost
     * @param lastPosition up to which the events are kept, or were lost
     * @param gap whether the last of them were lost
     */
    record Mended(
            List<JournalSegment> segments, List<FileChannel> channels, long damaged, long lastPosition, boolean gap) {
        Mended {
            segments = List.copyOf(segments);
            channels = List.copyOf(channels);
        }
    }

    /** @param regeneratedFrom the events after this position will be appended again by replay; -1 if all will */
    Mended mend(long regeneratedFrom) throws IOException {
        try {
            boolean cut = false;
            for (JournalSegment segment : find()) {
                if (cut) {
                    segment.delete();
                } else {
                    cut = adopt(segment, regeneratedFrom);
                }
            }
            return resumeAfter(regeneratedFrom);
        } catch (IOException | RuntimeException failed) {
            for (FileChannel channel : channels) {
                channel.close();
            }
            throw failed;
        }
    }

    private Mended resumeAfter(long regeneratedFrom) {
        JournalSegment last = segments.isEmpty() ? null : segments.getLast();
        if (last != null && last.reachedPosition() >= regeneratedFrom) {
            return new Mended(segments, channels, damaged, last.lastPosition, false);
        }
        boolean gap = regeneratedFrom >= 0;
        if (gap) {
            alarm.accept("event history: events up to position " + regeneratedFrom + " were lost with their files");
        }
        return new Mended(segments, channels, damaged, regeneratedFrom, gap);
    }

    private List<JournalSegment> find() throws IOException {
        List<Path> paths;
        try (Stream<Path> files = Files.list(directory)) {
            paths = files.filter(path -> JournalSegment.sequenceOf(path) >= 0)
                    .sorted(Comparator.comparingLong(JournalSegment::sequenceOf))
                    .toList();
        }
        List<JournalSegment> found = new ArrayList<>();
        for (Path path : paths) {
            JournalSegment segment = JournalSegment.open(path, JournalSegment.sequenceOf(path));
            if (segment == null) {
                Files.delete(path);
            } else if (segment.logId != logId) {
                setAside(segment);
            } else {
                found.add(segment);
            }
        }
        return found;
    }

    private void setAside(JournalSegment segment) throws IOException {
        Path aside = directory.resolve("of-log-" + Long.toHexString(segment.logId));
        Files.createDirectories(aside);
        Files.move(segment.path, aside.resolve(segment.path.getFileName()));
        alarm.accept("event history: " + segment.path.getFileName() + " is of another log and was set aside");
    }

    /**
     * Takes a segment over, up to its last whole record.
     *
     * @return whether all that follows is to be deleted, because replay brings it back in order
     */
    private boolean adopt(JournalSegment segment, long regeneratedFrom) throws IOException {
        JournalSegment former = segments.isEmpty() ? null : segments.getLast();
        if (former != null && isGapBetween(former, segment) && former.reachedPosition() >= regeneratedFrom) {
            segment.delete();
            return true;
        }
        JournalSegment.Scan scan = segment.scan(regeneratedFrom);
        segments.add(segment);
        if (scan.damaged() > 0) {
            damaged += scan.damaged();
            alarm.accept("event history: " + scan.damaged() + " damaged places inside " + segment.path.getFileName()
                    + "; the events there are lost to the history, unless the database has them already");
        }
        FileChannel channel = FileChannel.open(segment.path, StandardOpenOption.WRITE);
        channels.add(channel);
        if (!scan.whole()) {
            alarm.accept("event history: cut a torn record off " + segment.path.getFileName());
            channel.truncate(segment.endBytes);
        }
        return !scan.whole() && segment.reachedPosition() >= regeneratedFrom;
    }

    private static boolean isGapBetween(JournalSegment former, JournalSegment segment) {
        return segment.afterGap || segment.basePosition != former.lastPosition;
    }
}

package care.convoy.alertlog.aeron;

import care.convoy.alertlog.EventJournal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the committed events to the disk little by little. A snapshot waits for them, and the log for the snapshot: without
 * this it would wait for all that was written since the last one, for seconds on a busy disk. Used by one thread.
 *
 * <p>It has a descriptor of its own, so that an error that it meets is told to the writer's as well.
 */
final class EventFlush {
    private static final Logger LOG = LoggerFactory.getLogger(EventFlush.class);

    private final EventJournal journal;
    private EventJournal.@Nullable Written flushed;

    EventFlush(EventJournal journal) {
        this.journal = journal;
    }

    void run() {
        EventJournal.Written written = journal.written();
        if (written == null || written.equals(flushed)) {
            return;
        }
        try (FileChannel own = FileChannel.open(written.file(), StandardOpenOption.WRITE)) {
            own.force(false);
            flushed = written;
        } catch (IOException failed) {
            LOG.debug("log.history.flushFailed", failed);
        }
    }
}

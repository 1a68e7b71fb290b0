package care.convoy.alertlog.aeron;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.EventSink;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.EventJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what the core decided: always to the event journal, and to the listeners once the log was replayed. */
final class Announcer {
    /** The place before the first command of a log. */
    static final long FROM_THE_BEGINNING = -1;

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final EventJournal journal;
    private final List<CommittedListener> listeners;
    private long logId;

    Announcer(EventJournal journal, List<CommittedListener> listeners) {
        this.journal = journal;
        this.listeners = List.copyOf(listeners);
    }

    /** The log's id is known. @param regeneratedFrom replay will bring the events after this position */
    void open(long newLogId, long regeneratedFrom) {
        logId = newLogId;
        try {
            journal.open(newLogId, regeneratedFrom);
        } catch (IOException failed) {
            throw new UncheckedIOException("the event history cannot be opened", failed);
        }
    }

    void reset(AlertCore core) {
        for (CommittedListener listener : listeners) {
            listener.reset(logId, core.open(), core.tasks());
        }
    }

    Turn turn(long position) {
        return new Turn(position);
    }

    /** Everything told so far is kept on this node's disk, as far as the disk allows. */
    void sync(long position) {
        try {
            journal.sync(position);
        } catch (IOException failed) {
            LOG.error("log.history.syncFailed position={}", position, failed);
        }
    }

    /** The events of one command. */
    final class Turn implements EventSink {
        private final long position;
        private final List<Told> told = new ArrayList<>();

        private Turn(long position) {
            this.position = position;
        }

        private record Told(Event event, @Nullable AlertView after) {}

        @Override
        public void accept(Event event, @Nullable AlertView after) {
            told.add(new Told(event, after));
        }

        /** @param live whether the listeners hear it too */
        void end(long nowMillis, boolean live) {
            if (told.isEmpty()) {
                return;
            }
            List<CommittedEvent> events = new ArrayList<>(told.size());
            for (Told each : told) {
                events.add(new CommittedEvent(position, events.size(), nowMillis, each.event(), each.after()));
            }
            journal.append(position, events);
            if (live) {
                List<CommittedEvent> unmodifiable = List.copyOf(events);
                listeners.forEach(listener -> listener.committed(unmodifiable));
            }
        }
    }
}

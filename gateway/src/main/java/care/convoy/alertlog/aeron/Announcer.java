package care.convoy.alertlog.aeron;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
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

/**
 * Tells what the core decided: always to the event journal, and to the listeners once the log was replayed. Thread
 * {@code log-service}.
 *
 * <p>A listener that throws has missed something, so it is given the whole state instead of the next events; one that
 * throws again and again is told nothing any more. Alarms go on without it.
 */
final class Announcer {
    /** The place before the first command of a log. */
    static final long FROM_THE_BEGINNING = -1;

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final int FAILURES_IN_A_ROW = 3;

    private final EventJournal journal;
    private final AlertLogCounters counters;
    private final List<Hearer> hearers;
    private long logId;

    Announcer(EventJournal journal, List<CommittedListener> listeners, AlertLogCounters counters) {
        this.journal = journal;
        this.counters = counters;
        this.hearers = listeners.stream().map(Hearer::new).toList();
    }

    /** A listener with its failures since it last heard something. */
    private final class Hearer {
        private final CommittedListener listener;
        private int failures;

        Hearer(CommittedListener listener) {
            this.listener = listener;
        }

        void reset(AlertCore core) {
            List<AlertView> known = new ArrayList<>(core.open());
            known.addAll(core.ended());
            guarded(() -> {
                listener.reset(logId, known, core.tasks(), core.tests());
                listener.answered(core.answers());
            });
        }

        /** One that has failed is told of it with the next events. */
        void answered(List<CoreState.Answered> answers) {
            if (failures == 0) {
                guarded(() -> listener.answered(answers));
            }
        }

        void committed(List<CommittedEvent> events, AlertCore core) {
            if (failures == 0) {
                guarded(() -> listener.committed(events));
            } else if (failures < FAILURES_IN_A_ROW) {
                reset(core);
            }
        }

        private void guarded(Runnable telling) {
            try {
                telling.run();
                failures = 0;
            } catch (RuntimeException failed) {
                failures++;
                counters.increment(AlertLogCounters.Count.LISTENER_FAILURES);
                LOG.error("log.listener.failed listener={} inARow={}", listener.getClass(), failures, failed);
            }
        }
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
        hearers.forEach(hearer -> hearer.reset(core));
    }

    /** What a command was answered, before its events: nobody is to know what it did and take a repeat for a new one. */
    void answered(List<CoreState.Answered> answers) {
        if (!answers.isEmpty()) {
            hearers.forEach(hearer -> hearer.answered(answers));
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
        void end(AlertCore core, boolean live) {
            if (told.isEmpty()) {
                return;
            }
            List<CommittedEvent> events = new ArrayList<>(told.size());
            for (Told each : told) {
                events.add(new CommittedEvent(position, events.size(), core.nowMillis(), each.event(), each.after()));
            }
            journal.append(position, events);
            if (live) {
                List<CommittedEvent> unmodifiable = List.copyOf(events);
                hearers.forEach(hearer -> hearer.committed(unmodifiable, core));
            }
        }
    }
}

package care.convoy.storage;

import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.EventHistory;
import care.convoy.resident.StorageUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the alert log's committed events into PostgreSQL, each exactly once, on a thread of its own.
 *
 * <p>One transaction writes a batch and moves the database's cursor, if it still is where this projector believes; that
 * cursor is the truth, and only what it covers is trimmed from the node's own history. With the database away it tries
 * again for ever, after 0.2 s doubling to 5 s, and so with the node's own history away, as when the log's directory was taken
 * away; alarms do not notice. It stops, and says so, if cursor and history do not belong together: going on would lose or
 * invent history. Where events are missing it looks once more when the log was started anew, for replay may bring them.
 *
 * <p>The members of one alert log may share a database: each has a projector, the cursor lets one at a time through, and
 * one that lost against another rests for a second. One whose node holds less than the cursor says waits until it has it.
 */
public final class Projector implements AutoCloseable {
    /** {@link StorageCounters#projectionLagEvents} counts no further. */
    public static final int LAG_COUNTED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
    private static final String MEND =
            "alarms are not concerned; restore the database and the alert log from one backup, or"
                    + " say './convoy adopt': the history then goes on with what this node still has, and the rest stays missing";
    private static final int BATCH = 1_000;
    private static final long WAIT_MILLIS = 200;

    /** Long enough that one of several projectors goes on undisturbed; the others take over within it when it dies. */
    private static final long YIELD_MILLIS = 1_000;

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    private final EventHistory history;
    private final Database database;
    private final StorageCounters counters;
    private final boolean oneOfSeveral;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile State state = State.RUNNING;
    private volatile @Nullable String stoppedBecause;
    private long life;

    /** How it is. */
    public enum State {
        /** Following the log. */
        RUNNING,
        /** The database is away; trying again. */
        WAITING_FOR_DATABASE,
        /** The alert log is being started, or its directory is away; trying again. */
        WAITING_FOR_LOG,
        /** This node does not hold the events that come next, but another member may. */
        WAITING_FOR_MEMBERS,
        /** Cursor and log do not belong together, or the database refuses the events: somebody has to look. */
        STOPPED
    }

    /** The only one of its alert log. */
    public Projector(EventHistory history, Database database, StorageCounters counters) {
        this(history, database, counters, false);
    }

    /** @param oneOfSeveral whether other members of the same alert log may write to the same database */
    public Projector(EventHistory history, Database database, StorageCounters counters, boolean oneOfSeveral) {
        this.oneOfSeveral = oneOfSeveral;
        this.history = history;
        this.database = database;
        this.counters = counters;
        thread = Thread.ofPlatform().name("projector").daemon().unstarted(this::run);
    }

    /**
     * Says what is true after database and log were parted: the history goes on with what this node still has, and what
     * lies before and is not in it stays missing. Only while no projector runs.
     *
     * @return the position after which it goes on
     * @throws StorageUnavailable if the database is away; then nothing changed
     * @throws EventHistory.Away if the node's own history is away; then nothing changed
     */
    public static long adopt(Database database, EventHistory history) {
        ProjectionCursor cursor = ProjectionCursor.loadOrBegin(database, history.logId());
        long resume = history.resumeAfter(cursor.logId() == history.logId() ? cursor.position() : -1);
        ProjectionCursor.adopt(database, new ProjectionCursor(history.logId(), resume, Integer.MAX_VALUE));
        return resume;
    }

    /** Starts the thread; the alert log has to be open, and the migrations to be done or the database to be away. */
    public void start() {
        thread.start();
    }

    public State state() {
        return state;
    }

    /** Why it stopped and what to do; empty while it goes on. */
    public Optional<String> stoppedBecause() {
        return Optional.ofNullable(stoppedBecause);
    }

    private void run() {
        Duration backOff = FIRST_BACK_OFF;
        ProjectionCursor cursor = null;
        try {
            while (closing.getCount() > 0) {
                try {
                    cursor = cursor == null ? begin() : follow(cursor);
                    backOff = FIRST_BACK_OFF;
                } catch (EventHistory.Gap gap) {
                    cursor = null;
                    waitForMissing(gap);
                } catch (EventHistory.Away away) {
                    cursor = null;
                    noteAbsence(State.WAITING_FOR_LOG, away.getMessage());
                    backOff = rest(backOff);
                } catch (StorageUnavailable away) {
                    noteAbsence(State.WAITING_FOR_DATABASE, database.lastError());
                    noteLagBehind(cursor);
                    backOff = rest(backOff);
                }
            }
        } catch (InterruptedException closed) {
            // close() asked for it
        } catch (WrongLog wrong) {
            stop(wrong.getMessage() + "; " + MEND);
        } catch (RuntimeException fault) {
            LOG.error("projector failed", fault);
            stop("the events after " + cursor + " cannot be brought into the database (" + fault.getMessage()
                    + "); alarms are not concerned; mend what the log names and start the gateway again");
        }
    }

    /** @return how long to rest the next time */
    private Duration rest(Duration backOff) throws InterruptedException {
        closing.await(backOff.toMillis(), TimeUnit.MILLISECONDS);
        Duration doubled = backOff.multipliedBy(2);
        return doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
    }

    private void waitForMissing(EventHistory.Gap gap) throws InterruptedException {
        if (oneOfSeveral) {
            waitForMembers(gap);
        } else {
            stop("the database's history and this node's alert log do not meet (" + gap.getMessage() + "); " + MEND);
            boolean closed = false;
            while (!closed && history.life() == life) {
                closed = closing.await(YIELD_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void waitForMembers(EventHistory.Gap gap) throws InterruptedException {
        if (state != State.WAITING_FOR_MEMBERS) {
            LOG.warn("history waits for another member: {}", gap.getMessage());
        }
        state = State.WAITING_FOR_MEMBERS;
        stoppedBecause = "another member has to bring what this node does not hold (" + gap.getMessage()
                + "); if this node has a database of its own, " + MEND;
        closing.await(YIELD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @return null if this node is behind the database: another member was quicker */
    private @Nullable ProjectionCursor begin() throws InterruptedException {
        life = history.life();
        ProjectionCursor cursor = ProjectionCursor.loadOrBegin(database, history.logId());
        if (cursor.logId() != history.logId()) {
            throw new WrongLog("the database's history is of alert log " + cursor.logId() + ", this node's log is "
                    + history.logId());
        }
        if (oneOfSeveral && history.resumeAfter(cursor.position()) < cursor.position()) {
            state = State.WAITING_FOR_MEMBERS;
            closing.await(YIELD_MILLIS, TimeUnit.MILLISECONDS);
            return null;
        }
        // says at once if the place is not in this history: waiting for what comes after it would never tell
        history.read(cursor.position(), cursor.ordinal(), 1);
        history.trimTo(cursor.position());
        goOn();
        stoppedBecause = null;
        return cursor;
    }

    private void goOn() {
        if (state != State.RUNNING && state != State.WAITING_FOR_MEMBERS) {
            LOG.info("history goes on, it was {}", state);
        }
        state = State.RUNNING;
    }

    /** @return the next place, or null if the cursor has to be read anew */
    private @Nullable ProjectionCursor follow(ProjectionCursor cursor) throws InterruptedException {
        if (!history.await(cursor.position(), cursor.ordinal(), WAIT_MILLIS)) {
            goOn();
            noteLag(List.of());
            return cursor;
        }
        List<CommittedEvent> events = history.read(cursor.position(), cursor.ordinal(), BATCH);
        if (events.isEmpty()) {
            // what came behind the place holds no event; look again when more may be there
            goOn();
            noteLag(events);
            closing.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            return cursor;
        }
        noteLag(events);
        CommittedEvent last = events.getLast();
        ProjectionCursor next = new ProjectionCursor(cursor.logId(), last.position(), last.ordinal());
        boolean moved = database.records(connection -> {
            if (!cursor.moveTo(connection, next)) {
                return false;
            }
            Projection.write(connection, cursor.logId(), events);
            return true;
        });
        goOn();
        if (!moved) {
            closing.await(oneOfSeveral ? YIELD_MILLIS : 0, TimeUnit.MILLISECONDS);
            return null;
        }
        counters.eventsProjected.add(events.size());
        history.trimTo(next.position());
        return next;
    }

    private void noteAbsence(State waiting, @Nullable String why) {
        if (state != waiting) {
            LOG.warn("history is {} ({})", waiting, why);
        }
        state = waiting;
        stoppedBecause = null;
    }

    private void noteLagBehind(@Nullable ProjectionCursor cursor) {
        if (cursor == null) {
            return;
        }
        try {
            noteLag(history.read(cursor.position(), cursor.ordinal(), LAG_COUNTED));
        } catch (EventHistory.Away | EventHistory.Gap unknown) {
            LOG.debug("nobody can say how far the history is behind: {}", unknown.getMessage());
        }
    }

    private void noteLag(List<CommittedEvent> waiting) {
        counters.projectionLagEvents = waiting.size();
        counters.projectionLagMillis = waiting.isEmpty()
                ? 0
                : Math.max(0, System.currentTimeMillis() - waiting.getFirst().atMillis());
    }

    private void stop(String because) {
        stoppedBecause = because;
        state = State.STOPPED;
        LOG.error("history stopped: {}", because);
    }

    /** Ends after the batch in hand. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The cursor belongs to another log. */
    private static final class WrongLog extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongLog(String message) {
            super(message, null, false, false);
        }
    }
}

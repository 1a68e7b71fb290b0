package care.convoy.simulation;

import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.EventCodec;
import care.convoy.alertlog.MalformedFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * The way of events into the database: a journal whose unsaved end a crash takes away and the replay writes again, a
 * projector that moves the database's cursor with the rows, and a database that crashes and whose replies get lost.
 */
class SimulatedHistory {
    private static final int BATCH = 40;

    /** The key of an event. */
    record Place(long position, int ordinal) implements Comparable<Place> {
        static final Place BEGIN = new Place(-1, -1);

        @Override
        public int compareTo(Place other) {
            int byPosition = Long.compare(position, other.position);
            return byPosition != 0 ? byPosition : Integer.compare(ordinal, other.ordinal);
        }
    }

    record Record(Place place, byte[] frame) {}

    private final VirtualTime time;
    private final Random random;
    private final Tally tally;
    private final List<Record> journal = new ArrayList<>();
    private int saved;
    private final TreeMap<Place, byte[]> rows = new TreeMap<>();
    private Place databaseCursor = Place.BEGIN;
    private Place cursor;
    private boolean databaseDown;
    private boolean unruly = true;
    private boolean asked;

    SimulatedHistory(VirtualTime time, Random random, Tally tally) {
        this.time = time;
        this.random = random;
        this.tally = tally;
    }

    void calm() {
        unruly = false;
        databaseDown = false;
        ask();
    }

    /** What the core told; told again after a crash, what is there already is left as it is. */
    void append(List<CommittedEvent> events) {
        for (CommittedEvent event : events) {
            Place place = new Place(event.position(), event.ordinal());
            if (journal.isEmpty() || journal.getLast().place().compareTo(place) < 0) {
                journal.add(new Record(place, EventCodec.encode(event)));
            }
        }
        ask();
    }

    /** Before a snapshot: the replay will not tell what lies before it. */
    void save() {
        saved = journal.size();
    }

    void crash() {
        int lost = random.nextInt(journal.size() - saved + 1);
        if (lost > 0) {
            tally.count(Fault.EVENT_JOURNAL_TAIL_LOST);
            journal.subList(journal.size() - lost, journal.size()).clear();
        }
        cursor = null;
    }

    void databaseDown(boolean down) {
        if (down && !databaseDown) {
            tally.count(Fault.DATABASE_CRASHED);
        }
        databaseDown = down;
        ask();
    }

    private void ask() {
        if (!asked) {
            asked = true;
            time.in(50 + random.nextInt(400), this::project);
        }
    }

    private void project() {
        asked = false;
        if (databaseDown) {
            return;
        }
        if (cursor == null) {
            cursor = databaseCursor;
        }
        List<Record> batch = behind(cursor);
        if (batch.isEmpty()) {
            return;
        }
        boolean reply = transact(batch);
        // without a reply it is not known whether it was done: look again
        cursor = reply ? batch.getLast().place() : null;
        ask();
    }

    private List<Record> behind(Place place) {
        int from = 0;
        int to = journal.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (journal.get(middle).place().compareTo(place) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return journal.subList(from, Math.min(from + BATCH, journal.size()));
    }

    /** All or nothing. @return whether the database's reply came */
    private boolean transact(List<Record> batch) {
        int fate = unruly ? random.nextInt(20) : 2;
        if (fate == 0) {
            tally.count(Fault.DATABASE_REPLY_LOST);
            return false;
        }
        write(batch);
        if (fate == 1) {
            tally.count(Fault.DATABASE_REPLY_LOST);
            return false;
        }
        return true;
    }

    /** The transaction: only from where the cursor is, rows and cursor at once. */
    void write(List<Record> batch) {
        tally.require(databaseCursor.equals(cursor), () -> "the cursor is elsewhere: " + databaseCursor);
        insert(batch);
        databaseCursor = batch.getLast().place();
    }

    final void forget(Record record) {
        rows.remove(record.place());
    }

    private void insert(List<Record> batch) {
        for (Record record : batch) {
            byte[] before = rows.put(record.place(), record.frame());
            tally.require(before == null, () -> "written twice: " + record.place());
        }
    }

    /** In the end the history is what the whole log tells. */
    void check(List<CommittedEvent> replayed) {
        tally.require(
                rows.size() == replayed.size(),
                () -> "the history has " + rows.size() + " events, the log tells " + replayed.size());
        for (CommittedEvent event : replayed) {
            byte[] row = rows.get(new Place(event.position(), event.ordinal()));
            tally.require(
                    row != null && Arrays.equals(row, EventCodec.encode(event)), () -> "another history: " + event);
        }
        try {
            for (CommittedEvent event : replayed.subList(Math.max(0, replayed.size() - 20), replayed.size())) {
                tally.require(
                        EventCodec.decode(EventCodec.encode(event)).event().equals(event.event()),
                        () -> "an event does not come back from its frame: " + event);
            }
        } catch (MalformedFrame damaged) {
            throw new AssertionError("an event cannot be read", damaged);
        }
    }
}

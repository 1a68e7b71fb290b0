package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one listener, in memory: those that are connected, and those that wait for their client until they expire.
 * Bounded; of too many, the one without a connection that would end first gives way. Thread-safe; the lock is held shortly
 * and while it is, sessions may be locked, never the other way round.
 */
final class SessionStore {
    private final int maxSessions;
    private final long longestSeconds;
    private final LongSupplier nanos;
    private final IngestCounters counters;
    private final Map<String, Kept> sessions = new HashMap<>();

    /** Sessions without a connection, and when something is to be done about them. */
    private final TreeSet<Kept> waiting =
            new TreeSet<>(Comparator.<Kept>comparingLong(each -> each.dueNanos).thenComparingLong(each -> each.number));

    private long lastNumber;

    SessionStore(MqttListenerConfig.Sessions bounds, LongSupplier nanos, IngestCounters counters) {
        maxSessions = bounds.max();
        longestSeconds = bounds.longest().toSeconds();
        this.nanos = nanos;
        this.counters = counters;
    }

    /** A session and what is to be done when its client is gone. */
    private static final class Kept {
        private final Session session;
        private final long number;
        private TopicSpace space;
        private @Nullable Will will;
        private long expirySeconds;
        private long endsNanos;
        private long willNanos;
        private long dueNanos;

        Kept(Session session, TopicSpace space, long number) {
            this.session = session;
            this.space = space;
            this.number = number;
        }
    }

    /**
     * A session that a connection has got.
     *
     * @param afterwards to be run without a lock, once the CONNACK is written
     */
    record Attached(Session session, boolean present, long expirySeconds, List<Runnable> afterwards) {}

    /** How long a session is kept of what its client asks for. */
    long granted(long askedSeconds) {
        return Math.min(askedSeconds, longestSeconds);
    }

    /** Gives the connection its client's session, an old one or a new one; an older connection is superseded. */
    synchronized @Nullable Attached attach(Login.Granted login, MqttConnection connection) {
        List<Runnable> afterwards = new ArrayList<>(1);
        Terms terms = login.terms();
        Kept kept = sessions.get(login.clientId());
        if (kept != null) {
            boolean goesOn = !terms.cleanStart() && !isOver(kept);
            takeOver(kept, goesOn, afterwards);
            kept = goesOn ? kept : null;
        }
        boolean present = kept != null;
        if (kept == null) {
            if (sessions.size() >= maxSessions && !makeRoom(afterwards)) {
                return null;
            }
            kept = new Kept(new Session(login.clientId(), nanos, counters), login.space(), ++lastNumber);
            sessions.put(login.clientId(), kept);
        }
        kept.space = login.space();
        kept.will = terms.will();
        kept.expirySeconds = granted(terms.sessionExpirySeconds());
        kept.session.attach(connection, terms.receiveMaximum());
        if (!present) {
            kept.space.begun(kept.session);
        }
        return new Attached(kept.session, present, kept.expirySeconds, afterwards);
    }

    /** A session that is to end with its connection ends when that is taken over, too. */
    private boolean isOver(Kept kept) {
        return kept.session.connection() == null ? nanos.getAsLong() - kept.endsNanos >= 0 : kept.expirySeconds == 0;
    }

    /**
     * An older connection ends here. If its session goes on, its will is off: the client is back before any delay has passed,
     * for that begins when the older connection is closed (MQTT-3.1.2-8, MQTT-3.1.3-9). If it ends, the will is said.
     */
    private void takeOver(Kept kept, boolean goesOn, List<Runnable> afterwards) {
        waiting.remove(kept);
        MqttConnection older = kept.session.connection();
        if (!goesOn) {
            publishWill(kept, afterwards);
        }
        kept.will = null;
        if (older != null) {
            kept.session.detach(older);
            older.supersede();
        }
        if (!goesOn) {
            end(kept);
        }
    }

    private boolean makeRoom(List<Runnable> afterwards) {
        Kept first = waiting.pollFirst();
        if (first == null) {
            return false;
        }
        counters.sessionEvicted();
        publishWill(first, afterwards);
        end(first);
        return true;
    }

    /**
     * The connection has ended. Does nothing if another one has taken the session.
     *
     * @param withWill false if the client said goodbye
     * @param expirySeconds how long it is to be kept, or a negative number for as long as was said before
     */
    void detach(Session session, MqttConnection from, boolean withWill, long expirySeconds) {
        List<Runnable> afterwards = new ArrayList<>(1);
        synchronized (this) {
            Kept kept = sessions.get(session.clientId());
            if (kept == null || !kept.session.equals(session) || !session.detach(from)) {
                return;
            }
            long seconds = expirySeconds < 0 ? kept.expirySeconds : granted(expirySeconds);
            long now = nanos.getAsLong();
            kept.endsNanos = now + TimeUnit.SECONDS.toNanos(seconds);
            if (!withWill) {
                kept.will = null;
            }
            kept.willNanos = kept.will == null
                    ? kept.endsNanos
                    : Math.min(kept.endsNanos, now + TimeUnit.SECONDS.toNanos(kept.will.delaySeconds()));
            settle(kept, now, afterwards);
        }
        afterwards.forEach(Runnable::run);
    }

    /** Publishes wills and ends sessions whose time has come; called about once a second. */
    void advance() {
        List<Runnable> afterwards = new ArrayList<>(0);
        synchronized (this) {
            long now = nanos.getAsLong();
            while (!waiting.isEmpty() && now - waiting.first().dueNanos >= 0) {
                settle(waiting.removeFirst(), now, afterwards);
            }
        }
        afterwards.forEach(Runnable::run);
    }

    /** Does what is due about a session without a connection, and waits for the rest. */
    private void settle(Kept kept, long now, List<Runnable> afterwards) {
        if (now - kept.willNanos >= 0) {
            publishWill(kept, afterwards);
        }
        if (now - kept.endsNanos >= 0) {
            end(kept);
            return;
        }
        kept.dueNanos = kept.will == null ? kept.endsNanos : kept.willNanos;
        waiting.add(kept);
    }

    private static void publishWill(Kept kept, List<Runnable> afterwards) {
        Will will = kept.will;
        kept.will = null;
        if (will != null) {
            TopicSpace space = kept.space;
            Session session = kept.session;
            afterwards.add(() -> space.lost(session, will));
        }
    }

    private void end(Kept kept) {
        sessions.remove(kept.session.clientId());
        kept.space.ended(kept.session);
    }

    /** Sessions now, with and without a connection. */
    synchronized int size() {
        return sessions.size();
    }

    /** Sessions that wait for their client. */
    synchronized int waiting() {
        return waiting.size();
    }
}

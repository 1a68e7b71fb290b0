package care.convoy.ingest.coap;

import care.convoy.ingest.Secret;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.jspecify.annotations.Nullable;

/**
 * With which key each DTLS session was opened. Holds as many as there are connections, and the last that ended: a press that a
 * device sends just before it closes its session is read after that. Thread-safe.
 *
 * <p>The principal of a session cannot hold it: Scandium gives all sessions of one identity the newest one's principal. A
 * request says of its session the identity and when its handshake was; two handshakes of one device in the same millisecond
 * with different keys would not be told apart, so then neither is good.
 */
final class SessionKeys {
    private final Map<ConnectionId, Name> names = new HashMap<>();
    private final Map<Name, Opened> opened = new HashMap<>();

    private final ArrayDeque<Name> ended = new ArrayDeque<>();
    private final int mostEnded;

    private record Name(String id, long handshakeTime) {}

    /** @param key null if sessions of that name have different ones */
    private record Opened(@Nullable Secret key, int sessions) {
        Opened and(Secret other) {
            return new Opened(key != null && key.equals(other) ? key : null, sessions + 1);
        }

        @Nullable
        Opened without() {
            return sessions == 1 ? null : new Opened(key, sessions - 1);
        }
    }

    /** @param mostEnded sessions remembered after their end; of more the one longest gone is forgotten */
    SessionKeys(int mostEnded) {
        this.mostEnded = mostEnded;
    }

    /** A session was opened with that key. @param handshakeTime as {@code KEY_HANDSHAKE_TIMESTAMP} of its messages */
    synchronized void opened(ConnectionId connection, String id, long handshakeTime, Secret key) {
        ended(connection);
        Name name = new Name(id, handshakeTime);
        names.put(connection, name);
        Opened before = opened.get(name);
        opened.put(name, before == null ? new Opened(key, 1) : before.and(key));
    }

    /** The connection is no more; does nothing if it never had a session. */
    synchronized void ended(@Nullable ConnectionId connection) {
        Name name = names.remove(connection);
        if (name == null) {
            return;
        }
        ended.addLast(name);
        if (ended.size() > mostEnded) {
            opened.computeIfPresent(ended.removeFirst(), (_, each) -> each.without());
        }
    }

    /** The key of that session; null if there is none, or it cannot be told which it was. */
    synchronized @Nullable Secret of(String id, long handshakeTime) {
        Opened session = opened.get(new Name(id, handshakeTime));
        return session == null ? null : session.key();
    }

    /** Sessions remembered now, also of those that ended. */
    synchronized int size() {
        return names.size() + ended.size();
    }
}

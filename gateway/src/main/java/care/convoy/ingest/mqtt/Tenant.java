package care.convoy.ingest.mqtt;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The test tenant: a space of topics that its clients share, so that conformance suites can try the session engine. It knows
 * neither the intake nor the router. Thread-safe; at most {@link #MAX_RETAINED} retained messages of 16 MB together, of more
 * the newest is not kept; its sessions and their queues are bounded like those of devices.
 */
final class Tenant {
    static final int MAX_RETAINED = 1_024;

    private static final long MAX_RETAINED_BYTES = 16 * 1024 * 1024;

    private final LongSupplier nanos;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final SharedGroups shared = new SharedGroups();
    private final Map<String, Message> retained = new TreeMap<>();
    private long retainedBytes;

    Tenant(LongSupplier nanos) {
        this.nanos = nanos;
    }

    LongSupplier nanos() {
        return nanos;
    }

    void begun(Session session) {
        sessions.put(session.clientId(), session);
    }

    void ended(Session session) {
        sessions.remove(session.clientId(), session);
        shared.leave(session);
    }

    /** Hands it to everybody who subscribed; what is said on a $ topic is not passed on (§4.7.2). @return whether anybody did */
    boolean publish(Message message, @Nullable Session publisher) {
        if (message.topic().startsWith("$")) {
            return false;
        }
        if (message.retained()) {
            retain(message);
        }
        boolean heard = false;
        for (SharedGroups.Turn each : shared.next(message.topic())) {
            heard |= each.session().deliverShared(message, each.filter());
        }
        for (Session each : sessions.values()) {
            heard |= each.deliver(message, publisher);
        }
        return heard;
    }

    /** An empty one takes the retained message away (MQTT 5.0 §3.3.1.3). */
    private synchronized void retain(Message message) {
        Message former = retained.remove(message.topic());
        retainedBytes -= former == null ? 0 : former.bytes();
        boolean room = retained.size() < MAX_RETAINED && retainedBytes + message.bytes() <= MAX_RETAINED_BYTES;
        if (message.payload().length > 0 && room) {
            retained.put(message.topic(), message);
            retainedBytes += message.bytes();
        }
    }

    private synchronized List<Message> retainedNow() {
        long now = nanos.getAsLong();
        for (Message each : List.copyOf(retained.values())) {
            if (each.isExpired(now)) {
                retained.remove(each.topic());
                retainedBytes -= each.bytes();
            }
        }
        return List.copyOf(retained.values());
    }

    /** A shared subscription gets nothing that is retained (MQTT 5.0 §4.8.2). */
    void subscribed(Session session, Subscription subscription, boolean existed) {
        if (TopicFilter.isShared(subscription.filter())) {
            shared.join(subscription.filter(), session);
        } else if (subscription.wantsRetained(existed)) {
            sendRetained(session, subscription);
        }
    }

    void unsubscribed(Session session, String filter) {
        shared.leave(filter, session);
    }

    private void sendRetained(Session session, Subscription subscription) {
        for (Message each : retainedNow()) {
            if (TopicFilter.matches(subscription.filter(), each.topic())) {
                session.deliverRetained(each, subscription);
            }
        }
    }

    synchronized int retained() {
        return retained.size();
    }
}

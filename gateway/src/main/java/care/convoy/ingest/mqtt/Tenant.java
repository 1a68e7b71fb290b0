package care.convoy.ingest.mqtt;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The test tenant: a space of topics that its clients share, so that conformance suites can try the session engine. It knows
 * neither the intake nor the router. Thread-safe; at most {@link #MAX_RETAINED} retained messages, of more the newest is not
 * kept; its sessions and their queues are bounded like those of devices.
 */
final class Tenant {
    static final int MAX_RETAINED = 1_024;

    private final LongSupplier nanos;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, Message> retained = new ConcurrentHashMap<>();

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
        for (Session each : sessions.values()) {
            heard |= each.deliver(message, publisher);
        }
        return heard;
    }

    /** An empty one takes the retained message away (MQTT 5.0 §3.3.1.3). */
    private void retain(Message message) {
        if (message.payload().length == 0) {
            retained.remove(message.topic());
        } else if (retained.size() < MAX_RETAINED || retained.containsKey(message.topic())) {
            retained.put(message.topic(), message);
        }
    }

    void sendRetained(Session session, Subscription subscription) {
        long now = nanos.getAsLong();
        retained.values().removeIf(each -> each.isExpired(now));
        for (Message each : retained.values()) {
            if (TopicFilter.matches(subscription.filter(), each.topic())) {
                session.deliverRetained(each, subscription);
            }
        }
    }

    int retained() {
        return retained.size();
    }
}

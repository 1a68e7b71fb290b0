package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What lives on between the connections of one client (MQTT 5.0 §4.1): its subscriptions, the messages on their way down and
 * the ids of QoS 2 messages on their way up. Thread-safe: each method holds the session's lock shortly, writes bytes at most
 * into a buffer, and calls nobody else.
 *
 * <p>At most one connection is attached; what an older one still says is ignored.
 */
final class Session {
    static final int MAX_SUBSCRIPTIONS = 128;

    /** QoS 2 messages of a client that may be without PUBREL. */
    static final int MAX_UNRELEASED = 1_024;

    private final String clientId;
    private final LongSupplier nanos;
    private final Deliveries down;
    private final IngestCounters counters;
    private final Map<String, Subscription> subscriptions = LinkedHashMap.newLinkedHashMap(2);

    /** QoS 2 packets that await PUBREL; true once their PUBREC may be repeated. */
    private @Nullable Map<Integer, Boolean> unreleased;

    private @Nullable MqttConnection connection;

    Session(String clientId, LongSupplier nanos, IngestCounters counters) {
        this.clientId = clientId;
        this.nanos = nanos;
        this.counters = counters;
        down = new Deliveries(counters);
    }

    String clientId() {
        return clientId;
    }

    synchronized @Nullable MqttConnection connection() {
        return connection;
    }

    /** From now on this connection speaks for the client. */
    synchronized void attach(MqttConnection to, int receiveMaximum) {
        connection = to;
        down.resume(receiveMaximum);
    }

    /** No connection any more. @return false if it was not the one attached */
    synchronized boolean detach(@Nullable MqttConnection from) {
        if (from == null || connection != from) {
            return false;
        }
        connection = null;
        down.pause();
        return true;
    }

    /** @return the quality granted, or why not */
    synchronized int subscribe(Subscription subscription) {
        if (subscriptions.size() >= MAX_SUBSCRIPTIONS && !subscriptions.containsKey(subscription.filter())) {
            return Reasons.QUOTA_EXCEEDED;
        }
        subscriptions.put(subscription.filter(), subscription);
        return subscription.qos();
    }

    /** @return whether there was one */
    synchronized boolean unsubscribe(String filter) {
        return subscriptions.remove(filter) != null;
    }

    synchronized boolean isSubscribed(String filter) {
        return subscriptions.containsKey(filter);
    }

    /**
     * Sends to the client, now or later, what its subscriptions ask for; once, however many match.
     *
     * @param publisher whose message it is, null if no client's
     * @return whether a subscription matched
     */
    boolean deliver(Message message, @Nullable Session publisher) {
        MqttConnection to;
        synchronized (this) {
            Outgoing outgoing = outgoing(message, publisher);
            if (outgoing == null) {
                // one that does not want its own messages back has subscribed all the same
                return outgoing(message, null) != null;
            }
            to = connection;
            if (to == null && outgoing.qos() == 0) {
                counters.downlinkDropped();
                return true;
            }
            down.offer(outgoing, nanos.getAsLong());
        }
        if (to != null) {
            to.wake();
        }
        return true;
    }

    /** Sends a retained message to a new subscription. */
    void deliverRetained(Message message, Subscription subscription) {
        MqttConnection to;
        synchronized (this) {
            to = connection;
            List<Integer> ids = subscription.id() == 0 ? List.of() : List.of(subscription.id());
            int qos = Math.min(message.qos(), subscription.qos());
            down.offer(new Outgoing(message, qos, true, ids), nanos.getAsLong());
        }
        if (to != null) {
            to.wake();
        }
    }

    /** Sends what a shared subscription got in its turn. @return whether it has it still */
    boolean deliverShared(Message message, String filter) {
        MqttConnection to;
        synchronized (this) {
            Subscription shared = subscriptions.get(filter);
            to = connection;
            int qos = shared == null ? 0 : Math.min(message.qos(), shared.qos());
            if (shared == null || (to == null && qos == 0)) {
                counters.downlinkDropped();
                return false;
            }
            List<Integer> ids = shared.id() == 0 ? List.of() : List.of(shared.id());
            down.offer(
                    new Outgoing(message, qos, shared.retainAsPublished() && message.retained(), ids),
                    nanos.getAsLong());
        }
        if (to != null) {
            to.wake();
        }
        return true;
    }

    private @Nullable Outgoing outgoing(Message message, @Nullable Session publisher) {
        int qos = -1;
        boolean asPublished = false;
        List<Integer> ids = List.of();
        for (Subscription each : subscriptions.values()) {
            boolean own = each.noLocal() && publisher != null && publisher.clientId.equals(clientId);
            if (own || TopicFilter.isShared(each.filter()) || !TopicFilter.matches(each.filter(), message.topic())) {
                continue;
            }
            qos = Math.max(qos, each.qos());
            asPublished |= each.retainAsPublished();
            if (each.id() != 0) {
                ids = ids.isEmpty() ? new ArrayList<>(1) : ids;
                ids.add(each.id());
            }
        }
        return qos < 0
                ? null
                : new Outgoing(message, Math.min(qos, message.qos()), asPublished && message.retained(), ids);
    }

    /** Writes what may go down now, if that connection is the one attached. */
    synchronized void pump(MqttConnection by, Outbox outbox) {
        if (connection == by) {
            down.pump(outbox, nanos.getAsLong());
        }
    }

    /** PUBACK, PUBREC or PUBCOMP of the client. @return why the connection must be closed, or success */
    synchronized int acknowledged(MqttConnection by, AckKind kind, int packetId, int reason, Outbox outbox) {
        if (connection != by) {
            return Reasons.SUCCESS;
        }
        return switch (kind) {
            case PUBACK -> down.acknowledged(packetId);
            case PUBREC -> down.received(packetId, reason, outbox);
            case PUBCOMP -> down.completed(packetId);
            case PUBREL -> throw new IllegalArgumentException("PUBREL acknowledges an uplink");
        };
    }

    /** Remembers the id of a QoS 2 message. @return false if there are too many */
    synchronized boolean take(int packetId) {
        if (unreleased == null) {
            unreleased = new HashMap<>(4);
        }
        if (unreleased.size() >= MAX_UNRELEASED && !unreleased.containsKey(packetId)) {
            return false;
        }
        unreleased.put(packetId, Boolean.FALSE);
        return true;
    }

    /** Whether that QoS 2 message was taken, and may be answered again. */
    synchronized boolean isTaken(int packetId) {
        return unreleased != null && Boolean.TRUE.equals(unreleased.get(packetId));
    }

    /** A PUBREC with a failure ends the exchange (MQTT 5.0 §4.3.3); with success the client may ask for it again. */
    synchronized void settle(int packetId, boolean success) {
        if (unreleased != null && success) {
            unreleased.replace(packetId, Boolean.TRUE);
        } else if (unreleased != null) {
            unreleased.remove(packetId);
        }
    }

    /** PUBREL. @return whether the id was known */
    synchronized boolean release(int packetId) {
        return unreleased != null && unreleased.remove(packetId) != null;
    }

    /** Messages that wait for the client. */
    synchronized int waiting() {
        return down.waiting();
    }
}

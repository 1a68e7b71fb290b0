package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Reject;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one connection publishes: quality of service, packet ids, aliases and acknowledgements (MQTT 3.1.1 and 5.0 §3.3, §4.3).
 * Where the messages go is the {@link TopicSpace}'s business. Confined to the connection's loop.
 */
final class Inbound {
    private final MqttConnection connection;
    private final MqttParts parts;
    private final Session session;
    private final TopicSpace space;
    private final Outbox outbox;
    private final AckQueue acks;
    private @Nullable Map<Integer, String> aliases;

    /** QoS 2 messages that came on this connection and have no PUBCOMP: they count against the receive maximum. */
    private @Nullable Set<Integer> openHere;

    /** Of those, the ones that were said twice. */
    private final Set<Integer> repeatedHere;

    Inbound(MqttConnection connection, MqttParts parts, Session session, TopicSpace space, Outbox outbox) {
        this.connection = connection;
        this.parts = parts;
        this.session = session;
        this.space = space;
        this.outbox = outbox;
        acks = new AckQueue(outbox);
        repeatedHere = parts.offer().exact() ? new HashSet<>() : Set.of();
    }

    /** Acknowledgements that wait. */
    int unacknowledged() {
        return acks.size();
    }

    void publish(MqttPublishMessage message, long receivedAtMillis) {
        int qos = message.fixedHeader().qosLevel().value();
        int packetId = qos == 0 ? 0 : message.variableHeader().packetId();
        String topic = topic(message);
        int fault = topic == null ? aliasFault(message) : fault(message, qos, packetId);
        if (topic == null || fault != Reasons.SUCCESS) {
            connection.fail(Ending.PROTOCOL, fault);
            return;
        }
        if (qos == 2 && repeats(packetId)) {
            return;
        }
        Delivery delivery = new Delivery(qos, packetId);
        int forbidden = space.publishable(topic);
        if (forbidden != Reasons.SUCCESS) {
            // a positive acknowledgement would lie; 3.1.1 has no other, and QoS 0 has none at all
            connection.reject(Reject.FOREIGN_TOPIC);
            delivery.refuse(forbidden);
            return;
        }
        if (qos == 2 && !session.take(packetId)) {
            connection.fail(Ending.PROTOCOL, Reasons.RECEIVE_MAXIMUM_EXCEEDED);
            return;
        }
        Publication publication = new Publication(
                topic,
                message.payload(),
                qos,
                message.fixedHeader().isRetain(),
                message.variableHeader().properties(),
                receivedAtMillis);
        space.publish(publication, delivery);
    }

    /** The topic's name, by its alias if need be (MQTT 5.0 §3.3.2.3.4); null if there is none. */
    private @Nullable String topic(MqttPublishMessage message) {
        String name = message.variableHeader().topicName();
        MqttProperties properties = message.variableHeader().properties();
        long alias = properties.isEmpty() ? -1 : PropertyBytes.number(properties, MqttProperties.TOPIC_ALIAS, -1);
        if (alias < 0) {
            return name;
        }
        if (alias == 0 || alias > parts.offer().topicAliasMaximum()) {
            return null;
        }
        if (aliases == null) {
            aliases = new HashMap<>(4);
        }
        if (name.isEmpty()) {
            return aliases.get((int) alias);
        }
        aliases.put((int) alias, name);
        return name;
    }

    /** An alias out of range is told apart from one that was never set. */
    private int aliasFault(MqttPublishMessage message) {
        long alias = PropertyBytes.number(message.variableHeader().properties(), MqttProperties.TOPIC_ALIAS, 0);
        boolean inRange = alias > 0 && alias <= parts.offer().topicAliasMaximum();
        return inRange ? Reasons.PROTOCOL_ERROR : Reasons.TOPIC_ALIAS_INVALID;
    }

    /** What the packet may not contain, or {@link Reasons#SUCCESS}. */
    private int fault(MqttPublishMessage message, int qos, int packetId) {
        if (message.payload().readableBytes() > parts.offer().maxMessageBytes()) {
            connection.reject(Reject.TOO_LARGE);
            return Reasons.PACKET_TOO_LARGE;
        }
        if (qos == 0 || !outbox.speaksVersion5()) {
            return Reasons.SUCCESS;
        }
        boolean again = openHere != null && openHere.contains(packetId);
        int unfinished = acks.size(AckKind.PUBACK) + (openHere == null ? 0 : openHere.size());
        if (!again && unfinished >= parts.offer().receiveMaximum()) {
            return Reasons.RECEIVE_MAXIMUM_EXCEEDED;
        }
        if (qos == 2) {
            if (openHere == null) {
                openHere = new HashSet<>(4);
            }
            openHere.add(packetId);
        }
        return Reasons.SUCCESS;
    }

    /** A QoS 2 packet that was taken before is only answered again; one that waits for its commit gets its answer then. */
    private boolean repeats(int packetId) {
        if (session.isTaken(packetId)) {
            if (parts.offer().exact() && !repeatedHere.add(packetId)) {
                connection.fail(Ending.PROTOCOL, Reasons.PROTOCOL_ERROR);
            } else {
                acks.acknowledge(AckKind.PUBREC, packetId, Reasons.SUCCESS, "");
            }
            return true;
        }
        return acks.waitsFor(AckKind.PUBREC, packetId);
    }

    /** PUBREL: the client has the PUBREC. */
    void release(int packetId) {
        if (openHere != null) {
            openHere.remove(packetId);
        }
        if (!repeatedHere.isEmpty()) {
            repeatedHere.remove(packetId);
        }
        boolean known = session.release(packetId);
        outbox.acknowledge(AckKind.PUBCOMP, packetId, known ? Reasons.SUCCESS : Reasons.PACKET_ID_NOT_FOUND);
    }

    /** One message, while its sender waits to be answered. Confined to the connection's loop. */
    final class Delivery {
        private final int qos;
        private final int packetId;
        private AckQueue.@Nullable Slot slot;

        private Delivery(int qos, int packetId) {
            this.qos = qos;
            this.packetId = packetId;
        }

        /** Whether the sender is told what became of it. */
        boolean isAnswered() {
            return qos > 0;
        }

        boolean speaksVersion5() {
            return outbox.speaksVersion5();
        }

        MqttConnection connection() {
            return connection;
        }

        Session session() {
            return session;
        }

        private AckKind kind() {
            return qos == 2 ? AckKind.PUBREC : AckKind.PUBACK;
        }

        /** Acknowledges, behind what came before. @param why for people, may be empty */
        void acknowledge(int reason, String why) {
            if (qos == 0) {
                return;
            }
            acks.acknowledge(kind(), packetId, reason, why);
            taken(reason < Reasons.FAILURE);
        }

        /** Refuses it: with an acknowledgement where there is one that can say so, else by closing. */
        void refuse(int reason) {
            if (qos > 0 && outbox.speaksVersion5()) {
                acknowledge(reason, "");
            } else {
                connection.fail(Ending.PROTOCOL, reason);
            }
        }

        /** Takes its place among the acknowledgements, to be filled by {@link #settle}. */
        void hold() {
            if (qos > 0) {
                slot = acks.reserve(kind(), packetId);
            }
        }

        /** It is durable. The connection may have ended; its session then knows all the same. */
        void settle() {
            if (slot != null && connection.isOpen()) {
                acks.settle(slot, Reasons.SUCCESS);
            }
            taken(true);
        }

        private void taken(boolean success) {
            if (qos != 2) {
                return;
            }
            session.settle(packetId, success);
            if (!success && openHere != null) {
                openHere.remove(packetId);
            }
        }
    }
}

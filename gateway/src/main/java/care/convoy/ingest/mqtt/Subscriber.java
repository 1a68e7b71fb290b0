package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Reject;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.ArrayList;
import java.util.List;

/** Answers SUBSCRIBE and UNSUBSCRIBE of one connection (MQTT 3.1.1 and 5.0 §3.8 to §3.11). Confined to its loop. */
final class Subscriber {
    private static final int SUBACK = 0x90;
    private static final int UNSUBACK = 0xB0;

    private final MqttConnection connection;
    private final Offer offer;
    private final Session session;
    private final TopicSpace space;
    private final Outbox outbox;

    Subscriber(MqttConnection connection, MqttParts parts, Session session, TopicSpace space, Outbox outbox) {
        this.connection = connection;
        offer = parts.offer();
        this.session = session;
        this.space = space;
        this.outbox = outbox;
    }

    /** What is done once the answer is written. */
    private record Made(Subscription subscription, boolean existed) {}

    void subscribe(MqttSubscribeMessage message) {
        MqttProperties properties = message.idAndPropertiesVariableHeader().properties();
        var ids = properties.getProperties(MqttProperties.SUBSCRIPTION_IDENTIFIER);
        int id = ids.isEmpty() ? 0 : (Integer) ids.getFirst().value();
        List<MqttTopicSubscription> filters = message.payload().topicSubscriptions();
        if (offer.exact() && !filters.stream().allMatch(each -> TopicFilter.isValid(each.topicFilter()))) {
            connection.fail(Ending.PROTOCOL, Reasons.MALFORMED_PACKET);
            return;
        }
        if (offer.general() && filters.stream().anyMatch(Subscriber::isBadlyShared)) {
            connection.fail(Ending.PROTOCOL, Reasons.PROTOCOL_ERROR);
            return;
        }
        byte[] codes = new byte[filters.size()];
        List<Made> made = new ArrayList<>(filters.size());
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) subscribe(Subscription.of(filters.get(i), id), made);
        }
        outbox.subscriptionAcknowledge(SUBACK, message.variableHeader().messageId(), codes);
        for (Made each : made) {
            space.subscribed(session, each.subscription(), each.existed());
        }
    }

    /** The code for SUBACK: granted QoS, or why not. */
    private int subscribe(Subscription asked, List<Made> made) {
        int reason = refusal(asked.filter());
        if (reason == Reasons.SUCCESS) {
            boolean existed = session.qos(asked.filter()) >= 0;
            int granted = session.subscribe(asked);
            if (granted < Reasons.FAILURE) {
                made.add(new Made(asked, existed));
                return granted;
            }
            reason = granted;
        }
        connection.reject(Reject.FOREIGN_TOPIC);
        return outbox.speaksVersion5() ? reason : Reasons.SUBACK_FAILURE_3;
    }

    /** Without a group or a filter, or with no-local, which means nothing there (MQTT 5.0 §3.8.3.1). */
    private static boolean isBadlyShared(MqttTopicSubscription asked) {
        String filter = asked.topicFilter();
        return TopicFilter.isShared(filter) && (asked.option().isNoLocal() || !TopicFilter.isWellShared(filter));
    }

    private int refusal(String filter) {
        if (TopicFilter.isShared(filter)) {
            return offer.general()
                    ? space.subscribable(TopicFilter.withoutGroup(filter))
                    : Reasons.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED;
        }
        return TopicFilter.isValid(filter) ? space.subscribable(filter) : Reasons.TOPIC_FILTER_INVALID;
    }

    void unsubscribe(MqttUnsubscribeMessage message) {
        List<String> filters = message.payload().topics();
        if (offer.exact() && !filters.stream().allMatch(TopicFilter::isValid)) {
            connection.fail(Ending.PROTOCOL, Reasons.MALFORMED_PACKET);
            return;
        }
        byte[] codes = new byte[filters.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (session.unsubscribe(filters.get(i)) ? Reasons.SUCCESS : Reasons.NO_SUBSCRIPTION_EXISTED);
            space.unsubscribed(session, filters.get(i));
        }
        byte[] written = outbox.speaksVersion5() ? codes : Message.NO_BYTES;
        outbox.subscriptionAcknowledge(UNSUBACK, message.variableHeader().messageId(), written);
    }
}

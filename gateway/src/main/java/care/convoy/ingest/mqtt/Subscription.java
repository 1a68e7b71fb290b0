package care.convoy.ingest.mqtt;

import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;

/**
 * One subscription of a session (MQTT 5.0 §3.8.3.1).
 *
 * @param qos granted, 0 to 2
 * @param id its identifier, 0 for none
 */
record Subscription(
        String filter,
        int qos,
        boolean noLocal,
        boolean retainAsPublished,
        RetainedHandlingPolicy retainHandling,
        int id) {

    static Subscription of(MqttTopicSubscription asked, int id) {
        MqttSubscriptionOption option = asked.option();
        return new Subscription(
                asked.topicFilter(),
                option.qos().value(),
                option.isNoLocal(),
                option.isRetainAsPublished(),
                option.retainHandling(),
                id);
    }

    /** Whether retained messages are wanted. @param existed whether the filter was subscribed before */
    boolean wantsRetained(boolean existed) {
        return switch (retainHandling) {
            case SEND_AT_SUBSCRIBE -> true;
            case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> !existed;
            case DONT_SEND_AT_SUBSCRIBE -> false;
        };
    }
}

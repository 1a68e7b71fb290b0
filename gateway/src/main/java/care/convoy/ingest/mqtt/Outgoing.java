package care.convoy.ingest.mqtt;

import java.util.List;

/**
 * A message as one session is to receive it.
 *
 * @param qos the lower of the message's and the subscription's
 * @param retain the flag to send
 * @param subscriptionIds of the subscriptions that matched (MQTT 5.0 §3.3.2.3.8)
 */
record Outgoing(Message message, int qos, boolean retain, List<Integer> subscriptionIds) {}

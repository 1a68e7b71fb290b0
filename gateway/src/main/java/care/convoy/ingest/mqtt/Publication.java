package care.convoy.ingest.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttProperties;

/**
 * A PUBLISH of a client, while it is handled.
 *
 * @param topic with the alias resolved
 * @param payload of the packet; not to be kept
 */
record Publication(
        String topic, ByteBuf payload, int qos, boolean retained, MqttProperties properties, long receivedAtMillis) {}

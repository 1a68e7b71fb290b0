package care.convoy.ingest.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties;

/**
 * What a listener offers its clients (MQTT 5.0 §3.2.2.3).
 *
 * @param general whether there are retained messages, wildcards and shared subscriptions
 * @param oldestVersion the oldest protocol level that is spoken: 3 (MQTT 3.1) or 4
 * @param receiveMaximum QoS 1 and 2 messages of a client that may be unacknowledged at once
 * @param topicAliasMaximum topic aliases that a client may set on a connection
 * @param maxPacketBytes the largest packet
 * @param maxMessageBytes the largest payload
 * @param longestKeepAliveSeconds a client of 5.0 that asks for more is told this one; 0 for no such bound
 * @param exact says and takes no more than it must, so that suites can compare bytes: tells neither its largest packet nor
 *     reasons in words, does not answer a malformed CONNECT, takes no control characters in texts, and a QoS 2 message only
 *     twice on one connection. A device is not to lose an alarm by any of this
 */
record Offer(
        boolean general,
        int oldestVersion,
        int receiveMaximum,
        int topicAliasMaximum,
        int maxPacketBytes,
        int maxMessageBytes,
        int longestKeepAliveSeconds,
        boolean exact) {
    /** Largest payload of a device: the largest message of the outer interfaces (§4). */
    static final int DEVICE_MESSAGE_BYTES = 16 * 1024;

    /** Of devices: the largest message with its topic, its header and a few properties. */
    static final Offer DEVICES =
            new Offer(false, Login.VERSION_3_1_1, 64, 16, DEVICE_MESSAGE_BYTES + 512, DEVICE_MESSAGE_BYTES, 0, false);

    /** Of a test tenant: the longest topic fits into a packet. */
    static final Offer TENANT = new Offer(true, Login.VERSION_3_1, 20, 10, 128 * 1024, 128 * 1024, 60, true);

    /** Keep-alive that holds for a client. @param asked by it, 0 for none @param silence what is allowed without one */
    int keepAliveSeconds(int asked, boolean version5, int silence) {
        if (asked == 0) {
            return silence;
        }
        boolean tooLong = version5 && longestKeepAliveSeconds > 0 && asked > longestKeepAliveSeconds;
        return tooLong ? longestKeepAliveSeconds : asked;
    }

    /**
     * Properties of a CONNACK that lets in, without their length: what may be expected of this server.
     *
     * @param sessionExpirySeconds granted
     * @param keepAliveSeconds that holds
     */
    byte[] connackProperties(Login.Granted granted, long sessionExpirySeconds, int keepAliveSeconds) {
        Terms terms = granted.terms();
        ByteBuf out = Unpooled.buffer(48);
        if (keepAliveSeconds != terms.keepAliveSeconds() && !(exact && terms.keepAliveSeconds() == 0)) {
            out.writeByte(MqttProperties.SERVER_KEEP_ALIVE).writeShort(keepAliveSeconds);
        }
        out.writeByte(MqttProperties.TOPIC_ALIAS_MAXIMUM).writeShort(topicAliasMaximum);
        if (sessionExpirySeconds != terms.sessionExpirySeconds()) {
            out.writeByte(MqttProperties.SESSION_EXPIRY_INTERVAL).writeInt((int) sessionExpirySeconds);
        }
        if (granted.assigned()) {
            out.writeByte(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER);
            PropertyBytes.text(granted.clientId(), out);
        }
        if (!general) {
            out.writeByte(MqttProperties.RETAIN_AVAILABLE).writeByte(0);
            out.writeByte(MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE).writeByte(0);
            out.writeByte(MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE).writeByte(0);
        }
        if (!exact) {
            out.writeByte(MqttProperties.MAXIMUM_PACKET_SIZE).writeInt(maxPacketBytes);
        }
        out.writeByte(MqttProperties.RECEIVE_MAXIMUM).writeShort(receiveMaximum);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}

package care.convoy.ingest.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The MQTT listener.
 *
 * @param bind address to listen on
 * @param port 0 for any free one
 * @param loginWithin from connecting to a complete CONNECT
 * @param maxHalfOpen connections without login; of more the oldest is closed
 * @param silenceAllowed how long a device without keep-alive may say nothing; a 5.0 device is told it as server keep-alive
 * @param attendedFailuresPerSecond refused logins that are answered with a reason and logged; others are just closed
 */
public record MqttListenerConfig(
        String bind,
        int port,
        Duration loginWithin,
        int maxHalfOpen,
        Duration silenceAllowed,
        int attendedFailuresPerSecond) {
    public static final int DEFAULT_PORT = 1883;

    /** Largest payload: the largest message of the outer interfaces (§4). */
    static final int MAX_MESSAGE_BYTES = 16 * 1024;

    /** Largest packet: the largest message with its topic, its header and a few properties. */
    static final int MAX_PACKET_BYTES = MAX_MESSAGE_BYTES + 512;

    /** QoS 1 and 2 messages of a device that may be unacknowledged at once (MQTT 5.0 §3.1.2.11.3). */
    static final int RECEIVE_MAXIMUM = 64;

    public MqttListenerConfig {
        if (port < 0 || port > 65_535 || maxHalfOpen < 1 || attendedFailuresPerSecond < 0) {
            throw new IllegalArgumentException("MQTT: port within 65535, bounds at least 1");
        }
        if (loginWithin.isNegative() || silenceAllowed.toSeconds() < 1 || silenceAllowed.toSeconds() > 65_535) {
            throw new IllegalArgumentException("MQTT: silence of 1 to 65535 seconds");
        }
    }

    /** With the bounds of the house. */
    public static MqttListenerConfig of(String bind, int port) {
        return new MqttListenerConfig(bind, port, Duration.ofSeconds(10), 10_000, Duration.ofMinutes(20), 50);
    }

    /** Properties of a CONNACK that lets in (MQTT 5.0 §3.2.2.3): what a device may not expect of this server. */
    byte[] connackProperties(boolean serverKeepAlive) {
        ByteBuffer properties = ByteBuffer.allocate(32);
        properties.put((byte) MqttProperties.SESSION_EXPIRY_INTERVAL).putInt(0);
        properties.put((byte) MqttProperties.RECEIVE_MAXIMUM).putShort((short) RECEIVE_MAXIMUM);
        properties.put((byte) MqttProperties.MAXIMUM_PACKET_SIZE).putInt(MAX_PACKET_BYTES);
        properties.put((byte) MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE).put((byte) 0);
        properties.put((byte) MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE).put((byte) 0);
        if (serverKeepAlive) {
            properties.put((byte) MqttProperties.SERVER_KEEP_ALIVE).putShort((short) silenceAllowed.toSeconds());
        }
        byte[] bytes = new byte[properties.position()];
        properties.get(0, bytes);
        return bytes;
    }
}

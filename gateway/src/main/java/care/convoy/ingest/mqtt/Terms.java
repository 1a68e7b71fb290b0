package care.convoy.ingest.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for in its CONNECT (MQTT 3.1.1 and 5.0 §3.1), in the words of 5.0.
 *
 * @param sessionExpirySeconds 0 to 2^32-1; for 3.1.1 all or nothing
 * @param receiveMaximum QoS 1 and 2 messages that it takes at once
 * @param maxPacketBytes the largest packet that it takes
 * @param topicAliasMaximum aliases that it takes
 * @param problemInformation whether it wants reason strings everywhere
 */
record Terms(
        int keepAliveSeconds,
        boolean cleanStart,
        long sessionExpirySeconds,
        int receiveMaximum,
        long maxPacketBytes,
        int topicAliasMaximum,
        boolean problemInformation,
        @Nullable Will will) {
    static final long ENDLESS = 0xFFFF_FFFFL;
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;

    static Terms of(MqttConnectMessage connect) {
        MqttConnectVariableHeader header = connect.variableHeader();
        MqttProperties properties = header.properties();
        boolean version5 = header.version() == Login.VERSION_5;
        long expiry = version5
                ? PropertyBytes.number(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, 0)
                : header.isCleanSession() ? 0 : ENDLESS;
        return new Terms(
                header.keepAliveTimeSeconds(),
                header.isCleanSession(),
                expiry,
                (int) PropertyBytes.number(properties, MqttProperties.RECEIVE_MAXIMUM, DEFAULT_RECEIVE_MAXIMUM),
                PropertyBytes.number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, ENDLESS),
                (int) PropertyBytes.number(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, 0),
                PropertyBytes.number(properties, MqttProperties.REQUEST_PROBLEM_INFORMATION, 1) != 0,
                header.isWillFlag() ? will(header, connect.payload()) : null);
    }

    private static Will will(MqttConnectVariableHeader header, MqttConnectPayload payload) {
        MqttProperties properties = payload.willProperties();
        byte[] bytes = payload.willMessageInBytes();
        Message message = new Message(
                payload.willTopic(),
                bytes == null ? Message.NO_BYTES : bytes,
                header.willQos(),
                header.isWillRetain(),
                PropertyBytes.passedOn(properties),
                Message.NEVER);
        return new Will(
                message,
                PropertyBytes.number(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, Will.NO_LIFETIME),
                PropertyBytes.number(properties, MqttProperties.WILL_DELAY_INTERVAL, 0));
    }
}

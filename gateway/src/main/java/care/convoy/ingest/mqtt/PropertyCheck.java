package care.convoy.ingest.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;

/** Which properties a packet of 5.0 may have, how often, and with which values (MQTT 5.0 §2.2.2.2). Pure. */
final class PropertyCheck {
    static final int CONNECT = 1;
    static final int WILL = 1 << 1;
    static final int PUBLISH = 1 << 2;
    static final int ACKNOWLEDGEMENT = 1 << 3;
    static final int SUBSCRIBE = 1 << 4;
    static final int UNSUBSCRIBE = 1 << 5;
    static final int DISCONNECT = 1 << 6;
    static final int AUTH = 1 << 7;

    private static final int HIGHEST = 0x2A;
    private static final Rule[] RULES = new Rule[HIGHEST + 1];

    /** The shapes of values. */
    private enum Shape {
        FLAG,
        TWO,
        TWO_BUT_ZERO,
        FOUR,
        FOUR_BUT_ZERO,
        VARIABLE_BUT_ZERO,
        TEXT,
        TOPIC,
        BINARY,
        PAIR
    }

    /** @param where packets that may have it */
    private record Rule(Shape shape, int where) {}

    static {
        RULES[MqttProperties.PAYLOAD_FORMAT_INDICATOR] = new Rule(Shape.FLAG, PUBLISH | WILL);
        RULES[MqttProperties.PUBLICATION_EXPIRY_INTERVAL] = new Rule(Shape.FOUR, PUBLISH | WILL);
        RULES[MqttProperties.CONTENT_TYPE] = new Rule(Shape.TEXT, PUBLISH | WILL);
        RULES[MqttProperties.RESPONSE_TOPIC] = new Rule(Shape.TOPIC, PUBLISH | WILL);
        RULES[MqttProperties.CORRELATION_DATA] = new Rule(Shape.BINARY, PUBLISH | WILL);
        // a client never says which of its subscriptions a message is for (§3.3.4)
        RULES[MqttProperties.SUBSCRIPTION_IDENTIFIER] = new Rule(Shape.VARIABLE_BUT_ZERO, SUBSCRIBE);
        RULES[MqttProperties.SESSION_EXPIRY_INTERVAL] = new Rule(Shape.FOUR, CONNECT | DISCONNECT);
        RULES[MqttProperties.AUTHENTICATION_METHOD] = new Rule(Shape.TEXT, CONNECT | AUTH);
        RULES[MqttProperties.AUTHENTICATION_DATA] = new Rule(Shape.BINARY, CONNECT | AUTH);
        RULES[MqttProperties.REQUEST_PROBLEM_INFORMATION] = new Rule(Shape.FLAG, CONNECT);
        RULES[MqttProperties.WILL_DELAY_INTERVAL] = new Rule(Shape.FOUR, WILL);
        RULES[MqttProperties.REQUEST_RESPONSE_INFORMATION] = new Rule(Shape.FLAG, CONNECT);
        RULES[MqttProperties.REASON_STRING] = new Rule(Shape.TEXT, ACKNOWLEDGEMENT | DISCONNECT | AUTH);
        RULES[MqttProperties.RECEIVE_MAXIMUM] = new Rule(Shape.TWO_BUT_ZERO, CONNECT);
        RULES[MqttProperties.TOPIC_ALIAS_MAXIMUM] = new Rule(Shape.TWO, CONNECT);
        RULES[MqttProperties.TOPIC_ALIAS] = new Rule(Shape.TWO, PUBLISH);
        RULES[MqttProperties.USER_PROPERTY] = new Rule(Shape.PAIR, (1 << 8) - 1);
        RULES[MqttProperties.MAXIMUM_PACKET_SIZE] = new Rule(Shape.FOUR_BUT_ZERO, CONNECT);
    }

    private PropertyCheck() {}

    /**
     * Reads a property section with its length.
     *
     * @param where one of the packets above
     * @return bits by identifier: those that were there
     */
    static long read(PacketReader packet, int where) {
        PacketReader section = packet.part(packet.variable());
        long seen = 0;
        while (section.left() > 0 && !section.failed()) {
            int id = section.variable();
            Rule rule = id > HIGHEST ? null : RULES[id];
            section.require(rule != null, Reasons.MALFORMED_PACKET);
            if (rule == null) {
                break;
            }
            section.require((rule.where & where) != 0, Reasons.PROTOCOL_ERROR);
            boolean repeated = (seen & 1L << id) != 0;
            section.require(!repeated || rule.shape == Shape.PAIR, Reasons.PROTOCOL_ERROR);
            seen |= 1L << id;
            value(section, rule.shape);
        }
        packet.require(!section.failed(), section.fault());
        return seen;
    }

    private static void value(PacketReader section, Shape shape) {
        switch (shape) {
            case FLAG -> {
                int flag = section.one();
                section.require(flag <= 1, Reasons.PROTOCOL_ERROR);
            }
            case TWO -> section.two();
            case TWO_BUT_ZERO -> {
                int number = section.two();
                section.require(number != 0, Reasons.PROTOCOL_ERROR);
            }
            case FOUR -> section.four();
            case FOUR_BUT_ZERO -> {
                long number = section.four();
                section.require(number != 0, Reasons.PROTOCOL_ERROR);
            }
            case VARIABLE_BUT_ZERO -> {
                int number = section.variable();
                section.require(number != 0, Reasons.PROTOCOL_ERROR);
            }
            case TEXT -> section.text();
            case TOPIC -> section.topicName(false);
            case BINARY -> section.binary();
            case PAIR -> {
                section.text();
                section.text();
            }
        }
    }

    /** Whether {@link #read} saw it. */
    static boolean has(long seen, int id) {
        return (seen & 1L << id) != 0;
    }
}

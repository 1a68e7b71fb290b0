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

    /** A PUBLISH whose client may say back a subscription identifier; it means nothing. */
    static final int ECHOING_PUBLISH = PUBLISH | 1 << 8;

    private static final int ECHO = 1 << 8;
    private static final int NOT_FROM_A_CLIENT = 0;

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
        RULES[MqttProperties.SUBSCRIPTION_IDENTIFIER] = new Rule(Shape.VARIABLE_BUT_ZERO, SUBSCRIBE | ECHO);
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
        RULES[MqttProperties.SERVER_REFERENCE] = new Rule(Shape.TEXT, DISCONNECT);
        RULES[MqttProperties.ASSIGNED_CLIENT_IDENTIFIER] = new Rule(Shape.TEXT, NOT_FROM_A_CLIENT);
        RULES[MqttProperties.RESPONSE_INFORMATION] = new Rule(Shape.TEXT, NOT_FROM_A_CLIENT);
        RULES[MqttProperties.SERVER_KEEP_ALIVE] = new Rule(Shape.TWO, NOT_FROM_A_CLIENT);
        RULES[MqttProperties.MAXIMUM_QOS] = new Rule(Shape.FLAG, NOT_FROM_A_CLIENT);
        RULES[MqttProperties.RETAIN_AVAILABLE] = new Rule(Shape.FLAG, NOT_FROM_A_CLIENT);
        RULES[MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE] = new Rule(Shape.FLAG, NOT_FROM_A_CLIENT);
        RULES[MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE] = new Rule(Shape.FLAG, NOT_FROM_A_CLIENT);
        RULES[MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE] = new Rule(Shape.FLAG, NOT_FROM_A_CLIENT);
    }

    private static final int MALFORMED = Reasons.MALFORMED_PACKET;
    private static final int PROTOCOL = Reasons.PROTOCOL_ERROR;

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
        boolean outOfPlace = false;
        boolean wrong = false;
        while (section.left() > 0 && !section.failed()) {
            int id = section.variable();
            Rule rule = id > HIGHEST ? null : RULES[id];
            section.require(rule != null, Reasons.MALFORMED_PACKET);
            if (rule == null) {
                break;
            }
            boolean repeated = (seen & 1L << id) != 0;
            seen |= 1L << id;
            outOfPlace |= (rule.where & where) == 0;
            wrong |= repeated && rule.shape != Shape.PAIR;
            wrong |= !value(section, rule.shape);
        }
        packet.require(!section.failed(), section.fault());
        // what cannot be read comes first; then what may not be there, for which two codes are defensible
        packet.require(!outOfPlace, where == SUBSCRIBE || where == UNSUBSCRIBE ? MALFORMED : PROTOCOL);
        packet.require(!wrong, PROTOCOL);
        return seen;
    }

    /** Reads a value. @return whether it is one that may be */
    private static boolean value(PacketReader section, Shape shape) {
        return switch (shape) {
            case FLAG -> section.one() <= 1;
            case TWO -> section.two() >= 0;
            case TWO_BUT_ZERO -> section.two() != 0;
            case FOUR -> section.four() >= 0;
            case FOUR_BUT_ZERO -> section.four() != 0;
            case VARIABLE_BUT_ZERO -> {
                int number = section.variable();
                section.require(number != 0, MALFORMED);
                yield true;
            }
            case TEXT -> section.text() >= 0;
            case TOPIC -> section.responseTopic();
            case BINARY -> {
                section.binary();
                yield true;
            }
            case PAIR -> {
                section.text();
                yield section.text() >= 0;
            }
        };
    }

    /** Whether {@link #read} saw it. */
    static boolean has(long seen, int id) {
        return (seen & 1L << id) != 0;
    }
}

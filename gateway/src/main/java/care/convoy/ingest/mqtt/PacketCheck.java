package care.convoy.ingest.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.nio.charset.StandardCharsets;

/**
 * Whether a whole packet of a client is well formed, before the decoder sees it: flags, lengths, texts, properties, nothing
 * left over (MQTT 3.1.1 and 5.0 §2, §3). One per connection, because CONNECT says which version counts.
 */
final class PacketCheck {
    private static final byte[] NAME = {0, 4, 'M', 'Q', 'T', 'T'};
    private static final int WILL_FLAG = 0x04;
    private static final int WILL_QOS = 0x18;
    private static final int WILL_RETAIN = 0x20;
    private static final int PASSWORD = 0x40;
    private static final int USER_NAME = 0x80;

    private int version;

    /** What a CONNECT said, 0 before. */
    int version() {
        return version;
    }

    /**
     * Checks a packet.
     *
     * @param start of its fixed header
     * @param body where that ends
     * @return the reason to close for, or success
     */
    int check(ByteBuf bytes, int start, int body, int end) {
        int first = bytes.getUnsignedByte(start);
        int flags = first & 0x0F;
        PacketReader packet = new PacketReader(bytes, body, end);
        switch (first >> 4) {
            case 1 -> connect(packet, flags);
            case 3 -> publish(packet, flags);
            case 4, 5, 7 -> acknowledgement(packet, flags, 0, first >> 4 == 4 || first >> 4 == 5);
            case 6 -> acknowledgement(packet, flags, 2, false);
            case 8 -> subscribe(packet, flags);
            case 10 -> unsubscribe(packet, flags);
            case 12 -> packet.require(flags == 0, Reasons.MALFORMED_PACKET);
            case 14 -> disconnect(packet, flags);
            case 15 -> auth(packet, flags);
            default -> packet.require(false, isKnown(first >> 4) ? Reasons.PROTOCOL_ERROR : Reasons.MALFORMED_PACKET);
        }
        packet.require(packet.left() == 0, Reasons.MALFORMED_PACKET);
        return packet.fault();
    }

    /** What only a server sends is known and out of place. */
    private static boolean isKnown(int type) {
        return type == 2 || type == 9 || type == 11 || type == 13;
    }

    private boolean isVersion5() {
        return version == Login.VERSION_5;
    }

    private void connect(PacketReader packet, int flags) {
        if (version != 0) {
            // a second one is out of order, whatever is in it (§3.1)
            packet.require(false, Reasons.PROTOCOL_ERROR);
            return;
        }
        packet.require(flags == 0, Reasons.MALFORMED_PACKET);
        if (!packet.startsWith(NAME)) {
            boolean older = packet.startsWith("\0\6MQIsdp".getBytes(StandardCharsets.US_ASCII));
            packet.require(older, Reasons.MALFORMED_PACKET);
            packet.skip(packet.left());
            return;
        }
        packet.skip(NAME.length);
        int said = packet.one();
        if (said != Login.VERSION_3_1_1 && said != Login.VERSION_5) {
            packet.skip(packet.left());
            return;
        }
        version = said;
        connectOf(packet, packet.one());
    }

    private void connectOf(PacketReader packet, int flags) {
        boolean will = (flags & WILL_FLAG) != 0;
        packet.require((flags & 1) == 0, Reasons.MALFORMED_PACKET);
        packet.require((flags & WILL_QOS) != WILL_QOS, Reasons.MALFORMED_PACKET);
        packet.require(will || (flags & (WILL_QOS | WILL_RETAIN)) == 0, Reasons.MALFORMED_PACKET);
        boolean strayPassword = (flags & PASSWORD) != 0 && (flags & USER_NAME) == 0;
        packet.require(isVersion5() || !strayPassword, Reasons.MALFORMED_PACKET);
        packet.two();
        if (isVersion5()) {
            authentication(packet, PropertyCheck.read(packet, PropertyCheck.CONNECT));
        }
        packet.text();
        if (will) {
            if (isVersion5()) {
                PropertyCheck.read(packet, PropertyCheck.WILL);
            }
            packet.topicName(false);
            packet.binary();
        }
        if ((flags & USER_NAME) != 0) {
            packet.text();
        }
        if ((flags & PASSWORD) != 0) {
            packet.binary();
        }
    }

    /** Data without a method is an error (MQTT 5.0 §3.1.2.11.10). */
    private static void authentication(PacketReader packet, long seen) {
        packet.require(
                !PropertyCheck.has(seen, MqttProperties.AUTHENTICATION_DATA)
                        || PropertyCheck.has(seen, MqttProperties.AUTHENTICATION_METHOD),
                Reasons.PROTOCOL_ERROR);
    }

    private void publish(PacketReader packet, int flags) {
        int qos = flags >> 1 & 3;
        packet.require(qos != 3, Reasons.MALFORMED_PACKET);
        packet.require(qos != 0 || (flags & 8) == 0, Reasons.MALFORMED_PACKET);
        packet.topicName(isVersion5());
        boolean named = packet.topicBytes() > 0;
        if (qos > 0) {
            packet.packetId();
        }
        if (isVersion5()) {
            long seen = PropertyCheck.read(packet, PropertyCheck.PUBLISH);
            packet.require(named || PropertyCheck.has(seen, MqttProperties.TOPIC_ALIAS), Reasons.PROTOCOL_ERROR);
        }
        packet.skip(packet.left());
    }

    /** PUBACK, PUBREC, PUBREL, PUBCOMP. @param answersPublish which have more reason codes */
    private void acknowledgement(PacketReader packet, int flags, int expected, boolean answersPublish) {
        packet.require(flags == expected, Reasons.MALFORMED_PACKET);
        packet.packetId();
        if (isVersion5() && packet.left() > 0) {
            int reason = packet.one();
            boolean known = reason == 0 || (answersPublish ? isAnswerToPublish(reason) : reason == 0x92);
            packet.require(known, Reasons.MALFORMED_PACKET);
            if (packet.left() > 0) {
                PropertyCheck.read(packet, PropertyCheck.ACKNOWLEDGEMENT);
            }
        }
    }

    private static boolean isAnswerToPublish(int reason) {
        return switch (reason) {
            case 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99 -> true;
            default -> false;
        };
    }

    private void subscribe(PacketReader packet, int flags) {
        packet.require(flags == 2, Reasons.MALFORMED_PACKET);
        packet.packetId();
        if (isVersion5()) {
            PropertyCheck.read(packet, PropertyCheck.SUBSCRIBE);
        }
        packet.require(packet.left() > 0, Reasons.PROTOCOL_ERROR);
        while (packet.left() > 0) {
            packet.text();
            int option = packet.one();
            packet.require((option & 3) != 3, Reasons.MALFORMED_PACKET);
            packet.require((option & (isVersion5() ? 0xC0 : 0xFC)) == 0, Reasons.MALFORMED_PACKET);
            packet.require((option & 0x30) != 0x30, Reasons.PROTOCOL_ERROR);
        }
    }

    private void unsubscribe(PacketReader packet, int flags) {
        packet.require(flags == 2, Reasons.MALFORMED_PACKET);
        packet.packetId();
        if (isVersion5()) {
            PropertyCheck.read(packet, PropertyCheck.UNSUBSCRIBE);
        }
        packet.require(packet.left() > 0, Reasons.PROTOCOL_ERROR);
        while (packet.left() > 0) {
            packet.text();
        }
    }

    private void disconnect(PacketReader packet, int flags) {
        packet.require(flags == 0, Reasons.MALFORMED_PACKET);
        if (isVersion5() && packet.left() > 0) {
            int reason = packet.one();
            packet.require(isDisconnection(reason), Reasons.MALFORMED_PACKET);
            if (packet.left() > 0) {
                PropertyCheck.read(packet, PropertyCheck.DISCONNECT);
            }
        }
    }

    /** What a client may say (MQTT 5.0 §3.14.2.1). */
    private static boolean isDisconnection(int reason) {
        return switch (reason) {
            case 0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99 -> true;
            default -> false;
        };
    }

    /** Nobody may send one here, for no method is ever agreed on; a well-formed one is out of order. */
    private void auth(PacketReader packet, int flags) {
        packet.require(isVersion5() && flags == 0, Reasons.MALFORMED_PACKET);
        if (packet.left() > 0) {
            int reason = packet.one();
            packet.require(reason == 0 || reason == 0x18 || reason == 0x19, Reasons.MALFORMED_PACKET);
            if (packet.left() > 0) {
                PropertyCheck.read(packet, PropertyCheck.AUTH);
            }
        }
    }
}

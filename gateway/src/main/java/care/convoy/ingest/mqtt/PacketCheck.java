package care.convoy.ingest.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttProperties;

/**
 * Whether a whole packet of a client is well formed, before the decoder sees it: flags, lengths, texts, properties, nothing
 * left over (MQTT 3.1.1 and 5.0 §2, §3). One per connection, because CONNECT says which version counts.
 */
final class PacketCheck {
    private static final byte[] NAME = {0, 4, 'M', 'Q', 'T', 'T'};
    private static final byte[] OLDER_NAME = {0, 6, 'M', 'Q', 'I', 's', 'd', 'p'};
    private static final int MAX_LEVELS = 201;
    private static final int DUP = 0x08;
    private static final int WILL_FLAG = 0x04;
    private static final int WILL_QOS = 0x18;
    private static final int WILL_RETAIN = 0x20;
    private static final int PASSWORD = 0x40;
    private static final int USER_NAME = 0x80;

    private final int oldestVersion;
    private final boolean exact;
    private int version;

    PacketCheck(Offer offer) {
        oldestVersion = offer.oldestVersion();
        exact = offer.exact();
    }

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
        if (version == Login.VERSION_3_1 && (first >> 4 == 6 || first >> 4 == 8 || first >> 4 == 10)) {
            // 3.1 marks these, too, as repeated; the decoder knows only later versions
            first &= ~DUP;
            bytes.setByte(start, first);
        }
        int flags = first & 0x0F;
        PacketReader packet = new PacketReader(bytes, body, end, exact);
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
            case 9, 11 -> packet.require(false, flags == 0 ? Reasons.PROTOCOL_ERROR : Reasons.MALFORMED_PACKET);
            default -> packet.require(false, Reasons.PROTOCOL_ERROR);
        }
        packet.require(packet.left() == 0, Reasons.MALFORMED_PACKET);
        return packet.fault();
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
        boolean older = packet.startsWith(OLDER_NAME);
        packet.require(older || packet.startsWith(NAME), Reasons.MALFORMED_PACKET);
        packet.skip(older ? OLDER_NAME.length : NAME.length);
        int said = packet.one();
        boolean spoken = older
                ? said == Login.VERSION_3_1 && oldestVersion == Login.VERSION_3_1
                : said == Login.VERSION_3_1_1 || said == Login.VERSION_5;
        if (!spoken) {
            packet.skip(packet.left());
            return;
        }
        version = said;
        packet.require(flags == 0 || older, Reasons.MALFORMED_PACKET);
        connectOf(packet, packet.one());
    }

    private void connectOf(PacketReader packet, int flags) {
        boolean will = (flags & WILL_FLAG) != 0;
        packet.require((flags & 1) == 0 || version == Login.VERSION_3_1, Reasons.MALFORMED_PACKET);
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
        levels(packet, packet.topicBytes());
        if (qos > 0) {
            packet.packetId(Reasons.PROTOCOL_ERROR);
        }
        if (isVersion5()) {
            long seen = PropertyCheck.read(packet, exact ? PropertyCheck.ECHOING_PUBLISH : PropertyCheck.PUBLISH);
            packet.require(named || PropertyCheck.has(seen, MqttProperties.TOPIC_ALIAS), Reasons.MALFORMED_PACKET);
        }
        packet.skip(packet.left());
    }

    /** PUBACK, PUBREC, PUBREL, PUBCOMP. @param answersPublish which have more reason codes */
    private void acknowledgement(PacketReader packet, int flags, int expected, boolean answersPublish) {
        packet.require(flags == expected, Reasons.MALFORMED_PACKET);
        packet.packetId(Reasons.PROTOCOL_ERROR);
        if (isVersion5() && packet.left() > 0) {
            int reason = packet.one();
            boolean known = reason == 0 || (answersPublish ? isAnswerToPublish(reason) : reason == 0x92);
            packet.require(known, Reasons.PROTOCOL_ERROR);
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
        packet.packetId(Reasons.MALFORMED_PACKET);
        if (isVersion5()) {
            PropertyCheck.read(packet, PropertyCheck.SUBSCRIBE);
        }
        packet.require(packet.left() > 0, Reasons.MALFORMED_PACKET);
        while (packet.left() > 0) {
            filter(packet);
            int option = packet.one();
            packet.require((option & 3) != 3, Reasons.MALFORMED_PACKET);
            packet.require((option & (isVersion5() ? 0xC0 : 0xFC)) == 0, Reasons.MALFORMED_PACKET);
            packet.require((option & 0x30) != 0x30, Reasons.MALFORMED_PACKET);
        }
    }

    private void unsubscribe(PacketReader packet, int flags) {
        packet.require(flags == 2, Reasons.MALFORMED_PACKET);
        packet.packetId(Reasons.MALFORMED_PACKET);
        if (isVersion5()) {
            PropertyCheck.read(packet, PropertyCheck.UNSUBSCRIBE);
        }
        packet.require(packet.left() > 0, Reasons.MALFORMED_PACKET);
        while (packet.left() > 0) {
            filter(packet);
        }
    }

    /** A filter has at least one character (§4.7.3). */
    private void filter(PacketReader packet) {
        int length = packet.text();
        packet.require(length > 0, Reasons.MALFORMED_PACKET);
        levels(packet, length);
    }

    private void levels(PacketReader packet, int length) {
        boolean tooDeep = exact && !packet.failed() && packet.levels(length) > MAX_LEVELS;
        packet.require(!tooDeep, Reasons.MALFORMED_PACKET);
    }

    private void disconnect(PacketReader packet, int flags) {
        packet.require(flags == 0, Reasons.MALFORMED_PACKET);
        if (isVersion5() && packet.left() > 0) {
            // whatever it is, the client goes; nobody would read an answer
            packet.one();
            if (packet.left() > 0) {
                PropertyCheck.read(packet, PropertyCheck.DISCONNECT);
            }
        }
    }

    /** Nobody may send one here, for no method is ever agreed on; a well-formed one is out of order. */
    private void auth(PacketReader packet, int flags) {
        packet.require(isVersion5() && flags == 0, Reasons.PROTOCOL_ERROR);
        if (packet.left() > 0) {
            int reason = packet.one();
            packet.require(reason == 0 || reason == 0x18 || reason == 0x19, Reasons.MALFORMED_PACKET);
            if (packet.left() > 0) {
                PropertyCheck.read(packet, PropertyCheck.AUTH);
            }
        }
    }
}

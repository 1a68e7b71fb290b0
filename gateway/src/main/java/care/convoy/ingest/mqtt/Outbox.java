package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.connection.GatheringWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes the packets of one MQTT connection. Confined to the connection's loop. */
final class Outbox {
    /** Aliases given to topics on the way down. */
    static final int TOPIC_ALIASES = 16;

    private static final int PUBLISH = 0x30;
    private static final int DUP = 8;
    private static final int RETAIN = 1;
    private static final int MAX_REASON_BYTES = 256;

    private final ChannelHandlerContext ctx;
    private final GatheringWriter writer;
    private boolean version5;
    private final boolean words;
    private boolean problemInformation;
    private long maxPacketBytes = Long.MAX_VALUE;
    private int aliasMaximum;
    private @Nullable Map<String, Integer> aliases;

    /** @param words whether reasons are explained to clients that want it */
    Outbox(ChannelHandlerContext ctx, IngestCounters counters, boolean words) {
        this.ctx = ctx;
        this.words = words;
        problemInformation = words;
        writer = new GatheringWriter(ctx, counters);
    }

    void speakVersion5() {
        version5 = true;
    }

    boolean speaksVersion5() {
        return version5;
    }

    /** What the client said about what it takes. */
    void limit(Terms terms) {
        maxPacketBytes = terms.maxPacketBytes();
        aliasMaximum = Math.min(TOPIC_ALIASES, terms.topicAliasMaximum());
        problemInformation = words && terms.problemInformation();
    }

    /** Whether the other end takes more now. */
    boolean isWritable() {
        return ctx.channel().isWritable();
    }

    /** Until {@link #send} what is written only gathers; may be nested. */
    void gather() {
        writer.gather();
    }

    void send() {
        writer.send();
    }

    /** Any acknowledgement; the reason is written only where the version has one and it says something. */
    void acknowledge(AckKind kind, int packetId, int reason) {
        acknowledge(kind, packetId, reason, "");
    }

    /** The same. @param why for people, in few words of the gateway; written if the client wants it and takes it */
    void acknowledge(AckKind kind, int packetId, int reason, String why) {
        boolean noNews = !words && reason == Reasons.PACKET_ID_NOT_FOUND;
        boolean withReason = version5 && reason != Reasons.SUCCESS && !noNews;
        byte[] properties = withReason ? reasonString(why, 8) : Message.NO_BYTES;
        ByteBuf out = writer.out();
        out.writeByte(kind.firstByte());
        PropertyBytes.variable(2 + (withReason ? 1 : 0) + properties.length, out);
        out.writeShort(packetId);
        if (withReason) {
            out.writeByte(reason).writeBytes(properties);
        }
        writer.written();
    }

    /** A property section with a reason string, or nothing if it is not wanted or there is no room for it. */
    private byte[] reasonString(String why, int around) {
        if (!problemInformation) {
            return Message.NO_BYTES;
        }
        byte[] text = why.getBytes(StandardCharsets.UTF_8);
        if (text.length == 0 || text.length > MAX_REASON_BYTES || text.length + 5 + around > maxPacketBytes) {
            return Message.NO_BYTES;
        }
        ByteBuf out = ctx.alloc().heapBuffer(text.length + 5);
        PropertyBytes.variable(3 + text.length, out);
        out.writeByte(MqttProperties.REASON_STRING).writeShort(text.length).writeBytes(text);
        return bytesOf(out);
    }

    private static byte[] bytesOf(ByteBuf out) {
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        out.release();
        return bytes;
    }

    void pingResponse() {
        writer.out().writeByte(0xD0).writeByte(0);
        writer.written();
    }

    /** Whether the client takes a CONNACK with these properties. */
    boolean takes(byte[] properties) {
        int length = 2 + PropertyBytes.variableBytes(properties.length) + properties.length;
        return !version5 || 1 + PropertyBytes.variableBytes(length) + length <= maxPacketBytes;
    }

    /** CONNACK. @param properties encoded without their length, for 5.0 */
    void connectAcknowledge(boolean present, int code, byte[] properties) {
        byte[] shown = version5 ? properties : Message.NO_BYTES;
        ByteBuf out = writer.out();
        out.writeByte(0x20);
        int length = version5 ? 2 + PropertyBytes.variableBytes(shown.length) + shown.length : 2;
        PropertyBytes.variable(length, out);
        out.writeByte(present ? 1 : 0);
        out.writeByte(code);
        if (version5) {
            PropertyBytes.variable(shown.length, out);
            out.writeBytes(shown);
        }
        writer.written();
    }

    /** CONNACK that refuses. @param code of the version that is spoken */
    void connectRefuse(int code) {
        byte[] reason = version5 ? reasonString(Reasons.inWords(code), 8) : Message.NO_BYTES;
        connectAcknowledge(false, code, reason.length == 0 ? reason : Arrays.copyOfRange(reason, 1, reason.length));
    }

    /** SUBACK or UNSUBACK with one code for each filter; a 3.1.1 UNSUBACK has none. */
    void subscriptionAcknowledge(int firstByte, int packetId, byte[] codes) {
        int length = 2 + (version5 ? 1 : 0) + codes.length;
        ByteBuf out = writer.out();
        out.writeByte(firstByte);
        PropertyBytes.variable(length, out);
        out.writeShort(packetId);
        if (version5) {
            out.writeByte(0);
        }
        out.writeBytes(codes);
        writer.written();
    }

    /** Whether a PUBLISH is not larger than what the client takes. */
    boolean fits(Outgoing outgoing, long nowNanos) {
        if (maxPacketBytes >= Terms.ENDLESS) {
            return true;
        }
        Message message = outgoing.message();
        int topic = message.topic().getBytes(StandardCharsets.UTF_8).length;
        int length = 2 + topic + (outgoing.qos() == 0 ? 0 : 2) + message.payload().length;
        if (version5) {
            int properties = propertyBytes(outgoing, nowNanos) + (aliasMaximum > 0 ? 3 : 0);
            length += PropertyBytes.variableBytes(properties) + properties;
        }
        return 1 + PropertyBytes.variableBytes(length) + length <= maxPacketBytes;
    }

    private static int propertyBytes(Outgoing outgoing, long nowNanos) {
        int bytes = outgoing.message().properties().length + (expirySeconds(outgoing.message(), nowNanos) < 0 ? 0 : 5);
        for (int id : outgoing.subscriptionIds()) {
            bytes += 1 + PropertyBytes.variableBytes(id);
        }
        return bytes;
    }

    /** What is left of a message's life (MQTT 5.0 §3.3.2.3.3), or a negative number if it has no end. */
    private static long expirySeconds(Message message, long nowNanos) {
        if (message.expiresAtNanos() == Message.NEVER) {
            return -1;
        }
        long left = message.expiresAtNanos() - nowNanos;
        return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(left + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    /** PUBLISH. @param packetId 0 for QoS 0 */
    void publish(Outgoing outgoing, int packetId, boolean again, long nowNanos) {
        Message message = outgoing.message();
        int alias = version5 && aliasMaximum > 0 ? aliasOf(message.topic()) : 0;
        byte[] topic = alias < 0 ? Message.NO_BYTES : message.topic().getBytes(StandardCharsets.UTF_8);
        int length = 2 + topic.length + (packetId == 0 ? 0 : 2) + message.payload().length;
        int properties = propertyBytes(outgoing, nowNanos) + (alias == 0 ? 0 : 3);
        if (version5) {
            length += PropertyBytes.variableBytes(properties) + properties;
        }
        ByteBuf out = writer.out();
        out.writeByte(PUBLISH | outgoing.qos() << 1 | (again ? DUP : 0) | (outgoing.retain() ? RETAIN : 0));
        PropertyBytes.variable(length, out);
        out.writeShort(topic.length).writeBytes(topic);
        if (packetId != 0) {
            out.writeShort(packetId);
        }
        if (version5) {
            PropertyBytes.variable(properties, out);
            properties(outgoing, Math.abs(alias), nowNanos, out);
        }
        out.writeBytes(message.payload());
        writer.written();
    }

    private static void properties(Outgoing outgoing, int alias, long nowNanos, ByteBuf out) {
        out.writeBytes(outgoing.message().properties());
        long expiry = expirySeconds(outgoing.message(), nowNanos);
        if (expiry >= 0) {
            out.writeByte(MqttProperties.PUBLICATION_EXPIRY_INTERVAL).writeInt((int) expiry);
        }
        if (alias != 0) {
            out.writeByte(MqttProperties.TOPIC_ALIAS).writeShort(alias);
        }
        for (int id : outgoing.subscriptionIds()) {
            out.writeByte(MqttProperties.SUBSCRIPTION_IDENTIFIER);
            PropertyBytes.variable(id, out);
        }
    }

    /** The topic's alias: positive when it is new, negative when the client knows it, 0 when there are no more. */
    private int aliasOf(String topic) {
        if (aliases == null) {
            aliases = new HashMap<>(4);
        }
        Integer known = aliases.get(topic);
        if (known != null) {
            return -known;
        }
        if (aliases.size() >= aliasMaximum) {
            return 0;
        }
        int next = aliases.size() + 1;
        aliases.put(topic, next);
        return next;
    }

    /** DISCONNECT with a reason, which only 5.0 has; it waits for {@link #close} or {@link #endOutput}. */
    void disconnect(int reason) {
        if (version5) {
            byte[] properties = reasonString(Reasons.inWords(reason), 8);
            ByteBuf out = writer.out().writeByte(0xE0);
            PropertyBytes.variable(1 + properties.length, out);
            out.writeByte(reason).writeBytes(properties);
        }
    }

    /** Sends what has gathered and that nothing follows, and leaves closing to the client or a deadline. */
    void endOutput() {
        writer.endOutput();
    }

    /** Sends what has gathered and closes. */
    void close() {
        writer.close();
    }

    /** The connection is gone. */
    void discard() {
        writer.discard();
    }
}

package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes the packets of one connection. What is answered during one read goes out in one buffer with one flush. Confined to
 * the connection's loop; bounded because a peer that does not read is not read from either.
 */
final class Outbox {
    private static final int FIRST_BYTES = 64;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int PUBLISH_QOS_0 = 0x30;

    private final ChannelHandlerContext ctx;
    private final IngestCounters counters;
    private boolean version5;
    private boolean reading;
    private @Nullable ByteBuf pending;

    Outbox(ChannelHandlerContext ctx, IngestCounters counters) {
        this.ctx = ctx;
        this.counters = counters;
    }

    void speakVersion5() {
        version5 = true;
    }

    boolean speaksVersion5() {
        return version5;
    }

    /** Until {@link #readEnds} what is written only gathers. */
    void readBegins() {
        reading = true;
    }

    void readEnds() {
        reading = false;
        flush();
    }

    /** PUBACK, PUBREC or PUBCOMP; the reason is written only where the version has one and it says something. */
    void acknowledge(AckKind kind, int packetId, int reason) {
        boolean withReason = version5 && reason != Reasons.SUCCESS;
        ByteBuf out = out();
        out.writeByte(kind.firstByte());
        out.writeByte(withReason ? 3 : 2);
        out.writeShort(packetId);
        if (withReason) {
            out.writeByte(reason);
        }
        written();
    }

    void pingResponse() {
        out().writeByte(0xD0).writeByte(0);
        written();
    }

    /** CONNACK with the session never present, for sessions are not kept. @param properties encoded, for 5.0 */
    void connectAcknowledge(int code, byte[] properties) {
        ByteBuf out = out();
        out.writeByte(0x20);
        out.writeByte(version5 ? 3 + properties.length : 2);
        out.writeByte(0);
        out.writeByte(code);
        if (version5) {
            out.writeByte(properties.length).writeBytes(properties);
        }
        written();
    }

    /** SUBACK or UNSUBACK with one code for each filter; a 3.1.1 UNSUBACK has none. */
    void subscriptionAcknowledge(int firstByte, int packetId, byte[] codes) {
        int length = 2 + (version5 ? 1 : 0) + codes.length;
        ByteBuf out = out();
        out.writeByte(firstByte);
        writeLength(out, length);
        out.writeShort(packetId);
        if (version5) {
            out.writeByte(0);
        }
        out.writeBytes(codes);
        written();
    }

    /** Bytes of a PUBLISH, to be compared with what the device takes. */
    int publishBytes(String topic, byte[] payload) {
        return 1 + 3 + 2 + topic.length() + 2 + (version5 ? 1 : 0) + payload.length;
    }

    /** PUBLISH. @param packetId 0 for QoS 0, else QoS 1 */
    void publish(String topic, int packetId, byte[] payload) {
        int length = 2 + topic.length() + (packetId == 0 ? 0 : 2) + (version5 ? 1 : 0) + payload.length;
        ByteBuf out = out();
        out.writeByte(packetId == 0 ? PUBLISH_QOS_0 : PUBLISH_QOS_1);
        writeLength(out, length);
        out.writeShort(topic.length());
        out.writeCharSequence(topic, StandardCharsets.US_ASCII);
        if (packetId != 0) {
            out.writeShort(packetId);
        }
        if (version5) {
            out.writeByte(0);
        }
        out.writeBytes(payload);
        written();
    }

    /** DISCONNECT with a reason, which only 5.0 has; then the connection is closed. */
    void disconnectAndClose(int reason) {
        if (version5) {
            out().writeByte(0xE0).writeByte(1).writeByte(reason);
        }
        close();
    }

    /** Sends what has gathered and closes. */
    void close() {
        ByteBuf last = pending;
        pending = null;
        if (last == null) {
            var _ = ctx.close();
            return;
        }
        counters.wrote(last.readableBytes());
        var _ = ctx.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    /** The connection is gone. */
    void discard() {
        ByteBuf last = pending;
        pending = null;
        if (last != null) {
            last.release();
        }
    }

    /** Remaining length in as few bytes as it needs (MQTT 5.0 §1.5.5). */
    private static void writeLength(ByteBuf out, int length) {
        int rest = length;
        while (rest >= 0x80) {
            out.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    private ByteBuf out() {
        if (pending == null) {
            pending = ctx.alloc().buffer(FIRST_BYTES);
        }
        return pending;
    }

    private void written() {
        if (!reading) {
            flush();
        }
    }

    private void flush() {
        ByteBuf all = pending;
        if (all != null) {
            pending = null;
            counters.wrote(all.readableBytes());
            var _ = ctx.writeAndFlush(all, ctx.voidPromise());
        }
    }
}

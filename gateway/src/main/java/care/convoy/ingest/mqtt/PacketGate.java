package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestCounters.Reject;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Lets only whole packets through to the decoder, and none larger than allowed, so that a packet that announces much costs
 * nothing, a dripped one is decoded once, and a string that runs past its packet is found out. One per connection.
 *
 * <p>Holds at most one unfinished packet, and of it only the bytes that have come (MQTT 3.1.1 §2.2.3, 5.0 §2.1.4).
 */
final class PacketGate extends ChannelInboundHandlerAdapter {
    /** Fired when the stream cannot go on; nothing is let through any more. */
    enum Fault {
        TOO_LARGE(Reject.TOO_LARGE, Reasons.PACKET_TOO_LARGE),
        /** The remaining length has no end. */
        MALFORMED(Reject.MALFORMED, Reasons.MALFORMED_PACKET);

        private final Reject why;
        private final int reason;

        Fault(Reject why, int reason) {
            this.why = why;
            this.reason = reason;
        }

        Reject why() {
            return why;
        }

        int reason() {
            return reason;
        }
    }

    private static final int MAX_LENGTH_BYTES = 4;
    private static final int TYPE_BYTES = 1;

    private final int maxPacketBytes;
    private final IngestCounters counters;
    private @Nullable ByteBuf unfinished;
    private boolean shut;
    private int letThrough;

    PacketGate(int maxPacketBytes, IngestCounters counters) {
        this.maxPacketBytes = maxPacketBytes;
        this.counters = counters;
    }

    /** Packets let through so far; the decoder must have made a message of each. */
    int letThrough() {
        return letThrough;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        counters.read(bytes.readableBytes());
        if (shut) {
            bytes.release();
            return;
        }
        ByteBuf all = bytes;
        if (unfinished != null) {
            all = unfinished.writeBytes(bytes);
            bytes.release();
            unfinished = null;
        }
        pass(ctx, all);
    }

    private void pass(ChannelHandlerContext ctx, ByteBuf all) {
        int end = all.readerIndex();
        Fault fault = null;
        while (true) {
            long size = packetBytes(all, end);
            if (size > maxPacketBytes) {
                fault = size == Long.MAX_VALUE ? Fault.MALFORMED : Fault.TOO_LARGE;
                break;
            }
            if (size < 0 || size > all.writerIndex() - end) {
                break;
            }
            end += (int) size;
            letThrough++;
        }
        if (fault == null && end < all.writerIndex()) {
            unfinished = ctx.alloc().buffer(all.writerIndex() - end).writeBytes(all, end, all.writerIndex() - end);
        }
        deliver(ctx, all, end);
        if (fault != null) {
            shut = true;
            ctx.fireUserEventTriggered(fault);
        }
    }

    private static void deliver(ChannelHandlerContext ctx, ByteBuf all, int end) {
        if (end == all.readerIndex()) {
            all.release();
        } else {
            ctx.fireChannelRead(all.writerIndex(end));
        }
    }

    /** Size of the packet at {@code start}, -1 if its header is not whole yet, or the largest number if it has no end. */
    private static long packetBytes(ByteBuf bytes, int start) {
        int remaining = 0;
        for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
            int at = start + TYPE_BYTES + i;
            if (at >= bytes.writerIndex()) {
                return -1;
            }
            int digit = bytes.getByte(at);
            remaining |= (digit & 0x7F) << (7 * i);
            if (digit >= 0) {
                return TYPE_BYTES + i + 1L + remaining;
            }
        }
        return Long.MAX_VALUE;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        drop();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        drop();
    }

    private void drop() {
        if (unfinished != null) {
            unfinished.release();
            unfinished = null;
        }
    }
}

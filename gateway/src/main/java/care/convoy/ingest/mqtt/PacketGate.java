package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.connection.Lingering;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Lets only whole packets through to the decoder, and none larger than allowed, so that a packet that announces much costs
 * nothing, a dripped one is decoded once, and what the decoder would take although it is wrong is found out by
 * {@link PacketCheck}. One per connection.
 *
 * <p>Holds at most one unfinished packet, and of it only the bytes that have come (MQTT 3.1.1 §2.2.3, 5.0 §2.1.4).
 */
final class PacketGate extends ChannelInboundHandlerAdapter {
    /**
     * Fired when the stream cannot go on; nothing is let through any more.
     *
     * @param inConnect5 whether it is in a CONNECT of 5.0, so that a CONNACK may tell the reason
     */
    record Fault(Reject why, int reason, boolean inConnect5) {}

    private static final int MAX_LENGTH_BYTES = 4;
    private static final int TYPE_BYTES = 1;

    private final int maxPacketBytes;
    private final IngestCounters counters;
    private final PacketCheck check;
    private @Nullable ByteBuf unfinished;
    private boolean shut;
    private int discarded;
    private int letThrough;

    PacketGate(Offer offer, IngestCounters counters) {
        maxPacketBytes = offer.maxPacketBytes();
        check = new PacketCheck(offer);
        this.counters = counters;
    }

    /** From now on what comes is thrown away, and the channel closed when that is too much. */
    void shut() {
        shut = true;
        drop();
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
            discarded += bytes.readableBytes();
            bytes.release();
            if (discarded > Lingering.BYTES) {
                var _ = ctx.close();
            }
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
        int fault = Reasons.SUCCESS;
        while (fault == Reasons.SUCCESS) {
            long size = packetBytes(all, end);
            fault = size == Long.MAX_VALUE
                    ? Reasons.MALFORMED_PACKET
                    : size > maxPacketBytes ? Reasons.PACKET_TOO_LARGE : Reasons.SUCCESS;
            if (fault != Reasons.SUCCESS || size < 0 || size > all.writerIndex() - end) {
                break;
            }
            int next = end + (int) size;
            fault = check.check(all, end, end + headerBytes(all, end), next);
            if (fault == Reasons.SUCCESS) {
                end = next;
                letThrough++;
            }
        }
        boolean inConnect5 = letThrough == 0 && check.version() == Login.VERSION_5;
        if (fault == Reasons.SUCCESS && end < all.writerIndex()) {
            unfinished = ctx.alloc().buffer(all.writerIndex() - end).writeBytes(all, end, all.writerIndex() - end);
        }
        deliver(ctx, all, end);
        if (fault != Reasons.SUCCESS) {
            shut = true;
            ctx.fireUserEventTriggered(new Fault(why(fault), fault, inConnect5));
        }
    }

    private static Reject why(int fault) {
        return switch (fault) {
            case Reasons.PACKET_TOO_LARGE -> Reject.TOO_LARGE;
            case Reasons.PROTOCOL_ERROR -> Reject.OUT_OF_ORDER;
            default -> Reject.MALFORMED;
        };
    }

    private static int headerBytes(ByteBuf bytes, int start) {
        int at = start + TYPE_BYTES;
        while (bytes.getByte(at) < 0) {
            at++;
        }
        return at + 1 - start;
    }

    private static void deliver(ChannelHandlerContext ctx, ByteBuf all, int end) {
        if (end == all.readerIndex()) {
            all.release();
        } else {
            ctx.fireChannelRead(all.writerIndex(end));
        }
    }

    /** Size of the packet at {@code start}, -1 if its header is not whole yet, or the largest number if its length is not one. */
    private static long packetBytes(ByteBuf bytes, int start) {
        int remaining = 0;
        for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
            int at = start + TYPE_BYTES + i;
            if (at >= bytes.writerIndex()) {
                return -1;
            }
            int digit = bytes.getByte(at);
            remaining |= (digit & 0x7F) << (7 * i);
            if (digit == 0 && i > 0) {
                // longer than it need be (MQTT 5.0 §1.5.5)
                return Long.MAX_VALUE;
            }
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

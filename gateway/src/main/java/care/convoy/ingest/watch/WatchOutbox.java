package care.convoy.ingest.watch;

import care.convoy.ingest.IngestCounters;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of one connection; what is answered during one read goes out with one flush. Confined to the connection's
 * loop; bounded because a peer that does not read is not read from either.
 */
final class WatchOutbox {
    private static final int FIRST_BYTES = 64;

    private final ChannelHandlerContext ctx;
    private final IngestCounters counters;
    private boolean reading;
    private @Nullable ByteBuf pending;

    WatchOutbox(ChannelHandlerContext ctx, IngestCounters counters) {
        this.ctx = ctx;
        this.counters = counters;
    }

    /** Until {@link #readEnds} what is written only gathers. */
    void readBegins() {
        reading = true;
    }

    void readEnds() {
        reading = false;
        flush();
    }

    void write(byte[] frame) {
        if (pending == null) {
            pending = ctx.alloc().buffer(FIRST_BYTES);
        }
        pending.writeBytes(frame);
        if (!reading) {
            flush();
        }
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

    private void flush() {
        ByteBuf all = pending;
        if (all != null) {
            pending = null;
            counters.wrote(all.readableBytes());
            var _ = ctx.writeAndFlush(all, ctx.voidPromise());
        }
    }
}

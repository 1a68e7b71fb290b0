package care.convoy.ingest.connection;

import care.convoy.ingest.IngestCounters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bytes of one connection: what is said between {@link #gather} and {@link #send}, as during one read, goes out in
 * one buffer with one flush. Confined to the connection's loop; bounded because a peer that does not read is not read from.
 */
public final class GatheringWriter {
    private static final int FIRST_BYTES = 64;

    private final ChannelHandlerContext ctx;
    private final IngestCounters counters;
    private int gathering;
    private boolean over;
    private @Nullable ByteBuf pending;

    /** @param counters told of every byte that is sent */
    public GatheringWriter(ChannelHandlerContext ctx, IngestCounters counters) {
        this.ctx = ctx;
        this.counters = counters;
    }

    /** Until {@link #send} what is written only gathers; may be nested. */
    public void gather() {
        gathering++;
    }

    /** Ends one {@link #gather}; the outermost sends. */
    public void send() {
        gathering--;
        written();
    }

    /** Where to write; after the last byte of a message {@link #written} has to be called. */
    public ByteBuf out() {
        if (pending == null) {
            pending = ctx.alloc().buffer(FIRST_BYTES);
        }
        return pending;
    }

    /** A whole message has been written; after the end of the output it is dropped. */
    public void written() {
        if (over) {
            release();
            return;
        }
        ByteBuf all = pending;
        if (gathering == 0 && all != null) {
            pending = null;
            counters.wrote(all.readableBytes());
            var _ = ctx.writeAndFlush(all, ctx.voidPromise());
        }
    }

    /** Sends what has gathered and closes. */
    public void close() {
        over = true;
        ByteBuf last = pending;
        pending = null;
        if (last == null) {
            var _ = ctx.close();
            return;
        }
        counters.wrote(last.readableBytes());
        var _ = ctx.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    /** Sends what has gathered, then that nothing more comes; the other end closes, or a deadline does. */
    public void endOutput() {
        over = true;
        ByteBuf last = pending == null ? Unpooled.EMPTY_BUFFER : pending;
        pending = null;
        counters.wrote(last.readableBytes());
        var _ = ctx.writeAndFlush(last).addListener(_ -> {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            if (tls == null) {
                shutOutput();
            } else {
                var _ = tls.closeOutbound().addListener(_ -> shutOutput());
            }
        });
    }

    private void shutOutput() {
        if (ctx.channel() instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        }
    }

    /** The connection is gone. */
    public void discard() {
        over = true;
        release();
    }

    private void release() {
        ByteBuf last = pending;
        pending = null;
        if (last != null) {
            last.release();
        }
    }
}

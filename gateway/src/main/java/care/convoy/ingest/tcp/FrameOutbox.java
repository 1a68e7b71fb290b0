package care.convoy.ingest.tcp;

import care.convoy.firmware.Frame;
import care.convoy.firmware.FrameWriter;
import care.convoy.firmware.Header;
import care.convoy.firmware.Message;
import care.convoy.firmware.SealedChannel;
import care.convoy.ingest.IngestCounters;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of one connection. What is answered during one read goes out in one buffer with one flush. Confined to
 * the connection's loop; bounded because a peer that does not read is not read from either.
 */
final class FrameOutbox {
    private static final int FIRST_BYTES = 64;

    /** One per loop: where a frame is made before it is copied behind the others. */
    private static final FastThreadLocal<Workbench> WORKBENCH = new FastThreadLocal<>() {
        @Override
        protected Workbench initialValue() {
            return new Workbench();
        }
    };

    private final ChannelHandlerContext ctx;
    private final IngestCounters counters;
    private boolean reading;
    private @Nullable ByteBuf pending;

    private static final class Workbench {
        private final FrameWriter writer = new FrameWriter();
        private final ByteBuffer frame = ByteBuffer.allocate(Frame.MAX_BYTES);
    }

    FrameOutbox(ChannelHandlerContext ctx, IngestCounters counters) {
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

    /** @param sealed of a session that is sealed, else null */
    void write(Header header, Message message, @Nullable SealedChannel sealed) {
        Workbench bench = WORKBENCH.get();
        bench.frame.clear();
        if (sealed == null) {
            bench.writer.write(header, message, bench.frame);
        } else {
            bench.writer.write(header, message, sealed, bench.frame);
        }
        append(bench.frame.flip());
    }

    /** A message that login has encoded already. */
    void write(byte[] message) {
        Workbench bench = WORKBENCH.get();
        bench.frame.clear();
        bench.writer.write(message, bench.frame);
        append(bench.frame.flip());
    }

    private void append(ByteBuffer frame) {
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

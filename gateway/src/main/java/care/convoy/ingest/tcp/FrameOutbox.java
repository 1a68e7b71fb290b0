package care.convoy.ingest.tcp;

import care.convoy.firmware.Frame;
import care.convoy.firmware.FrameWriter;
import care.convoy.firmware.Header;
import care.convoy.firmware.Message;
import care.convoy.firmware.SealedChannel;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.connection.GatheringWriter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes the frames of one native connection. Confined to the connection's loop. */
final class FrameOutbox {
    /** One per loop: where a frame is made before it is copied behind the others. */
    private static final FastThreadLocal<Workbench> WORKBENCH = new FastThreadLocal<>() {
        @Override
        protected Workbench initialValue() {
            return new Workbench();
        }
    };

    private final GatheringWriter writer;

    private static final class Workbench {
        private final FrameWriter writer = new FrameWriter();
        private final ByteBuffer frame = ByteBuffer.allocate(Frame.MAX_BYTES);
    }

    FrameOutbox(ChannelHandlerContext ctx, IngestCounters counters) {
        writer = new GatheringWriter(ctx, counters);
    }

    /** Until {@link #readEnds} what is written only gathers. */
    void readBegins() {
        writer.gather();
    }

    void readEnds() {
        writer.send();
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
        writer.out().writeBytes(frame);
        writer.written();
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

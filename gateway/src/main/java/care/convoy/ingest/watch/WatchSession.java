package care.convoy.ingest.watch;

import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fate;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.ConnectionEvent;
import care.convoy.ingest.connection.DeadlineWheel;
import care.convoy.ingest.connection.GatheringWriter;
import care.convoy.ingest.connection.Pace;
import care.convoy.ingest.connection.PeerAddress;
import care.convoy.ingest.watch.DownFrame.Address;
import care.convoy.ingest.watch.WatchCounters.Count;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of watches. There is no login: each frame is judged by its own id, and a connection may carry up to
 * {@link SessionLines#MAX_IDS}. Confined to its event loop; {@link #deliver} and {@link #dismiss} may be called from anywhere.
 *
 * <pre>
 *          a frame of a provisioned watch          silence, no frames, unfinished frame, shutdown
 *   NEW -----------------------------------> OPEN ------------------------------------------------> CLOSED
 *    |                                                                                                ^
 *    +--- none of them in time, evicted, no frames ---------------------------------------------------+
 * </pre>
 */
final class WatchSession extends ChannelInboundHandlerAdapter implements FrameSink {
    /** A line that is quiet for so long says that a frame without its last bracket is all there is. */
    static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final Logger LOG = LoggerFactory.getLogger(WatchSession.class);
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_SKIPPED = 64 * 1024;
    private static final int MOST_SKIPPED_UNKNOWN = 4 * 1024;

    private final WatchParts parts;
    private final DeadlineWheel wheel;
    private final FrameReader reader = new FrameReader();
    private final WatchUplink uplink;
    private final Due due = new Due();
    private final SessionLines lines;
    private State state = State.NEW;
    private @Nullable ChannelHandlerContext context;
    private @Nullable GatheringWriter writer;
    private @Nullable Pace pace;
    private boolean reading;
    private int frames;
    private long skipped;
    private long receivedAtMillis;
    private long signOfLifeNanos;
    private boolean begun;
    private long begunNanos;
    private boolean endable;
    private long endableNanos;

    private enum State {
        NEW,
        OPEN,
        CLOSED
    }

    WatchSession(WatchParts parts, DeadlineWheel wheel) {
        this.parts = parts;
        this.wheel = wheel;
        uplink = new WatchUplink(this, parts);
        lines = new SessionLines(this, parts);
    }

    /** The deadline that matters in the present state. */
    private final class Due extends DeadlineWheel.Deadline {
        @Override
        protected void due(long nowNanos) {
            if (state == State.CLOSED) {
                var _ = context().close();
            } else {
                checkDeadlines(nowNanos);
            }
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    Executor loop() {
        return context().executor();
    }

    String address() {
        return PeerAddress.of(context().channel());
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return ctx;
    }

    private GatheringWriter writer() {
        GatheringWriter out = writer;
        if (out == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return out;
    }

    private long now() {
        return parts.clock().nanos().getAsLong();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        pace = Pace.of(ctx.channel());
        writer = new GatheringWriter(ctx, parts.counters());
        parts.counters().opened();
        parts.halfOpen().add(ctx.channel());
        signOfLifeNanos = now();
        wheel.set(due, nextDeadline());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            int length = bytes.readableBytes();
            parts.counters().read(length);
            if (!reading) {
                beginReading();
            }
            if (state != State.CLOSED) {
                byte[] copy = new byte[length];
                bytes.readBytes(copy);
                reader.feed(copy, 0, length, this);
            }
        } finally {
            bytes.release();
        }
    }

    private void beginReading() {
        reading = true;
        frames = 0;
        receivedAtMillis = parts.clock().epochMillis().getAsLong();
        writer().gather();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (reading) {
            endReading();
            adjustReading();
        }
        ctx.fireChannelReadComplete();
    }

    /** A frame that was begun must be finished in time. */
    private void endReading() {
        reading = false;
        writer().send();
        long now = now();
        boolean partial = reader.pendingBytes() > 0;
        if (partial && (!begun || frames > 0)) {
            begunNanos = now;
        }
        begun = partial;
        boolean couldEnd = reader.couldEnd();
        if (couldEnd && (!endable || frames > 0)) {
            endableNanos = now;
        }
        endable = couldEnd;
        if (partial && state != State.CLOSED) {
            wheel.set(due, nextDeadline());
        }
    }

    private long nextDeadline() {
        long next = signOfLifeNanos
                + (state == State.NEW
                                ? parts.config().knownWithin()
                                : parts.config().idleWithin())
                        .toNanos();
        if (begun) {
            next = earlier(next, begunNanos + within());
        }
        return endable ? earlier(next, endableNanos + QUIET_NANOS) : next;
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    private long within() {
        return (reader.isInMedia()
                        ? parts.config().mediaWithin()
                        : parts.config().frameWithin())
                .toNanos();
    }

    private void checkDeadlines(long nowNanos) {
        if (endable && nowNanos - endableNanos >= QUIET_NANOS) {
            beginReading();
            reader.quiet(this);
            endReading();
        }
        if (state == State.CLOSED) {
            return;
        }
        long silentNanos = nowNanos - signOfLifeNanos;
        if (begun && nowNanos - begunNanos >= within()) {
            reject(Reject.MALFORMED);
            fail(Ending.PROTOCOL, "frame not finished");
        } else if (state == State.NEW
                && silentNanos >= parts.config().knownWithin().toNanos()) {
            fail(Ending.LOGIN_DEADLINE, "no provisioned watch");
        } else if (state == State.OPEN
                && silentNanos >= parts.config().idleWithin().toNanos()) {
            fail(Ending.SILENT, "silent");
        } else {
            wheel.set(due, nextDeadline());
        }
    }

    @Override
    public void frame(Frame frame) {
        if (state == State.CLOSED) {
            return;
        }
        frames++;
        skipped = 0;
        if (!frame.lengthRight()) {
            parts.watches().add(Count.LENGTH_WRONG);
        }
        RegisteredDevice device = parts.services().registry().findWatch(frame.id());
        WatchMessage message = MessageReader.read(frame);
        if (device == null || device.protocol() != Protocol.WATCH) {
            refuse(frame, message, device == null ? LoginFailure.UNKNOWN_DEVICE : LoginFailure.WRONG_PROTOCOL);
            return;
        }
        WatchLine line = lineOf(device, Address.of(frame));
        uplink.take(new WatchUplink.Said(device, line, Address.of(frame), receivedAtMillis), message);
    }

    private void reject(Reject why) {
        parts.counters().reject(why);
        fine();
    }

    private void fine() {
        if (pace != null) {
            pace.fine();
        }
    }

    private void refuse(Frame frame, WatchMessage message, LoginFailure why) {
        parts.watches().add(Count.UNKNOWN_ID);
        fine();
        parts.counters().loginFailed(why);
        parts.quarantine().unknown(Strangers.of(frame, message, address()), receivedAtMillis);
        if (parts.failures().failed(address(), frame.id(), now())) {
            LOG.warn("watch id refused: reason={} device={} address={}", why, frame.id(), address());
        }
    }

    private WatchLine lineOf(RegisteredDevice device, Address address) {
        signOfLifeNanos = now();
        if (state == State.NEW) {
            state = State.OPEN;
            if (pace != null) {
                pace.known(device.id().value());
            }
            parts.halfOpen().remove(context().channel());
        }
        return lines.heard(device.id(), address, signOfLifeNanos, receivedAtMillis);
    }

    @Override
    public void skipped(int bytes) {
        reject(Reject.MALFORMED);
        parts.watches().add(Count.BYTES_SKIPPED, bytes);
        skipped += bytes;
        if (skipped > (state == State.NEW ? MOST_SKIPPED_UNKNOWN : MOST_SKIPPED)) {
            fail(Ending.PROTOCOL, "no frames");
        }
    }

    @Override
    public void tooLarge() {
        reject(Reject.TOO_LARGE);
        fail(Ending.PROTOCOL, "frame too large");
    }

    /** Sends a frame. */
    void send(Address to, Reply reply) {
        if (state == State.OPEN) {
            writer().out().writeBytes(DownFrame.write(to, reply));
            writer().written();
        }
    }

    /** Sends it down as far as a watch can show it. */
    void deliver(WatchLine line, Downlink downlink) {
        try {
            context().executor().execute(() -> command(line, downlink, WatchDownlinks.of(downlink)));
        } catch (RejectedExecutionException gatewayStops) {
            dropped(line, downlink);
        }
    }

    private void command(WatchLine line, Downlink downlink, List<Reply> replies) {
        if (replies.isEmpty()) {
            told(line, downlink.commandId(), Fate.UNSUPPORTED);
            return;
        }
        if (state != State.OPEN || !context().channel().isWritable()) {
            dropped(line, downlink);
            return;
        }
        for (Reply reply : replies) {
            line.sent(reply.word(), downlink.commandId());
            parts.watches().add(Count.COMMANDS_SENT);
            send(line.command(parts.config().addressAsSg()), reply);
        }
        told(line, downlink.commandId(), Fate.AWAITED);
    }

    /** One of its devices is not served any more: the connection ends, unless another is. From anywhere. */
    void dismiss() {
        try {
            context().executor().execute(() -> {
                if (!lines.anyServed()) {
                    fail(Ending.DISMISSED, "not served");
                }
            });
        } catch (RejectedExecutionException gatewayStops) {
            // it ends with all others
        }
    }

    /** The line gave way to others; a connection that carries nothing else ends. From anywhere. */
    void crowdedOut(WatchLine line) {
        try {
            context().executor().execute(() -> {
                if (lines.forget(line)) {
                    fail(Ending.TAKEN_OVER, "too many connections of one id");
                }
            });
        } catch (RejectedExecutionException gatewayStops) {
            // it ends with all others
        }
    }

    private void dropped(WatchLine line, Downlink downlink) {
        parts.counters().downlinkDropped();
        told(line, downlink.commandId(), Fate.DROPPED);
    }

    private void told(WatchLine line, long commandId, Fate fate) {
        parts.services().router().told(line.device(), commandId, fate);
    }

    private void fail(Ending why, String reason) {
        if (state != State.CLOSED && parts.lines().allows()) {
            LOG.info("watch connection closed: ending={} reason={} address={}", why, reason, address());
        }
        end(why);
    }

    /** Closes; what is left is to get the last bytes out, and that within a bounded time. */
    private void end(Ending why) {
        if (state != State.CLOSED) {
            leave(why);
            writer().close();
        }
    }

    private void leave(Ending why) {
        state = State.CLOSED;
        parts.counters().ended(why);
        parts.halfOpen().remove(context().channel());
        lines.leave();
        wheel.set(due, now() + GOODBYE_NANOS);
    }

    /** Reads on only while the watch takes what it is sent, and its {@link Pace} allows it. */
    private void adjustReading() {
        boolean read = context().channel().isWritable() && (pace == null || pace.allows());
        if (context().channel().config().isAutoRead() != read) {
            context().channel().config().setAutoRead(read);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        adjustReading();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof ConnectionEvent outside)) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        switch (outside) {
            case SHUTDOWN -> end(Ending.SHUTDOWN);
            case NO_TLS -> end(Ending.NO_TLS);
            case MAY_READ -> adjustReading();
            case EVICTED -> {
                if (state == State.NEW) {
                    end(Ending.HALF_OPEN);
                }
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state != State.CLOSED) {
            leave(Ending.BY_DEVICE);
        }
        wheel.cancel(due);
        writer().discard();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException) && parts.lines().allows()) {
            LOG.warn("watch connection broken: address={}", address(), cause);
        }
        end(Ending.BROKEN);
    }
}

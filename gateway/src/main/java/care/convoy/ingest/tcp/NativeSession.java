package care.convoy.ingest.tcp;

import care.convoy.firmware.CloseReason;
import care.convoy.firmware.Downward;
import care.convoy.firmware.FrameReader;
import care.convoy.firmware.FrameSink;
import care.convoy.firmware.Header;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageDecoder;
import care.convoy.firmware.PlainHeartbeat;
import care.convoy.firmware.Reason;
import care.convoy.firmware.SessionMessage;
import care.convoy.ingest.DeviceSession;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.body.BodyDownlinks;
import care.convoy.ingest.body.BodyMessages;
import care.convoy.ingest.connection.ClientCertificate;
import care.convoy.ingest.connection.ConnectionEvent;
import care.convoy.ingest.connection.DeadlineWheel;
import care.convoy.ingest.connection.PeerAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of the native protocol (PROTOCOL.md §2, §8). Confined to its event loop; {@link #deliver} and
 * {@link #supersede} may be called from anywhere. Frames are read where they lie and handled one after the other; there is
 * no hand-off to another thread.
 *
 * <pre>
 *            hello, proof right               close, fault, silence, taken over, shutdown
 *   LOGIN ------------------------> OPEN ----------------------------------------------------> CLOSED
 *    |                                                                                            ^
 *    +--- unknown, wrong proof, anything else, deadline, evicted ---------------------------------+
 * </pre>
 */
final class NativeSession extends ChannelInboundHandlerAdapter implements DeviceSession, FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(NativeSession.class);
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final NativeParts parts;
    private final DeadlineWheel wheel;
    private final FrameReader reader = new FrameReader();
    private final Due due = new Due();
    private State state = State.LOGIN;
    private @Nullable Handshake handshake;
    private @Nullable ChannelHandlerContext context;
    private @Nullable FrameOutbox outbox;
    private @Nullable NativeDevice device;
    private @Nullable NativeUplink uplink;
    private boolean reading;
    private int frames;
    private long receivedAtMillis;
    private long lastFrameNanos;
    private long frameBegunNanos;
    private boolean frameBegun;

    private enum State {
        LOGIN,
        OPEN,
        CLOSED
    }

    NativeSession(NativeParts parts, DeadlineWheel wheel) {
        this.parts = parts;
        this.wheel = wheel;
        handshake = new Handshake(parts);
    }

    /** The deadline that matters in the present state. */
    private final class Due extends DeadlineWheel.Deadline {
        @Override
        protected void due(long nowNanos) {
            switch (state) {
                case LOGIN -> fail(Ending.LOGIN_DEADLINE, CloseReason.LOGIN_DEADLINE);
                case OPEN -> checkDeadlines(nowNanos);
                case CLOSED -> {
                    var _ = context().close();
                }
            }
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    Executor loop() {
        return context().executor();
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return ctx;
    }

    private FrameOutbox out() {
        FrameOutbox out = outbox;
        if (out == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return out;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        outbox = new FrameOutbox(ctx, parts.counters());
        parts.counters().opened();
        parts.halfOpen().add(ctx.channel());
        lastFrameNanos = parts.clock().nanos().getAsLong();
        wheel.set(due, lastFrameNanos + parts.config().loginWithin().toNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            int length = bytes.readableBytes();
            parts.counters().read(length);
            if (!reading) {
                reading = true;
                frames = 0;
                receivedAtMillis = parts.clock().epochMillis().getAsLong();
                out().readBegins();
            }
            if (state != State.CLOSED) {
                ByteBuffer view = bytes.nioBufferCount() == 1
                        ? bytes.internalNioBuffer(bytes.readerIndex(), length)
                        : bytes.nioBuffer();
                reader.feed(view, this);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (reading) {
            reading = false;
            if (uplink != null && state == State.OPEN) {
                uplink.readEnds();
            }
            out().readEnds();
            watchFrame();
            adjustReading();
        }
        ctx.fireChannelReadComplete();
    }

    /** A frame that was begun must be finished in time; whole ones are signs of life. */
    private void watchFrame() {
        long now = parts.clock().nanos().getAsLong();
        if (frames > 0) {
            lastFrameNanos = now;
        }
        boolean partial = reader.pendingBytes() > 0;
        if (partial && (frames > 0 || !frameBegun) && state == State.OPEN) {
            frameBegunNanos = now;
            wheel.set(due, nextDeadline(true));
        }
        frameBegun = partial;
    }

    private long nextDeadline(boolean partial) {
        long silent = lastFrameNanos + TimeUnit.SECONDS.toNanos(parts.config().idleSeconds());
        long unfinished = frameBegunNanos + parts.config().frameWithin().toNanos();
        return partial && unfinished - silent < 0 ? unfinished : silent;
    }

    private void checkDeadlines(long nowNanos) {
        long silentNanos = nowNanos - lastFrameNanos;
        if (frameBegun
                && nowNanos - frameBegunNanos >= parts.config().frameWithin().toNanos()) {
            fail(Ending.PROTOCOL, CloseReason.FRAME_DEADLINE);
        } else if (silentNanos >= TimeUnit.SECONDS.toNanos(parts.config().idleSeconds())) {
            fail(Ending.SILENT, CloseReason.IDLE);
        } else {
            wheel.set(due, nextDeadline(frameBegun));
        }
    }

    @Override
    public void message(ByteBuffer buffer, int offset, int length) {
        frames++;
        if (state == State.OPEN && uplink != null) {
            if (PlainHeartbeat.isAt(buffer, offset, length)) {
                uplink.heartbeat(buffer, offset, receivedAtMillis);
            } else {
                uplink.take(MessageDecoder.decode(buffer, offset, length), receivedAtMillis);
            }
        } else if (state == State.LOGIN && handshake != null) {
            byte[] message = new byte[length];
            buffer.get(offset, message);
            follow(handshake.take(
                    message, receivedAtMillis, ClientCertificate.of(context().channel())));
        }
    }

    @Override
    public void broken(Reason reason) {
        if (state == State.OPEN && uplink != null && !reason.endsStream()) {
            frames++;
            uplink.damaged();
        } else if (state != State.CLOSED) {
            parts.counters().reject(BodyMessages.why(reason));
            fail(Ending.PROTOCOL, CloseReason.FRAMING);
        }
    }

    private void follow(Handshake.Step step) {
        switch (step) {
            case Handshake.Step.Reply reply -> out().write(reply.message());
            case Handshake.Step.Refused refused -> refuse(refused);
            case Handshake.Step.Opened opened -> open(opened);
        }
    }

    private void refuse(Handshake.Step.Refused refused) {
        parts.counters().loginFailed(refused.why());
        boolean attended = parts.failures()
                .failed(address(), refused.device(), parts.clock().nanos().getAsLong());
        if (attended) {
            LOG.warn(
                    "native login refused: reason={} device={} address={}", refused.why(), refused.device(), address());
            write(close(refused.reason()));
        }
        end(Ending.LOGIN_REFUSED);
    }

    private void open(Handshake.Step.Opened opened) {
        handshake = null;
        device = opened.device();
        uplink = new NativeUplink(this, parts, opened.device());
        state = State.OPEN;
        parts.halfOpen().remove(context().channel());
        parts.counters().login();
        parts.services().router().register(opened.device().identity().id(), this);
        lastFrameNanos = parts.clock().nanos().getAsLong();
        wheel.set(due, nextDeadline(false));
        out().write(opened.welcome());
    }

    /** Sends a message of the open session. */
    void send(Downward message) {
        write(message);
    }

    /** Sends a message of the open session. */
    void send(Downlink downlink) {
        write(BodyDownlinks.of(downlink));
    }

    private void write(Message message) {
        long now = parts.clock().epochMillis().getAsLong();
        out().write(device == null ? Header.of(0, 0, Math.max(0, now)) : device.nextDown(now), message);
    }

    private static SessionMessage close(CloseReason reason) {
        return new SessionMessage.Close(reason, Message.NOT_MEASURED);
    }

    /** Says why and closes. */
    void fail(Ending why, CloseReason reason) {
        if (state == State.CLOSED) {
            return;
        }
        if (parts.lines().allows()) {
            LOG.info(
                    "native connection closed: ending={} reason={} device={} address={}",
                    why,
                    reason,
                    device == null ? "" : device.identity().id(),
                    address());
        }
        write(close(reason));
        end(why);
    }

    /** Closes; what is left is to get the last bytes out, and that within a bounded time. */
    void end(Ending why) {
        if (state != State.CLOSED) {
            leave(why);
            out().close();
        }
    }

    private void leave(Ending why) {
        state = State.CLOSED;
        parts.counters().ended(why);
        parts.halfOpen().remove(context().channel());
        if (device != null) {
            parts.services().router().unregister(device.identity().id(), this);
            device.leave();
        }
        wheel.set(due, parts.clock().nanos().getAsLong() + GOODBYE_NANOS);
    }

    /** Reads on only while the device takes what it is sent. */
    private void adjustReading() {
        boolean read = context().channel().isWritable();
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
            case SHUTDOWN -> fail(Ending.SHUTDOWN, CloseReason.GOING_AWAY);
            case NO_TLS -> end(Ending.NO_TLS);
            case EVICTED -> {
                if (state == State.LOGIN) {
                    end(Ending.HALF_OPEN);
                }
            }
        }
    }

    @Override
    public void deliver(Downlink downlink) {
        onLoop(() -> {
            if (state == State.OPEN && context().channel().isWritable()) {
                send(downlink);
            } else {
                parts.counters().downlinkDropped();
            }
        });
    }

    @Override
    public void supersede() {
        onLoop(() -> fail(Ending.TAKEN_OVER, CloseReason.TAKEN_OVER));
    }

    private void onLoop(Runnable task) {
        try {
            context().executor().execute(task);
        } catch (RejectedExecutionException gatewayStops) {
            parts.counters().downlinkDropped();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state != State.CLOSED) {
            if (reader.pendingBytes() > 0) {
                parts.counters().reject(Reject.MALFORMED);
            }
            leave(Ending.BY_DEVICE);
        }
        wheel.cancel(due);
        out().discard();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException) && parts.lines().allows()) {
            LOG.warn("native connection broken: address={}", address(), cause);
        }
        end(Ending.BROKEN);
    }

    private String address() {
        return PeerAddress.of(context().channel());
    }
}

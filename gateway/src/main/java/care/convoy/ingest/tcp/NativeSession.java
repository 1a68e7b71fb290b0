package care.convoy.ingest.tcp;

import care.convoy.firmware.CloseReason;
import care.convoy.firmware.Downward;
import care.convoy.firmware.FrameReader;
import care.convoy.firmware.FrameSink;
import care.convoy.firmware.Header;
import care.convoy.firmware.Message;
import care.convoy.firmware.Reason;
import care.convoy.firmware.SessionMessage;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fate;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.body.BodyDownlinks;
import care.convoy.ingest.body.BodyMessages;
import care.convoy.ingest.connection.ClientCertificate;
import care.convoy.ingest.connection.DeadlineWheel;
import care.convoy.ingest.connection.DeviceConnection;
import care.convoy.ingest.connection.FrameDeadlines;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
final class NativeSession extends DeviceConnection implements FrameSink {
    private final NativeParts parts;
    private final FrameReader reader = new FrameReader();
    private final FrameDeadlines deadlines;
    private @Nullable Handshake handshake;
    private @Nullable FrameOutbox outbox;
    private @Nullable NativeDevice device;
    private @Nullable NativeUplink uplink;
    private boolean reading;
    private int frames;
    private long receivedAtMillis;

    NativeSession(NativeParts parts, DeadlineWheel wheel) {
        super("native", parts.shared(), wheel);
        this.parts = parts;
        deadlines = new FrameDeadlines(
                parts.config().frameWithin(), Duration.ofSeconds(parts.config().idleSeconds()));
        handshake = new Handshake(parts);
    }

    private FrameOutbox out() {
        FrameOutbox out = outbox;
        if (out == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return out;
    }

    @Override
    protected void begun(ChannelHandlerContext ctx, long nowNanos) {
        outbox = new FrameOutbox(ctx, parts.counters());
        deadlines.alive(nowNanos);
    }

    @Override
    protected void loginOverdue() {
        fail(Ending.LOGIN_DEADLINE, CloseReason.LOGIN_DEADLINE);
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
            if (!isClosed()) {
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
            if (uplink != null && isOpen()) {
                uplink.readEnds();
            }
            out().readEnds();
            watchFrame();
            adjustReading();
        }
        ctx.fireChannelReadComplete();
    }

    private void watchFrame() {
        long now = parts.clock().nanos().getAsLong();
        if (deadlines.read(frames > 0, reader.pendingBytes() > 0, now) && isOpen()) {
            dueAt(deadlines.next());
        }
    }

    @Override
    protected void checkDeadlines(long nowNanos) {
        switch (deadlines.missed(nowNanos)) {
            case FRAME -> fail(Ending.PROTOCOL, CloseReason.FRAME_DEADLINE);
            case SILENCE -> fail(Ending.SILENT, CloseReason.IDLE);
            case NOTHING -> dueAt(deadlines.next());
        }
    }

    @Override
    public void message(ByteBuffer buffer, int offset, int length) {
        if (isOpen() && uplink != null) {
            frames += uplink.message(buffer, offset, length, receivedAtMillis) ? 1 : 0;
            return;
        }
        frames++;
        if (isNew() && handshake != null) {
            byte[] message = new byte[length];
            buffer.get(offset, message);
            follow(handshake.take(
                    message, receivedAtMillis, ClientCertificate.of(context().channel())));
        }
    }

    @Override
    public void broken(Reason reason) {
        if (isOpen() && uplink != null && !reason.endsStream()) {
            frames += uplink.damaged() ? 1 : 0;
        } else if (!isClosed()) {
            reject(BodyMessages.why(reason));
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
        if (refused(refused.why(), refused.device())) {
            write(close(refused.reason()));
        }
        end(Ending.LOGIN_REFUSED);
    }

    private void open(Handshake.Step.Opened opened) {
        handshake = null;
        device = opened.device();
        uplink = new NativeUplink(this, parts, opened.device());
        opened(opened.device().identity().id());
        deadlines.alive(parts.clock().nanos().getAsLong());
        dueAt(deadlines.next());
        out().write(opened.welcome());
        NativeDevice known = opened.device();
        parts.services().latest().connected(known.identity().id(), receivedAtMillis, address(), known.firmware());
        parts.services().registry().loggedIn(known.identity(), known.proof(), receivedAtMillis);
    }

    /** Sends a message of the open session. */
    void send(Downward message) {
        write(message);
    }

    @Override
    protected Fate send(Downlink downlink) {
        if (!context().channel().isWritable()) {
            return Fate.DROPPED;
        }
        write(BodyDownlinks.of(downlink));
        return downlink instanceof Downlink.Order ? Fate.AWAITED : Fate.SENT;
    }

    private void write(Message message) {
        long now = parts.clock().epochMillis().getAsLong();
        if (device == null) {
            out().write(Header.of(0, 0, Math.max(0, now)), message, null);
        } else {
            out().write(device.nextDown(now), message, device.sealed());
        }
    }

    private static SessionMessage close(CloseReason reason) {
        return new SessionMessage.Close(reason, Message.NOT_MEASURED);
    }

    /** Says why and closes. */
    void fail(Ending why, CloseReason reason) {
        if (isClosed()) {
            return;
        }
        tell(why, reason);
        write(close(reason));
        end(why);
    }

    @Override
    protected void superseded() {
        fail(Ending.TAKEN_OVER, CloseReason.TAKEN_OVER);
    }

    @Override
    protected void dismissed() {
        fail(Ending.DISMISSED, CloseReason.NORMAL);
    }

    @Override
    protected void shutDown() {
        fail(Ending.SHUTDOWN, CloseReason.GOING_AWAY);
    }

    @Override
    protected void cutOff() {
        if (reader.pendingBytes() > 0) {
            reject(Reject.MALFORMED);
        }
    }

    @Override
    protected void left() {
        if (device != null) {
            device.leave();
        }
    }

    @Override
    protected void closeGathered() {
        out().close();
    }

    @Override
    protected void discardGathered() {
        out().discard();
    }
}

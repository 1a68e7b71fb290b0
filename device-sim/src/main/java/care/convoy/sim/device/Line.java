package care.convoy.sim.device;

import care.convoy.firmware.CloseReason;
import care.convoy.firmware.Decoded;
import care.convoy.firmware.DeviceLogin;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Frame;
import care.convoy.firmware.FrameReader;
import care.convoy.firmware.FrameSink;
import care.convoy.firmware.Header;
import care.convoy.firmware.LoginStep;
import care.convoy.firmware.Malformed;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageDecoder;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.MessageType;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.Reason;
import care.convoy.firmware.SealedChannel;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Upward;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a native device to one address, from connect to its end (PROTOCOL.md §8). On the device's loop.
 *
 * <pre>
 *   CONNECTING --connected: hello--> HELLO --challenge: proof--> PROVED --welcome right--> OPEN
 *        |                             |                          | alarms allowed          |
 *        +-----------------------------+--------------------------+-------------------------+--> ENDED
 * </pre>
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the connection, which channelInactive tells
final class Line extends ChannelInboundHandlerAdapter implements FrameSink {

    private enum State {
        CONNECTING,
        HELLO,
        PROVED,
        OPEN,
        ENDED
    }

    private final NativeDevice device;
    private final int addressIndex;
    private final Mast mast;
    private final FrameReader reader = new FrameReader();
    private final Unanswered unanswered = new Unanswered();
    private State state = State.CONNECTING;
    private Numbering numbering;
    private @Nullable DeviceLogin login;
    private @Nullable SealedChannel sealed;
    private final Map<MessageKey, byte[]> sealedAlarms = new HashMap<>();
    private @Nullable Channel channel;
    private boolean epochKept;
    private int heartbeatSeconds;
    private int retryAfterSeconds = Message.NOT_MEASURED;
    private long lastSentNanos;
    private long quietSinceNanos;

    Line(NativeDevice device, int addressIndex, Mast mast, Numbering numbering) {
        this.device = device;
        this.addressIndex = addressIndex;
        this.mast = mast;
        this.numbering = numbering;
    }

    int addressIndex() {
        return addressIndex;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Alarms may follow the proof in the same segment, unless the epoch is about to change. */
    boolean takesAlarms() {
        return state == State.OPEN || (state == State.PROVED && epochKept);
    }

    int unansweredReports() {
        return unanswered.size();
    }

    /** What the gateway's close asked for, or {@link Message#NOT_MEASURED}. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    void connect(InetSocketAddress address) {
        ChannelFuture connecting = mast.bootstrap()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, mast.manners().connectTimeoutMillis())
                .handler(handler(address))
                .connect(address);
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                end("CONNECT_FAILED");
            }
        });
    }

    /** With TLS: what is written waits there until the gateway's certificate is believed. */
    private ChannelHandler handler(InetSocketAddress address) {
        SSLContext tls = mast.tls();
        if (tls == null) {
            return this;
        }
        SSLEngine engine = tls.createSSLEngine(address.getHostString(), address.getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel opened) {
                opened.pipeline().addLast(new SslHandler(engine), Line.this);
            }
        };
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (state != State.CONNECTING) {
            return;
        }
        long sequence = numbering.reserve(2);
        Header header = Header.of(numbering.epoch(), sequence, System.currentTimeMillis());
        DeviceLogin begun = new DeviceLogin(device.identity().key(), header, device.hello(mast.nonce()));
        login = begun;
        state = State.HELLO;
        write(begun.helloMessage());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        ByteBuf bytes = (ByteBuf) read;
        try {
            reader.feed(bytes.nioBuffer(), this);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void message(ByteBuffer buffer, int offset, int length) {
        boolean isClose = Frame.typeCodeAt(buffer, offset) == MessageType.CLOSE.code();
        if (state == State.OPEN && sealed != null) {
            ByteBuffer opened = sealed.open(buffer, offset, length);
            take(opened == null ? Malformed.of(Reason.SEALED) : MessageDecoder.decode(opened));
        } else if (state == State.OPEN || isClose) {
            take(MessageDecoder.decode(buffer, offset, length));
        } else if (state == State.HELLO || state == State.PROVED) {
            byte[] exact = new byte[length];
            buffer.get(offset, exact, 0, length);
            login(exact);
        }
    }

    @Override
    public void broken(Reason reason) {
        device.oddity(reason.name());
        if (reason.endsStream()) {
            farewell(CloseReason.FRAMING);
            end(CloseReason.FRAMING.name());
        }
    }

    private void login(byte[] exact) {
        DeviceLogin begun = login;
        if (begun == null) {
            return;
        }
        LoginStep step = state == State.HELLO ? begun.proof(exact, System.currentTimeMillis()) : begun.open(exact);
        switch (step) {
            case LoginStep.Send send -> {
                if (mast.manners().sealing() && begun.sealed() == null) {
                    farewell(CloseReason.SEALING);
                    end(CloseReason.SEALING.name());
                    return;
                }
                epochKept = begun.sessionEpoch() == numbering.epoch();
                state = State.PROVED;
                write(send.message());
                sealed = begun.sealed();
                device.proved(this);
            }
            case LoginStep.Open(SessionMessage.Welcome welcome) -> {
                heartbeatSeconds = welcome.heartbeatSeconds();
                quietSinceNanos = System.nanoTime();
                state = State.OPEN;
                if (!epochKept) {
                    numbering = new Numbering(begun.sessionEpoch(), begun.nextSequence());
                    device.adopt(numbering);
                }
                device.opened(this);
                if (!epochKept) {
                    device.sendWaiting(this);
                }
            }
            case LoginStep.Refuse(CloseReason reason) -> {
                farewell(reason);
                end(reason.name());
            }
        }
    }

    private void take(Decoded decoded) {
        switch (decoded) {
            case Malformed malformed -> {
                device.oddity(malformed.reason().name());
                if (malformed.endsStream()) {
                    farewell(CloseReason.VERSION);
                    end(CloseReason.VERSION.name());
                }
            }
            case NativeMessage understood -> take(understood);
        }
    }

    private void take(NativeMessage understood) {
        switch (understood.message()) {
            case Downward.Ack ack -> acknowledged(ack.upToSequence());
            case Downward.Rejected rejected -> rejected(rejected);
            case Downward.Received received -> device.received(received);
            case Downward.Configure command -> device.command(this, command.commandId(), command);
            case Downward.Locate command -> device.command(this, command.commandId(), command);
            case Downward.Measure command -> device.command(this, command.commandId(), command);
            case Downward.Ring command -> device.command(this, command.commandId(), command);
            case Downward.Show command -> device.command(this, command.commandId(), command);
            case Downward.Accepted _, Downward.Resolved _ -> {
                // shown to the wearer; nothing to do here
            }
            case SessionMessage.Close close -> {
                retryAfterSeconds = close.retryAfterSeconds();
                end(close.reason().name());
            }
            case Upward _, SessionMessage _ -> {
                device.oddity(Reason.OUT_OF_ORDER.name());
                farewell(CloseReason.OUT_OF_ORDER);
                end(CloseReason.OUT_OF_ORDER.name());
            }
        }
    }

    private void acknowledged(long upToSequence) {
        long now = System.nanoTime();
        quietSinceNanos = now;
        unanswered.answeredUpTo(upToSequence, due -> device.reportAnswered(due, now));
    }

    private void rejected(Downward.Rejected rejected) {
        boolean ordinary = rejected.ofEpoch() == numbering.epoch() && unanswered.refused(rejected.ofSequence());
        device.rejected(rejected, ordinary);
    }

    /** Writes an ordinary message. @return false if there is no room for it */
    boolean report(Upward message, long dueNanos) {
        Channel open = channel;
        if (state != State.OPEN || open == null || unanswered.isFull() || !open.isWritable()) {
            return false;
        }
        long sequence = numbering.take();
        lastSentNanos = System.nanoTime();
        if (unanswered.size() == 0) {
            quietSinceNanos = lastSentNanos;
        }
        unanswered.add(sequence, dueNanos);
        Header header = Header.of(numbering.epoch(), sequence, System.currentTimeMillis());
        open.writeAndFlush(mast.encode(open, header, message, sealed), open.voidPromise());
        return true;
    }

    /** Sends an alarm: the same bytes each time, and in a sealed session the same sealed ones. */
    void send(Alarm alarm) {
        SealedChannel channelSeal = sealed;
        if (channelSeal == null) {
            writeFrame(alarm.bytes());
            return;
        }
        writeFrame(sealedAlarms.computeIfAbsent(alarm.key(), _ -> {
            byte[] frame = alarm.bytes();
            byte[] message = Arrays.copyOfRange(frame, Frame.PREFIX_BYTES, frame.length - Frame.CHECK_BYTES);
            return mast.frame(channelSeal.seal(message));
        }));
    }

    /** The alarm is sent no more. */
    void forget(Alarm alarm) {
        sealedAlarms.remove(alarm.key());
    }

    private void writeFrame(byte[] frame) {
        Channel open = channel;
        if (open != null) {
            lastSentNanos = System.nanoTime();
            open.writeAndFlush(Unpooled.wrappedBuffer(frame), open.voidPromise());
        }
    }

    private void write(byte[] message) {
        writeFrame(mast.frame(message));
    }

    /** The second hand: a heartbeat when nothing else went up, a new connection when nothing is answered. */
    void sweep(long nowNanos) {
        if (state != State.OPEN) {
            return;
        }
        if (unanswered.size() > 0 && nowNanos - quietSinceNanos > mast.manners().ackDeadline()) {
            end("NO_ACK");
        } else if (nowNanos - lastSentNanos > mast.manners().heartbeatEvery(heartbeatSeconds)) {
            device.dueHeartbeat(nowNanos);
        }
    }

    void heartbeatEvery(int seconds) {
        heartbeatSeconds = seconds;
    }

    void farewell(CloseReason reason) {
        Channel open = channel;
        if (open != null && open.isActive()) {
            Header header = Header.of(numbering.epoch(), numbering.take(), System.currentTimeMillis());
            byte[] close = MessageEncoder.encode(header, new SessionMessage.Close(reason, Message.NOT_MEASURED));
            write(sealed == null ? close : sealed.seal(close));
        }
    }

    /** Ends it once; the device decides what comes next. */
    void end(String reason) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        Channel open = channel;
        if (open != null) {
            open.close();
        }
        device.ended(this, reason);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end("CONNECTION_LOST");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end("CONNECTION_LOST");
    }
}

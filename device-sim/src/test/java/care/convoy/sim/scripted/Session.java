package care.convoy.sim.scripted;

import care.convoy.firmware.CloseReason;
import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Durability;
import care.convoy.firmware.FrameReader;
import care.convoy.firmware.FrameSink;
import care.convoy.firmware.FrameWriter;
import care.convoy.firmware.Header;
import care.convoy.firmware.LastSeen;
import care.convoy.firmware.LoginStep;
import care.convoy.firmware.Mac256;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageDecoder;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.Nonce;
import care.convoy.firmware.Reason;
import care.convoy.firmware.SealedChannel;
import care.convoy.firmware.ServerLogin;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Standing;
import care.convoy.sim.device.MessageKey;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One connection to a {@link ScriptedGateway}. On its event loop. */
public final class Session extends ChannelInboundHandlerAdapter implements FrameSink {
    private static final ServerLogin.Terms TERMS = new ServerLogin.Terms(Standing.FULL, 3_600, 65_535);

    private final ScriptedGateway gateway;
    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final ServerLogin login = new ServerLogin(new Nonce(
            ThreadLocalRandom.current().nextLong(), ThreadLocalRandom.current().nextLong()));
    private volatile @Nullable ChannelHandlerContext context;
    private String deviceId = "";
    private boolean proved;
    private long nextDown = 3;

    Session(ScriptedGateway gateway) {
        this.gateway = gateway;
    }

    public String deviceId() {
        return deviceId;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
    }

    @Override
    public void channelRead(ChannelHandlerContext active, Object read) {
        ByteBuf bytes = (ByteBuf) read;
        try {
            reader.feed(bytes.nioBuffer(), this);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
        active.close();
    }

    @Override
    public void broken(Reason reason) {
        gateway.fault("a device sent " + reason);
    }

    @Override
    public void message(ByteBuffer buffer, int offset, int length) {
        byte[] exact = new byte[length];
        buffer.get(offset, exact, 0, length);
        SealedChannel sealed = login.sealed();
        ByteBuffer plain = sealed == null ? ByteBuffer.wrap(exact) : sealed.open(exact);
        if (plain == null) {
            gateway.fault("a device sent what does not open: " + HexFormat.of().formatHex(exact));
            return;
        }
        if (!(MessageDecoder.decode(plain) instanceof NativeMessage(Header header, Message message, var dropped))
                || !dropped.isEmpty()) {
            gateway.fault("a device sent what cannot be read: " + HexFormat.of().formatHex(exact));
            return;
        }
        switch (message) {
            case SessionMessage.Hello hello -> challenge(hello, exact);
            case SessionMessage.Proof _ -> welcome(exact);
            case SessionMessage.Close close -> gateway.closed(close.reason());
            default -> {
                if (!proved) {
                    gateway.fault("a message before the proof: " + message);
                }
                gateway.heard(this, Heard.of(deviceId, header, message, exact));
            }
        }
    }

    private void challenge(SessionMessage.Hello hello, byte[] exact) {
        deviceId = hello.deviceId();
        LastSeen seen = gateway.lastSeen(deviceId);
        gateway.helloSeen(hello);
        if (gateway.keyOf(deviceId) == null) {
            close(CloseReason.UNKNOWN_DEVICE);
        } else if (login.challenge(exact, seen, System.currentTimeMillis(), gateway.isSealing())
                instanceof LoginStep.Send send) {
            writeMessage(send.message());
        }
    }

    private void welcome(byte[] exact) {
        DeviceKey key = gateway.keyOf(deviceId);
        if (gateway.isImpostor()) {
            var forged = new SessionMessage.Welcome(new Mac256(new byte[32]), Standing.FULL, 60, 190);
            writeMessage(MessageEncoder.encode(Header.of(1, 2, System.currentTimeMillis()), forged));
            return;
        }
        if (key == null) {
            return;
        }
        switch (login.welcome(exact, key, TERMS, System.currentTimeMillis())) {
            case LoginStep.Send send -> {
                proved = true;
                gateway.open(this);
                writeMessage(send.message());
            }
            case LoginStep.Refuse(CloseReason reason) -> close(reason);
            case LoginStep.Open _ -> throw new IllegalStateException("that is the device's side");
        }
    }

    /** Says {@code received} for a message. */
    public void received(MessageKey key) {
        down(new Downward.Received(key.epoch(), key.sequence(), Durability.COMMITTED, gateway.alertOf(key)));
    }

    public void ack(long upToSequence) {
        down(new Downward.Ack(upToSequence));
    }

    /** Safe on any thread, once the device has said hello. */
    public void down(Message message) {
        ChannelHandlerContext active = context;
        if (active != null && !active.executor().inEventLoop()) {
            active.executor().execute(() -> down(message));
            return;
        }
        byte[] plain =
                MessageEncoder.encode(Header.of(login.sessionEpoch(), nextDown++, System.currentTimeMillis()), message);
        SealedChannel sealed = login.sealed();
        writeMessage(sealed == null ? plain : sealed.seal(plain));
    }

    public void close(CloseReason reason) {
        down(new SessionMessage.Close(reason, Message.NOT_MEASURED));
        drop();
    }

    /** Ends the connection without a word, as a process does that is killed. */
    public void drop() {
        ChannelHandlerContext active = context;
        if (active != null) {
            active.close();
        }
    }

    private void writeMessage(byte[] message) {
        writeRaw(writer.frame(message));
    }

    /** Bytes as they are. */
    public void writeRaw(byte[] frame) {
        ChannelHandlerContext active = context;
        if (active != null) {
            active.writeAndFlush(Unpooled.wrappedBuffer(frame));
        }
    }
}

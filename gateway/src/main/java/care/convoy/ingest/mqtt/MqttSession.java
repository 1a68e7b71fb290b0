package care.convoy.ingest.mqtt;

import care.convoy.ingest.DeviceSession;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.connection.ClientCertificate;
import care.convoy.ingest.connection.ConnectionEvent;
import care.convoy.ingest.connection.DeadlineWheel;
import care.convoy.ingest.connection.PeerAddress;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MQTT connection. Confined to its event loop; {@link #deliver} and {@link #supersede} may be called from anywhere.
 *
 * <pre>
 *            CONNECT, granted                DISCONNECT, error, silence, taken over, shutdown
 *   NEW ------------------------> OPEN -------------------------------------------------------> CLOSED
 *    |                                                                                            ^
 *    +--- refused, anything else first, deadline, evicted ----------------------------------------+
 * </pre>
 *
 * Sessions end with their connection: session present is always 0 and session expiry 0. A will is taken and not kept.
 */
final class MqttSession extends ChannelInboundHandlerAdapter implements DeviceSession {
    private static final Logger LOG = LoggerFactory.getLogger(MqttSession.class);
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final byte[] NOTHING = {};

    private final MqttParts parts;
    private final PacketGate gate;
    private final DeadlineWheel wheel;
    private final Due due = new Due();
    private State state = State.NEW;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Outbox outbox;
    private @Nullable Device device;
    private int packets;
    private boolean reading;
    private long receivedAtMillis;
    private long lastPacketNanos;
    private long silenceNanos;

    private enum State {
        NEW,
        OPEN,
        CLOSED
    }

    /** What exists from login on. */
    private record Device(RegisteredDevice identity, Uplink uplink, Subscriptions down) {}

    MqttSession(MqttParts parts, PacketGate gate, DeadlineWheel wheel) {
        this.parts = parts;
        this.gate = gate;
        this.wheel = wheel;
    }

    /** The deadline that matters in the present state. */
    private final class Due extends DeadlineWheel.Deadline {
        @Override
        protected void due(long nowNanos) {
            switch (state) {
                case NEW -> end(Ending.LOGIN_DEADLINE);
                case OPEN -> checkSilence(nowNanos);
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

    private Outbox out() {
        Outbox out = outbox;
        if (out == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return out;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        outbox = new Outbox(ctx, parts.counters());
        parts.counters().opened();
        parts.halfOpen().add(ctx.channel());
        lastPacketNanos = parts.clock().nanos().getAsLong();
        wheel.set(due, lastPacketNanos + parts.config().loginWithin().toNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!reading) {
                reading = true;
                receivedAtMillis = parts.clock().epochMillis().getAsLong();
                out().readBegins();
            }
            packets++;
            if (state != State.CLOSED) {
                handle((MqttMessage) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (reading) {
            lastPacketNanos = parts.clock().nanos().getAsLong();
        }
        if (state != State.CLOSED && packets != gate.letThrough()) {
            // The decoder waits for bytes beyond the end of a packet: a length inside it was wrong.
            reject(Reject.MALFORMED, Reasons.MALFORMED_PACKET);
        }
        reading = false;
        out().readEnds();
        adjustReading();
        ctx.fireChannelReadComplete();
    }

    private void handle(MqttMessage message) {
        if (message.decoderResult().isFailure()) {
            malformed(message);
        } else if (state == State.NEW) {
            if (message instanceof MqttConnectMessage connect) {
                connect(connect);
            } else {
                reject(Reject.OUT_OF_ORDER, Reasons.PROTOCOL_ERROR);
            }
        } else if (device != null) {
            handle(message, device);
        }
    }

    private void handle(MqttMessage message, Device known) {
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> known.uplink().publish((MqttPublishMessage) message, receivedAtMillis);
            case PUBREL -> known.uplink().release(packetId(message));
            case PUBACK -> known.down().acknowledged(packetId(message));
            case SUBSCRIBE -> reject(Reject.OUT_OF_ORDER, known.down().subscribe((MqttSubscribeMessage) message));
            case UNSUBSCRIBE -> reject(Reject.OUT_OF_ORDER, known.down().unsubscribe((MqttUnsubscribeMessage) message));
            case PINGREQ -> out().pingResponse();
            case DISCONNECT -> end(Ending.BY_DEVICE);
            case PUBREC, PUBCOMP -> {
                // Nothing goes down with QoS 2; a stray one of these means nothing and harms nobody.
            }
            case CONNECT, CONNACK, SUBACK, UNSUBACK, PINGRESP, AUTH ->
                reject(Reject.OUT_OF_ORDER, Reasons.PROTOCOL_ERROR);
        }
    }

    private static int packetId(MqttMessage message) {
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }

    private void connect(MqttConnectMessage connect) {
        int version = connect.variableHeader().version();
        if (version == Login.VERSION_5) {
            out().speakVersion5();
        } else if (version != Login.VERSION_3_1_1) {
            refuse(Login.Refused.VERSION);
            return;
        }
        switch (Login.judge(
                connect,
                parts.services().registry(),
                ClientCertificate.of(context().channel()))) {
            case Login.Refused refused -> refuse(refused);
            case Login.Granted granted -> open(granted);
        }
    }

    private void refuse(Login.Refused refused) {
        parts.counters().loginFailed(refused.why());
        boolean attended = parts.failures()
                .failed(address(), refused.device(), parts.clock().nanos().getAsLong());
        if (attended) {
            LOG.warn("mqtt login refused: reason={} device={} address={}", refused.why(), refused.device(), address());
            if (out().speaksVersion5()) {
                out().connectAcknowledge(refused.code5(), NOTHING);
            } else if (refused.code3() != Login.Refused.NO_ANSWER) {
                out().connectAcknowledge(refused.code3(), NOTHING);
            }
        }
        end(Ending.LOGIN_REFUSED);
    }

    private void open(Login.Granted granted) {
        RegisteredDevice identity = granted.device();
        var down = new Subscriptions(
                identity.id(), out(), parts.counters(), parts.clock().epochMillis());
        down.limit(granted.receiveMaximum(), granted.maxPacketBytes());
        device = new Device(identity, new Uplink(this, parts, identity, out(), down), down);
        state = State.OPEN;
        parts.halfOpen().remove(context().channel());
        parts.counters().login();
        if (granted.will()) {
            parts.counters().willIgnored();
        }
        long keepAliveSeconds = granted.keepAliveSeconds() == 0
                ? parts.config().silenceAllowed().toSeconds()
                : granted.keepAliveSeconds();
        // One and a half times the keep-alive (MQTT 3.1.1 §3.1.2.10, 5.0 §3.1.2.10).
        silenceNanos = TimeUnit.MILLISECONDS.toNanos(keepAliveSeconds * 1_500);
        wheel.set(due, lastPacketNanos + silenceNanos);
        parts.services().router().register(identity.id(), this);
        out().connectAcknowledge(Reasons.SUCCESS, parts.config().connackProperties(granted.keepAliveSeconds() == 0));
    }

    private void malformed(MqttMessage message) {
        if (state == State.NEW && message.decoderResult().cause() instanceof MqttUnacceptableProtocolVersionException) {
            refuse(Login.Refused.VERSION);
            return;
        }
        boolean version5 = message.variableHeader() instanceof MqttConnectVariableHeader header
                && header.version() == Login.VERSION_5;
        if (state == State.NEW && version5) {
            out().speakVersion5();
            out().connectAcknowledge(Reasons.MALFORMED_PACKET, NOTHING);
        }
        reject(Reject.MALFORMED, Reasons.MALFORMED_PACKET);
    }

    /** The device broke the protocol, unless the reason is success. */
    private void reject(Reject why, int reason) {
        if (reason != Reasons.SUCCESS) {
            parts.counters().reject(why);
            fail(Ending.PROTOCOL, reason);
        }
    }

    /** Closes, with the reason where the version and the state allow one (5.0: DISCONNECT after a CONNACK only). */
    void fail(Ending why, int reason) {
        if (state == State.CLOSED) {
            return;
        }
        if (parts.lines().allows()) {
            LOG.info(
                    "mqtt connection closed: ending={} code=0x{} device={} address={}",
                    why,
                    Integer.toHexString(reason),
                    device == null ? "" : device.identity().id(),
                    address());
        }
        boolean loggedIn = state == State.OPEN;
        leave(why);
        if (loggedIn) {
            out().disconnectAndClose(reason);
        } else {
            out().close();
        }
    }

    private void end(Ending why) {
        if (state != State.CLOSED) {
            leave(why);
            out().close();
        }
    }

    /** No longer a session; what is left is to get the last bytes out, and that within a bounded time. */
    private void leave(Ending why) {
        state = State.CLOSED;
        parts.counters().ended(why);
        parts.halfOpen().remove(context().channel());
        if (device != null) {
            parts.services().router().unregister(device.identity().id(), this);
        }
        wheel.set(due, parts.clock().nanos().getAsLong() + GOODBYE_NANOS);
    }

    private void checkSilence(long nowNanos) {
        if (device != null && device.uplink().unacknowledged() > 0) {
            // We are the ones who keep it waiting; it may have nothing to say meanwhile, or not be read.
            lastPacketNanos = nowNanos;
        }
        if (nowNanos - lastPacketNanos >= silenceNanos) {
            fail(Ending.SILENT, Reasons.KEEP_ALIVE_TIMEOUT);
        } else {
            wheel.set(due, lastPacketNanos + silenceNanos);
        }
    }

    /** Reads on only while the device takes what it is sent, and not too much of it waits for the alert log. */
    void adjustReading() {
        int waiting = device == null ? 0 : device.uplink().unacknowledged();
        boolean read = waiting < MqttListenerConfig.RECEIVE_MAXIMUM
                && context().channel().isWritable();
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
        if (state == State.CLOSED) {
            return;
        }
        switch (event) {
            case PacketGate.Fault fault -> reject(fault.why(), fault.reason());
            case ConnectionEvent outside -> happened(outside);
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    private void happened(ConnectionEvent outside) {
        switch (outside) {
            case SHUTDOWN -> fail(Ending.SHUTDOWN, Reasons.SERVER_SHUTTING_DOWN);
            case NO_TLS -> end(Ending.NO_TLS);
            case EVICTED -> {
                if (state == State.NEW) {
                    end(Ending.HALF_OPEN);
                }
            }
        }
    }

    @Override
    public void deliver(Downlink downlink) {
        onLoop(() -> {
            if (state == State.OPEN && device != null) {
                device.down().deliver(downlink);
            } else {
                parts.counters().downlinkDropped();
            }
        });
    }

    @Override
    public void supersede() {
        onLoop(() -> fail(Ending.TAKEN_OVER, Reasons.SESSION_TAKEN_OVER));
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
            leave(Ending.BY_DEVICE);
        }
        wheel.cancel(due);
        out().discard();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException) && parts.lines().allows()) {
            LOG.warn("mqtt connection broken: address={}", address(), cause);
        }
        end(Ending.BROKEN);
    }

    private String address() {
        return PeerAddress.of(context().channel());
    }
}

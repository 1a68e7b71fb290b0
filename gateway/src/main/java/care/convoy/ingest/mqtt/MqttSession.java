package care.convoy.ingest.mqtt;

import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.connection.DeadlineWheel;
import care.convoy.ingest.connection.DeviceConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
final class MqttSession extends DeviceConnection {
    private static final byte[] NOTHING = {};

    private final MqttParts parts;
    private final PacketGate gate;
    private @Nullable Outbox outbox;
    private @Nullable Device device;
    private int packets;
    private boolean reading;
    private long receivedAtMillis;
    private long lastPacketNanos;
    private long silenceNanos;

    /** What exists from login on. */
    private record Device(RegisteredDevice identity, Uplink uplink, Subscriptions down) {}

    MqttSession(MqttParts parts, PacketGate gate, DeadlineWheel wheel) {
        super("mqtt", parts.shared(), wheel);
        this.parts = parts;
        this.gate = gate;
    }

    private Outbox out() {
        Outbox out = outbox;
        if (out == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return out;
    }

    @Override
    protected void begun(ChannelHandlerContext ctx, long nowNanos) {
        outbox = new Outbox(ctx, parts.counters());
        lastPacketNanos = nowNanos;
    }

    @Override
    protected void loginOverdue() {
        end(Ending.LOGIN_DEADLINE);
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
            if (!isClosed()) {
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
        if (!isClosed() && packets != gate.letThrough()) {
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
        } else if (isNew()) {
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
        switch (Login.judge(connect, parts.services().registry())) {
            case Login.Refused refused -> refuse(refused);
            case Login.Granted granted -> open(granted);
        }
    }

    private void refuse(Login.Refused refused) {
        if (refused(refused.why(), refused.device())) {
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
        opened(identity.id());
        if (granted.will()) {
            parts.counters().willIgnored();
        }
        long keepAliveSeconds = granted.keepAliveSeconds() == 0
                ? parts.config().silenceAllowed().toSeconds()
                : granted.keepAliveSeconds();
        // One and a half times the keep-alive (MQTT 3.1.1 §3.1.2.10, 5.0 §3.1.2.10).
        silenceNanos = TimeUnit.MILLISECONDS.toNanos(keepAliveSeconds * 1_500);
        dueAt(lastPacketNanos + silenceNanos);
        out().connectAcknowledge(Reasons.SUCCESS, parts.config().connackProperties(granted.keepAliveSeconds() == 0));
    }

    private void malformed(MqttMessage message) {
        if (isNew() && message.decoderResult().cause() instanceof MqttUnacceptableProtocolVersionException) {
            refuse(Login.Refused.VERSION);
            return;
        }
        boolean version5 = message.variableHeader() instanceof MqttConnectVariableHeader header
                && header.version() == Login.VERSION_5;
        if (isNew() && version5) {
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
        if (isClosed()) {
            return;
        }
        tell(why, "0x" + Integer.toHexString(reason));
        boolean loggedIn = isOpen();
        leave(why);
        if (loggedIn) {
            out().disconnectAndClose(reason);
        } else {
            out().close();
        }
    }

    @Override
    protected void checkDeadlines(long nowNanos) {
        if (device != null && device.uplink().unacknowledged() > 0) {
            // We are the ones who keep it waiting; it may have nothing to say meanwhile, or not be read.
            lastPacketNanos = nowNanos;
        }
        if (nowNanos - lastPacketNanos >= silenceNanos) {
            fail(Ending.SILENT, Reasons.KEEP_ALIVE_TIMEOUT);
        } else {
            dueAt(lastPacketNanos + silenceNanos);
        }
    }

    /** Not too much of it waits for the alert log. */
    @Override
    protected boolean takesMore() {
        return device == null || device.uplink().unacknowledged() < MqttListenerConfig.RECEIVE_MAXIMUM;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof PacketGate.Fault fault)) {
            super.userEventTriggered(ctx, event);
        } else if (!isClosed()) {
            reject(fault.why(), fault.reason());
        }
    }

    @Override
    protected boolean send(Downlink downlink) {
        if (device == null) {
            return false;
        }
        device.down().deliver(downlink);
        return true;
    }

    @Override
    protected void superseded() {
        fail(Ending.TAKEN_OVER, Reasons.SESSION_TAKEN_OVER);
    }

    @Override
    protected void shutDown() {
        fail(Ending.SHUTDOWN, Reasons.SERVER_SHUTTING_DOWN);
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

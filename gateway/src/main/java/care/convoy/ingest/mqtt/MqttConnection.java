package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.connection.ClientCertificate;
import care.convoy.ingest.connection.ClientConnection;
import care.convoy.ingest.connection.DeadlineWheel;
import care.convoy.ingest.connection.Lingering;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT connection: bytes, state, deadlines. What outlives it is in its {@link Session}. Confined to its event loop;
 * {@link #wake} and {@link #supersede} may be called from anywhere.
 *
 * <pre>
 *            CONNECT, granted                DISCONNECT, error, silence, taken over, shutdown
 *   NEW ------------------------> OPEN -------------------------------------------------------> CLOSED
 *    |                                                                                            ^
 *    +--- refused, anything else first, deadline, evicted ----------------------------------------+
 * </pre>
 */
final class MqttConnection extends ClientConnection {
    private static final long AS_SAID = -1;

    private final MqttParts parts;
    private final Door door;
    private final PacketGate gate;
    private final AtomicBoolean awake = new AtomicBoolean();
    private @Nullable Outbox outbox;
    private @Nullable Client client;
    private int packets;
    private int speaks;
    private boolean reading;
    private long receivedAtMillis;
    private long lastPacketNanos;
    private long silenceNanos;

    /** Whether the client said goodbye, and for how long its session is to be kept. */
    private boolean goodbye;

    private long expirySeconds = AS_SAID;

    /** What exists from login on. */
    private record Client(Session session, Inbound inbound, Subscriber subscriber, long saidExpirySeconds) {}

    MqttConnection(MqttParts parts, Door door, PacketGate gate, DeadlineWheel wheel) {
        super("mqtt", parts.shared(), wheel);
        this.parts = parts;
        this.door = door;
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
        outbox = new Outbox(ctx, parts.counters(), !parts.offer().exact());
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
                out().gather();
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
        if (!isClosed() && packets != gate.letThrough()) {
            // The decoder waits for bytes beyond the end of a packet: a length inside it was wrong.
            reject(Reject.MALFORMED, Reasons.MALFORMED_PACKET);
        }
        if (reading) {
            lastPacketNanos = parts.clock().nanos().getAsLong();
            reading = false;
            out().send();
        }
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
        } else if (client != null) {
            handle(message, client);
        }
    }

    private void handle(MqttMessage message, Client known) {
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> known.inbound().publish((MqttPublishMessage) message, receivedAtMillis);
            case PUBREL -> known.inbound().release(packetId(message));
            case PUBACK -> acknowledged(AckKind.PUBACK, message, known);
            case PUBREC -> acknowledged(AckKind.PUBREC, message, known);
            case PUBCOMP -> acknowledged(AckKind.PUBCOMP, message, known);
            case SUBSCRIBE -> known.subscriber().subscribe((MqttSubscribeMessage) message);
            case UNSUBSCRIBE -> known.subscriber().unsubscribe((MqttUnsubscribeMessage) message);
            case PINGREQ -> out().pingResponse();
            case DISCONNECT -> disconnect(message, known);
            case CONNECT, CONNACK, SUBACK, UNSUBACK, PINGRESP, AUTH ->
                reject(Reject.OUT_OF_ORDER, Reasons.PROTOCOL_ERROR);
        }
    }

    private static int packetId(MqttMessage message) {
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }

    private void acknowledged(AckKind kind, MqttMessage message, Client known) {
        int reason = message.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                ? reply.reasonCode() & 0xFF
                : Reasons.SUCCESS;
        reject(Reject.OUT_OF_ORDER, known.session().acknowledged(this, kind, packetId(message), reason, out()));
        pump();
    }

    private void connect(MqttConnectMessage connect) {
        int version = connect.variableHeader().version();
        speaks = version;
        if (version == Login.VERSION_5) {
            out().speakVersion5();
        } else if (version < parts.offer().oldestVersion()) {
            refuse(Login.Refused.VERSION);
            return;
        }
        out().limit(Terms.of(connect));
        switch (door.judge(connect, ClientCertificate.of(context().channel()))) {
            case Login.Refused refused -> refuse(refused);
            case Login.Granted granted -> open(granted);
        }
    }

    private void refuse(Login.Refused refused) {
        int code = out().speaksVersion5() ? refused.code5() : refused.code3();
        boolean told = refused(refused.why(), refused.device()) && code != Login.Refused.NO_ANSWER;
        if (told) {
            out().connectRefuse(code);
        }
        leave(Ending.LOGIN_REFUSED);
        part(told);
    }

    private void open(Login.Granted granted) {
        Terms terms = granted.terms();
        SessionStore.Attached attached = parts.sessions().attach(granted, this);
        if (attached == null) {
            refuse(Login.Refused.FULL);
            return;
        }
        Session session = attached.session();
        TopicSpace space = granted.space();
        client = new Client(
                session,
                new Inbound(this, parts, session, space, out()),
                new Subscriber(this, parts, session, space, out()),
                terms.sessionExpirySeconds());
        loggedIn(granted.clientId());
        int keepAliveSeconds = parts.offer().keepAliveSeconds(terms.keepAliveSeconds(), out().speaksVersion5(), (int)
                parts.config().silenceAllowed().toSeconds());
        // One and a half times the keep-alive (MQTT 3.1.1 §3.1.2.10, 5.0 §3.1.2.10).
        silenceNanos = TimeUnit.MILLISECONDS.toNanos(keepAliveSeconds * 1_500L);
        dueAt(lastPacketNanos + silenceNanos);
        byte[] properties = parts.offer().connackProperties(granted, attached.expirySeconds(), keepAliveSeconds);
        if (out().takes(properties)) {
            boolean present = attached.present() && speaks != Login.VERSION_3_1;
            out().connectAcknowledge(present, Reasons.SUCCESS, properties);
        } else {
            // it would not know what holds here (MQTT 5.0 §3.1.2.11.4)
            end(Ending.PROTOCOL);
        }
        attached.afterwards().forEach(Runnable::run);
        space.connected(address());
        space.connected(session);
        pump();
    }

    private void disconnect(MqttMessage message, Client known) {
        goodbye = true;
        if (message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader said) {
            // with any other reason the will is said (MQTT 5.0 §3.14.4)
            goodbye = said.reasonCode() == Reasons.SUCCESS;
            expirySeconds = PropertyBytes.number(said.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, AS_SAID);
            if (expirySeconds > 0 && known.saidExpirySeconds() == 0) {
                // A session that was to end with its connection cannot be kept (MQTT 5.0 §3.14.2.2.2).
                expirySeconds = AS_SAID;
                goodbye = false;
                reject(Reject.OUT_OF_ORDER, Reasons.PROTOCOL_ERROR);
                return;
            }
        }
        end(Ending.BY_DEVICE);
    }

    /** The connection has ended; its session may go on. A gateway that stops says nothing about its clients. */
    @Override
    protected void parted(Ending why) {
        if (client != null) {
            boolean withWill = !goodbye && why != Ending.SHUTDOWN;
            parts.sessions().detach(client.session(), this, withWill, expirySeconds);
        }
    }

    /** There is something for the client: it is sent on the loop, at once if this is the loop. */
    void wake() {
        if (context().executor().inEventLoop()) {
            pump();
        } else if (awake.compareAndSet(false, true) && !onLoop(this::woken)) {
            parts.counters().downlinkDropped();
        }
    }

    private void woken() {
        awake.set(false);
        pump();
    }

    /** Sends what the session has for the client, as far as the client takes it. */
    private void pump() {
        if (client != null && isOpen()) {
            Session session = client.session();
            inOneFlush(() -> session.pump(this, out()));
        }
    }

    @Override
    protected void writableAgain() {
        pump();
    }

    /** What the task writes goes out together. On the loop. */
    void inOneFlush(Runnable task) {
        out().gather();
        task.run();
        out().send();
    }

    private void malformed(MqttMessage message) {
        if (isNew() && message.decoderResult().cause() instanceof MqttUnacceptableProtocolVersionException) {
            refuse(Login.Refused.VERSION);
        } else if (isNew() && message.decoderResult().cause() instanceof MqttIdentifierRejectedException) {
            refuse(Login.Refused.CLIENT_ID);
        } else {
            reject(Reject.MALFORMED, Reasons.MALFORMED_PACKET);
        }
    }

    /** The client broke the protocol, unless the reason is success. */
    private void reject(Reject why, int reason) {
        if (reason != Reasons.SUCCESS) {
            reject(why);
            fail(Ending.PROTOCOL, reason);
        }
    }

    /** Closes, with the reason where the version and the state allow one (5.0: CONNACK before it is open, then DISCONNECT). */
    void fail(Ending why, int reason) {
        if (isClosed()) {
            return;
        }
        tell(why, "0x" + Integer.toHexString(reason));
        boolean told = isOpen();
        if (told) {
            out().disconnect(reason);
        }
        leave(why);
        part(told && why != Ending.SHUTDOWN);
    }

    /** Closes; what was told before is given the time to be read, also by a client that goes on sending. */
    private void part(boolean told) {
        if (told && parts.lingering().enter(context().channel())) {
            gate.shut();
            out().endOutput();
            context().channel().config().setAutoRead(true);
            dueAt(parts.clock().nanos().getAsLong() + Lingering.NANOS);
        } else {
            out().close();
        }
    }

    @Override
    protected void checkDeadlines(long nowNanos) {
        if (client != null && client.inbound().unacknowledged() > 0) {
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
        return client == null
                || isClosed()
                || client.inbound().unacknowledged() < parts.offer().receiveMaximum();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof PacketGate.Fault fault)) {
            super.userEventTriggered(ctx, event);
        } else if (!isClosed()) {
            broken(fault);
        }
    }

    /** What a CONNECT that cannot be read asks for is not known; its reason goes without words. */
    private void broken(PacketGate.Fault fault) {
        if (!isNew()) {
            reject(fault.why(), fault.reason());
            return;
        }
        boolean told = fault.inConnect5() && !parts.offer().exact();
        if (told) {
            out().speakVersion5();
            out().connectAcknowledge(false, fault.reason(), Message.NO_BYTES);
        }
        reject(fault.why());
        tell(Ending.PROTOCOL, "0x" + Integer.toHexString(fault.reason()));
        leave(Ending.PROTOCOL);
        part(told);
    }

    @Override
    protected void superseded() {
        fail(Ending.TAKEN_OVER, Reasons.SESSION_TAKEN_OVER);
    }

    @Override
    protected void dismissed() {
        fail(Ending.DISMISSED, Reasons.ADMINISTRATIVE_ACTION);
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

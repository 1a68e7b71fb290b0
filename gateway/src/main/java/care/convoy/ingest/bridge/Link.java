package care.convoy.ingest.bridge;

import care.convoy.ingest.bridge.AckOrder.Slot;
import care.convoy.ingest.bridge.BridgeConfig.Broker;
import care.convoy.ingest.bridge.BridgeConfig.Tls;
import care.convoy.ingest.bridge.BridgeCounters.Count;
import care.convoy.tls.ClientTls;
import care.convoy.tls.TlsRefused;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a broker, from connecting to its end; the next one is another object with another client, so that no
 * acknowledgement of this one can ever be sent on it (ADR 0010). Opened and closed on the bridge's thread; messages come on
 * the client's.
 */
final class Link implements MqttCallback {
    private static final int CONNECT_SECONDS = 10;
    private static final long ANSWER_MILLIS = 15_000;
    private static final long DISCONNECT_MILLIS = 500;
    private static final int QOS = 1;
    private static final int NO_RETAINED = 2;
    private static final int REFUSED = 0x80;

    /** Announced to the broker; larger messages it must not send. */
    private static final long MAX_PACKET_BYTES = 256 * 1024;

    private final BridgeConfig config;
    private final BridgeCounters counters;
    private final Uplink uplink;
    private final BiConsumer<Link, String> ended;
    private final AckOrder acks;
    private final QualityZero zero;
    private final MqttAsyncClient client;
    private volatile boolean closed;
    private boolean sessionPresent;
    private String remark = "";

    /** @param ended told at most a few times, on any thread, that this connection is of no more use, and why */
    Link(BridgeConfig config, int member, BridgeCounters counters, Uplink uplink, BiConsumer<Link, String> ended)
            throws BridgeFailed {
        this.config = config;
        this.counters = counters;
        this.uplink = uplink;
        this.ended = ended;
        zero = uplink.zero();
        acks = new AckOrder(config.broker().receiveMaximum(), this::acknowledge);
        try {
            client =
                    new MqttAsyncClient(plain(config.broker().url()), config.clientId(member), new MemoryPersistence());
        } catch (MqttException | IllegalArgumentException unfit) {
            throw new BridgeFailed(Reasons.of(unfit));
        }
    }

    /** The client is given sockets that speak TLS by themselves. */
    private static String plain(String url) {
        return url.replaceFirst("^ssl:", "tcp:");
    }

    /** Connects and subscribes; messages of a kept session may come before this returns. */
    void open() throws BridgeFailed {
        client.setManualAcks(true);
        client.setCallback(this);
        try {
            IMqttToken connected = client.connect(options(config.broker()));
            connected.waitForCompletion(ANSWER_MILLIS);
            sessionPresent = connected.getSessionPresent();
            subscribe();
        } catch (MqttException failed) {
            throw new BridgeFailed(Reasons.of(failed));
        }
    }

    private MqttConnectionOptions options(Broker broker) throws BridgeFailed {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(false);
        options.setSessionExpiryInterval(broker.sessionExpirySeconds());
        options.setReceiveMaximum(broker.receiveMaximum());
        options.setMaximumPacketSize(MAX_PACKET_BYTES);
        options.setKeepAliveInterval(broker.keepAliveSeconds());
        options.setConnectionTimeout(CONNECT_SECONDS);
        if (broker.user() != null) {
            options.setUserName(broker.user());
        }
        if (broker.password() != null) {
            options.setPassword(broker.password().toBytes());
        }
        options.setSocketFactory(GuardedSocket.factory(tls(broker), this::guarded));
        return options;
    }

    private static @Nullable SSLSocketFactory tls(Broker broker) throws BridgeFailed {
        if (!broker.url().startsWith("ssl:")) {
            return null;
        }
        Tls tls = broker.tls() == null ? new Tls(null, null, null) : broker.tls();
        try {
            return ClientTls.of(tls.ca(), tls.certificate(), tls.key()).getSocketFactory();
        } catch (TlsRefused unfit) {
            throw new BridgeFailed(String.valueOf(unfit.getMessage()));
        }
    }

    private InputStream guarded(InputStream in) {
        return new PacketGuard(in, MAX_PACKET_BYTES, this::tooLarge);
    }

    private void tooLarge(long bytes) {
        counters.add(Count.OVER_PACKET_SIZE);
        ended.accept(this, "the broker announced a packet of " + bytes + " bytes; " + MAX_PACKET_BYTES + " was agreed");
    }

    private void subscribe() throws MqttException, BridgeFailed {
        List<TopicRule> topics = config.topics();
        MqttSubscription[] wanted = new MqttSubscription[topics.size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = new MqttSubscription(topics.get(i).filter().filter(), QOS);
            wanted[i].setRetainHandling(NO_RETAINED);
        }
        IMqttToken subscribed = client.subscribe(wanted);
        subscribed.waitForCompletion(ANSWER_MILLIS);
        int[] granted = subscribed.getReasonCodes();
        for (int i = 0; i < wanted.length; i++) {
            int reason = granted == null || i >= granted.length ? REFUSED : granted[i];
            if (reason >= REFUSED) {
                throw new BridgeFailed("the subscription to " + wanted[i].getTopic() + " is refused ("
                        + Reasons.hex(reason) + "); the broker must allow it to this user");
            }
            if (reason < QOS) {
                remark = "the broker grants quality 0 only for " + wanted[i].getTopic()
                        + ": what is lost on the way is not sent again";
            }
        }
    }

    boolean isSessionPresent() {
        return sessionPresent;
    }

    /** What is less than it should be, though it works; may be empty. */
    String remark() {
        return remark;
    }

    /** Messages that wait for their acknowledgement. */
    int inFlight() {
        return acks.size();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        if (message.getQos() == 0) {
            withoutAcknowledgement(topic, message);
            return;
        }
        Slot slot = acks.reserve(message.getId());
        if (slot == null) {
            counters.add(Count.OVER_RECEIVE_MAXIMUM);
            ended.accept(
                    this,
                    "the broker sent more at once than was agreed ("
                            + config.broker().receiveMaximum() + ")");
            return;
        }
        take(topic, message, new Ending(slot, false));
    }

    /** Nobody would send it again, so an alarm is taken whatever happens; if the connection ends meanwhile, without a place. */
    private void withoutAcknowledgement(String topic, MqttMessage message) {
        counters.add(Count.WITHOUT_ACKNOWLEDGEMENT);
        if (uplink.mayCall(topic)) {
            boolean place = zero.take(() -> !closed && client.isConnected());
            take(topic, message, new Ending(null, place));
        } else if (zero.takesOrdinary()) {
            take(topic, message, new Ending(null, false));
        } else {
            counters.add(Count.QUALITY_ZERO_DROPPED);
        }
    }

    /** What is thrown would be swallowed by the client or end its thread, and the message would wait for ever. */
    private void take(String topic, MqttMessage message, Ending ending) {
        try {
            uplink.take(topic, message.getPayload(), ending);
        } catch (RuntimeException | Error broken) {
            ending.leave();
            ended.accept(this, "a message could not be handled: " + broken);
        }
    }

    private final class Ending implements Uplink.Delivery {
        private final @Nullable Slot slot;
        private final AtomicBoolean place;

        /** @param place whether it has one of those for quality 0 */
        Ending(@Nullable Slot slot, boolean place) {
            this.slot = slot;
            this.place = new AtomicBoolean(place);
        }

        @Override
        public void done() {
            leave();
            if (slot != null) {
                acks.settle(slot);
            }
        }

        @Override
        public void failed() {
            leave();
            counters.add(Count.NOT_DURABLE);
            if (slot != null) {
                ended.accept(Link.this, "an alarm could not be made durable; it is asked for again");
            }
        }

        void leave() {
            if (place.getAndSet(false)) {
                zero.giveBack();
            }
        }
    }

    private void acknowledge(int packetId) {
        try {
            client.messageArrivedComplete(packetId, QOS);
            counters.add(Count.ACKNOWLEDGED);
        } catch (MqttException | RuntimeException | Error gone) {
            ended.accept(this, "an acknowledgement could not be sent: " + Reasons.of(gone));
        }
    }

    /**
     * Publishes with quality 1, not retained. Any thread; does not wait.
     *
     * @param validSeconds after which the broker is to drop it
     * @param answered told the broker's reason once, on the client's thread; negative if there is none
     * @throws MqttException if it does not go out
     */
    void publish(String topic, byte[] payload, long validSeconds, IntConsumer answered) throws MqttException {
        MqttProperties properties = new MqttProperties();
        properties.setMessageExpiryInterval(validSeconds);
        client.publish(topic, new MqttMessage(payload, QOS, false, properties), null, new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                int[] reasons = token.getReasonCodes();
                answered.accept(reasons == null || reasons.length == 0 ? 0 : reasons[0]);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable failed) {
                answered.accept(failed instanceof MqttException refused ? refused.getReasonCode() : -1);
            }
        });
    }

    /** Ends the connection; the broker keeps the session and whatever is not acknowledged. May take a second. */
    void close() {
        closed = true;
        acks.close();
        try {
            client.disconnectForcibly(0, DISCONNECT_MILLIS, client.isConnected());
        } catch (MqttException | RuntimeException alreadyGone) {
            // it is to be gone
        }
        try {
            client.close(true);
        } catch (MqttException | RuntimeException alreadyGone) {
            // likewise
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        ended.accept(this, Reasons.of(response));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        ended.accept(this, Reasons.of(exception));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // each is told by itself, in publish
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // waited for in open
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        ended.accept(this, "the broker asks for enhanced authentication, which is not spoken here");
    }
}

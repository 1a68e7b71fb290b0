package care.convoy.ingest.mqtt;

import care.convoy.device.DeviceId;
import care.convoy.firmware.Header;
import care.convoy.firmware.MessageEncoder;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.body.BodyDownlinks;
import care.convoy.ingest.json.JsonDownlinks;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The down topics of one device: who subscribed to what, and the messages on their way. Confined to the connection's loop.
 *
 * <p>At most {@link #WINDOW} unacknowledged messages (fewer if the device says so) and {@link #MAX_WAITING} behind them; of
 * more the newest is dropped and counted. QoS 1 at most; nothing is kept beyond the connection.
 */
final class Subscriptions {
    static final int WINDOW = 16;
    static final int MAX_WAITING = 64;
    private static final int NONE = -1;
    private static final int MAX_PACKET_ID = 65_535;
    private static final int SUBACK = 0x90;
    private static final int UNSUBACK = 0xB0;
    private static final byte[] NO_CODES = {};

    private final Outbox outbox;
    private final IngestCounters counters;
    private final LongSupplier epochMillis;
    private final String nativeTopic;
    private final String jsonTopic;
    private int nativeQos = NONE;
    private int jsonQos = NONE;
    private int window = WINDOW;
    private long maxPacketBytes = Long.MAX_VALUE;
    private final Set<Integer> unacknowledged = new HashSet<>(4);
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(2);
    private int lastPacketId;

    /** A message that waits for the device to acknowledge others. */
    private static final class Waiting {
        private final String topic;
        private final byte[] payload;

        Waiting(String topic, byte[] payload) {
            this.topic = topic;
            this.payload = payload;
        }
    }

    Subscriptions(DeviceId device, Outbox outbox, IngestCounters counters, LongSupplier epochMillis) {
        this.outbox = outbox;
        this.counters = counters;
        this.epochMillis = epochMillis;
        nativeTopic = "convoy/" + device + "/down";
        jsonTopic = nativeTopic + "/json";
    }

    /** What the device said at login about what it takes. */
    void limit(int receiveMaximum, long maximumPacketBytes) {
        window = Math.min(WINDOW, receiveMaximum);
        maxPacketBytes = maximumPacketBytes;
    }

    /** SUBSCRIBE, answered here; says why the connection must be closed, or {@link Reasons#SUCCESS}. */
    int subscribe(MqttSubscribeMessage message) {
        List<MqttTopicSubscription> filters = message.payload().topicSubscriptions();
        MqttProperties properties = message.idAndPropertiesVariableHeader().properties();
        if (!properties.getProperties(MqttProperties.SUBSCRIPTION_IDENTIFIER).isEmpty()) {
            return Reasons.SUBSCRIPTION_IDS_NOT_SUPPORTED;
        }
        byte[] codes = new byte[filters.size()];
        for (int i = 0; i < codes.length; i++) {
            MqttTopicSubscription filter = filters.get(i);
            codes[i] = (byte)
                    subscribe(filter.topicFilter(), filter.qualityOfService().value());
            if (codes[i] < 0) {
                counters.reject(Reject.FOREIGN_TOPIC);
            }
        }
        if (codes.length == 0) {
            return Reasons.PROTOCOL_ERROR;
        }
        outbox.subscriptionAcknowledge(SUBACK, message.variableHeader().messageId(), codes);
        return Reasons.SUCCESS;
    }

    /** UNSUBSCRIBE, answered here; says why the connection must be closed, or {@link Reasons#SUCCESS}. */
    int unsubscribe(MqttUnsubscribeMessage message) {
        List<String> filters = message.payload().topics();
        byte[] codes = new byte[filters.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) unsubscribe(filters.get(i));
        }
        if (codes.length == 0) {
            return Reasons.PROTOCOL_ERROR;
        }
        byte[] written = outbox.speaksVersion5() ? codes : NO_CODES;
        outbox.subscriptionAcknowledge(UNSUBACK, message.variableHeader().messageId(), written);
        return Reasons.SUCCESS;
    }

    /** The code for SUBACK: granted QoS, or why not. */
    private int subscribe(String filter, int qos) {
        int granted = Math.min(qos, 1);
        if (filter.equals(jsonTopic)) {
            jsonQos = granted;
            return granted;
        }
        if (filter.equals(nativeTopic)) {
            nativeQos = granted;
            return granted;
        }
        if (!outbox.speaksVersion5()) {
            return Reasons.SUBACK_FAILURE_3;
        }
        if (filter.startsWith("$share/")) {
            return Reasons.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED;
        }
        return isFilter(filter) ? Reasons.NOT_AUTHORIZED : Reasons.TOPIC_FILTER_INVALID;
    }

    /** The code for UNSUBACK. */
    private int unsubscribe(String filter) {
        if (filter.equals(jsonTopic) && jsonQos != NONE) {
            jsonQos = NONE;
            return Reasons.SUCCESS;
        }
        if (filter.equals(nativeTopic) && nativeQos != NONE) {
            nativeQos = NONE;
            return Reasons.SUCCESS;
        }
        return Reasons.NO_SUBSCRIPTION_EXISTED;
    }

    /** Whether a topic filter is well formed (MQTT 5.0 §4.7.1). */
    static boolean isFilter(String filter) {
        if (filter.isEmpty() || filter.indexOf('\0') >= 0) {
            return false;
        }
        List<String> levels = List.of(filter.split("/", -1));
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            boolean wild = level.contains("#") || level.contains("+");
            boolean alone = level.length() == 1 && (!level.equals("#") || i == levels.size() - 1);
            if (wild && !alone) {
                return false;
            }
        }
        return true;
    }

    /** Sends it to each down topic that the device subscribed to. */
    void deliver(Downlink downlink) {
        if (jsonQos == NONE && nativeQos == NONE) {
            counters.downlinkDropped();
            return;
        }
        if (jsonQos != NONE) {
            publish(jsonTopic, jsonQos, JsonDownlinks.encode(downlink));
        }
        if (nativeQos != NONE) {
            // Down on MQTT, epoch and sequence are 0: there is no session to count in (PROTOCOL.md §4.1).
            Header header = Header.of(0, 0, Math.max(0, epochMillis.getAsLong()));
            publish(nativeTopic, nativeQos, MessageEncoder.encode(header, BodyDownlinks.of(downlink)));
        }
    }

    private void publish(String topic, int qos, byte[] payload) {
        if (outbox.publishBytes(topic, payload) > maxPacketBytes) {
            counters.downlinkDropped();
        } else if (qos == 0) {
            outbox.publish(topic, 0, payload);
        } else if (unacknowledged.size() < window) {
            publishNumbered(topic, payload);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(new Waiting(topic, payload));
        } else {
            counters.downlinkDropped();
        }
    }

    private void publishNumbered(String topic, byte[] payload) {
        do {
            lastPacketId = lastPacketId == MAX_PACKET_ID ? 1 : lastPacketId + 1;
        } while (!unacknowledged.add(lastPacketId));
        outbox.publish(topic, lastPacketId, payload);
    }

    /** The device has it; the next one may go. */
    void acknowledged(int packetId) {
        if (unacknowledged.remove(packetId)) {
            Waiting next = waiting.poll();
            if (next != null) {
                publishNumbered(next.topic, next.payload);
            }
        }
    }
}

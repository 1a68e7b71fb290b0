package care.convoy.ingest.mqtt;

import care.convoy.alert.AlertId;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceMessage;
import care.convoy.firmware.MessageDecoder;
import care.convoy.ingest.Answer;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.Report;
import care.convoy.ingest.Stamp;
import care.convoy.ingest.Taken;
import care.convoy.ingest.body.BodyMessage;
import care.convoy.ingest.body.BodyMessages;
import care.convoy.ingest.json.JsonMessage;
import care.convoy.ingest.json.JsonMessages;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What one device publishes, and how it is acknowledged. Confined to the connection's loop.
 *
 * <ul>
 *   <li>An alarm is acknowledged only once durable. If it cannot be made durable the connection is closed (5.0: server
 *       busy): only a new connection makes an MQTT client send it again.
 *   <li>Other messages are acknowledged when they are in the telemetry lane. One that was shed is told to the device as
 *       {@code rejected}, and 5.0 acknowledges it with 0x97. 3.1.1 has no such code and is acknowledged all the same, counted:
 *       holding the acknowledgement back would stall a device with a window of one, and closing would cost it the
 *       connection, both at the expense of an alarm that comes behind.
 *   <li>A message that is refused is told as {@code rejected}; 5.0 acknowledges it with 0x83, 3.1.1 plainly, for it is not to
 *       be repeated.
 * </ul>
 */
final class Uplink {
    private static final int MAX_UNRELEASED = 1_024;

    /** Alarms of one device that may wait for the alert log, so that no single device fills the lane. */
    private static final int MAX_WAITING = MqttListenerConfig.RECEIVE_MAXIMUM;

    private static final FastThreadLocal<byte[]> PAYLOAD = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[MqttListenerConfig.MAX_MESSAGE_BYTES];
        }
    };

    private final MqttSession session;
    private final MqttParts parts;
    private final RegisteredDevice device;
    private final Outbox outbox;
    private final Subscriptions down;
    private final AckQueue acks;
    private final String nativeTopic;
    private final String jsonTopic;

    /** QoS 2 packets that await PUBREL; true once their PUBREC may be repeated. */
    private @Nullable Map<Integer, Boolean> unreleased;

    private int alarmsWaiting;

    Uplink(MqttSession session, MqttParts parts, RegisteredDevice device, Outbox outbox, Subscriptions down) {
        this.session = session;
        this.parts = parts;
        this.device = device;
        this.outbox = outbox;
        this.down = down;
        acks = new AckQueue(outbox);
        nativeTopic = "convoy/" + device.id() + "/up";
        jsonTopic = nativeTopic + "/json";
    }

    /** Acknowledgements that wait. */
    int unacknowledged() {
        return acks.size();
    }

    /** A PUBLISH that was decoded, with its quality of service: who may be answered, and how. */
    private record Delivery(int qos, int packetId) {
        AckKind kind() {
            return qos == 2 ? AckKind.PUBREC : AckKind.PUBACK;
        }
    }

    void publish(MqttPublishMessage message, long receivedAtMillis) {
        int qos = message.fixedHeader().qosLevel().value();
        Delivery delivery =
                new Delivery(qos, qos == 0 ? 0 : message.variableHeader().packetId());
        if (qos == 2 && repeats(delivery.packetId())) {
            return;
        }
        int fault = fault(message, qos);
        if (fault != Reasons.SUCCESS) {
            session.fail(Ending.PROTOCOL, fault);
            return;
        }
        String topic = message.variableHeader().topicName();
        boolean json = topic.equals(jsonTopic);
        if (!json && !topic.equals(nativeTopic)) {
            foreign(delivery);
            return;
        }
        if (qos == 2) {
            unreleased().put(delivery.packetId(), Boolean.FALSE);
        }
        ByteBuf payload = message.payload();
        int length = payload.readableBytes();
        byte[] bytes = PAYLOAD.get();
        payload.readBytes(bytes, 0, length);
        if (json) {
            take(JsonMessages.read(bytes, 0, length, receivedAtMillis), delivery, receivedAtMillis);
        } else {
            var decoded = MessageDecoder.decode(ByteBuffer.wrap(bytes), 0, length);
            take(BodyMessages.of(decoded, receivedAtMillis), delivery, receivedAtMillis);
        }
    }

    /** PUBREL: the device has the PUBREC. */
    void release(int packetId) {
        boolean known = unreleased != null && unreleased.remove(packetId) != null;
        outbox.acknowledge(AckKind.PUBCOMP, packetId, known ? Reasons.SUCCESS : Reasons.PACKET_ID_NOT_FOUND);
    }

    /** A QoS 2 packet that was taken before is only answered again, and that not before its commit. */
    private boolean repeats(int packetId) {
        Boolean answered = unreleased == null ? null : unreleased.get(packetId);
        if (Boolean.TRUE.equals(answered)) {
            acks.acknowledge(AckKind.PUBREC, packetId, Reasons.SUCCESS);
        }
        return answered != null;
    }

    private Map<Integer, Boolean> unreleased() {
        if (unreleased == null) {
            unreleased = new HashMap<>(4);
        }
        return unreleased;
    }

    /** What the packet may not contain, or {@link Reasons#SUCCESS}. */
    private int fault(MqttPublishMessage message, int qos) {
        if (message.payload().readableBytes() > MqttListenerConfig.MAX_MESSAGE_BYTES) {
            parts.counters().reject(Reject.TOO_LARGE);
            return Reasons.PACKET_TOO_LARGE;
        }
        MqttProperties properties = message.variableHeader().properties();
        if (!properties.isEmpty()) {
            if (properties.getProperty(MqttProperties.TOPIC_ALIAS) != null) {
                return Reasons.TOPIC_ALIAS_INVALID;
            }
            if (!properties
                    .getProperties(MqttProperties.SUBSCRIPTION_IDENTIFIER)
                    .isEmpty()) {
                return Reasons.PROTOCOL_ERROR;
            }
        }
        if (qos == 0) {
            return Reasons.SUCCESS;
        }
        int unfinished = unreleased == null ? 0 : unreleased.size();
        boolean tooMany = outbox.speaksVersion5()
                ? acks.size(AckKind.PUBACK) + unfinished >= MqttListenerConfig.RECEIVE_MAXIMUM
                : unfinished >= MAX_UNRELEASED;
        return tooMany ? Reasons.RECEIVE_MAXIMUM_EXCEEDED : Reasons.SUCCESS;
    }

    /** A positive acknowledgement would lie; 3.1.1 has no other, and QoS 0 has none at all. */
    private void foreign(Delivery delivery) {
        parts.counters().reject(Reject.FOREIGN_TOPIC);
        if (outbox.speaksVersion5() && delivery.qos() > 0) {
            acks.acknowledge(delivery.kind(), delivery.packetId(), Reasons.NOT_AUTHORIZED);
        } else {
            session.fail(Ending.PROTOCOL, Reasons.NOT_AUTHORIZED);
        }
    }

    private void take(JsonMessage json, Delivery delivery, long receivedAtMillis) {
        switch (json) {
            case JsonMessage.Understood(Stamp stamp, DeviceMessage message, List<String> dropped) ->
                take(new Report(device, stamp, message, dropped, receivedAtMillis), stamp, delivery);
            case JsonMessage.Refused(Stamp stamp, Reject why, String reason) -> refuse(stamp, why, reason, delivery);
        }
    }

    private void take(BodyMessage body, Delivery delivery, long receivedAtMillis) {
        switch (body) {
            case BodyMessage.Understood understood ->
                take(
                        new Report(
                                device, understood.key(), understood.message(), understood.dropped(), receivedAtMillis),
                        understood.stamp(),
                        delivery);
            case BodyMessage.CommandAnswered answered -> acknowledge(delivery, Reasons.SUCCESS);
            case BodyMessage.Refused refused ->
                refuse(refused.stamp(), refused.why(), refused.reason().name(), delivery);
        }
    }

    private void take(Report report, Stamp asWritten, Delivery delivery) {
        parts.counters().message(Kind.of(report.message()));
        if (report.message() instanceof DeviceMessage.Alarm) {
            alarm(report, asWritten, delivery);
            return;
        }
        Taken taken = parts.services()
                .intake()
                .acceptTelemetry(device, report.stamp().timeMillis(), report.receivedAtMillis(), report.message());
        if (taken == Taken.SHED) {
            shed(asWritten, delivery);
        } else {
            acknowledge(delivery, Reasons.SUCCESS);
        }
    }

    private void alarm(Report report, Stamp asWritten, Delivery delivery) {
        if (alarmsWaiting >= MAX_WAITING) {
            notDurable(delivery.qos());
            return;
        }
        AckQueue.Slot slot = delivery.qos() == 0 ? null : acks.reserve(delivery.kind(), delivery.packetId());
        Taken taken = parts.services().intake().accept(report, new AlarmAnswer(asWritten, slot));
        if (taken == Taken.WAIT_FOR_ANSWER) {
            alarmsWaiting++;
        } else {
            notDurable(delivery.qos());
        }
    }

    private void shed(Stamp stamp, Delivery delivery) {
        parts.counters().reject(Reject.SHED);
        down.deliver(new Downlink.Rejected(stamp, Reject.SHED, "overloaded"));
        acknowledge(delivery, outbox.speaksVersion5() ? Reasons.QUOTA_EXCEEDED : Reasons.SUCCESS);
    }

    private void refuse(Stamp stamp, Reject why, String reason, Delivery delivery) {
        parts.counters().reject(why);
        down.deliver(new Downlink.Rejected(stamp, why, reason));
        acknowledge(delivery, outbox.speaksVersion5() ? Reasons.IMPLEMENTATION_SPECIFIC : Reasons.SUCCESS);
    }

    private void acknowledge(Delivery delivery, int reason) {
        if (delivery.qos() == 0) {
            return;
        }
        acks.acknowledge(delivery.kind(), delivery.packetId(), reason);
        if (delivery.qos() == 2) {
            settleUnreleased(delivery.packetId(), reason);
        }
    }

    /** A PUBREC with a failure ends the exchange (MQTT 5.0 §4.3.3); with success the device may ask for it again. */
    private void settleUnreleased(int packetId, int reason) {
        if (reason == Reasons.SUCCESS) {
            unreleased().replace(packetId, Boolean.TRUE);
        } else {
            unreleased().remove(packetId);
        }
    }

    private void notDurable(int qos) {
        parts.counters().reject(Reject.NOT_DURABLE);
        if (qos > 0) {
            session.fail(Ending.NOT_DURABLE, Reasons.SERVER_BUSY);
        }
    }

    /** What becomes of one alarm. */
    private final class AlarmAnswer implements Answer {
        private final Stamp asWritten;
        private final AckQueue.@Nullable Slot slot;

        AlarmAnswer(Stamp asWritten, AckQueue.@Nullable Slot slot) {
            this.asWritten = asWritten;
            this.slot = slot;
        }

        @Override
        public Executor loop() {
            return session.loop();
        }

        @Override
        public void durable(Receipt receipt) {
            alarmsWaiting--;
            AlertId alert = receipt.outcome() instanceof Outcome.Done done ? done.alert() : null;
            var received = new Downlink.Received(asWritten, alert, receipt.durability());
            if (!session.isOpen()) {
                // The device may be back on another connection; there it waits for the same word.
                parts.services().router().send(device.id(), received);
                return;
            }
            outbox.readBegins();
            if (slot != null) {
                acks.settle(slot, Reasons.SUCCESS);
                if (unreleased != null) {
                    unreleased.replace(slot.packetId(), Boolean.TRUE);
                }
            }
            down.deliver(received);
            outbox.readEnds();
            session.adjustReading();
        }

        @Override
        public void notDurable() {
            alarmsWaiting--;
            if (session.isOpen()) {
                Uplink.this.notDurable(slot == null ? 0 : 1);
            }
        }
    }
}

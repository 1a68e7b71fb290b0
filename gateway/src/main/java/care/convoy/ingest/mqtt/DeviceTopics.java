package care.convoy.ingest.mqtt;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceMessage;
import care.convoy.firmware.MessageDecoder;
import care.convoy.ingest.Answer;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Intake;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Proof;
import care.convoy.ingest.Report;
import care.convoy.ingest.Stamp;
import care.convoy.ingest.Taken;
import care.convoy.ingest.body.BodyMessage;
import care.convoy.ingest.body.BodyMessages;
import care.convoy.ingest.json.JsonMessage;
import care.convoy.ingest.json.JsonMessages;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The topics of one device: up to the intake, down from the gateway, nothing else. Confined to the connection's loop but for
 * {@link #begun}, {@link #ended} and {@link #lost}.
 *
 * <ul>
 *   <li>An alarm is acknowledged only once durable. If it cannot be made durable the connection is closed (5.0: server
 *       busy): only a new connection makes an MQTT client send it again.
 *   <li>Other messages are acknowledged when they are in the telemetry lane. One that was shed is told to the device as
 *       {@code rejected}, and 5.0 acknowledges it with 0x97. 3.1.1 has no such code and is acknowledged all the same, counted:
 *       holding the acknowledgement back would stall a device with a window of one, and closing would cost it the
 *       connection, both at the expense of an alarm that comes behind.
 *   <li>Of a device that is blocked or closed only calls for help are taken; anything else is told as {@code rejected}, and
 *       5.0 acknowledges it with 0x87.
 *   <li>A message that is refused is told as {@code rejected}; 5.0 acknowledges it with 0x83, 3.1.1 plainly, for it is not to
 *       be repeated.
 * </ul>
 */
final class DeviceTopics implements TopicSpace {
    /** Alarms of one device that may wait for the alert log, so that no single device fills the lane. */
    private static final int MAX_WAITING = Offer.DEVICES.receiveMaximum();

    private static final FastThreadLocal<byte[]> PAYLOAD = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[Offer.DEVICE_MESSAGE_BYTES];
        }
    };

    private final MqttParts parts;
    private final RegisteredDevice device;
    private final Proof proof;
    private final String nativeTopic;
    private final String jsonTopic;
    private final String statusTopic;
    private int alarmsWaiting;

    /** @param proof with which secret it logged in; none if by a certificate */
    DeviceTopics(MqttParts parts, RegisteredDevice device, Proof proof) {
        this.parts = parts;
        this.device = device;
        this.proof = proof;
        String own = "convoy/" + device.id();
        nativeTopic = own + "/up";
        jsonTopic = own + "/up/json";
        statusTopic = own + "/status";
    }

    @Override
    public int publishable(String topic) {
        return topic.equals(jsonTopic) || topic.equals(nativeTopic) ? Reasons.SUCCESS : Reasons.NOT_AUTHORIZED;
    }

    @Override
    public int subscribable(String filter) {
        return DeviceEndpoint.topics(device.id()).contains(filter) ? Reasons.SUCCESS : Reasons.NOT_AUTHORIZED;
    }

    /** A will speaks where the device itself may, or on the topic that is kept for wills. */
    boolean willable(String topic) {
        return topic.equals(statusTopic) || publishable(topic) == Reasons.SUCCESS;
    }

    @Override
    public void subscribed(Session session, Subscription subscription, boolean existed) {
        // nothing is retained for a device, but it may hear now
        parts.services().router().reachable(device.id());
    }

    @Override
    public void connected(Session session) {
        parts.services().router().reachable(device.id());
    }

    @Override
    public void connected(String address) {
        long now = parts.clock().epochMillis().getAsLong();
        parts.services().latest().connected(device.id(), now, address, "");
        parts.services().registry().loggedIn(device, proof, now);
    }

    /** Who wears it, and whether it is served, may have changed since the login. */
    private RegisteredDevice current() {
        return parts.services().registry().current(device);
    }

    @Override
    public void unsubscribed(Session session, String filter) {
        // its session knows
    }

    @Override
    public void begun(Session session) {
        parts.services().router().register(device.id(), endpoint(session));
    }

    @Override
    public void ended(Session session) {
        parts.services().router().unregister(device.id(), endpoint(session));
    }

    private DeviceEndpoint endpoint(Session session) {
        return new DeviceEndpoint(session, device.id(), parts);
    }

    /** Whatever the will says, it means that the device is lost; it is neither read nor passed on. */
    @Override
    public void lost(Session session, Will will) {
        DeviceMessage lost = new DeviceMessage.ConnectionLost();
        parts.counters().connectionLost();
        parts.counters().message(Kind.of(lost));
        long now = parts.clock().epochMillis().getAsLong();
        parts.services().intake().acceptTelemetry(device, Command.NO_TIME, now, lost);
    }

    @Override
    public void publish(Publication publication, Inbound.Delivery delivery) {
        int length = publication.payload().readableBytes();
        byte[] bytes = PAYLOAD.get();
        publication.payload().readBytes(bytes, 0, length);
        long receivedAtMillis = publication.receivedAtMillis();
        if (publication.topic().equals(jsonTopic)) {
            JsonMessage json = JsonMessages.read(bytes, 0, length, receivedAtMillis);
            boolean text =
                    PropertyBytes.number(publication.properties(), MqttProperties.PAYLOAD_FORMAT_INDICATOR, 0) == 0
                            || Utf8.isValid(ByteBuffer.wrap(bytes, 0, length));
            if (json instanceof JsonMessage.Understood understood
                    && understood.message() instanceof DeviceMessage.Heartbeat) {
                runs(JsonMessages.firmware(bytes, 0, length), receivedAtMillis);
            }
            take(json, text, delivery, receivedAtMillis);
        } else {
            var decoded = MessageDecoder.decode(ByteBuffer.wrap(bytes), 0, length);
            take(BodyMessages.of(decoded, receivedAtMillis), delivery, receivedAtMillis);
        }
    }

    private void runs(String firmware, long receivedAtMillis) {
        if (!firmware.isEmpty()) {
            parts.services().latest().connected(device.id(), receivedAtMillis, "", firmware);
        }
    }

    /** @param text whether the payload is what its format indicator says; of an alarm nobody asks that */
    private void take(JsonMessage json, boolean text, Inbound.Delivery delivery, long receivedAtMillis) {
        switch (json) {
            case JsonMessage.Understood(Stamp stamp, DeviceMessage message, List<String> dropped) -> {
                if (!text && !(message instanceof DeviceMessage.Alarm)) {
                    delivery.connection().reject(Reject.MALFORMED);
                    delivery.acknowledge(Reasons.PAYLOAD_FORMAT_INVALID, "not UTF-8");
                    return;
                }
                take(new Report(current(), stamp, message, dropped, receivedAtMillis), stamp, delivery);
            }
            case JsonMessage.Refused(Stamp stamp, Reject why, String reason) -> refuse(stamp, why, reason, delivery);
        }
    }

    private void take(BodyMessage body, Inbound.Delivery delivery, long receivedAtMillis) {
        switch (body) {
            case BodyMessage.Understood understood ->
                take(
                        new Report(
                                current(),
                                understood.key(),
                                understood.message(),
                                understood.dropped(),
                                receivedAtMillis),
                        understood.stamp(),
                        delivery);
            case BodyMessage.CommandAnswered answered -> {
                parts.services().router().told(device.id(), answered.commandId(), answered.fate());
                delivery.acknowledge(Reasons.SUCCESS, "");
            }
            case BodyMessage.Refused refused ->
                refuse(refused.stamp(), refused.why(), refused.reason().name(), delivery);
        }
    }

    private void take(Report report, Stamp asWritten, Inbound.Delivery delivery) {
        if (!Intake.permits(report.device(), report.message())) {
            parts.counters().reject(Reject.NOT_PERMITTED);
            tell(delivery, new Downlink.Rejected(asWritten, Reject.NOT_PERMITTED, "blocked: calls for help only"));
            delivery.acknowledge(delivery.speaksVersion5() ? Reasons.NOT_AUTHORIZED : Reasons.SUCCESS, "");
            return;
        }
        parts.counters().message(Kind.of(report.message()));
        if (report.message() instanceof DeviceMessage.Alarm) {
            alarm(report, asWritten, delivery);
            return;
        }
        Taken taken = parts.services()
                .intake()
                .acceptTelemetry(
                        report.device(), report.stamp().timeMillis(), report.receivedAtMillis(), report.message());
        if (taken == Taken.SHED) {
            parts.counters().reject(Reject.SHED);
            tell(delivery, new Downlink.Rejected(asWritten, Reject.SHED, "overloaded"));
            delivery.acknowledge(delivery.speaksVersion5() ? Reasons.QUOTA_EXCEEDED : Reasons.SUCCESS, "");
        } else {
            delivery.acknowledge(Reasons.SUCCESS, "");
        }
    }

    private void alarm(Report report, Stamp asWritten, Inbound.Delivery delivery) {
        if (alarmsWaiting >= MAX_WAITING) {
            notDurable(delivery);
            return;
        }
        delivery.hold();
        Taken taken = parts.services().intake().accept(report, new AlarmAnswer(asWritten, delivery));
        if (taken == Taken.WAIT_FOR_ANSWER) {
            alarmsWaiting++;
        } else {
            notDurable(delivery);
        }
    }

    private void refuse(Stamp stamp, Reject why, String reason, Inbound.Delivery delivery) {
        delivery.connection().reject(why);
        tell(delivery, new Downlink.Rejected(stamp, why, reason));
        delivery.acknowledge(delivery.speaksVersion5() ? Reasons.IMPLEMENTATION_SPECIFIC : Reasons.SUCCESS, reason);
    }

    private void tell(Inbound.Delivery delivery, Downlink downlink) {
        endpoint(delivery.session()).deliver(downlink);
    }

    private void notDurable(Inbound.Delivery delivery) {
        parts.counters().reject(Reject.NOT_DURABLE);
        if (delivery.isAnswered()) {
            delivery.connection().fail(Ending.NOT_DURABLE, Reasons.SERVER_BUSY);
        }
    }

    /** What becomes of one alarm. */
    private final class AlarmAnswer implements Answer {
        private final Stamp asWritten;
        private final Inbound.Delivery delivery;

        AlarmAnswer(Stamp asWritten, Inbound.Delivery delivery) {
            this.asWritten = asWritten;
            this.delivery = delivery;
        }

        @Override
        public Executor loop() {
            return delivery.connection().loop();
        }

        @Override
        public void durable(Receipt receipt) {
            alarmsWaiting--;
            AlertId alert = receipt.outcome() instanceof Outcome.Done done ? done.alert() : null;
            var received = new Downlink.Received(asWritten, alert, receipt.durability());
            MqttConnection connection = delivery.connection();
            if (!connection.isOpen()) {
                // The device may be back on another connection; there it waits for the same word.
                delivery.settle();
                parts.services().router().send(device.id(), received);
                return;
            }
            connection.inOneFlush(() -> {
                delivery.settle();
                tell(delivery, received);
            });
            connection.adjustReading();
        }

        @Override
        public void notDurable() {
            alarmsWaiting--;
            if (delivery.connection().isOpen()) {
                DeviceTopics.this.notDurable(delivery);
            }
        }
    }
}

package care.convoy.ingest.mqtt;

import care.convoy.device.DeviceId;
import care.convoy.firmware.Header;
import care.convoy.firmware.MessageEncoder;
import care.convoy.ingest.DeviceSession;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fate;
import care.convoy.ingest.body.BodyDownlinks;
import care.convoy.ingest.json.JsonDownlinks;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A device's session as the router knows it, connected or not: two are the same if their session is. Thread-safe. */
record DeviceEndpoint(Session session, DeviceId device, MqttParts parts) implements DeviceSession {
    /** A command that the device could not be told by then is not wanted any more. */
    static final long COMMAND_SECONDS = 300;

    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final int QOS = 2;

    /** What the device may subscribe to: its native and its JSON topic down. */
    static List<String> topics(DeviceId device) {
        return List.of("convoy/" + device + "/down", "convoy/" + device + "/down/json");
    }

    @Override
    public boolean isReachable() {
        return session.connection() != null && topics(device).stream().anyMatch(topic -> session.qos(topic) >= 0);
    }

    @Override
    public void deliver(Downlink downlink) {
        deliver(downlink, downlink instanceof Downlink.Order ? TimeUnit.SECONDS.toMillis(COMMAND_SECONDS) : FOR_EVER);
    }

    /** Sends it to each down topic that the device subscribed to, as well as each subscription allows. */
    @Override
    public void deliver(Downlink downlink, long validMillis) {
        String nativeTopic = topics(device).getFirst();
        String jsonTopic = topics(device).getLast();
        boolean heard = false;
        boolean reads = session.qos(nativeTopic) >= 0;
        Validity valid = new Validity(downlink, validMillis);
        if (session.qos(jsonTopic) >= 0) {
            // who reads the native topic as well says there what came of an order
            boolean lastWord = !(reads && downlink instanceof Downlink.Order);
            heard |= send(jsonTopic, JsonDownlinks.encode(downlink), valid, lastWord);
        }
        if (reads) {
            // Down on MQTT, epoch and sequence are 0: there is no session to count in (PROTOCOL.md §4.1).
            Header header =
                    Header.of(0, 0, Math.max(0, parts.clock().epochMillis().getAsLong()));
            byte[] payload = MessageEncoder.encode(header, BodyDownlinks.of(downlink));
            heard |= send(nativeTopic, payload, valid, !(downlink instanceof Downlink.Order));
        }
        if (!heard) {
            parts.counters().downlinkDropped();
            told(downlink, Fate.DROPPED);
        }
    }

    /** What is sent, and how long it may wait. */
    private record Validity(Downlink downlink, long millis) {}

    /** @param lastWord whether an acknowledgement of this message is all that will be heard of it */
    private boolean send(String topic, byte[] payload, Validity valid, boolean lastWord) {
        Downlink downlink = valid.downlink();
        long expires = valid.millis() == FOR_EVER
                ? Message.NEVER
                : parts.clock().nanos().getAsLong() + TimeUnit.MILLISECONDS.toNanos(valid.millis());
        Message message = new Message(topic, payload, QOS, false, Message.NO_BYTES, expires);
        boolean awaited = downlink.commandId() != Downlink.NOBODY;
        Fate arrived = lastWord ? Fate.CONFIRMED : Fate.AWAITED;
        boolean heard = session.deliver(
                awaited
                        ? message.with(new Message.Receipt(downlink.commandId(), () -> told(downlink, arrived)))
                        : message,
                null);
        if (heard && awaited) {
            told(downlink, session.qos(topic) == 0 && lastWord ? Fate.SENT : Fate.AWAITED);
        }
        return heard;
    }

    private void told(Downlink downlink, Fate fate) {
        parts.services().router().told(device, downlink.commandId(), fate);
    }

    @Override
    public void supersede() {
        MqttConnection connection = session.connection();
        if (connection != null) {
            connection.supersede();
        }
    }

    @Override
    public void dismiss() {
        MqttConnection connection = session.connection();
        if (connection != null) {
            connection.dismiss();
        }
    }

    @Override
    public boolean isConnected() {
        return session.connection() != null;
    }
}

package care.convoy.ingest.mqtt;

import care.convoy.device.DeviceId;
import care.convoy.firmware.Header;
import care.convoy.firmware.MessageEncoder;
import care.convoy.ingest.DeviceSession;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.body.BodyDownlinks;
import care.convoy.ingest.json.JsonDownlinks;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A device's session as the router knows it, connected or not: two are the same if their session is. Thread-safe. */
record DeviceEndpoint(Session session, DeviceId device, MqttParts parts) implements DeviceSession {
    /** A command that the device could not be told by then is not wanted any more. */
    static final long COMMAND_SECONDS = 300;

    private static final int QOS = 2;

    /** What the device may subscribe to: its native and its JSON topic down. */
    static List<String> topics(DeviceId device) {
        return List.of("convoy/" + device + "/down", "convoy/" + device + "/down/json");
    }

    /** Sends it to each down topic that the device subscribed to, as well as each subscription allows. */
    @Override
    public void deliver(Downlink downlink) {
        String nativeTopic = topics(device).getFirst();
        String jsonTopic = topics(device).getLast();
        boolean heard = false;
        if (session.isSubscribed(jsonTopic)) {
            heard |= send(jsonTopic, JsonDownlinks.encode(downlink), downlink);
        }
        if (session.isSubscribed(nativeTopic)) {
            // Down on MQTT, epoch and sequence are 0: there is no session to count in (PROTOCOL.md §4.1).
            Header header =
                    Header.of(0, 0, Math.max(0, parts.clock().epochMillis().getAsLong()));
            heard |= send(nativeTopic, MessageEncoder.encode(header, BodyDownlinks.of(downlink)), downlink);
        }
        if (!heard) {
            parts.counters().downlinkDropped();
        }
    }

    private boolean send(String topic, byte[] payload, Downlink downlink) {
        long expires = switch (downlink) {
            case Downlink.Locate _, Downlink.Measure _ ->
                parts.clock().nanos().getAsLong() + TimeUnit.SECONDS.toNanos(COMMAND_SECONDS);
            case Downlink.Received _, Downlink.Rejected _, Downlink.Accepted _, Downlink.Resolved _ -> Message.NEVER;
        };
        return session.deliver(new Message(topic, payload, QOS, false, Message.NO_BYTES, expires), null);
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

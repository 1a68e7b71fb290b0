package care.convoy.sim.mqtt;

import care.convoy.sim.fleet.FleetDevice;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/** One Paho client from connect to its end. Paho's threads call in; everything is handed to the device's thread. */
final class PahoConnection implements MqttCallback {
    private static final int AT_LEAST_ONCE = 1;
    private static final int CONNECT_SECONDS = 5;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MqttDevice device;
    private final FleetDevice identity;
    private final String serverUri;
    private final @Nullable SSLContext tls;
    private @Nullable MqttAsyncClient client;

    PahoConnection(MqttDevice device, FleetDevice identity, String serverUri, @Nullable SSLContext tls) {
        this.device = device;
        this.identity = identity;
        this.serverUri = serverUri;
        this.tls = tls;
    }

    void open() {
        try {
            MqttAsyncClient begun = new MqttAsyncClient(serverUri, identity.deviceId(), new MemoryPersistence());
            client = begun;
            begun.setCallback(this);
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setUserName(identity.deviceId());
            options.setPassword(identity.secret().getBytes(StandardCharsets.UTF_8));
            options.setCleanStart(true);
            options.setAutomaticReconnect(false);
            options.setConnectionTimeout(CONNECT_SECONDS);
            options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
            if (tls != null) {
                options.setSocketFactory(tls.getSocketFactory());
                options.setHttpsHostnameVerificationEnabled(true);
            }
            begun.connect(options, null, whenDone(connected -> subscribe(begun, connected)));
        } catch (MqttException refused) {
            device.later(() -> end("MQTT_" + refused.getReasonCode()));
        }
    }

    private void subscribe(MqttAsyncClient begun, Outcome connected) {
        if (!connected.good()) {
            device.later(() -> end(connected.reason()));
            return;
        }
        try {
            begun.subscribe(
                    "convoy/" + identity.deviceId() + "/down/json",
                    AT_LEAST_ONCE,
                    null,
                    whenDone(subscribed -> device.later(() -> {
                        if (subscribed.good()) {
                            device.opened(this);
                        } else {
                            end(subscribed.reason());
                        }
                    })));
        } catch (MqttException refused) {
            device.later(() -> end("MQTT_" + refused.getReasonCode()));
        }
    }

    /** @param answered told on the device's thread whether a PUBACK came that takes it */
    void publish(byte[] json, Consumer<Boolean> answered) {
        MqttAsyncClient open = client;
        if (open == null) {
            return;
        }
        try {
            open.publish(
                    "convoy/" + identity.deviceId() + "/up/json",
                    json,
                    AT_LEAST_ONCE,
                    false,
                    null,
                    whenDone(outcome -> device.later(() -> answered.accept(outcome.good()))));
        } catch (MqttException refused) {
            device.later(() -> answered.accept(false));
        }
    }

    /** Says farewell without waiting for it. */
    void close() {
        MqttAsyncClient open = client;
        if (open != null) {
            try {
                open.disconnect(0);
            } catch (MqttException already) {
                // it is gone, which is what was wanted
            }
        }
    }

    private void end(String reason) {
        MqttAsyncClient ended = client;
        client = null;
        device.ended(this, reason);
        if (ended != null) {
            Thread.ofVirtual().start(() -> release(ended));
        }
    }

    /** Paho waits for its threads here, so nobody else should. */
    private static void release(MqttAsyncClient ended) {
        try {
            ended.close(true);
        } catch (MqttException already) {
            // nothing is left of it
        }
    }

    private record Outcome(boolean good, String reason) {}

    private static MqttActionListener whenDone(Consumer<Outcome> consumer) {
        return new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                consumer.accept(new Outcome(true, ""));
            }

            @Override
            public void onFailure(IMqttToken token, Throwable cause) {
                String code = cause instanceof MqttException mqtt ? "MQTT_" + mqtt.getReasonCode() : "MQTT";
                consumer.accept(new Outcome(false, code));
            }
        };
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        device.later(() -> end("MQTT_" + response.getReturnCode()));
    }

    @Override
    public void mqttErrorOccurred(MqttException error) {
        device.later(() -> device.oddity("MQTT_" + error.getReasonCode()));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        JsonNode json;
        try {
            json = JSON.readTree(message.getPayload());
        } catch (IOException unreadable) {
            device.later(() -> device.oddity("DOWN_NOT_JSON"));
            return;
        }
        long sequence = json.path("seq").asLong(-1);
        switch (json.path("type").asText()) {
            case "received" -> {
                String alertId = json.path("alert").asText("");
                boolean local = json.path("durability").asText().equals("LOCAL");
                device.later(() -> device.received(sequence, alertId, local));
            }
            case "rejected" -> {
                String reason = json.path("reason").asText();
                device.later(() -> device.rejected(sequence, reason));
            }
            default -> {
                // accepted, resolved: shown to the wearer; commands: this device has nothing to set
            }
        }
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // each publish has its own listener
    }

    @Override
    public void connectComplete(boolean reconnect, String uri) {
        // known from the connect's own listener
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // not used
    }
}

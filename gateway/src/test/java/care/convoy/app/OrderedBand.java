package care.convoy.app;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/** An MQTT device with the secret {@code secret} that notes what it is told and acknowledges it only when it is asked to. */
final class OrderedBand implements AutoCloseable {
    private final MqttClient client;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Integer> unacknowledged = new CopyOnWriteArrayList<>();

    OrderedBand(String id, int port) throws MqttException {
        client = new MqttClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
        client.setManualAcks(true);
        client.setTimeToWait(20_000);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(id);
        options.setPassword("secret".getBytes(StandardCharsets.UTF_8));
        options.setAutomaticReconnect(false);
        client.connect(options);
        client.subscribe(
                new MqttSubscription[] {new MqttSubscription("convoy/" + id + "/down/json", 1)},
                new IMqttMessageListener[] {
                    (topic, message) -> {
                        unacknowledged.add(message.getId());
                        told.add(new String(message.getPayload(), StandardCharsets.UTF_8));
                    }
                });
    }

    /** All messages that came, in order. */
    List<String> told() {
        return List.copyOf(told);
    }

    /** PUBACK for each that came. */
    void acknowledge() throws MqttException {
        for (int each : unacknowledged) {
            client.messageArrivedComplete(each, 1);
        }
        unacknowledged.clear();
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 1_000);
        }
        client.close(true);
    }
}

package care.convoy.canary;

import care.convoy.device.DeviceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/** MQTT 5.0 with the reference client: a publish with QoS 1, its PUBACK, and {@code received} on the down topic. */
final class MqttProbe implements Probe {
    private static final int TIMEOUT_SECONDS = 5;

    private final DeviceId device;
    private final String secret;
    private final String address;
    private final AtomicLong sequence = new AtomicLong();

    /** @param address as {@code tcp://127.0.0.1:1883} */
    MqttProbe(DeviceId device, String secret, String address) {
        this.device = device;
        this.secret = secret;
        this.address = address;
    }

    @Override
    public String name() {
        return "mqtt";
    }

    @Override
    public DeviceId device() {
        return device;
    }

    @Override
    public void press() throws IOException, InterruptedException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(device.value());
        options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
        options.setConnectionTimeout(TIMEOUT_SECONDS);
        options.setAutomaticReconnect(false);
        try {
            MqttClient client = new MqttClient(address, device.value(), new MemoryPersistence());
            try {
                client.setTimeToWait(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
                client.connect(options);
                pressOn(client);
                client.disconnect();
            } finally {
                client.close(true);
            }
        } catch (MqttException failed) {
            throw new IOException("MQTT: " + failed.getMessage(), failed);
        }
    }

    private void pressOn(MqttClient client) throws MqttException, IOException, InterruptedException {
        long number = sequence.incrementAndGet();
        String expected = "\"seq\":" + number;
        CountDownLatch received = new CountDownLatch(1);
        MqttSubscription down = new MqttSubscription("convoy/" + device + "/down/json", 1);
        IMqttMessageListener listener = (topic, message) -> {
            String text = new String(message.getPayload(), StandardCharsets.UTF_8);
            if (text.contains("\"received\"") && text.contains(expected)) {
                received.countDown();
            }
        };
        client.subscribe(new MqttSubscription[] {down}, new IMqttMessageListener[] {listener});
        String test = "{\"type\":\"test\",\"seq\":" + number + ",\"time\":" + System.currentTimeMillis() + "}";
        MqttMessage press = new MqttMessage(test.getBytes(StandardCharsets.UTF_8));
        press.setQos(1);
        client.publish("convoy/" + device + "/up/json", press);
        if (!received.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("MQTT: PUBACK came, `received` did not");
        }
    }
}

package care.convoy.ingest.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/** What a Paho client hears. */
final class Heard implements MqttCallback {
    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Integer> disconnects = new LinkedBlockingQueue<>();

    /** The next message as topic, a space and the payload; null if none came for long. */
    @Nullable
    String next() throws InterruptedException {
        return messages.poll(20, TimeUnit.SECONDS);
    }

    /** The reason code of the next disconnection; null if none came for long. */
    @Nullable
    Integer disconnection() throws InterruptedException {
        return disconnects.poll(20, TimeUnit.SECONDS);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        messages.add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        disconnects.add(response.getReturnCode());
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        messages.add("error " + exception);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // the token tells
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // the token tells
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        messages.add("auth " + reasonCode);
    }
}

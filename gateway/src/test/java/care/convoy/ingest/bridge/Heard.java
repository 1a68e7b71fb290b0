package care.convoy.ingest.bridge;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Notes what arrives, as {@code topic payload}. */
record Heard(Queue<String> messages) implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
        messages.add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        // seen by what does not arrive
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        // likewise
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // not looked at
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // not looked at
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // not asked for
    }
}

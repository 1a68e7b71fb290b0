package care.convoy.ingest.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;

/** Who may connect to a listener, and to which topics. Thread-safe. */
interface Door {
    /** Judges a CONNECT of a version that is spoken here, whose packet is well formed. */
    Login judge(MqttConnectMessage connect);
}

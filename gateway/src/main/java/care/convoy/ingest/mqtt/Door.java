package care.convoy.ingest.mqtt;

import care.convoy.ingest.connection.ClientCertificate;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import org.jspecify.annotations.Nullable;

/** Who may connect to a listener, and to which topics. Thread-safe. */
interface Door {
    /**
     * Judges a CONNECT of a version that is spoken here, whose packet is well formed.
     *
     * @param certificate what the client showed, if anything
     */
    Login judge(MqttConnectMessage connect, @Nullable ClientCertificate certificate);
}

package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.connection.ClientCertificate;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets anybody into the test tenant; one without a client id gets one. Thread-safe. */
final class TenantDoor implements Door {
    /** A will on a topic of the server's own; closed without an answer. */
    private static final Login SERVERS_OWN_TOPIC =
            new Login.Refused(LoginFailure.FOREIGN_WILL, Login.Refused.NO_ANSWER, Login.Refused.NO_ANSWER, "");

    private final Tenant tenant;

    TenantDoor(Tenant tenant) {
        this.tenant = tenant;
    }

    @Override
    public Login judge(MqttConnectMessage connect, @Nullable ClientCertificate certificate) {
        if (connect.variableHeader().properties().getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
            return Login.Refused.METHOD;
        }
        Terms terms = Terms.of(connect);
        if (terms.will() != null && terms.will().message().topic().startsWith("$")) {
            return SERVERS_OWN_TOPIC;
        }
        String clientId = connect.payload().clientIdentifier();
        if (clientId != null && !clientId.isEmpty()) {
            return new Login.Granted(clientId, false, new TenantTopics(tenant), terms);
        }
        boolean version5 = connect.variableHeader().version() == Login.VERSION_5;
        if (!version5 && !terms.cleanStart()) {
            // nobody could come back to that session (MQTT 3.1.1 §3.1.3.1)
            return Login.Refused.CLIENT_ID;
        }
        String made = "auto-" + UUID.randomUUID();
        return new Login.Granted(made, version5, new TenantTopics(tenant), terms);
    }
}

package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.connection.ClientCertificate;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lets anybody into the test tenant; one without a client id gets one. Thread-safe. */
final class TenantDoor implements Door {
    private final Tenant tenant;
    private final AtomicLong assigned = new AtomicLong();

    TenantDoor(Tenant tenant) {
        this.tenant = tenant;
    }

    @Override
    public Login judge(MqttConnectMessage connect, @Nullable ClientCertificate certificate) {
        if (connect.variableHeader().properties().getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
            return Login.Refused.METHOD;
        }
        Terms terms = Terms.of(connect);
        String clientId = connect.payload().clientIdentifier();
        if (clientId != null && !clientId.isEmpty()) {
            return new Login.Granted(clientId, false, new TenantTopics(tenant), terms);
        }
        boolean version5 = connect.variableHeader().version() == Login.VERSION_5;
        if (!version5 && !terms.cleanStart()) {
            // nobody could come back to that session (MQTT 3.1.1 §3.1.3.1)
            return new Login.Refused(LoginFailure.MALFORMED, 0x02, 0x85, "");
        }
        String made = "assigned-" + assigned.incrementAndGet();
        return new Login.Granted(made, version5, new TenantTopics(tenant), terms);
    }
}

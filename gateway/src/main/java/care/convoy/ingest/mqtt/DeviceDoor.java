package care.convoy.ingest.mqtt;

import care.convoy.device.DeviceId;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Proof;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.Secret;
import care.convoy.ingest.connection.ClientCertificate;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.jspecify.annotations.Nullable;

/** Lets devices in by their id and secret, which is compared in constant time, or by a certificate that names them. */
final class DeviceDoor implements Door {
    /** Compared with when the device is not known, so that an answer takes as long as for one that is. */
    private static final Secret NOBODYS = Secret.copyOf(new byte[] {1});

    private final MqttParts parts;

    DeviceDoor(MqttParts parts) {
        this.parts = parts;
    }

    @Override
    public Login judge(MqttConnectMessage connect, @Nullable ClientCertificate certificate) {
        MqttConnectPayload payload = connect.payload();
        String clientId = payload.clientIdentifier();
        if (connect.variableHeader().properties().getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
            return Login.Refused.METHOD;
        }
        if (clientId == null || !DeviceId.isValid(clientId)) {
            return Login.Refused.CLIENT_ID;
        }
        if (certificate != null && !certificate.names(clientId)) {
            return new Login.Refused(LoginFailure.FOREIGN_CERTIFICATE, 0x05, Reasons.NOT_AUTHORIZED, clientId);
        }
        byte[] password = payload.passwordInBytes();
        if (certificate == null && (payload.userName() == null || password == null)) {
            return new Login.Refused(LoginFailure.MALFORMED, 0x04, 0x86, clientId);
        }
        if (payload.userName() != null && !clientId.equals(payload.userName())) {
            return new Login.Refused(LoginFailure.MALFORMED, 0x02, 0x85, clientId);
        }
        return identify(new DeviceId(clientId), password, connect);
    }

    /** @param password null if a certificate stands for it */
    private Login identify(DeviceId id, byte @Nullable [] password, MqttConnectMessage connect) {
        RegisteredDevice device = parts.services().registry().find(id);
        Proof proof = password == null ? Proof.NONE : proof(device, password);
        if (device == null) {
            return new Login.Refused(LoginFailure.UNKNOWN_DEVICE, 0x04, 0x86, id.value());
        }
        if (password != null && proof == Proof.NONE) {
            return new Login.Refused(LoginFailure.WRONG_SECRET, 0x04, 0x86, id.value());
        }
        if (device.protocol() != Protocol.MQTT) {
            return new Login.Refused(LoginFailure.WRONG_PROTOCOL, 0x05, Reasons.NOT_AUTHORIZED, id.value());
        }
        DeviceTopics topics = new DeviceTopics(parts, device, proof);
        Terms terms = Terms.of(connect);
        if (terms.will() != null && !topics.willable(terms.will().message().topic())) {
            return new Login.Refused(LoginFailure.FOREIGN_WILL, 0x05, Reasons.NOT_AUTHORIZED, id.value());
        }
        return new Login.Granted(id.value(), false, topics, terms);
    }

    private Proof proof(@Nullable RegisteredDevice device, byte[] password) {
        if (device == null) {
            return NOBODYS.matches(password) ? Proof.PRESENT : Proof.NONE;
        }
        return device.proofBy(password, parts.clock().epochMillis().getAsLong());
    }
}

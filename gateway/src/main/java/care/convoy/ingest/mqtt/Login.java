package care.convoy.ingest.mqtt;

import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.Secret;
import care.convoy.ingest.connection.ClientCertificate;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.jspecify.annotations.Nullable;

/** Judges a CONNECT packet (MQTT 3.1.1 §3.1, 5.0 §3.1). Pure but for the registry; the secret is compared in constant time. */
sealed interface Login {
    int VERSION_5 = 5;
    int VERSION_3_1_1 = 4;
    int DEFAULT_RECEIVE_MAXIMUM = 65_535;

    /** Compared with when the device is not known, so that an answer takes as long as for one that is. */
    Secret NOBODYS = Secret.copyOf(new byte[] {1});

    /** Let in. @param maxPacketBytes the largest packet that the device takes */
    record Granted(RegisteredDevice device, int keepAliveSeconds, int receiveMaximum, long maxPacketBytes, boolean will)
            implements Login {}

    /**
     * Not let in.
     *
     * @param code3 CONNACK return code of 3.1.1, or {@link Refused#NO_ANSWER}
     * @param code5 CONNACK reason code of 5.0
     * @param device id as presented if it has the shape of one, else empty
     */
    record Refused(LoginFailure why, int code3, int code5, String device) implements Login {
        /** 3.1.1 closes without a CONNACK. */
        static final int NO_ANSWER = -1;

        /** A version that is not spoken here; told in the words of 3.1.1, which every client knows. */
        static final Refused VERSION = new Refused(LoginFailure.VERSION, 0x01, Reasons.UNSUPPORTED_VERSION, "");
    }

    /**
     * Judges. The version is 4 or 5.
     *
     * @param certificate what the device showed, if anything: it must name the device, and may replace user name and password
     */
    static Login judge(MqttConnectMessage connect, DeviceRegistry registry, @Nullable ClientCertificate certificate) {
        MqttConnectVariableHeader header = connect.variableHeader();
        MqttConnectPayload payload = connect.payload();
        String clientId = payload.clientIdentifier();
        Refused faulty = faulty(header);
        if (faulty != null) {
            return faulty;
        }
        if (clientId == null || !DeviceId.isValid(clientId)) {
            return new Refused(LoginFailure.MALFORMED, 0x02, 0x85, "");
        }
        if (certificate != null && !certificate.names(clientId)) {
            return new Refused(LoginFailure.FOREIGN_CERTIFICATE, 0x05, 0x87, clientId);
        }
        byte[] password = payload.passwordInBytes();
        if (certificate == null && (payload.userName() == null || password == null)) {
            return new Refused(LoginFailure.MALFORMED, 0x04, 0x86, clientId);
        }
        if (payload.userName() != null && !clientId.equals(payload.userName())) {
            return new Refused(LoginFailure.MALFORMED, 0x02, 0x85, clientId);
        }
        return identify(new DeviceId(clientId), password, header, registry);
    }

    /** @param password null if a certificate stands for it */
    private static Login identify(
            DeviceId id, byte @Nullable [] password, MqttConnectVariableHeader header, DeviceRegistry registry) {
        RegisteredDevice device = registry.find(id);
        Secret secret = device == null ? NOBODYS : device.secret();
        boolean matches = password == null || secret.matches(password);
        if (device == null) {
            return new Refused(LoginFailure.UNKNOWN_DEVICE, 0x04, 0x86, id.value());
        }
        if (!matches) {
            return new Refused(LoginFailure.WRONG_SECRET, 0x04, 0x86, id.value());
        }
        if (device.protocol() != Protocol.MQTT) {
            return new Refused(LoginFailure.WRONG_PROTOCOL, 0x05, 0x87, id.value());
        }
        MqttProperties properties = header.properties();
        long maxPacket = Integer.toUnsignedLong(number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, -1));
        return new Granted(
                device,
                header.keepAliveTimeSeconds(),
                number(properties, MqttProperties.RECEIVE_MAXIMUM, DEFAULT_RECEIVE_MAXIMUM),
                maxPacket,
                header.isWillFlag());
    }

    /** What the packet itself has wrong, or null. */
    private static @Nullable Refused faulty(MqttConnectVariableHeader header) {
        boolean strayWill = !header.isWillFlag() && (header.willQos() != 0 || header.isWillRetain());
        boolean strayPassword = header.version() == VERSION_3_1_1 && header.hasPassword() && !header.hasUserName();
        if (strayWill || header.willQos() > 2 || strayPassword) {
            return malformed(Reasons.MALFORMED_PACKET);
        }
        MqttProperties properties = header.properties();
        if (properties.getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
            return malformed(0x8C);
        }
        boolean zero = number(properties, MqttProperties.RECEIVE_MAXIMUM, 1) == 0
                || number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, 1) == 0;
        boolean strayData = properties.getProperty(MqttProperties.AUTHENTICATION_DATA) != null;
        return zero || strayData ? malformed(Reasons.PROTOCOL_ERROR) : null;
    }

    private static Refused malformed(int code5) {
        return new Refused(LoginFailure.MALFORMED, Refused.NO_ANSWER, code5, "");
    }

    private static int number(MqttProperties properties, int id, int absent) {
        var property = properties.getProperty(id);
        return property instanceof MqttProperties.IntegerProperty number ? number.value() : absent;
    }
}

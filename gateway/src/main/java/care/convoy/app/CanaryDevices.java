package care.convoy.app;

import care.convoy.alertlog.aeron.Membership;
import care.convoy.canary.Canary;
import care.convoy.device.DeviceId;
import care.convoy.firmware.DeviceKey;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.Secret;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** The two devices that the canary plays; their secrets are drawn at each start and live in memory only. */
final class CanaryDevices {
    private final DeviceId nativeDevice;
    private final DeviceId mqttDevice;
    private final byte[] key = new byte[DeviceKey.BYTES];
    private final String password;

    /** Each member has its own two, so that none takes another's press for the proof of its own ways in. */
    CanaryDevices(Membership membership) {
        String member = membership.copies() == 1 ? "" : "-" + membership.memberId();
        nativeDevice = new DeviceId("canary-native" + member);
        mqttDevice = new DeviceId("canary-mqtt" + member);
        SecureRandom random = new SecureRandom();
        random.nextBytes(key);
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        password = HexFormat.of().formatHex(secret);
    }

    List<DeviceId> ids() {
        return List.of(nativeDevice, mqttDevice);
    }

    List<RegisteredDevice> registered() {
        return List.of(
                new RegisteredDevice(nativeDevice, Protocol.NATIVE, Secret.copyOf(key), "canary", List.of()),
                new RegisteredDevice(
                        mqttDevice,
                        Protocol.MQTT,
                        Secret.copyOf(password.getBytes(StandardCharsets.UTF_8)),
                        "canary",
                        List.of()));
    }

    Canary.Config config(GatewayConfig config) {
        String host = config.bind().equals("0.0.0.0") || config.bind().equals("::") ? "127.0.0.1" : config.bind();
        return new Canary.Config(
                nativeDevice,
                DeviceKey.of(key),
                new InetSocketAddress(host, config.port(GatewayConfig.Port.NATIVE)),
                mqttDevice,
                password,
                new InetSocketAddress(host, config.port(GatewayConfig.Port.MQTT)),
                config.heartbeatUrl());
    }
}

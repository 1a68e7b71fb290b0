package care.convoy.app;

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
    private static final DeviceId NATIVE = new DeviceId("canary-native");
    private static final DeviceId MQTT = new DeviceId("canary-mqtt");

    private final byte[] key = new byte[DeviceKey.BYTES];
    private final String password;

    CanaryDevices() {
        SecureRandom random = new SecureRandom();
        random.nextBytes(key);
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        password = HexFormat.of().formatHex(secret);
    }

    List<RegisteredDevice> registered() {
        return List.of(
                new RegisteredDevice(NATIVE, Protocol.NATIVE, Secret.copyOf(key), "canary", List.of()),
                new RegisteredDevice(
                        MQTT,
                        Protocol.MQTT,
                        Secret.copyOf(password.getBytes(StandardCharsets.UTF_8)),
                        "canary",
                        List.of()));
    }

    Canary.Config config(GatewayConfig config) {
        String host = config.bind().equals("0.0.0.0") || config.bind().equals("::") ? "127.0.0.1" : config.bind();
        return new Canary.Config(
                NATIVE,
                DeviceKey.of(key),
                new InetSocketAddress(host, config.port(GatewayConfig.Port.NATIVE)),
                MQTT,
                password,
                new InetSocketAddress(host, config.port(GatewayConfig.Port.MQTT)),
                config.heartbeatUrl());
    }
}

package care.convoy.ingest;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import java.util.List;

/**
 * A provisioned device with its credential.
 *
 * @param secret the native device key (32 bytes), the MQTT password (UTF-8) or the PSK; empty for protocols without one
 * @param residents whom it serves: none for a device in stock, several for a household's call box, whose first is named
 *     first on the alert
 */
public record RegisteredDevice(
        DeviceId id, Protocol protocol, Secret secret, String model, List<ResidentId> residents) {
    public RegisteredDevice {
        residents = List.copyOf(residents);
    }

    /** How a device speaks; the name in the devices file in lower case. */
    public enum Protocol {
        NATIVE,
        MQTT,
        COAP,
        WATCH,
        JT808
    }
}

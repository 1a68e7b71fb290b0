package care.convoy.ingest;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import java.util.Arrays;
import java.util.List;

/**
 * A provisioned device with its credential.
 *
 * @param secret the native device key (32 bytes), the MQTT password (UTF-8) or the PSK; empty for protocols without one
 * @param residents whom it serves: none for a device in stock, several for a household's call box, whose first is named
 *     first on the alert
 */
public record RegisteredDevice(
        DeviceId id, Protocol protocol, byte[] secret, String model, List<ResidentId> residents) {
    public RegisteredDevice {
        secret = secret.clone();
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

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegisteredDevice that
                && id.equals(that.id)
                && protocol == that.protocol
                && Arrays.equals(secret, that.secret)
                && model.equals(that.model)
                && residents.equals(that.residents);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "RegisteredDevice[" + id + ", " + protocol + ", " + model + ", " + residents + "]";
    }
}

package care.convoy.sim.fleet;

/**
 * One row of a devices file (docs/provisioning.md).
 *
 * @param secret native: 64 hex digits; CoAP: 32 to 128; MQTT: the password. Never printed
 * @param residentId who wears it; of a household the first
 */
public record FleetDevice(String deviceId, Protocol protocol, String secret, String residentId) {

    /** What the simulator can speak. */
    public enum Protocol {
        NATIVE,
        MQTT,
        COAP
    }

    @Override
    public String toString() {
        return deviceId + " (" + protocol + ")";
    }
}

package care.convoy.ingest;

import care.convoy.device.DeviceId;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All provisioned devices, in memory, so that a login never waits for the database. Fed from the device store at start
 * and after each import. Thread-safe.
 */
public final class DeviceRegistry {
    private final ConcurrentHashMap<DeviceId, RegisteredDevice> devices = new ConcurrentHashMap<>();

    /** The device, or null if it was never provisioned. */
    public @Nullable RegisteredDevice find(DeviceId id) {
        return devices.get(id);
    }

    /** Adds the devices, or replaces those of the same id. */
    public void put(Collection<RegisteredDevice> changed) {
        for (RegisteredDevice device : changed) {
            devices.put(device.id(), device);
        }
    }

    /** How many devices are provisioned. */
    public int size() {
        return devices.size();
    }
}

package care.convoy.ingest;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All provisioned devices, in memory, so that a login never waits for the database. Fed from the device store at start
 * and after each import. Thread-safe.
 */
public final class DeviceRegistry {
    private final ConcurrentHashMap<DeviceId, RegisteredDevice> devices = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ResidentId, Set<DeviceId>> byResident = new ConcurrentHashMap<>();

    private final WatchIds watchIds = new WatchIds();

    /** The device, or null if it was never provisioned. */
    public @Nullable RegisteredDevice find(DeviceId id) {
        return devices.get(id);
    }

    /**
     * The watch that writes {@code id} into its frames: provisioned with that id, or with one that is the same IMEI in another
     * length ({@link WatchIds}). A device of another protocol with that very id is found too; null if there is none, or more
     * than one that is not named exactly.
     *
     * @param id digits as received
     */
    public @Nullable RegisteredDevice findWatch(String id) {
        RegisteredDevice exact = DeviceId.isValid(id) ? devices.get(new DeviceId(id)) : null;
        return exact != null ? exact : watchIds.find(id, devices);
    }

    /** Adds the devices, or replaces those of the same id. */
    public void put(Collection<RegisteredDevice> changed) {
        for (RegisteredDevice device : changed) {
            RegisteredDevice former = devices.put(device.id(), device);
            if (former != null) {
                forget(former);
            }
            watchIds.put(device);
            for (ResidentId resident : device.residents()) {
                byResident
                        .computeIfAbsent(resident, _ -> ConcurrentHashMap.newKeySet(2))
                        .add(device.id());
            }
        }
    }

    private void forget(RegisteredDevice device) {
        watchIds.remove(device);
        for (ResidentId resident : device.residents()) {
            Set<DeviceId> serving = byResident.get(resident);
            if (serving != null) {
                serving.remove(device.id());
            }
        }
    }

    /** The devices that serve a resident; a live view. */
    public Set<DeviceId> devicesOf(ResidentId resident) {
        return byResident.getOrDefault(resident, Set.of());
    }

    /** How many devices are provisioned. */
    public int size() {
        return devices.size();
    }
}

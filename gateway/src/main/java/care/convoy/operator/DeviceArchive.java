package care.convoy.operator;

import care.convoy.device.DeviceId;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.resident.StorageUnavailable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where changes of devices are kept. Given by {@code app} over the stores. What a method did is in this gateway's memory when it
 * returns. Every method blocks, and throws {@link StorageUnavailable} when the database cannot answer; nothing changed then.
 */
public interface DeviceArchive {
    /** Adds a device whose residents exist. @return false if the id is taken */
    boolean add(RegisteredDevice device);

    /**
     * Changes a device with nobody else at it.
     *
     * @param change may throw; then nothing changes
     * @return the device as it is now; null if there is none
     */
    @Nullable
    RegisteredDevice change(DeviceId id, UnaryOperator<RegisteredDevice> change);

    /** Takes an id out of the quarantine. */
    void forgetQuarantined(Protocol protocol, String id);
}

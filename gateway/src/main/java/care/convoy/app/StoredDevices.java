package care.convoy.app;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.operator.DeviceArchive;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes of devices, over the archive. @param keeper knows what is on its way to the database */
record StoredDevices(Archive archive, Quarantine quarantine, DeviceKeeper keeper) implements DeviceArchive {
    @Override
    public boolean add(RegisteredDevice device) {
        return archive.addDevice(device);
    }

    /** Whether a new secret was used decides which one is the former: it is to be known in the database first. */
    @Override
    public @Nullable RegisteredDevice change(DeviceId id, UnaryOperator<RegisteredDevice> change) {
        keeper.keepFirstUses();
        return archive.changeDevice(id, change);
    }

    @Override
    public void forgetQuarantined(Protocol protocol, String id) {
        archive.quarantine().forget(protocol, id);
        quarantine.forget(protocol, id);
    }
}

package care.convoy.ingest;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.ingest.RegisteredDevice.Proof;
import care.convoy.ingest.RegisteredDevice.Rotation;
import care.convoy.ingest.RegisteredDevice.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All provisioned devices, in memory, so that a login never waits for the database. Fed from the device store at start
 * and after each change, whoever made it: that of another gateway on the same database within a few seconds. Thread-safe.
 */
public final class DeviceRegistry {
    private final ConcurrentHashMap<DeviceId, RegisteredDevice> devices = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ResidentId, Set<DeviceId>> byResident = new ConcurrentHashMap<>();

    private final WatchIds watchIds = new WatchIds();
    private final CopyOnWriteArrayList<Consumer<DeviceId>> dismissers = new CopyOnWriteArrayList<>();
    /** When a new secret was used for the first time, until that is kept. At most one for each device. */
    private final ConcurrentHashMap<DeviceId, Long> firstUses = new ConcurrentHashMap<>();
    /** Devices whose connection, if they have one, stands on the secret before. */
    private final Set<DeviceId> byFormer = ConcurrentHashMap.newKeySet();

    /** The device, or null if it was never provisioned. */
    public @Nullable RegisteredDevice find(DeviceId id) {
        return devices.get(id);
    }

    /** The device as it is known now: a connection may be older than the last change. */
    public RegisteredDevice current(RegisteredDevice device) {
        RegisteredDevice now = devices.get(device.id());
        return now == null ? device : now;
    }

    /** Every device, in no order; a live view. */
    public Collection<RegisteredDevice> all() {
        return devices.values();
    }

    /**
     * Tells of each device whose connection has to end, because what it proved at login does not hold any more.
     *
     * @param dismisser called on any thread, must not block
     */
    public void onDismissal(Consumer<DeviceId> dismisser) {
        dismissers.add(dismisser);
    }

    private void dismiss(DeviceId device) {
        dismissers.forEach(dismisser -> dismisser.accept(device));
    }

    /**
     * A device has logged in, and its connection is known to whom {@link #onDismissal} told. Where the new secret ends the former one, it ends here and now; the database hears of it by
     * {@link #firstUses}.
     *
     * @param proof with which of its secrets
     */
    public void loggedIn(RegisteredDevice device, Proof proof, long nowMillis) {
        if (proof == Proof.FORMER) {
            byFormer.add(device.id());
            dismissIfOutdated(device);
            return;
        }
        byFormer.remove(device.id());
        Rotation rotation = device.rotation();
        if (proof == Proof.PRESENT && rotation != null && rotation.usedMillis() == 0) {
            firstUses.putIfAbsent(device.id(), nowMillis);
            Rotation used = new Rotation(
                    rotation.former(),
                    rotation.sinceMillis(),
                    rotation.untilMillis(),
                    rotation.endsWithUse(),
                    nowMillis);
            devices.replace(device.id(), device, device.rotated(device.secret(), used));
        }
        dismissIfOutdated(device);
    }

    /** It may have been changed between the look at its secret and now; then nobody knew yet whose connection to end. */
    private void dismissIfOutdated(RegisteredDevice proved) {
        if (!current(proved).keepsConnectionOf(proved)) {
            dismiss(proved.id());
        }
    }

    /** Which new secrets were used for the first time, and when, since this was last asked. */
    public Map<DeviceId, Long> drainFirstUses() {
        Map<DeviceId, Long> drained = Map.copyOf(firstUses);
        drained.forEach(firstUses::remove);
        return drained;
    }

    /** They could not be kept; they come again. */
    public void giveBack(Map<DeviceId, Long> drained) {
        drained.forEach(firstUses::putIfAbsent);
    }

    /** Ends the connections that stand on a secret whose time is over. To be called every few seconds. */
    public void dismissOverdue(long nowMillis) {
        List<DeviceId> overdue =
                byFormer.stream().filter(id -> !formerLasts(id, nowMillis)).toList();
        for (DeviceId id : overdue) {
            byFormer.remove(id);
            dismiss(id);
        }
    }

    private boolean formerLasts(DeviceId id, long nowMillis) {
        RegisteredDevice device = devices.get(id);
        Rotation rotation = device == null ? null : device.rotation();
        return rotation != null && rotation.lastsAt(nowMillis);
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
        List<DeviceId> dismissed = new ArrayList<>();
        for (RegisteredDevice told : changed) {
            RegisteredDevice device = withFirstUse(told);
            RegisteredDevice former = devices.put(device.id(), device);
            if (former != null) {
                forget(former);
                if (!device.keepsConnectionOf(former)) {
                    dismissed.add(device.id());
                } else if (!device.secret().equals(former.secret())) {
                    byFormer.add(device.id());
                }
            }
            watchIds.put(device);
            if (device.admission().state() != State.CLOSED) {
                for (ResidentId resident : device.residents()) {
                    byResident
                            .computeIfAbsent(resident, _ -> ConcurrentHashMap.newKeySet(2))
                            .add(device.id());
                }
            }
        }
        dismissed.forEach(this::dismiss);
    }

    /** That a new secret was used here is known before the database knows it. */
    private RegisteredDevice withFirstUse(RegisteredDevice told) {
        RegisteredDevice known = devices.get(told.id());
        Rotation before = known == null ? null : known.rotation();
        Rotation now = told.rotation();
        boolean used = before != null
                && now != null
                && now.usedMillis() == 0
                && before.usedMillis() != 0
                && before.sinceMillis() == now.sinceMillis();
        return used ? told.rotated(told.secret(), before) : told;
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

    /** The devices that serve a resident, without those that are closed; a live view. */
    public Set<DeviceId> devicesOf(ResidentId resident) {
        return byResident.getOrDefault(resident, Set.of());
    }

    /** How many devices are provisioned. */
    public int size() {
        return devices.size();
    }
}

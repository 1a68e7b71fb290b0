package care.convoy.ingest;

import care.convoy.alert.AlertKind;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What each device last said, in memory: answers at once and without a database. Bounded by the registered devices; what
 * others say is not kept.
 *
 * <p>Thread-safe. The intake writes on its event loops, without allocating for a heartbeat; anybody reads; one writer
 * drains what changed and keeps it in a table, from which {@link #restore} fills the board at the next start.
 */
public final class LatestBoard {
    private final DeviceRegistry registry;
    private final ConcurrentHashMap<DeviceId, LatestSlot> slots = new ConcurrentHashMap<>();
    private volatile boolean restored;
    private final ConcurrentLinkedQueue<LatestSlot> changed = new ConcurrentLinkedQueue<>();

    public LatestBoard(DeviceRegistry registry) {
        this.registry = registry;
    }

    /** A message of the telemetry lane was received. */
    public void heard(Telemetry telemetry) {
        LatestSlot slot = slotOf(telemetry.device());
        if (slot != null && slot.heard(telemetry)) {
            changed.add(slot);
        }
    }

    /** An alarm was received. */
    public void heard(DeviceId device, long receivedAtMillis, DeviceMessage.Alarm alarm) {
        LatestSlot slot = slotOf(device);
        if (slot != null && slot.heard(receivedAtMillis, alarm)) {
            changed.add(slot);
        }
    }

    /**
     * A device has logged in, or said which software it runs.
     *
     * @param address network address without port; empty if that is not new
     * @param firmware version of its software; empty if it did not say
     */
    public void connected(DeviceId device, long atMillis, String address, String firmware) {
        LatestSlot slot = slotOf(device);
        if (slot != null && slot.connected(atMillis, address, firmware, restored)) {
            changed.add(slot);
        }
    }

    /** A status word was received, of a protocol that has one: it says all that is wrong now. */
    public void heard(DeviceId device, long receivedAtMillis, Set<AlertKind> alarms, String rawStatus) {
        LatestSlot slot = slotOf(device);
        if (slot != null && slot.heard(receivedAtMillis, alarms, rawStatus)) {
            changed.add(slot);
        }
    }

    /** What the device last said; null if it is not registered or was never heard. */
    public @Nullable DeviceLatest find(DeviceId device) {
        LatestSlot slot = slots.get(device);
        return slot == null ? null : slot.read();
    }

    /** Takes what was kept from before this start; what was heard since wins. */
    public void restore(Collection<DeviceLatest> kept) {
        for (DeviceLatest latest : kept) {
            LatestSlot slot = slotOf(latest.device());
            if (slot != null && slot.restore(latest)) {
                changed.add(slot);
            }
        }
        restored = true;
    }

    /** Takes at most {@code max} devices that changed since they were last drained, each once. */
    public List<DeviceLatest> drainChanged(int max) {
        // a device that speaks while it is being drained is queued again, and may come up again within this drain
        Map<DeviceId, DeviceLatest> drained = new LinkedHashMap<>();
        while (drained.size() < max) {
            LatestSlot slot = changed.poll();
            if (slot == null) {
                break;
            }
            DeviceLatest latest = slot.drain();
            drained.put(latest.device(), latest);
        }
        return List.copyOf(drained.values());
    }

    /** Gives back what was drained and could not be kept. */
    public void giveBack(Collection<DeviceLatest> drained) {
        for (DeviceLatest latest : drained) {
            LatestSlot slot = slots.get(latest.device());
            if (slot != null && slot.mark()) {
                changed.add(slot);
            }
        }
    }

    /** How many devices were heard. */
    public int size() {
        return slots.size();
    }

    private @Nullable LatestSlot slotOf(DeviceId device) {
        LatestSlot slot = slots.get(device);
        if (slot != null || registry.find(device) == null) {
            return slot;
        }
        return slots.computeIfAbsent(device, LatestSlot::new);
    }
}

package care.convoy.ingest;

import care.convoy.device.DeviceId;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the ids that watches write relate to the ids they were provisioned with. A watch writes its whole IMEI (15 digits), or
 * ten digits of it: the last ten, or by some firmware digits 5 to 14. Either side may have the other form. A relation counts
 * only if exactly one watch stands in it. Thread-safe.
 */
final class WatchIds {
    private static final Pattern IMEI = Pattern.compile("[0-9]{15}");
    private static final Pattern PART = Pattern.compile("[0-9]{10}");

    private final ConcurrentHashMap<String, Set<DeviceId>> byPart = new ConcurrentHashMap<>();

    void put(RegisteredDevice device) {
        for (String part : parts(device)) {
            byPart.computeIfAbsent(part, _ -> ConcurrentHashMap.newKeySet(1)).add(device.id());
        }
    }

    void remove(RegisteredDevice device) {
        for (String part : parts(device)) {
            byPart.computeIfPresent(part, (_, ids) -> {
                ids.remove(device.id());
                return ids.isEmpty() ? null : ids;
            });
        }
    }

    private static List<String> parts(RegisteredDevice device) {
        return device.protocol() == Protocol.WATCH ? partsOf(device.id().value()) : List.of();
    }

    private static List<String> partsOf(String imei) {
        return IMEI.matcher(imei).matches() ? List.of(imei.substring(5), imei.substring(4, 14)) : List.of();
    }

    /** The only watch that {@code written} may mean; {@code devices} are all there are. */
    @Nullable
    RegisteredDevice find(String written, Map<DeviceId, RegisteredDevice> devices) {
        Set<DeviceId> meant = new HashSet<>();
        if (PART.matcher(written).matches()) {
            meant.addAll(byPart.getOrDefault(written, Set.of()));
        }
        for (String part : partsOf(written)) {
            RegisteredDevice shorter = devices.get(new DeviceId(part));
            if (shorter != null && shorter.protocol() == Protocol.WATCH) {
                meant.add(shorter.id());
            }
        }
        return meant.size() == 1 ? devices.get(meant.iterator().next()) : null;
    }
}

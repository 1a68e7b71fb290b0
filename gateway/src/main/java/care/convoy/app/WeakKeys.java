package care.convoy.app;

import care.convoy.ingest.RegisteredDevice;
import care.convoy.resident.SecretForm;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Keys that were provisioned before they had a least length: such a device is served on, and named. */
final class WeakKeys {
    private static final int MOST_NAMED = 5;

    private WeakKeys() {}

    /** A line for {@code ./convoy status}; none if every key is long enough. */
    static Optional<String> line(Collection<RegisteredDevice> devices) {
        List<String> weak = devices.stream()
                .filter(device -> device.admission().state() != RegisteredDevice.State.CLOSED)
                .filter(device -> SecretForm.isTooShort(device.protocol(), device.secret()))
                .map(device -> device.id().value())
                .sorted()
                .toList();
        if (weak.isEmpty()) {
            return Optional.empty();
        }
        List<String> named = weak.subList(0, Math.min(MOST_NAMED, weak.size()));
        return Optional.of(
                "WEAK KEYS      " + weak.size() + " CoAP devices with a pre-shared key under 16 bytes, which can be"
                        + " found by trying; they are served, give each another secret under its page: "
                        + String.join(", ", named)
                        + (weak.size() > named.size() ? ", ..." : ""));
    }
}

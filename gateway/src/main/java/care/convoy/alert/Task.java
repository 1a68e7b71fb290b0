package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs care but nobody at once (P4, P5); there is one per device and kind.
 *
 * @param times how often its cause was reported while it was open
 * @param evidence of a rule's finding: what it last found, encrypted; else null
 */
public record Task(
        DeviceId device,
        AlertKind kind,
        @Nullable ResidentId resident,
        Priority priority,
        AlertStatus status,
        long openedAtMillis,
        long lastAtMillis,
        int times,
        @Nullable Sealed evidence) {

    /** A task that no rule found. */
    public Task(
            DeviceId device,
            AlertKind kind,
            @Nullable ResidentId resident,
            Priority priority,
            AlertStatus status,
            long openedAtMillis,
            long lastAtMillis,
            int times) {
        this(device, kind, resident, priority, status, openedAtMillis, lastAtMillis, times, null);
    }
}

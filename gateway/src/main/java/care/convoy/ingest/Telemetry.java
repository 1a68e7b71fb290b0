package care.convoy.ingest;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import org.jspecify.annotations.Nullable;

/**
 * A message of the telemetry lane: anything that is not an alarm.
 *
 * @param atMillis when it was measured, epoch milliseconds: the device's time if it is within 30 days back and 5 minutes
 *     ahead of the gateway's, else the time of reception
 * @param claimedMillis what the device gave, also if that cannot be; {@code atMillis} if it gave none
 */
public record Telemetry(
        DeviceId device,
        @Nullable ResidentId resident,
        long atMillis,
        long receivedAtMillis,
        long claimedMillis,
        DeviceMessage message) {
    /** With a time that can be, or without one. */
    public Telemetry(
            DeviceId device,
            @Nullable ResidentId resident,
            long atMillis,
            long receivedAtMillis,
            DeviceMessage message) {
        this(device, resident, atMillis, receivedAtMillis, atMillis, message);
    }
}

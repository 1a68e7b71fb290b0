package care.convoy.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The devices. May block: called on virtual threads. */
public interface Devices {
    /**
     * The newest that a registered device has told; members never told are null.
     *
     * @throws RecordsUnavailable if it cannot be read now
     */
    Optional<Latest> latest(String deviceId);

    /**
     * A device's newest state.
     *
     * @param regionCode of its resident; empty is visible in every scope
     * @param alarms names of what is active or was told last, as sos, lowBattery
     * @param rawStatus the protocol's own status word, or null
     */
    record Latest(
            String deviceId,
            String regionCode,
            @Nullable Instant receivedAt,
            @Nullable Integer batteryPercent,
            @Nullable Integer signalPercent,
            @Nullable Integer steps,
            @Nullable Position position,
            @Nullable Vitals vitals,
            List<String> alarms,
            @Nullable String rawStatus) {
        public Latest {
            alarms = List.copyOf(alarms);
        }
    }

    /** The newest measurements; null is not measured. */
    record Vitals(
            @Nullable Integer heartRateBpm,
            @Nullable Integer spo2Percent,
            @Nullable Integer systolicMmHg,
            @Nullable Integer diastolicMmHg,
            @Nullable Double temperatureC,
            Instant at) {}
}

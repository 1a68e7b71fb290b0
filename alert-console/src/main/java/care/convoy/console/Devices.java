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
     * What was ordered of a registered device, with and without a case, as far as this gateway remembers.
     *
     * @throws RecordsUnavailable if it cannot be read now
     */
    Optional<Orders> orders(String deviceId);

    /** Devices that are being tried out, as far as this gateway heard their tests begin or hold an alert; in any order. */
    List<OnTest> onTest();

    /**
     * A device whose new alerts are held.
     *
     * @param until when its test ends by itself
     * @param by who began it last, or null if this gateway was not told
     * @param resident null for a device that nobody is registered for
     */
    record OnTest(String deviceId, Instant until, @Nullable Operator by, AlertRow.@Nullable Brief resident) {}

    /**
     * What was ordered of a device.
     *
     * @param regionCode of its resident; empty is visible in every scope
     * @param newestFirst at most 20
     */
    record Orders(String regionCode, List<Order> newestFirst) {
        public Orders {
            newestFirst = List.copyOf(newestFirst);
        }
    }

    /**
     * An order without its words and numbers, which are for the case's time line alone.
     *
     * @param what as in the contract, {@code OrderKind}
     * @param by null if it was no person
     * @param ofCase whether it was given for a case
     * @param state as in the contract, {@code OrderState}
     * @param stateAt since when it stands so; null if this gateway did not hear it
     * @param until from when on it is not told any more
     */
    record Order(
            String what,
            Instant at,
            @Nullable Operator by,
            boolean ofCase,
            String state,
            @Nullable Instant stateAt,
            Instant until) {}

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

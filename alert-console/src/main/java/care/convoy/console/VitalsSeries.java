package care.convoy.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vitals over time. May block: called on virtual threads. */
public interface VitalsSeries {
    /**
     * Means per step, oldest first; steps without any measurement are left out.
     *
     * @throws RecordsUnavailable if the series cannot be read now
     */
    List<Point> series(Query query);

    /** Which. At most 2,000 steps lie between {@code from} (inclusive) and {@code to} (exclusive). */
    record Query(String resident, Instant from, Instant to, Duration step) {}

    /**
     * One step; null is not measured.
     *
     * @param at start of the step
     * @param temperatureC degrees Celsius, of the body if that was measured, else of the skin
     * @param steps since the device's midnight, the largest told
     * @param batteryPercent the lowest told
     */
    record Point(
            Instant at,
            @Nullable Double heartRateBpm,
            @Nullable Double spo2Percent,
            @Nullable Double systolicMmHg,
            @Nullable Double diastolicMmHg,
            @Nullable Double temperatureC,
            @Nullable Double respirationPerMin,
            @Nullable Integer steps,
            @Nullable Integer batteryPercent) {}
}

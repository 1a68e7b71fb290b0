package care.convoy.disclosure;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import org.jspecify.annotations.Nullable;

/**
 * What one device measured of one resident at one instant; null was not measured. What it measured while it was not worn is
 * left out.
 *
 * @param residentKey the store's own
 * @param deviceKey the store's own
 * @param atMillis epoch milliseconds
 * @param temperatureCentiC hundredths of a degree Celsius
 * @param core whether that is the body's temperature and not the skin's
 * @param steps since the device's midnight
 */
public record MeasuredSet(
        ResidentId resident,
        DeviceId device,
        long residentKey,
        long deviceKey,
        long atMillis,
        @Nullable Integer heartRateBpm,
        @Nullable Integer spo2Percent,
        @Nullable Integer systolicMmHg,
        @Nullable Integer diastolicMmHg,
        @Nullable Integer temperatureCentiC,
        boolean core,
        @Nullable Integer respirationPerMin,
        @Nullable Integer steps) {
    /** Whether that is in it. */
    public boolean has(Vital vital) {
        return switch (vital) {
            case HEART_RATE -> heartRateBpm != null;
            case OXYGEN -> spo2Percent != null;
            case PRESSURE -> systolicMmHg != null && diastolicMmHg != null;
            case SYSTOLIC_ALONE -> systolicMmHg != null && diastolicMmHg == null;
            case DIASTOLIC_ALONE -> systolicMmHg == null && diastolicMmHg != null;
            case SKIN_TEMPERATURE -> temperatureCentiC != null && !core;
            case CORE_TEMPERATURE -> temperatureCentiC != null && core;
            case RESPIRATION -> respirationPerMin != null;
            case STEPS -> steps != null;
        };
    }

    /** Only whose and when. */
    @Override
    public String toString() {
        return "MeasuredSet[" + resident + ", " + device + ", " + atMillis + "]";
    }
}

package care.convoy.device;

/**
 * One set of measurements from a device. {@link #NOT_MEASURED} stands for a value that was not taken.
 *
 * @param heartRateBpm beats per minute, 1 to 300
 * @param spo2Percent 1 to 100
 * @param systolicMmHg 1 to 300
 * @param diastolicMmHg 1 to 300
 * @param temperatureCentiC hundredths of a degree Celsius, 1000 to 4500
 * @param temperatureSite where the temperature was taken; a wristband's is the skin's and never enters NEWS2
 * @param respirationPerMin breaths per minute, 1 to 100
 * @param steps since the device's midnight, 0 or more
 */
public record Vitals(
        int heartRateBpm,
        int spo2Percent,
        int systolicMmHg,
        int diastolicMmHg,
        int temperatureCentiC,
        TemperatureSite temperatureSite,
        int respirationPerMin,
        int steps) {
    /** Stands for a value that was not measured. */
    public static final int NOT_MEASURED = -1;

    /** Where a temperature was taken. */
    public enum TemperatureSite {
        SKIN,
        CORE
    }

    /** Whether anything at all was measured. */
    public boolean isEmpty() {
        return heartRateBpm < 0
                && spo2Percent < 0
                && systolicMmHg < 0
                && diastolicMmHg < 0
                && temperatureCentiC < 0
                && respirationPerMin < 0
                && steps < 0;
    }
}

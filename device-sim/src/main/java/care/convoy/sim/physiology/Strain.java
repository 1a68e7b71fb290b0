package care.convoy.sim.physiology;

/**
 * What an illness adds to the well person at a moment.
 *
 * @param pulseBpm added to the pulse
 * @param respirationPerMin added to breaths
 * @param spo2Percent added to saturation, 0 or less
 * @param coreCelsius added to the core's temperature
 * @param skinCelsius added to the skin's
 * @param systolicMmHg added to pressure
 * @param activity 0 to 1: what is left of moving about
 * @param pulseSpread standard deviation of an irregular pulse from one reading to the next, beats per minute
 * @param unrest how many times as often the person gets up at night, 1 as usual
 */
record Strain(
        double pulseBpm,
        double respirationPerMin,
        double spo2Percent,
        double coreCelsius,
        double skinCelsius,
        double systolicMmHg,
        double activity,
        double pulseSpread,
        double unrest) {
    static final Strain NONE = new Strain(0, 0, 0, 0, 0, 0, 1, 0, 1);

    /** With quiet nights. */
    Strain(
            double pulseBpm,
            double respirationPerMin,
            double spo2Percent,
            double coreCelsius,
            double skinCelsius,
            double systolicMmHg,
            double activity,
            double pulseSpread) {
        this(
                pulseBpm,
                respirationPerMin,
                spo2Percent,
                coreCelsius,
                skinCelsius,
                systolicMmHg,
                activity,
                pulseSpread,
                1);
    }
}

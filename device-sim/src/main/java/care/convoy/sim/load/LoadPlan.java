package care.convoy.sim.load;

/**
 * What a run does.
 *
 * @param reportsPerSecond heartbeats, vitals and locations of all devices together; 0 for none
 * @param pressesPerSecond presses of all devices together; 0 for none
 * @param presses how many presses in all; {@link Long#MAX_VALUE} until told to stop
 * @param warmUpSeconds reports before anything is measured
 * @param seconds how long the measured window lasts at least; presses may take longer
 * @param settleSeconds how long to wait at the end until everything is answered
 */
public record LoadPlan(
        double reportsPerSecond,
        double pressesPerSecond,
        long presses,
        long warmUpSeconds,
        long seconds,
        long settleSeconds) {
    public LoadPlan {
        if (reportsPerSecond < 0 || pressesPerSecond < 0 || warmUpSeconds < 0 || seconds < 0 || settleSeconds < 0) {
            throw new IllegalArgumentException("rates and times are 0 or more");
        }
    }

    boolean hasPresses() {
        return pressesPerSecond > 0 && presses > 0;
    }
}

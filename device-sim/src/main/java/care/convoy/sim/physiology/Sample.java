package care.convoy.sim.physiology;

/**
 * What the gateway hears of a person, and what was really so.
 *
 * @param atMillis when it was so by the band's clock, epoch milliseconds
 * @param heardMillis when it is heard; later for what a band kept while it had no network
 * @param pulseBpm {@link #ABSENT} if not in the message; 0 and 255 as bands say 'not measured'; so the others
 * @param spo2Percent as above
 * @param systolicMmHg as above
 * @param diastolicMmHg as above
 * @param centiCelsius hundredths of a degree
 * @param core whether that is the core's temperature, or the skin's
 * @param respirationPerMin as above
 * @param steps since local midnight
 * @param batteryPercent 0 to 100, with each message
 * @param worn the truth; bands only tell it in heartbeats and when it changes
 * @param truth what the person had
 */
public record Sample(
        Kind kind,
        long atMillis,
        long heardMillis,
        int pulseBpm,
        int spo2Percent,
        int systolicMmHg,
        int diastolicMmHg,
        int centiCelsius,
        boolean core,
        int respirationPerMin,
        int steps,
        int batteryPercent,
        boolean worn,
        Illness truth) {
    /** Not in the message. */
    public static final int ABSENT = -1;

    /** Which message it is. */
    public enum Kind {
        VITALS,
        HEARTBEAT,
        REMOVED,
        PUT_ON,
        /** The person moves afterwards. */
        FELL_MOVING,
        FELL_STILL,
        /** The band says that the person lies still. */
        STILL,
        /** The wearer cancelled what the band took for a fall. */
        CANCELLED
    }

    /** The same, heard later. */
    Sample heardAt(long millis) {
        return new Sample(
                kind,
                atMillis,
                millis,
                pulseBpm,
                spo2Percent,
                systolicMmHg,
                diastolicMmHg,
                centiCelsius,
                core,
                respirationPerMin,
                steps,
                batteryPercent,
                worn,
                truth);
    }
}

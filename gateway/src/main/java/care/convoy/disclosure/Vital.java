package care.convoy.disclosure;

/** What one measurement is of. Half a blood pressure is a measurement of its own: the other half is not made up. */
public enum Vital {
    HEART_RATE(1),
    OXYGEN(2),
    PRESSURE(3),
    SYSTOLIC_ALONE(4),
    DIASTOLIC_ALONE(5),
    /** Of the skin; never to be taken for the body's. */
    SKIN_TEMPERATURE(6),
    CORE_TEMPERATURE(7),
    RESPIRATION(8),
    /** Since the device's midnight. */
    STEPS(9);

    private final int rank;

    Vital(int rank) {
        this.rank = rank;
    }

    /** Its place among the measurements of one set, 1 to 9; never changes, for it is in identifiers. */
    public int rank() {
        return rank;
    }
}

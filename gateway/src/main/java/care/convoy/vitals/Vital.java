package care.convoy.vitals;

import care.convoy.device.Vitals;

/** One kind of measurement, with its unit, its physical range and how fast it can change. */
public enum Vital {
    HEART_RATE("heartRate", "bpm", 1, 20, 250, 60),
    SPO2("spo2", "%", 1, 50, 100, 12),
    SYSTOLIC("systolic", "mmHg", 1, 50, 280, 0),
    DIASTOLIC("diastolic", "mmHg", 1, 20, 180, 0),
    /** Of the core. A skin's temperature has other limits and never becomes one of these. */
    TEMPERATURE("temperature", "C", 100, 3000, 4300, 0),
    RESPIRATION("respiration", "/min", 1, 3, 70, 20);

    private final String id;
    private final String unit;
    private final int scale;
    private final int least;
    private final int most;
    private final int jump;

    Vital(String id, String unit, int scale, int least, int most, int jump) {
        this.id = id;
        this.unit = unit;
        this.scale = scale;
        this.least = least;
        this.most = most;
        this.jump = jump;
    }

    /** In rule ids, rule books and explanations, as {@code heartRate}. */
    public String id() {
        return id;
    }

    /** As shown, and as limits are given in rule books: {@code C} for a temperature. */
    public String unit() {
        return unit;
    }

    /** How many of the small integer units in {@link Vitals} make one {@link #unit}: 100 for a temperature, otherwise 1. */
    public int scale() {
        return scale;
    }

    /** Least that a living person can have and a device can tell, in the units of {@link Vitals}. */
    public int least() {
        return least;
    }

    /** Most, likewise. */
    public int most() {
        return most;
    }

    /** A change within 60 s beyond this is taken for motion until it is confirmed; 0 for none. */
    int jump() {
        return jump;
    }

    /** Whether a loose, cold or moving band reads too low and hardly ever too high: a good value denies a bad one. */
    boolean isReadTooLow() {
        return this == SPO2;
    }

    /** This vital's number in a set, {@link Vitals#NOT_MEASURED} if it is not there. */
    int of(Vitals vitals) {
        return switch (this) {
            case HEART_RATE -> vitals.heartRateBpm();
            case SPO2 -> vitals.spo2Percent();
            case SYSTOLIC -> vitals.systolicMmHg();
            case DIASTOLIC -> vitals.diastolicMmHg();
            case TEMPERATURE -> vitals.temperatureCentiC();
            case RESPIRATION -> vitals.respirationPerMin();
        };
    }

    /** A number of {@link Vitals} in {@link #unit}. */
    double shown(int value) {
        return (double) value / scale;
    }
}

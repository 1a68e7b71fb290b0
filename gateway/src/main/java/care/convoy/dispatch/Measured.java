package care.convoy.dispatch;

import java.math.BigDecimal;

/** A value that was last measured. @param value in the measure's unit */
public record Measured(Measure measure, BigDecimal value, Told told) {
    /** What is measured, with its unit in UCUM. */
    public enum Measure {
        HEART_RATE("heartRate", "/min"),
        SPO2("spo2", "%"),
        SYSTOLIC("systolic", "mm[Hg]"),
        DIASTOLIC("diastolic", "mm[Hg]"),
        TEMPERATURE("temperature", "Cel"),
        RESPIRATION("respiration", "/min");

        private final String wireName;
        private final String unit;

        Measure(String wireName, String unit) {
            this.wireName = wireName;
            this.unit = unit;
        }

        /** The name in JSON. */
        public String wireName() {
            return wireName;
        }

        /** UCUM. */
        public String unit() {
            return unit;
        }
    }
}

package care.convoy.vitals;

import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;

/** Sets of measurements for tests. */
final class Measured {
    private Measured() {}

    /** One vital, nothing else. */
    static Vitals only(Vital vital, int value) {
        return new Vitals(
                vital == Vital.HEART_RATE ? value : -1,
                vital == Vital.SPO2 ? value : -1,
                vital == Vital.SYSTOLIC ? value : -1,
                vital == Vital.DIASTOLIC ? value : -1,
                vital == Vital.TEMPERATURE ? value : -1,
                TemperatureSite.CORE,
                vital == Vital.RESPIRATION ? value : -1,
                -1);
    }
}

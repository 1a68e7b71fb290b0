package care.convoy.storage;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.ingest.Telemetry;
import org.jspecify.annotations.Nullable;

/** One row of the series to be. By outer ids: the database's own may be others after a restore. */
record Measurement(ResidentId resident, DeviceId device, long atMillis, long receivedAtMillis, Vitals vitals) {

    /** The measurement in a message; null if there is none, or nobody wears the device. */
    static @Nullable Measurement of(Telemetry telemetry) {
        ResidentId resident = telemetry.resident();
        if (resident == null || !(telemetry.message() instanceof VitalsMeasured(Vitals vitals)) || vitals.isEmpty()) {
            return null;
        }
        return new Measurement(
                resident, telemetry.device(), telemetry.atMillis(), telemetry.receivedAtMillis(), vitals);
    }
}

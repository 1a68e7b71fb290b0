package care.convoy.fhir;

import care.convoy.device.DeviceId;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.disclosure.Vital;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.State;
import care.convoy.resident.Resident;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provisioned device as a Device, and what it measures as DeviceMetrics. Never a secret, an address or a position. */
final class DeviceJson {
    static final String SYSTEM = "urn:convoy:device";

    private DeviceJson() {}

    /** @param wearer null if it serves several, or nobody whom the caller may see */
    static void write(FhirJson to, RegisteredDevice device, @Nullable Resident wearer) throws IOException {
        to.text("id", FhirIds.of(device.id().value()));
        to.identifier(SYSTEM, device.id().value());
        to.text("status", device.admission().state() == State.SERVED ? "active" : "inactive");
        if (!device.model().isEmpty()) {
            to.list(
                    "deviceName",
                    list -> list.object(
                            name -> name.text("name", device.model()).text("type", "model-name")));
        }
        if (wearer != null) {
            to.reference("patient", "Patient", FhirIds.of(wearer.id().value()));
        }
    }

    static void writeMetric(FhirJson to, DeviceId device, VitalCodes codes) throws IOException {
        to.text("id", FhirIds.metric(device.value(), codes));
        to.concept("type", codes.codings(), codes.text());
        to.concept("unit", List.of(new Coding(FhirJson.UCUM, codes.unit(), codes.unitText())), "");
        to.reference("source", "Device", FhirIds.of(device.value()));
        to.text("category", "measurement");
    }

    /** What it has measured since it was provisioned, as far as it is remembered. */
    static List<VitalCodes> metrics(@Nullable DeviceLatest latest) {
        List<VitalCodes> metrics = new ArrayList<>();
        if (latest == null) {
            return metrics;
        }
        add(metrics, latest.heartRateBpm() != null, Vital.HEART_RATE);
        add(metrics, latest.spo2Percent() != null, Vital.OXYGEN);
        add(metrics, latest.systolicMmHg() != null && latest.diastolicMmHg() != null, Vital.PRESSURE);
        boolean core = latest.temperatureSite() == TemperatureSite.CORE;
        add(metrics, latest.temperatureCentiC() != null, core ? Vital.CORE_TEMPERATURE : Vital.SKIN_TEMPERATURE);
        add(metrics, latest.respirationPerMin() != null, Vital.RESPIRATION);
        add(metrics, latest.steps() >= 0, Vital.STEPS);
        return metrics;
    }

    private static void add(List<VitalCodes> to, boolean measured, Vital vital) {
        if (measured) {
            to.add(VitalCodes.of(vital));
        }
    }
}

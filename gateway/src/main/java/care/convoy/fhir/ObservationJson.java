package care.convoy.fhir;

import care.convoy.disclosure.MeasuredSet;
import care.convoy.disclosure.Vital;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One measurement as an Observation, by the vital signs profiles of R4 (hl7.org/fhir/R4/observation-vitalsigns.html). */
final class ObservationJson {
    private static final String PROFILES = "http://hl7.org/fhir/StructureDefinition/";
    static final String CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category";
    private static final Coding SKIN = new Coding(Coding.SNOMED, "39937001", "Skin structure");

    private ObservationJson() {}

    static void write(FhirJson to, FhirIds ids, MeasuredSet set, VitalCodes codes) throws IOException {
        to.text("id", ids.observation(set, codes));
        if (!codes.profile().isEmpty()) {
            to.object("meta", meta -> meta.texts("profile", List.of(PROFILES + codes.profile())));
        }
        to.text("status", "final");
        String category = codes.category().equals("activity") ? "Activity" : "Vital Signs";
        to.concepts("category", List.of(new Coding(CATEGORIES, codes.category(), category)), "");
        to.concept("code", codes.codings(), codes.text());
        to.reference("subject", "Patient", FhirIds.of(set.resident().value()));
        to.text("effectiveDateTime", FhirJson.instant(set.atMillis()));
        if (codes.vital() == Vital.PRESSURE) {
            site(to, codes);
            to.reference("device", "Device", FhirIds.of(set.device().value()));
            to.list("component", list -> {
                component(list, VitalCodes.SYSTOLIC, decimal(set.systolicMmHg()), codes);
                component(list, VitalCodes.DIASTOLIC, decimal(set.diastolicMmHg()), codes);
            });
            return;
        }
        to.quantity("valueQuantity", value(set, codes.vital()), codes);
        site(to, codes);
        to.reference("device", "Device", FhirIds.of(set.device().value()));
    }

    private static void component(FhirJson to, Coding coding, BigDecimal value, VitalCodes codes) throws IOException {
        to.object(each -> each.concept("code", List.of(coding), "").quantity("valueQuantity", value, codes));
    }

    /** What is known of where: a device says no more than skin or core. */
    private static void site(FhirJson to, VitalCodes codes) throws IOException {
        if (codes.vital() == Vital.SKIN_TEMPERATURE) {
            to.concept("bodySite", List.of(SKIN), "skin, under the device");
        } else if (codes.vital() == Vital.CORE_TEMPERATURE) {
            to.concept("bodySite", List.of(), "body core, as the device says");
        }
    }

    private static BigDecimal value(MeasuredSet set, Vital vital) {
        return switch (vital) {
            case HEART_RATE -> decimal(set.heartRateBpm());
            case OXYGEN -> decimal(set.spo2Percent());
            case PRESSURE -> throw new IllegalArgumentException("a pressure has two values");
            case SYSTOLIC_ALONE -> decimal(set.systolicMmHg());
            case DIASTOLIC_ALONE -> decimal(set.diastolicMmHg());
            case SKIN_TEMPERATURE, CORE_TEMPERATURE -> temperature(set.temperatureCentiC());
            case RESPIRATION -> decimal(set.respirationPerMin());
            case STEPS -> decimal(set.steps());
        };
    }

    private static BigDecimal temperature(@Nullable Integer centi) {
        BigDecimal exact = decimal(centi).movePointLeft(2);
        return exact.stripTrailingZeros().scale() < 1 ? exact.setScale(1) : exact.stripTrailingZeros();
    }

    private static BigDecimal decimal(@Nullable Integer value) {
        if (value == null) {
            throw new IllegalArgumentException("not measured: ask has() first");
        }
        return BigDecimal.valueOf(value);
    }
}

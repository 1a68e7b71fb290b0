package care.convoy.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.ingest.Telemetry;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that we answer, held against R4's own definitions by HAPI's validator, without a terminology server: LOINC and
 * SNOMED themselves are not there, the vital signs profiles and their value sets are.
 */
class FhirValidationTest {
    private static final FhirValidator VALIDATOR = validator();

    @TempDir
    private Path directory;

    private FhirFixture fhir;

    private static FhirValidator validator() {
        FhirContext context = FhirContext.forR4Cached();
        FhirInstanceValidator rules = new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new SnapshotGeneratingValidationSupport(context)));
        rules.setErrorForUnknownProfiles(true);
        rules.setAssumeValidRestReferences(true);
        return context.newValidator().registerValidatorModule(rules);
    }

    @BeforeEach
    void open() {
        fhir = new FhirFixture(directory);
        fhir.people.measured("r1", "band-1", FhirFixture.DAY, "72, 97, 128, 81, 33.51, 0, 16, 4012, null");
        fhir.people.measured(
                "r1", "band-1", FhirFixture.DAY.plusSeconds(60), "null, null, 128, null, 36.6, 1, null, 0, 1");
        fhir.people.measured(
                "r1", "box_1", FhirFixture.DAY.plusSeconds(60), "null, null, null, 81, 37, 1, null, null, 1");
        Vitals vitals = new Vitals(72, 97, 128, 81, 3_351, TemperatureSite.SKIN, 16, 4_012);
        long at = FhirFixture.DAY.toEpochMilli();
        fhir.latest.heard(
                new Telemetry(new DeviceId("band-1"), new ResidentId("r1"), at, at, at, new VitalsMeasured(vitals)));
    }

    @AfterEach
    void close() {
        fhir.close();
    }

    private static List<String> faults(String json) {
        return VALIDATOR.validateWithResult(json).getMessages().stream()
                .filter(message -> message.getSeverity() == ResultSeverityEnum.ERROR
                        || message.getSeverity() == ResultSeverityEnum.FATAL)
                .map(FhirValidationTest::text)
                .toList();
    }

    private static String text(SingleValidationMessage message) {
        return message.getLocationString() + ": " + message.getMessage();
    }

    @Test
    void everyResourceAndEveryBundleIsValidR4() {
        Set<String> types = new TreeSet<>();
        Set<String> profiles = new TreeSet<>();
        FhirFixture.Answered everything = fhir.get("/fhir/Patient/r1/$everything");
        for (JsonNode resource : everything.resources()) {
            types.add(resource.get("resourceType").asText());
            resource.at("/meta/profile").forEach(profile -> profiles.add(profile.asText()));
        }
        assertThat(faults(everything.body())).as(everything.body()).isEmpty();
        // that what stands in a bundle is held against its profile too
        assertThat(faults(everything.body().replace("8867-4", "8867-5"))).anyMatch(fault -> fault.contains("8867-4"));
        assertThat(types).containsExactly("Device", "DeviceMetric", "Observation", "Patient");
        assertThat(profiles)
                .allMatch(profile -> profile.startsWith("http://hl7.org/fhir/StructureDefinition/"))
                .extracting(profile -> profile.substring(profile.lastIndexOf('/') + 1))
                .containsExactly("bodytemp", "bp", "heartrate", "oxygensat", "resprate", "vitalsigns");
        for (String address : List.of(
                "/fhir/metadata",
                "/fhir/Patient/x.r.u2.cx",
                "/fhir/Observation?patient=r1&_count=2",
                "/fhir/Observation?patient=nobody")) {
            FhirFixture.Answered answered = fhir.get(address);
            assertThat(answered.status()).as(address).isEqualTo(200);
            assertThat(faults(answered.body()))
                    .as(address + " " + answered.body())
                    .isEmpty();
        }
    }

    @Test
    void errorsAreValidOutcomes() {
        for (String address : List.of("/fhir/Observation?patient=r1&date=soon", "/fhir/Patient/nobody")) {
            FhirFixture.Answered answered = fhir.get(address);
            assertThat(answered.status()).isBetween(400, 404);
            assertThat(answered.json().get("resourceType").asText()).isEqualTo("OperationOutcome");
            assertThat(faults(answered.body())).as(address).isEmpty();
        }
        assertThat(faults(fhir.send("GET", "/fhir/Patient", Map.of()).body())).isEmpty();
    }

    /** That the validator bites: without this the tests above would say nothing. */
    @Test
    void theValidatorFindsWhatIsWrong() {
        String heartRate = fhir.get("/fhir/Observation?patient=r1&code=8867-4")
                .resources()
                .getFirst()
                .toString();
        assertThat(faults(heartRate)).isEmpty();
        assertThat(faults(heartRate.replace("8867-4", "8867-5"))).anyMatch(fault -> fault.contains("8867-4"));
        assertThat(faults(heartRate.replace("\"code\":\"/min\"", "\"code\":\"bpm\"")))
                .isNotEmpty();
        assertThat(faults(heartRate.replace("\"vital-signs\"", "\"survey\""))).isNotEmpty();
        assertThat(faults(heartRate.replace("\"status\":\"final\",", ""))).isNotEmpty();
        assertThat(faults(heartRate.replace("effectiveDateTime", "effectiveAt")))
                .isNotEmpty();
        String pressure = fhir.get("/fhir/Observation?patient=r1&code=85354-9")
                .resources()
                .getFirst()
                .toString();
        assertThat(faults(pressure.replace("8462-4", "8462-5"))).isNotEmpty();
    }
}

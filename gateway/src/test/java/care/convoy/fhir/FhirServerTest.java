package care.convoy.fhir;

import static care.convoy.fhir.FhirFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.disclosure.Scope;
import care.convoy.storage.MeasuredPeople.Times;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FhirServerTest {
    @TempDir
    private Path directory;

    private FhirFixture fhir;

    @BeforeEach
    void open() {
        fhir = new FhirFixture(directory);
    }

    @AfterEach
    void close() {
        fhir.close();
    }

    private void everything() {
        fhir.people.measured("r1", "band-1", DAY, "72, 97, 128, 81, 33.5, 0, 16, 4012, null");
        fhir.people.measured("r1", "band-1", DAY.plusSeconds(60), "null, null, 128, null, 36.55, 1, null, null, 1");
        fhir.people.measured("r_2:x", "box_1", DAY, "60, null, null, null, null, null, null, null, null");
        fhir.people.measured("r3", "band-3", DAY, "61, null, null, null, null, null, null, null, null");
    }

    private static List<String> ids(List<JsonNode> resources) {
        return resources.stream().map(each -> each.get("id").asText()).toList();
    }

    @Test
    void eachCodeFindsItsMeasurementsWithValueAndUnit() {
        everything();
        record Expected(String code, String value, String unit) {}
        for (Expected expected : List.of(
                new Expected("8867-4", "72", "/min"),
                new Expected("59408-5", "97", "%"),
                new Expected("2708-6", "97", "%"),
                new Expected("9279-1", "16", "/min"),
                new Expected("55423-8", "4012", "{steps}"),
                new Expected("39106-0", "33.5", "Cel"),
                new Expected("8329-5", "36.55", "Cel"),
                new Expected("8480-6", "128", "mm[Hg]"))) {
            JsonNode only = only(fhir.get("/fhir/Observation?patient=r1&code=http://loinc.org%7C" + expected.code));
            assertThat(only.at("/valueQuantity/value").decimalValue().toPlainString())
                    .isEqualTo(expected.value);
            assertThat(only.at("/valueQuantity/code").asText()).isEqualTo(expected.unit);
            assertThat(only.at("/valueQuantity/system").asText()).isEqualTo("http://unitsofmeasure.org");
            assertThat(only.at("/subject/reference").asText()).isEqualTo("Patient/r1");
            assertThat(only.at("/device/reference").asText()).isEqualTo("Device/band-1");
            assertThat(only.at("/status").asText()).isEqualTo("final");
            assertThat(only.has("dataAbsentReason")).isFalse();
        }
        JsonNode pressure = only(fhir.get("/fhir/Observation?patient=Patient/r1&code=85354-9"));
        assertThat(pressure.at("/component/0/code/coding/0/code").asText()).isEqualTo("8480-6");
        assertThat(pressure.at("/component/0/valueQuantity/value").asInt()).isEqualTo(128);
        assertThat(pressure.at("/component/1/code/coding/0/code").asText()).isEqualTo("8462-4");
        assertThat(pressure.at("/component/1/valueQuantity/value").asInt()).isEqualTo(81);
        assertThat(pressure.at("/effectiveDateTime").asText())
                .isEqualTo(DAY.toString().replace("Z", ".000Z"));
    }

    private static JsonNode only(FhirFixture.Answered answered) {
        assertThat(answered.status()).as(answered.body()).isEqualTo(200);
        assertThat(answered.resources()).as(answered.body()).hasSize(1);
        return answered.resources().getFirst();
    }

    @Test
    void aTemperatureSaysWhereItWasTakenAndTheSkinsIsNotTheCores() {
        everything();
        List<JsonNode> both =
                fhir.get("/fhir/Observation?patient=r1&code=8310-5").resources();
        assertThat(both).hasSize(2);
        assertThat(both.get(0).at("/bodySite/coding/0/code").asText()).isEqualTo("39937001");
        assertThat(both.get(0).at("/code/text").asText()).contains("not of the body's core");
        assertThat(both.get(1).at("/bodySite/text").asText()).contains("core");
    }

    @Test
    void codesAreListsAndRepeatedCodesNarrow() {
        everything();
        assertThat(fhir.get("/fhir/Observation?patient=r1&code=8867-4,http://loinc.org%7C9279-1")
                        .resources())
                .hasSize(2);
        assertThat(fhir.get("/fhir/Observation?patient=r1&code=8867-4&code=9279-1")
                        .resources())
                .isEmpty();
        assertThat(fhir.get("/fhir/Observation?patient=r1&code=http://snomed.info/sct%7C8867-4")
                        .resources())
                .isEmpty();
        assertThat(fhir.get("/fhir/Observation?patient=r1&code=http://loinc.org%7C")
                        .resources())
                .hasSize(8);
        assertThat(fhir.get("/fhir/Observation?patient=r1&category=activity").resources())
                .hasSize(1);
        assertThat(fhir.get("/fhir/Observation?patient=r1&category=vital-signs").resources())
                .hasSize(7);
        assertThat(fhir.get("/fhir/Observation?patient=r1&code=1234-5").resources())
                .isEmpty();
    }

    @Test
    void whatADeviceMeasuredWhileNobodyWoreItIsNobodys() {
        fhir.people.measured("r1", "band-1", DAY, "255, 97, 128, 81, 25, 0, 16, 4012, 2");
        List<JsonNode> found = fhir.get("/fhir/Observation?patient=r1").resources();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().at("/code/coding/0/code").asText()).isEqualTo("55423-8");
        String steps = found.getFirst().get("id").asText();
        assertThat(fhir.get("/fhir/Observation/h" + steps.substring(1)).status())
                .isEqualTo(404);
    }

    @Test
    void pagesOfAnySizeHoldEveryMeasurementOnceInOrder() {
        fhir.people.series(
                "r1",
                "band-1",
                new Times(DAY, DAY.plusSeconds(3_600 * 30), "47 minutes"),
                "60 + n % 40, case when n % 3 = 0 then 97 end, 120, case when n % 4 > 0 then 80 end, 33, 0, null, n, null");
        fhir.people.series(
                "r1",
                "box_1",
                new Times(DAY, DAY.plusSeconds(3_600 * 30), "94 minutes"),
                "null, 95, null, null, 36.6, 1, 14, null, 1");
        List<JsonNode> whole = fhir.whole("/fhir/Observation?patient=r1&_count=1000");
        assertThat(whole).hasSizeGreaterThan(200).hasSizeLessThan(300);
        assertThat(new HashSet<>(ids(whole))).hasSameSizeAs(whole);
        List<String> times = whole.stream()
                .map(each -> each.get("effectiveDateTime").asText())
                .toList();
        assertThat(times).isSorted();
        for (int count : List.of(1, 2, 3, 7, 50)) {
            assertThat(ids(fhir.whole("/fhir/Observation?patient=r1&_count=" + count)))
                    .as("count " + count)
                    .isEqualTo(ids(whole));
        }
        List<String> backwards = ids(fhir.whole("/fhir/Observation?patient=r1&_sort=-date&_count=5"));
        assertThat(backwards).isEqualTo(ids(fhir.whole("/fhir/Observation?patient=r1&_sort=-date&_count=1000")));
        assertThat(new HashSet<>(backwards)).isEqualTo(new HashSet<>(ids(whole)));
        List<String> newestFirst =
                new ArrayList<>(fhir.whole("/fhir/Observation?patient=r1&_sort=-date&_count=9").stream()
                        .map(each -> each.get("effectiveDateTime").asText())
                        .toList());
        Collections.reverse(newestFirst);
        assertThat(newestFirst).isSorted();
        for (int count : List.of(1, 4, 6, 1_000)) {
            List<JsonNode> all = fhir.whole("/fhir/Patient/r1/$everything?_count=" + count);
            assertThat(ids(all.stream()
                            .filter(each -> each.get("resourceType").asText().equals("Observation"))
                            .toList()))
                    .as("everything by " + count)
                    .isEqualTo(ids(whole));
            assertThat(all.stream()
                            .map(each -> each.get("resourceType").asText())
                            .filter(type -> !type.equals("Observation")))
                    .containsExactly("Patient", "Device", "Device");
        }
        assertThat(fhir.get("/fhir/Observation?patient=r1&_count=0")
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(whole.size());
    }

    @Test
    void datesCutOutASpan() {
        fhir.people.series(
                "r1",
                "band-1",
                new Times(DAY, DAY.plusSeconds(86_399), "1 hour"),
                "70, null, null, null, null, null, null, null, null");
        assertThat(count("date=ge" + DAY.plusSeconds(3_600) + "&date=lt" + DAY.plusSeconds(7_200)))
                .isEqualTo(1);
        assertThat(count("date=gt" + DAY.plusSeconds(3_600))).isEqualTo(22);
        assertThat(count("date=le" + DAY.plusSeconds(3_600))).isEqualTo(2);
        assertThat(count("date=" + DAY.toString().substring(0, 10) + "T00:00:00Z"))
                .isEqualTo(1);
        // the county's day begins 8 hours earlier
        assertThat(count("date=" + DAY.toString().substring(0, 10))).isEqualTo(16);
        assertThat(count("date=" + DAY.toString().substring(0, 4) + "&date=ge2000"))
                .isEqualTo(24);
        assertThat(count("date=lt2000")).isEqualTo(0);
        assertThat(fhir.whole("/fhir/Patient/r1/$everything?_type=Observation&start="
                        + DAY.toString().substring(0, 10) + "&end="
                        + DAY.toString().substring(0, 10)))
                .hasSize(16);
    }

    private int count(String question) {
        return fhir.get("/fhir/Observation?patient=r1&" + question).resources().size();
    }

    @Test
    void aMeasurementIsFoundAgainByItsId() {
        everything();
        JsonNode found = only(fhir.get("/fhir/Observation?patient=r1&code=8867-4"));
        String id = found.get("id").asText();
        FhirFixture.Answered read = fhir.get("/fhir/Observation/" + id);
        assertThat(read.json()).isEqualTo(found);
        assertThat(ids(fhir.get("/fhir/Observation?_id=" + id + ",h-" + "0".repeat(32))
                        .resources()))
                .containsExactly(id);
        assertThat(fhir.get("/fhir/Observation?_id=" + id + "&patient=r3").resources())
                .isEmpty();
        assertThat(fhir.get("/fhir/Observation?_id=" + id + "&code=9279-1").resources())
                .isEmpty();
        assertThat(fhir.get("/fhir/Observation/h-" + "0".repeat(32)).status()).isEqualTo(404);
    }

    @Test
    void aPatientIsWhoTheyAreAndNothingMore() {
        JsonNode patient = fhir.get("/fhir/Patient/r1").json();
        assertThat(patient.propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "resourceType", "id", "identifier", "name", "telecom", "gender", "birthDate");
        assertThat(patient.at("/name/0/text").asText()).isEqualTo("王桂兰");
        assertThat(patient.at("/telecom/0/value").asText()).isEqualTo("13900001187");
        // counted by the moon, and with an id that FHIR does not allow
        JsonNode other = fhir.get("/fhir/Patient/x.r.u2.cx").json();
        assertThat(other.at("/identifier/0/value").asText()).isEqualTo("r_2:x");
        assertThat(other.has("birthDate")).isFalse();
        assertThat(other.has("telecom")).isFalse();
        assertThat(ids(fhir.get("/fhir/Patient?identifier=urn:convoy:resident%7Cr_2:x")
                        .resources()))
                .containsExactly("x.r.u2.cx");
        assertThat(ids(fhir.whole("/fhir/Patient?_count=1"))).containsExactly("r1", "r3", "x.r.u2.cx");
    }

    @Test
    void devicesAreThoseThatServeSomebody() {
        assertThat(ids(fhir.whole("/fhir/Device?_count=2"))).containsExactly("band-1", "band-3", "x.box.u1");
        assertThat(ids(fhir.get("/fhir/Device?patient=r1").resources())).containsExactly("band-1", "x.box.u1");
        assertThat(fhir.get("/fhir/Device/band-1")
                        .json()
                        .at("/patient/reference")
                        .asText())
                .isEqualTo("Patient/r1");
        assertThat(fhir.get("/fhir/Device/x.box.u1").json().has("patient")).isFalse();
        assertThat(fhir.get("/fhir/Device/band-1").body()).doesNotContain("secret");
        assertThat(fhir.get("/fhir/Device/stock").status()).isEqualTo(404);
    }

    @Test
    void aTokenOpensWhatItWasGrantedAndNothingElse() {
        everything();
        fhir.grant("some", "a-token-for-observations-only", Set.of(Scope.OBSERVATION_READ), "");
        Map<String, String> some = Map.of("Authorization", "Bearer a-token-for-observations-only");
        assertThat(fhir.send("GET", "/fhir/Observation?patient=r1", some).status())
                .isEqualTo(200);
        for (String address : List.of(
                "/fhir/Patient/r1",
                "/fhir/Patient",
                "/fhir/Device",
                "/fhir/DeviceMetric",
                "/fhir/Patient/r1/$everything")) {
            FhirFixture.Answered refused = fhir.send("GET", address, some);
            assertThat(refused.status()).as(address).isEqualTo(403);
            assertThat(refused.diagnostics()).contains("lacks the scope system/");
        }
        assertThat(fhir.send("GET", "/fhir/Patient/r1/$everything?_type=Observation", some)
                        .status())
                .isEqualTo(200);
        fhir.grant("plain", "a-token-without-telephone", Set.of(Scope.PATIENT_READ), "");
        assertThat(fhir.send("GET", "/fhir/Patient/r1", Map.of("Authorization", "bearer a-token-without-telephone"))
                        .json()
                        .has("telecom"))
                .isFalse();
    }

    @Test
    void outsideOfTheAreaThereIsNobody() {
        everything();
        String id = only(fhir.get("/fhir/Observation?patient=r1&code=8867-4"))
                .get("id")
                .asText();
        fhir.grant("beijing", "a-token-of-another-area", FhirFixture.EVERYTHING, "1101");
        Map<String, String> beijing = Map.of("Authorization", "Bearer a-token-of-another-area");
        for (String address : List.of(
                "/fhir/Patient/r1", "/fhir/Patient/r1/$everything", "/fhir/Device/band-1", "/fhir/Observation/" + id)) {
            assertThat(fhir.send("GET", address, beijing).status()).as(address).isEqualTo(404);
        }
        assertThat(fhir.send("GET", "/fhir/Observation?patient=r1", beijing).resources())
                .isEmpty();
        assertThat(fhir.send("GET", "/fhir/Observation?_id=" + id, beijing).resources())
                .isEmpty();
        assertThat(ids(fhir.send("GET", "/fhir/Patient", beijing).resources())).containsExactly("r3");
        assertThat(ids(fhir.send("GET", "/fhir/Device", beijing).resources())).containsExactly("band-3");
        assertThat(fhir.send("GET", "/fhir/Observation?patient=r3", beijing).resources())
                .hasSize(1);
    }

    @Test
    void wrongRevokedAndExpiredTokensLookAlike() {
        fhir.grant("gone", "a-token-that-was-revoked", FhirFixture.EVERYTHING, "");
        assertThat(fhir.send("GET", "/fhir/Patient/r1", Map.of("Authorization", "Bearer a-token-that-was-revoked"))
                        .status())
                .isEqualTo(200);
        assertThat(fhir.stores.grants().revoke("gone", "tester", System.currentTimeMillis()))
                .isTrue();
        for (Map<String, String> headers : List.of(
                Map.<String, String>of(),
                Map.of("Authorization", "Bearer wrong"),
                Map.of("Authorization", "Bearer "),
                Map.of("Authorization", "Basic YTpi"),
                Map.of("Authorization", "Bearer a-token-that-was-revoked"))) {
            FhirFixture.Answered refused = fhir.send("GET", "/fhir/Patient/r1", headers);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"convoy-fhir\"");
            assertThat(refused.json().at("/issue/0/code").asText()).isEqualTo("login");
        }
        assertThat(fhir.send("GET", "/fhir/metadata", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void whatIsNotUnderstoodIsIgnoredOrRefusedAsTheClientPrefers() {
        everything();
        String address = "/fhir/Observation?patient=r1&code=8867-4&value-quantity=gt5&_include=x";
        FhirFixture.Answered lenient = fhir.get(address);
        assertThat(lenient.resources()).hasSize(1);
        assertThat(lenient.json().at("/link/0/url").asText())
                .isEqualTo("https://convoy.example/fhir/Observation?patient=r1&code=8867-4");
        FhirFixture.Answered strict = fhir.send(
                "GET", address, Map.of("Authorization", "Bearer " + FhirFixture.TOKEN, "Prefer", "handling=strict"));
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.diagnostics()).startsWith("value-quantity: not supported here; there are ");
    }

    @Test
    void whatIsWrongIsNamedWithItsMend() {
        record Wrong(String address, int status, String diagnostics) {}
        for (Wrong wrong : List.of(
                new Wrong("/fhir/Observation", 400, "patient: give one"),
                new Wrong("/fhir/Observation?patient=r1,r3", 400, "patient: one at a time"),
                new Wrong("/fhir/Observation?patient=Device/r1", 400, "patient: Device/r1 is no patient"),
                new Wrong("/fhir/Observation?patient=r1&date=soon", 400, "date: soon is no date"),
                new Wrong("/fhir/Observation?patient=r1&date=ap2026", 400, "date: the prefix ap"),
                new Wrong("/fhir/Observation?patient=nobody&date=soon", 400, "date: soon is no date"),
                new Wrong("/fhir/Observation?patient=r1&_count=many", 400, "_count: many is no number"),
                new Wrong("/fhir/Observation?patient=r1&_count=-1", 400, "_count: 0 to 1000"),
                new Wrong("/fhir/Observation?patient=r1&_sort=code", 400, "_sort: date or -date"),
                new Wrong("/fhir/Observation?patient=r1&_page=AAAA", 400, "_page: follow the 'next' link"),
                new Wrong("/fhir/Observation?patient=r1&patient=r1", 400, "patient: give it once"),
                new Wrong("/fhir/Observation?patient=%zz", 400, "The address is not percent-encoded"),
                new Wrong("/fhir/Patient/r1/$everything?start=ge2026", 400, "start: a date without a prefix"),
                new Wrong("/fhir/Patient/r1/$everything?_type=Coverage", 400, "_type: Coverage is none"),
                new Wrong("/fhir/Patient/nobody", 404, "There is no Patient/nobody"),
                new Wrong("/fhir/Medication", 404, "There is nothing at Medication"),
                new Wrong("/fhir/Patient?_format=xml", 406, "Only application/fhir+json"))) {
            FhirFixture.Answered refused = wrong.address.contains("%zz") ? raw() : fhir.get(wrong.address);
            assertThat(refused.status()).as(wrong.address).isEqualTo(wrong.status);
            assertThat(refused.diagnostics()).as(wrong.address).startsWith(wrong.diagnostics);
        }
        FhirFixture.Answered post =
                fhir.send("POST", "/fhir/Observation", Map.of("Authorization", "Bearer " + FhirFixture.TOKEN));
        assertThat(post.status()).isEqualTo(405);
    }

    private static FhirFixture.Answered raw() {
        String diagnostics;
        try {
            diagnostics = Parameters.parse("patient=%zz").canonical();
        } catch (FhirProblem problem) {
            diagnostics = problem.diagnostics();
        }
        return new FhirFixture.Answered(400, Map.of(), "{\"issue\":[{\"diagnostics\":\"" + diagnostics + "\"}]}");
    }

    @Test
    void aPagesTokenFitsItsOwnQuestionOnly() {
        everything();
        String next = fhir.get("/fhir/Observation?patient=r1&_count=1").next();
        assertThat(next).isNotNull();
        assertThat(fhir.get(next).status()).isEqualTo(200);
        assertThat(fhir.get(next.replace("patient=r1", "patient=r3")).status()).isEqualTo(400);
        assertThat(fhir.get(next.replace("_count=1", "_count=2")).status()).isEqualTo(400);
        char last = next.charAt(next.length() - 5);
        String forged =
                next.substring(0, next.length() - 5) + (last == 'A' ? 'B' : 'A') + next.substring(next.length() - 4);
        assertThat(fhir.get(forged).status()).isEqualTo(400);
    }

    @Test
    void eachAnswerIsInTheAuditWithoutAnyValue() {
        everything();
        fhir.get("/fhir/Observation?patient=r1&code=8867-4");
        assertThat(fhir.people.text(
                        "select actor || ' ' || address || ' ' || action || ' ' || subject || ' ' || outcome || ' ' ||"
                                + " detail from audit order by id desc limit 1"))
                .isEqualTo("all 192.0.2.9 fhir.Observation.search r1 done count=1 code=8867-4");
        fhir.get("/fhir/Patient/nobody");
        assertThat(fhir.people.text(
                        "select action || ' ' || outcome || ' ' || detail from audit order by id desc limit 1"))
                .isEqualTo("fhir.refused denied status=404 Patient/nobody");
        assertThat(fhir.people.text("select used_at is not null from access_grant where name = 'all'"))
                .isEqualTo("t");
    }

    @Test
    void withoutTheAuditNothingIsHandedOut() {
        everything();
        fhir.people.run("alter table audit rename to audit_away");
        FhirFixture.Answered refused = fhir.get("/fhir/Observation?patient=r1");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).doesNotContain("valueQuantity");
    }
}

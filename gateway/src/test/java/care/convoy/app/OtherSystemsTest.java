package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.account.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a band to a hospital and to a researcher, through a whole gateway and its real ports. */
@Timeout(180)
class OtherSystemsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private static HttpResponse<String> get(HttpClient http, int port, String path, String token) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String granted(RunningGateway running, String admin, String name, String scope) throws Exception {
        JsonNode answer = running.send(
                admin,
                "POST",
                "/api/grants",
                "{\"name\":\"" + name + "\",\"scopes\":[\"" + scope + "\"],\"purpose\":\"follow-up\",\"days\":30}");
        assertThat(answer.get("status").asInt()).as(answer.toString()).isEqualTo(200);
        return answer.at("/body/token").asText();
    }

    @Test
    void measurementsReachAHospitalAndAResearcherByTokensOfTheirOwn() throws Exception {
        try (RunningGateway running = RunningGateway.on(directory, null);
                HttpClient http = HttpClient.newHttpClient()) {
            running.provision();
            StringBuilder residents = new StringBuilder("resident_id,name,sex,region_code,care_grade\n");
            StringBuilder devices = new StringBuilder("device_id,protocol,secret,model,resident_id\n");
            for (int i = 0; i < 6; i++) {
                residents.append("p" + i + ",某某,F,430102001001,2\n");
                devices.append("w" + i + ",mqtt,secret-" + i + "-long,M1,p" + i + "\n");
            }
            running.gateway.store().importResidents(residents.toString().getBytes(StandardCharsets.UTF_8));
            running.gateway.store().importDevices(devices.toString().getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 6; i++) {
                running.press(
                        "w" + i,
                        "secret-" + i + "-long",
                        "{\"type\":\"vitals\",\"seq\":1,\"heartRate\":7" + i + ",\"spo2\":97,\"temperature\":33.5}");
            }
            String admin = running.token(Role.ADMIN);
            String fhir = granted(running, admin, "hospital", "system/*.read");
            String research = granted(running, admin, "university", "convoy/Cohort.export");
            int port = running.consolePort();

            JsonNode found = null;
            for (int tries = 0;
                    tries < 200 && (found == null || found.path("entry").isEmpty());
                    tries++) {
                HttpResponse<String> answer =
                        get(http, port, "/fhir/Observation?patient=p3&code=http://loinc.org%7C8867-4", fhir);
                assertThat(answer.statusCode()).as(answer.body()).isIn(200, 429);
                found = JSON.readTree(answer.body());
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(found.at("/entry/0/resource/valueQuantity/value").asInt())
                    .isEqualTo(73);
            assertThat(found.at("/entry/0/fullUrl").asText())
                    .startsWith("http://127.0.0.1:" + port + "/fhir/Observation/h-");
            HttpResponse<String> everything = get(http, port, "/fhir/Patient/p3/$everything", fhir);
            assertThat(everything.statusCode()).isEqualTo(200);
            assertThat(everything.headers().firstValue("Content-Type")).contains("application/fhir+json;charset=utf-8");
            // neither opens what the other may have, nor does a console's token
            assertThat(get(http, port, "/fhir/Patient/p3", research).statusCode())
                    .isEqualTo(403);
            assertThat(get(http, port, "/fhir/Patient/p3", RunningGateway.TOKEN).statusCode())
                    .isEqualTo(401);
            assertThat(get(http, port, "/api/alerts", fhir).statusCode()).isEqualTo(401);
            String today = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
            String cohort = "/research/cohort?step=rows&purpose=sleep%20study&from=" + today + "&to=" + today;
            assertThat(get(http, port, cohort, fhir).statusCode()).isEqualTo(403);

            HttpResponse<String> csv = get(http, port, cohort + "&grade=2", research);
            assertThat(csv.statusCode()).as(csv.body()).isEqualTo(200);
            List<String> lines = csv.body().lines().toList();
            assertThat(lines).hasSize(7);
            assertThat(lines.getFirst()).startsWith("pseudonym,sex,age_band,care_grade,day,minute,heart_rate");
            assertThat(lines.subList(1, 7))
                    .allMatch(line -> line.matches("[0-9a-f]{20},F,,2,0,[0-9]+,7[0-5],97,,,33.5,,,"));
            assertThat(csv.body()).doesNotContain("某某").doesNotContain("p3").doesNotContain(today);
            assertThat(csv.headers().firstValue("Convoy-Residents")).contains("6");
            assertThat(get(http, port, cohort + "&grade=4", research).statusCode())
                    .isEqualTo(422);
            assertThat(get(http, port, cohort.replace("purpose=sleep%20study&", ""), research)
                            .body())
                    .contains("purpose: 1 to 200 characters");
            assertThat(get(http, port, cohort + "&color=red", research).statusCode())
                    .isEqualTo(400);

            assertThat(running.send(admin, "DELETE", "/api/grants/hospital", null)
                            .get("status")
                            .asInt())
                    .isEqualTo(204);
            assertThat(get(http, port, "/fhir/Patient/p3", fhir).statusCode()).isEqualTo(401);
        }
    }
}

package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.AlertRow;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrivacyTest {
    private static final List<String> PERSONAL =
            List.of("王桂兰", "13912345678", "周秀芳", "13900001187", "13600002093", "陈国梁", "2580#", "lunar");

    private final ConsoleFixture console = new ConsoleFixture();

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void namesNumbersAndTheWayInAreMaskedUntilTheCaseIsHeld() {
        String alert = console.press("R0010");
        Browser li = console.login("liming");
        Browser liu = console.login("liumin");
        List<String> paths = List.of(
                "/api/alerts",
                "/api/alerts/" + alert,
                "/api/residents/R0010",
                "/api/tasks",
                "/api/devices/D0010/latest");
        for (String path : paths) {
            assertThat(li.get(path).body()).as(path).doesNotContain(PERSONAL);
        }
        JsonObject before = li.get("/api/alerts/" + alert).json();
        assertThat(before.getBoolean("mine")).isFalse();
        assertThat(before.getString("residentName")).isEqualTo("王*兰");
        assertThat(before.getJsonObject("resident").getBoolean("masked")).isTrue();
        assertThat(before.getJsonObject("resident").getString("phone")).isEqualTo("139****5678");
        assertThat(before.getJsonObject("resident").getJsonObject("medical").getJsonArray("allergies"))
                .containsExactly("青霉素");

        console.claim(li, alert);
        assertThat(li.get("/api/alerts/" + alert).json().getBoolean("mine")).isTrue();
        assertThat(li.get("/api/alerts/" + alert).body()).contains(PERSONAL);
        assertThat(li.get("/api/residents/R0010").json().getString("name")).isEqualTo("王桂兰");
        assertThat(li.get("/api/residents/R0001").json().getBoolean("masked")).isTrue();
        assertThat(liu.get("/api/alerts/" + alert).body()).doesNotContain(PERSONAL);

        console.stage.alerts().lapse(alert);
        assertThat(li.get("/api/residents/R0010").json().getBoolean("masked")).isTrue();
        assertThat(li.get("/api/alerts/" + alert).body()).doesNotContain(PERSONAL);
    }

    @Test
    void anotherCountysIdsAreNotThere() {
        String own = console.press("R0001");
        String other = console.press("R0099");
        Browser county = console.anonymous().token(ConsoleFixture.COUNTY_TOKEN);
        assertThat(county.get("/api/alerts").body()).contains(own).doesNotContain(other);
        assertThat(county.get("/api/alerts/" + own).status()).isEqualTo(200);
        for (String path : List.of(
                "/api/alerts/" + other,
                "/api/residents/R0099",
                "/api/residents/R0099/vitals",
                "/api/devices/D0099/latest")) {
            Answer hidden = county.get(path);
            assertThat(hidden.status()).as(path).isEqualTo(404);
            assertThat(hidden.body())
                    .isEqualTo(county.get(path.replace("R0099", "R0000")
                                    .replace("D0099", "D0000")
                                    .replace(other, "0"))
                            .body());
        }
        assertThat(county.get("/api/tasks").body()).doesNotContain("R0099");
        for (String command : List.of("claim", "renew", "release", "note", "resolve")) {
            JsonObject body = switch (command) {
                case "claim" -> console.expected(other);
                case "note" -> new JsonObject().put("text", "x");
                case "resolve" ->
                    console.expected(other)
                            .put("cause", "TEST")
                            .put("outcome", "REFUSED")
                            .put("falseAlarm", false);
                default -> new JsonObject();
            };
            assertThat(county.post("/api/alerts/" + other + '/' + command, body).status())
                    .as(command)
                    .isEqualTo(404);
        }
        assertThat(console.stage.alerts().submitted()).isEmpty();
    }

    @Test
    void deviceThatNobodyIsRegisteredForIsShownToEverybody() {
        String alert = console.stage.alerts().raise("sos", AlertRow.Priority.P1, null, 0);
        Browser county = console.anonymous().token(ConsoleFixture.COUNTY_TOKEN);
        JsonObject detail = county.get("/api/alerts/" + alert).json();
        assertThat(detail.getString("residentId")).isNull();
        assertThat(detail.containsKey("resident")).isFalse();
        assertThat(console.claim(county, alert).status()).isEqualTo(200);
    }

    @Test
    void caseIsShownWithoutTheRecordWhenTheRecordsAreDown() {
        String alert = console.press("R0010");
        console.stage.records().down(true);
        JsonObject detail = console.api().get("/api/alerts/" + alert).json();
        assertThat(detail.getString("residentName")).isEqualTo("王*兰");
        assertThat(detail.containsKey("resident")).isFalse();
        assertThat(console.api().get("/api/residents/R0010").problem()).isEqualTo("database-unavailable");
        assertThat(console.api().get("/api/residents/R0010/vitals").status()).isEqualTo(503);
        assertThat(console.api().get("/api/tasks").status()).isEqualTo(503);
    }

    @Test
    void vitalsComeInStepsAndNeverTooMany() {
        Browser api = console.api();
        String path = "/api/residents/R0010/vitals";
        JsonObject series = api.get(path + "?from=2026-03-02T00:00:00Z&to=2026-03-02T01:00:00Z&step=300")
                .json();
        assertThat(series.getJsonArray("points")).hasSize(12);
        assertThat(series.getInteger("step")).isEqualTo(300);
        JsonObject point = series.getJsonArray("points").getJsonObject(0);
        assertThat(point.getString("at")).isEqualTo("2026-03-02T00:00:00.000Z");
        assertThat(point.fieldNames()).contains("heartRate", "spo2", "systolic", "diastolic", "temperature");
        assertThat(api.get(path).json().getInteger("step")).isEqualTo(360);
        for (String bad : List.of(
                "?step=1s",
                "?step=0",
                "?step=soon",
                "?from=2026-03-02T01:00:00Z&to=2026-03-02T00:00:00Z",
                "?from=yesterday",
                "?to=never")) {
            assertThat(api.get(path + bad).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void deviceTellsItsLatestInTheMembersOfTheOuterInterface() {
        JsonObject latest = console.api().get("/api/devices/D0010/latest").json();
        assertThat(latest.fieldNames())
                .containsExactlyInAnyOrder(
                        "deviceId",
                        "receivedAt",
                        "battery",
                        "signal",
                        "steps",
                        "position",
                        "vitals",
                        "alarms",
                        "rawStatus");
        assertThat(latest.getJsonObject("position").fieldNames())
                .containsExactlyInAnyOrder("lat", "lon", "accuracy", "source", "valid", "at");
        assertThat(latest.getJsonObject("vitals").fieldNames())
                .containsExactlyInAnyOrder("heartRate", "spo2", "systolic", "diastolic", "temperature", "at");
        assertThat(console.api().get("/api/devices/D0000/latest").status()).isEqualTo(404);
    }
}

package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.Audit;
import care.convoy.console.Role;
import care.convoy.console.stage.StagedRecords;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealthTest {
    private static final String CHART = "/api/residents/R0010/chart?purpose=care&window=";
    private static final String WEEK = "/api/residents/R0010/week";

    private final ConsoleFixture console = new ConsoleFixture();
    private final AnswerSchema contract = new AnswerSchema();

    @AfterEach
    void stop() {
        console.close();
    }

    private static JsonObject measure(JsonObject chart, String name) {
        return chart.getJsonArray("measures").stream()
                .map(JsonObject.class::cast)
                .filter(measure -> measure.getString("measure").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyWindowFitsTheContractAndItsColumnsHaveOneLength() {
        String alert = console.press("R0010");
        for (String window : List.of("24h", "7d", "90d")) {
            Answer answer = console.login("liming").get(CHART + window);
            assertThat(contract.faults("getHealthChart", answer.status(), answer.json()))
                    .as(window)
                    .isEmpty();
            JsonObject chart = answer.json();
            int length = chart.getJsonArray("at").size();
            assertThat(length).isBetween(90, 1_440);
            for (Object each : chart.getJsonArray("measures")) {
                JsonObject column = (JsonObject) each;
                assertThat(List.of(
                                column.getJsonArray("low").size(),
                                column.getJsonArray("middle").size(),
                                column.getJsonArray("high").size()))
                        .containsOnly(length);
            }
            assertThat(chart.getJsonArray("alerts").getJsonObject(0).getString("id"))
                    .isEqualTo(alert);
            assertThat(answer.body().length()).isLessThan(400_000);
        }
    }

    @Test
    void gapsLimitsAndTimesOffTheBodyAreNamed() {
        JsonObject chart = console.login("liming").get(CHART + "24h").json();
        JsonObject pulse = measure(chart, "heartRate");
        assertThat(pulse.getJsonArray("gaps")).hasSize(1);
        JsonObject gap = pulse.getJsonArray("gaps").getJsonObject(0);
        assertThat(gap.getString("from")).endsWith("T18:00:00.000Z");
        assertThat(gap.getString("to")).endsWith("T21:00:00.000Z");
        assertThat(pulse.getJsonArray("limits"))
                .contains(
                        new JsonObject().put("above", true).put("value", 110.0).put("source", "GRADE"));
        assertThat(measure(chart, "skin").getJsonArray("limits")).isEmpty();
        assertThat(measure(chart, "skin").getJsonArray("gaps"))
                .as("never measured")
                .hasSize(1);
        assertThat(chart.getJsonArray("notWorn")).hasSize(1);
        assertThat(console.login("liming").get(CHART + "90d").json().getJsonArray("notWorn"))
                .isNull();
        assertThat(chart.getString("zone")).isEqualTo("Asia/Shanghai");
    }

    @Test
    void aChartIsReadForAPurposeThatTheRoleHasAndTheAuditHasIt() {
        String path = "/api/residents/R0010/chart?purpose=";
        Browser li = console.login("liming");
        assertThat(li.get("/api/residents/R0010/chart").status()).isEqualTo(400);
        assertThat(li.get(path + "curiosity").status()).isEqualTo(400);
        assertThat(li.get(path + "audit").problem()).isEqualTo("forbidden");
        assertThat(li.get(path + "case").problem()).isEqualTo("no-case");
        console.press("R0010");
        assertThat(li.get(path + "case").status()).isEqualTo(200);
        assertThat(console.login("dispatch").get(path + "case").status()).isEqualTo(200);
        assertThat(console.login("dispatch").get(path + "care").problem()).isEqualTo("forbidden");
        assertThat(console.login("auditor").get(path + "audit").status()).isEqualTo(200);
        assertThat(console.login("auditor").get(path + "case").problem()).isEqualTo("forbidden");
        assertThat(console.stage.audited().stream().map(HealthTest::line))
                .contains(
                        "getHealthChart liming R0010 audit forbidden",
                        "getHealthChart liming R0010 case no-case",
                        "getHealthChart liming R0010 case done",
                        "getHealthChart auditor R0010 audit done");
    }

    private static String line(Audit.Entry entry) {
        return String.join(" ", entry.action(), entry.user(), entry.subject(), entry.outcome());
    }

    @Test
    void aChartOfTheFutureOrOfLongAgoIsRefused() {
        for (String to : List.of("never", "2036-01-01T00:00:00Z", "1999-01-01T00:00:00Z")) {
            assertThat(console.login("liming").get(CHART + "24h&to=" + to).status())
                    .as(to)
                    .isEqualTo(400);
        }
        assertThat(console.login("liming").get(CHART + "2h").status()).isEqualTo(400);
    }

    @Test
    void whatLiesInAnotherCountyIsNotThere() {
        console.stage
                .users()
                .token("county-supervisor-0123456789abcdef", "chief", Role.SUPERVISOR, StagedRecords.COUNTY);
        Browser county = console.anonymous().token("county-supervisor-0123456789abcdef");
        for (String path : List.of("/api/residents/R0099/chart?purpose=care", "/api/residents/R0099/week")) {
            assertThat(county.get(path).status()).as(path).isEqualTo(404);
            assertThat(county.get(path).body())
                    .isEqualTo(county.get(path.replace("R0099", "R0000")).body());
        }
    }

    @Test
    void withoutTheDatabaseTheCallerIsToldSo() {
        console.stage.health().down(true);
        assertThat(console.login("liming").get(CHART + "7d").problem()).isEqualTo("database-unavailable");
        assertThat(console.login("banzhang").get(WEEK).problem()).isEqualTo("database-unavailable");
    }

    @Test
    void theWeekFitsTheContractNamesThePersonAndIsAudited() {
        Browser chief = console.login("banzhang");
        Answer answer = chief.get(WEEK);
        assertThat(contract.faults("getHealthWeek", answer.status(), answer.json()))
                .isEmpty();
        JsonObject week = answer.json();
        assertThat(week.getJsonObject("resident").getString("name")).isEqualTo("王桂兰");
        assertThat(week.getJsonArray("days")).hasSize(7);
        assertThat(week.getInteger("daysWorn")).isEqualTo(7);
        assertThat(week.getJsonArray("trends")).hasSize(5);
        assertThat(console.stage.audited().stream().map(HealthTest::line))
                .contains("getHealthWeek banzhang R0010 done");
        assertThat(console.login("liming").get(WEEK).problem()).isEqualTo("forbidden");
        for (String until : List.of("tomorrow", "2036-01-01", "1999-01-01")) {
            assertThat(chief.get(WEEK + "?until=" + until).status()).as(until).isEqualTo(400);
        }
    }

    @Test
    void theWeekTellsWhatBecameOfItsAlerts() {
        Browser li = console.login("liming");
        String alert = console.press("R0010");
        console.claim(li, alert);
        JsonObject end = console.expected(alert)
                .put("cause", "FALL")
                .put("outcome", "AMBULANCE_SENT")
                .put("falseAlarm", false)
                .put("verified", "voice");
        assertThat(li.post("/api/alerts/" + alert + "/resolve", end).status()).isEqualTo(200);
        console.clock.advance(java.time.Duration.ofDays(1));
        JsonArray alerts = console.login("banzhang").get(WEEK).json().getJsonArray("alerts");
        assertThat(alerts).hasSize(1);
        assertThat(alerts.getJsonObject(0).getString("outcome")).isEqualTo("AMBULANCE_SENT");
    }
}

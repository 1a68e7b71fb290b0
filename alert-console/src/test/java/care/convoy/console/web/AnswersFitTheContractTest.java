package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswersFitTheContractTest {
    private final ConsoleFixture console = new ConsoleFixture();
    private final AnswerSchema contract = new AnswerSchema();

    @AfterEach
    void stop() {
        console.close();
    }

    private void fits(String operation, Answer answer) {
        assertThat(contract.faults(operation, answer.status(), answer.json()))
                .as(operation + " " + answer.status() + " " + answer.body())
                .isEmpty();
    }

    @Test
    void answersHaveTheMembersThatTheContractNames() {
        String alert = console.stage.desk();
        String other = console.press("R0011");
        Browser li = console.login("liming");
        console.login("liumin").post("/api/presence", new JsonObject().put("viewing", alert));
        for (Operations.Request request : Operations.all(alert)) {
            if (!request.writes() && !request.operation().equals("feed")) {
                fits(request.operation(), li.send(request.method(), request.path(), null));
            }
        }
        Browser engineer = console.login("field");
        for (Operations.Request request : Operations.all(alert)) {
            if (request.path().startsWith("/api/devices")
                    || request.path().startsWith("/api/quarantine/adopt")
                    || request.operation().equals("findResidents")) {
                fits(request.operation(), engineer.send(request.method(), request.path(), request.body()));
            }
        }
        Browser admin = console.login("admin");
        for (Operations.Request request : Operations.all(alert)) {
            if (request.path().startsWith("/api/grants") && !request.method().equals("DELETE")) {
                fits(request.operation(), admin.send(request.method(), request.path(), request.body()));
            }
        }
        fits("listGrants", admin.get("/api/grants"));
        fits("presence", li.post("/api/presence", new JsonObject()));
        fits("claimAlert", console.claim(li, alert));
        fits("claimAlert", console.claim(console.login("liumin"), alert));
        fits("claimAlert", li.post("/api/alerts/" + other + "/claim", new JsonObject()));
        fits("noteAlert", li.post("/api/alerts/" + alert + "/note", new JsonObject().put("text", "有呻吟声")));
        fits("getAlert", li.get("/api/alerts/" + alert));
        console.stage.alerts().pressAgain(alert);
        console.stage.alerts().lapse(alert);
        console.claim(li, alert);
        JsonObject end = console.expected(alert)
                .put("cause", "FALL")
                .put("outcome", "AMBULANCE_SENT")
                .put("falseAlarm", false)
                .put("verified", "voice")
                .put("note", "已上车");
        fits("resolveAlert", li.post("/api/alerts/" + alert + "/resolve", end));
        fits("getAlert", li.get("/api/alerts/" + alert));
        fits("listAlerts", li.get("/api/alerts?state=closed"));
        fits("listAlerts", li.get("/api/alerts?state=nonsense"));
        fits("login", console.anonymous().tryLogin("liming", "wrong"));
        fits("listAlerts", console.anonymous().get("/api/alerts"));
        fits("getAlert", li.get("/api/alerts/none"));
    }

    @Test
    void rowsAndStateOfTheFeedAreThoseOfTheContractButForDefaults() {
        console.stage.desk();
        String alert = console.press("R0011");
        try (FeedClient feed = new FeedClient(console.login("liming").stream("/api/feed"))) {
            JsonArray rows = feed.await("snapshot").data().getJsonArray("alerts");
            assertThat(rows).hasSize(11);
            rows.forEach(row -> assertThat(contract.faults("AlertRow", (JsonObject) row))
                    .allMatch(fault -> fault.startsWith("$: lacks ")));
            assertThat(contract.faults("SystemState", feed.await("system").data()))
                    .isEmpty();
            console.stage.alerts().lapse(claimed(alert));
            FeedClient.Message change = feed.await("alerts");
            assertThat(contract.faults(
                            "AlertRow", change.data().getJsonArray("upsert").getJsonObject(0)))
                    .allMatch(fault -> fault.startsWith("$: lacks "));
        }
    }

    private String claimed(String alert) {
        console.claim(console.api(), alert);
        return alert;
    }

    @Test
    void checkerFindsFaults() {
        assertThat(contract.faults(
                        "Done",
                        new JsonObject().put("id", "a").put("version", "1").put("more", true)))
                .containsExactlyInAnyOrder(
                        "$: lacks durability",
                        "$.version: string instead of [integer]",
                        "$: has more, which the contract does not name");
    }
}

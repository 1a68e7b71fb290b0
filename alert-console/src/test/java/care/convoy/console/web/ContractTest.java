package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.Role;
import care.convoy.console.session.Permissions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {
    private final ConsoleFixture console = new ConsoleFixture();

    @AfterAll
    void stop() {
        console.close();
    }

    @Test
    void bodiesThatTheContractDoesNotAllowAreRefusedWithTheReason() {
        String alert = console.press("R0001");
        String claim = "/api/alerts/" + alert + "/claim";
        String note = "/api/alerts/" + alert + "/note";
        String resolve = "/api/alerts/" + alert + "/resolve";
        Map<String, List<String>> bad = Map.of(
                claim,
                List.of(
                        "{}",
                        "{\"expectedVersion\":\"1\"}",
                        "{\"expectedVersion\":-1}",
                        "{\"expectedVersion\":1.5}",
                        "{\"expectedVersion\":1,\"force\":true}",
                        "[]",
                        "1",
                        "not json",
                        "{\"expectedVersion\":"),
                note,
                List.of(
                        "{}",
                        "{\"text\":\"\"}",
                        "{\"text\":\"   \"}",
                        "{\"text\":7}",
                        "{\"text\":\"" + "长".repeat(901) + "\"}"),
                resolve,
                List.of(
                        "{\"expectedVersion\":1,\"cause\":\"TEST\",\"outcome\":\"REFUSED\"}",
                        "{\"expectedVersion\":1,\"cause\":\"BOREDOM\",\"outcome\":\"REFUSED\",\"falseAlarm\":true}",
                        "{\"expectedVersion\":1,\"cause\":\"TEST\",\"outcome\":\"REFUSED\",\"falseAlarm\":\"no\"}"));
        bad.forEach((path, bodies) -> bodies.forEach(body -> {
            Answer answer = console.api().send("POST", path, body);
            assertThat(answer.status()).as(path + " " + body).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("bad-request");
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }));
        assertThat(console.api().send("POST", claim, null).status()).isEqualTo(400);
        assertThat(console.stage.alerts().submitted()).isEmpty();
    }

    @Test
    void parametersThatTheContractDoesNotAllowAreRefused() {
        for (String path : List.of(
                "/api/alerts?limit=0",
                "/api/alerts?limit=10001",
                "/api/alerts?limit=many",
                "/api/alerts?state=OPENED",
                "/api/tasks?state=closed",
                "/api/residents/" + "x".repeat(65),
                "/api/residents/a%20b",
                "/api/residents/..%2F..%2Fetc")) {
            assertThat(console.api().get(path).status()).as(path).isIn(400, 404);
        }
        assertThat(console.api()
                        .get("/api/alerts?limit=10000&state=open&colour=red")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void listIsInQueueOrderAndAsLongAsAskedFor() {
        console.stage.desk();
        String last = console.press("R0011");
        List<JsonObject> rows = console.api().get("/api/alerts?state=open").json().getJsonArray("alerts").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertThat(rows.stream().map(row -> row.getString("priority"))).isSorted();
        assertThat(rows.stream()
                        .filter(row -> row.getString("priority").equals("P1"))
                        .map(row -> row.getString("attentionAt")))
                .isSorted();
        assertThat(console.api().get("/api/alerts?limit=3").json().getJsonArray("alerts"))
                .hasSize(3);
        assertThat(console.api().get("/api/alerts?residentId=R0011").body()).contains(last);
        assertThat(console.api().get("/api/alerts?state=QUEUED").body()).contains(last);
        assertThat(console.api().get("/api/alerts?state=ON_SCENE").json().getJsonArray("alerts"))
                .isEmpty();
    }

    @Test
    void whatIsNotThereIsAProblemToo() {
        for (Operations.Request request : List.of(
                new Operations.Request("", "GET", "/api/nothing", null),
                new Operations.Request("", "GET", "/api", null),
                new Operations.Request("", "POST", "/api/alerts/1/explode", "{}"))) {
            Answer answer = console.api().send(request.method(), request.path(), request.body());
            assertThat(answer.status()).as(request.path()).isEqualTo(404);
            assertThat(answer.problem()).isEqualTo("not-found");
        }
        Answer method = console.api().send("PUT", "/api/alerts", "{}");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.problem()).isEqualTo("method-not-allowed");
    }

    @Test
    void whatIsOnlyPlannedIsNotThereAndNoRoleHasIt() {
        String alert = console.press("R0012");
        for (Operations.Request request : List.of(
                new Operations.Request("getCard", "GET", "/api/alerts/" + alert + "/card", null),
                new Operations.Request("reportDispatch", "POST", "/api/dispatch/cards/x/stage", "{}"),
                new Operations.Request("ambulanceReport", "POST", "/api/ambulance/reports", "{}"))) {
            Answer answer = console.api().send(request.method(), request.path(), request.body());
            assertThat(answer.status()).as(request.path()).isEqualTo(404);
            assertThat(Role.values()).noneMatch(role -> Permissions.allows(role, request.operation()));
        }
    }

    @Test
    void bodyLargerThanTheBoundIsRefusedUnread() {
        String alert = console.press("R0002");
        Answer answer = console.api()
                .send("POST", "/api/alerts/" + alert + "/note", "{\"text\":\"" + "x".repeat(20_000) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("too-large");
    }

    @Test
    void everyAnswerTellsTheBrowserWhatItMustNotDo() {
        for (Answer answer : List.of(
                console.api().get("/api/alerts"),
                console.anonymous().get("/api/alerts"),
                console.anonymous().get("/"),
                console.anonymous().get("/no-such-file.js"),
                console.api().get("/api/nothing"))) {
            assertThat(answer.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
                            + " frame-ancestors 'none'");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Server")).isEmpty();
        }
    }

    @Test
    void takenPortIsSaidAndNothingRuns() {
        int taken = console.server.port();
        try {
            ConsoleServer.start(ConsoleConfig.on("127.0.0.1", taken), console.stage.ports())
                    .close();
            throw new AssertionError("started on a taken port");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("console").hasCauseInstanceOf(java.net.BindException.class);
        }
        assertThat(console.api().get("/api/system").status()).isEqualTo(200);
    }
}

package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a press to a claim, with the database, without it, and over a restart. */
class GatewayTest {
    private static final String NOBODY_LISTENS = "jdbc:postgresql://127.0.0.1:9/convoy?user=x&password=y";

    @TempDir
    Path temporary;

    @Test
    void pressIsShownClaimedAndKeptWhateverTheDatabaseDoes() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("data"));
        String alert;
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            running.provision();
            running.press("{\"type\":\"sos\",\"seq\":1,\"boot\":7}");
            running.press("{\"type\":\"sos\",\"seq\":1,\"boot\":7}");

            JsonNode shown = running.onlyAlert();
            alert = shown.get("id").asText();
            assertThat(shown.get("residentId").asText()).isEqualTo("r1");
            assertThat(shown.get("residentName").asText()).isEqualTo("王*兰");
            assertThat(shown.get("priority").asText()).isEqualTo("P1");
            assertThat(shown.get("presses").asInt()).isOne();
            assertThat(shown.get("nextStepAt").isNull()).isFalse();
        }

        // the database is away from the start: everything is known from this node's own files
        try (RunningGateway running = RunningGateway.on(data, NOBODY_LISTENS)) {
            assertThat(running.onlyAlert().get("id").asText()).isEqualTo(alert);
            running.press("{\"type\":\"sos\",\"seq\":2,\"boot\":7}");

            JsonNode again = running.onlyAlert();
            assertThat(again.get("presses").asInt()).isEqualTo(2);
            JsonNode claimed = running.post(
                    "/api/alerts/" + alert + "/claim",
                    "{\"expectedVersion\":" + again.get("version").asInt() + "}");
            assertThat(claimed.get("status").asInt()).isEqualTo(200);
            JsonNode detail = running.get("/api/alerts/" + alert).get("body");
            assertThat(detail.get("owner").asText()).isEqualTo("test");
            assertThat(detail.get("resident").get("name").asText()).isEqualTo("王桂兰");
            JsonNode history = running.get("/api/alerts?state=CLOSED&limit=10");
            assertThat(history.get("status").asInt()).isEqualTo(503);
        }

        // it is back: the case is closed, and its whole story is in the history
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            JsonNode open = running.onlyAlert();
            JsonNode closed = running.post(
                    "/api/alerts/" + alert + "/resolve",
                    "{\"expectedVersion\":" + open.get("version").asInt()
                            + ",\"cause\":\"ASSISTANCE\",\"outcome\":\"ADVISED_BY_PHONE\",\"falseAlarm\":false,"
                            + "\"note\":\"一切平安\"}");
            assertThat(closed.get("status").asInt()).as(closed.toString()).isEqualTo(200);
            awaitHistory(running, alert);
            JsonNode story = running.get("/api/alerts/" + alert).get("body");
            assertThat(story.get("state").asText()).isEqualTo("FOLLOW_UP");
            assertThat(story.get("timeline").findValuesAsText("type"))
                    .containsSubsequence("RAISED", "JOINED", "CLAIMED", "RESOLVED");
            assertThat(story.get("timeline").findValuesAsText("text")).contains("一切平安");
        }
    }

    private static void awaitHistory(RunningGateway running, String alert) throws InterruptedException {
        AlertId id = new AlertId(UUID.fromString(alert));
        CountDownLatch never = new CountDownLatch(1);
        for (int look = 0; look < 600; look++) {
            boolean there = running.gateway
                    .store()
                    .alerts()
                    .find(id)
                    .filter(view -> !view.state().isOpen())
                    .isPresent();
            if (there) {
                return;
            }
            never.await(50, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("the history never learnt how " + alert + " ended");
    }

    @Test
    void pressIsTakenShownAndClosedWithoutTheLogAndKnownToItAfterwards() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("emergency"));
        try (RunningGateway running = RunningGateway.on(data, null)) {
            assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120)))
                    .isTrue();
            running.provision();
            running.gateway.log().degrade("test", "a test takes the log away");
            running.press("{\"type\":\"sos\",\"seq\":1,\"boot\":7}");

            JsonNode shown = running.onlyAlert();
            assertThat(shown.get("durability").asText()).isEqualTo("LOCAL");
            assertThat(running.gateway.health().complaints()).doesNotContainKey("log");
            assertThat(running.gateway.health().remarks().get("log")).contains("DEGRADED");
            String alert = "/api/alerts/" + shown.get("id").asText();
            JsonNode claimed = running.post(
                    alert + "/claim",
                    "{\"expectedVersion\":" + shown.get("version").asInt() + "}");
            assertThat(claimed.get("body").get("durability").asText()).isEqualTo("LOCAL");
            assertThat(running.post(alert + "/note", "{\"text\":\"一切平安\"}")
                            .get("status")
                            .asInt())
                    .isEqualTo(200);

            running.gateway.log().recover("test");
            awaitReady(running);

            JsonNode detail = running.get(alert).get("body");
            assertThat(detail.path("durability").asText("COMMITTED")).isEqualTo("COMMITTED");
            assertThat(detail.get("owner").asText()).isEqualTo("test");
            assertThat(detail.get("timeline").findValuesAsText("text")).contains("一切平安");
            JsonNode closed = running.post(
                    alert + "/resolve",
                    "{\"expectedVersion\":" + detail.get("version").asInt()
                            + ",\"cause\":\"ASSISTANCE\",\"outcome\":\"ADVISED_BY_PHONE\",\"falseAlarm\":false}");
            assertThat(closed.get("status").asInt()).as(closed.toString()).isEqualTo(200);
        }
    }

    private static void awaitReady(RunningGateway running) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int look = 0; look < 600 && running.gateway.log().degradedBecause() != null; look++) {
            never.await(50, TimeUnit.MILLISECONDS);
        }
        assertThat(running.gateway.log().degradedBecause()).isNull();
    }

    @Test
    void bothWaysInAreProvedByTheCanary() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("canary"));
        try (RunningGateway running = RunningGateway.on(data, null)) {
            CountDownLatch never = new CountDownLatch(1);
            for (int look = 0; look < 600 && running.gateway.canary().complaint() != null; look++) {
                never.await(50, TimeUnit.MILLISECONDS);
            }
            assertThat(running.gateway.health().complaints()).isEmpty();
            assertThat(running.gateway.canary().agesSeconds()).containsOnlyKeys("native", "mqtt");
        }
    }
}

package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.AlertCommands;
import care.convoy.console.Role;
import care.convoy.console.wire.Times;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
    private final ConsoleFixture console = new ConsoleFixture();
    private Browser li = console.anonymous();
    private Browser liu = console.anonymous();

    @BeforeAll
    void login() {
        li = console.login("liming");
        liu = console.login("liumin");
    }

    @AfterEach
    void up() {
        console.stage.alerts().logDown(false);
        console.stage.alerts().historyDown(false);
        console.stage.alerts().broken(false);
    }

    @AfterAll
    void stop() {
        console.close();
    }

    @Test
    void claimIsAnsweredWithTheNewVersion() {
        String alert = console.press("R0001");
        long before = console.version(alert);
        Answer answer = console.claim(li, alert);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getLong("version")).isEqualTo(before + 1);
        assertThat(answer.json().getString("durability")).isEqualTo("COMMITTED");
        assertThat(answer.json().getBoolean("duplicate")).isFalse();
    }

    @Test
    void loserOfAClaimRaceLearnsWhoWonAndSinceWhen() {
        String alert = console.press("R0002");
        JsonObject seen = console.expected(alert);
        assertThat(li.post("/api/alerts/" + alert + "/claim", seen).status()).isEqualTo(200);
        Answer lost = liu.post("/api/alerts/" + alert + "/claim", seen);
        assertThat(lost.status()).isEqualTo(409);
        assertThat(lost.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(lost.problem()).isEqualTo("owned-by-other");
        assertThat(lost.json().getString("owner")).isEqualTo("liming");
        assertThat(lost.json().getString("ownerName")).isEqualTo("李明");
        assertThat(lost.json().getString("since"))
                .isEqualTo(Times.text(console.clock.wall().instant()));
        assertThat(lost.json().getLong("version")).isEqualTo(console.version(alert));
    }

    @Test
    void ofManyWhoClaimAtOnceExactlyOneWins() throws InterruptedException, ExecutionException {
        String alert = console.press("R0003");
        JsonObject seen = console.expected(alert);
        for (int i = 0; i < 20; i++) {
            console.stage.users().token("racer-token-racer-token-racer-" + i, "racer" + i, Role.OPERATOR, "");
        }
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                Browser racer = console.anonymous().token("racer-token-racer-token-racer-" + i);
                answers.add(threads.submit(() -> racer.post("/api/alerts/" + alert + "/claim", seen)));
            }
        }
        String owner = console.api().get("/api/alerts/" + alert).json().getString("owner");
        int won = 0;
        for (Future<Answer> future : answers) {
            Answer answer = future.get();
            won += answer.status() == 200 ? 1 : 0;
            if (answer.status() != 200) {
                assertThat(answer.status()).isEqualTo(409);
                assertThat(answer.json().getString("owner")).isEqualTo(owner);
            }
        }
        assertThat(won).isEqualTo(1);
    }

    @Test
    void staleVersionIsRefusedWithTheVersionNow() {
        String alert = console.press("R0004");
        JsonObject seen = console.expected(alert);
        console.stage.alerts().pressAgain(alert);
        Answer answer = li.post("/api/alerts/" + alert + "/claim", seen);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("version-mismatch");
        assertThat(answer.json().getLong("version")).isEqualTo(console.version(alert));
    }

    @Test
    void sameKeyAgainIsAnsweredAsTheFirstTimeAndChangesNothing() {
        String alert = console.press("R0005");
        JsonObject seen = console.expected(alert);
        Browser keyed = li.with("Idempotency-Key", "a-key-of-the-browser");
        Answer first = keyed.post("/api/alerts/" + alert + "/claim", seen);
        Answer second = keyed.post("/api/alerts/" + alert + "/claim", seen);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().getLong("version")).isEqualTo(first.json().getLong("version"));
        assertThat(second.json().getBoolean("duplicate")).isTrue();
        assertThat(console.version(alert)).isEqualTo(first.json().getLong("version"));
    }

    @Test
    void sameKeyForAnotherAlertOrOperationIsAnotherCommand() {
        String one = console.press("R0006");
        String two = console.press("R0007");
        Browser keyed = li.with("Idempotency-Key", "used-twice");
        assertThat(console.claim(keyed, one).json().getBoolean("duplicate")).isFalse();
        assertThat(console.claim(keyed, two).json().getBoolean("duplicate")).isFalse();
        Answer note = keyed.post("/api/alerts/" + one + "/note", new JsonObject().put("text", "有呻吟声"));
        assertThat(note.json().getBoolean("duplicate")).isFalse();
        assertThat(li.get("/api/alerts/" + one).body()).contains("有呻吟声");
    }

    @Test
    void commandThatEndedACaseMayBeRepeatedAfterwards() {
        String alert = console.press("R0008");
        console.claim(li, alert);
        JsonObject body = console.expected(alert)
                .put("cause", "ASSISTANCE")
                .put("outcome", "ADVISED_BY_PHONE")
                .put("falseAlarm", false)
                .put("note", "已通话");
        Browser keyed = li.with("Idempotency-Key", "the-end");
        assertThat(keyed.post("/api/alerts/" + alert + "/resolve", body).status())
                .isEqualTo(200);
        assertThat(console.api().get("/api/alerts").body()).doesNotContain(alert);
        Answer again = keyed.post("/api/alerts/" + alert + "/resolve", body);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().getBoolean("duplicate")).isTrue();
        Answer other = li.post("/api/alerts/" + alert + "/resolve", body);
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.problem()).isEqualTo("wrong-state");
        assertThat(other.json().getString("state")).isEqualTo("RESOLVED");
        JsonObject detail = li.get("/api/alerts/" + alert).json();
        assertThat(detail.getString("state")).isEqualTo("RESOLVED");
        assertThat(detail.getJsonObject("disposition").getString("cause")).isEqualTo("ASSISTANCE");
        assertThat(li.get("/api/alerts?state=closed").body()).contains(alert);
        assertThat(li.get("/api/alerts?state=RESOLVED").body()).contains(alert);
        assertThat(li.get("/api/alerts?state=CLOSED").body()).doesNotContain(alert);
    }

    @Test
    void withoutTheLogItIs503AndTheSameKeyMayBeSentAgain() {
        String alert = console.press("R0009");
        JsonObject seen = console.expected(alert);
        Browser keyed = li.with("Idempotency-Key", "try-again");
        console.stage.alerts().logDown(true);
        Answer down = keyed.post("/api/alerts/" + alert + "/claim", seen);
        assertThat(down.status()).isEqualTo(503);
        assertThat(down.problem()).isEqualTo("log-unavailable");
        assertThat(down.header("Retry-After")).isEqualTo("1");
        console.stage.alerts().logDown(false);
        assertThat(keyed.post("/api/alerts/" + alert + "/claim", seen).status()).isEqualTo(200);
    }

    @Test
    void pressIsNotClosedAsFalseAlarmWithoutVerification() {
        String alert = console.press("R0010");
        console.claim(li, alert);
        JsonObject body = console.expected(alert)
                .put("cause", "ACCIDENTAL_PRESS")
                .put("outcome", "ADVISED_BY_PHONE")
                .put("falseAlarm", true);
        Answer answer = li.post("/api/alerts/" + alert + "/resolve", body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("not-verified");

        JsonObject cosign = body.copy().put("verified", "cosign");
        assertThat(li.post("/api/alerts/" + alert + "/resolve", cosign).problem())
                .isEqualTo("cosigner-missing");
        for (String by : List.of("liming", "liumin", "nobody")) {
            assertThat(li.post(
                                    "/api/alerts/" + alert + "/resolve",
                                    cosign.copy().put("by", by))
                            .problem())
                    .isEqualTo("cosigner-missing");
        }
        assertThat(li.post("/api/alerts/" + alert + "/resolve", cosign.copy().put("by", "banzhang"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void onlyTheOwnerRenewsAndReleases() {
        String alert = console.press("R0011");
        console.claim(li, alert);
        assertThat(liu.post("/api/alerts/" + alert + "/renew", null).problem()).isEqualTo("not-owner");
        assertThat(liu.post("/api/alerts/" + alert + "/release", null).status()).isEqualTo(409);
        assertThat(li.post("/api/alerts/" + alert + "/renew", new JsonObject()).status())
                .isEqualTo(200);
        assertThat(li.post("/api/alerts/" + alert + "/release", null).status()).isEqualTo(200);
        JsonObject detail = liu.get("/api/alerts/" + alert).json();
        assertThat(detail.getString("owner")).isNull();
        assertThat(detail.getInteger("abandoned")).isEqualTo(1);
        assertThat(detail.getString("abandonedBy")).isEqualTo("李明");
    }

    @Test
    void signOfLifeRenewsTheLeasesOfTheCasesHeldAndOnlyWhenTheyRunShort() {
        String alert = console.press("R0012");
        Browser meng = console.login("banzhang");
        console.claim(meng, alert);
        Answer early = meng.post("/api/presence", new JsonObject().put("viewing", alert));
        assertThat(early.json().getJsonArray("held")).containsExactly(alert);
        assertThat(renewals(alert)).isZero();
        console.clock.advance(Duration.ofSeconds(31));
        meng.post("/api/presence", new JsonObject().put("viewing", null));
        assertThat(renewals(alert)).isEqualTo(1);
        assertThat(console.login("mengjie")
                        .post("/api/presence", new JsonObject())
                        .json()
                        .getJsonArray("held"))
                .isEmpty();
    }

    private long renewals(String alert) {
        return console.stage.alerts().submitted().stream()
                .filter(command -> command instanceof AlertCommands.Command.Renew renew
                        && renew.alert().equals(alert))
                .count();
    }

    @Test
    void alertThatNobodyKnowsIs404() {
        assertThat(li.post("/api/alerts/no-such-alert/claim", new JsonObject().put("expectedVersion", 1))
                        .status())
                .isEqualTo(404);
        assertThat(li.get("/api/alerts/no-such-alert").status()).isEqualTo(404);
        console.stage.alerts().historyDown(true);
        assertThat(li.get("/api/alerts/no-such-alert").problem()).isEqualTo("database-unavailable");
        assertThat(li.get("/api/alerts?state=closed").problem()).isEqualTo("database-unavailable");
    }

    @Test
    void failureOfAPortIsA500AndNotAnEndlessWait() {
        String alert = console.press("R0013");
        JsonObject seen = console.expected(alert);
        console.stage.alerts().broken(true);
        for (Answer answer : List.of(
                li.post("/api/alerts/" + alert + "/claim", seen),
                li.get("/api/alerts/" + alert),
                li.post("/api/alerts/no-such-alert/release", null))) {
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.problem()).isEqualTo("internal");
            assertThat(answer.body()).doesNotContain("broken on purpose");
        }
    }

    @Test
    void noteIsBoundedInBytesAsTheLogIs() {
        String alert = console.press("R0014");
        String path = "/api/alerts/" + alert + "/note";
        assertThat(li.post(path, new JsonObject().put("text", "字".repeat(900))).status())
                .isEqualTo(200);
        assertThat(li.post(path, new JsonObject().put("text", "𠮷".repeat(900))).status())
                .isEqualTo(400);
    }
}

package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.AlertCommands;
import care.convoy.console.AlertCommands.Command;
import care.convoy.console.AlertRow;
import care.convoy.console.Operator;
import care.convoy.console.stage.StagedRecords;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people do to an alert between its claim and its end, through the API. */
@Timeout(60)
class LifeTest {
    private final ConsoleFixture console = new ConsoleFixture();
    private final AnswerSchema contract = new AnswerSchema();
    private Browser li = console.anonymous();
    private Browser liu = console.anonymous();
    private Browser supervisor = console.anonymous();

    @BeforeEach
    void login() {
        li = console.login("liming");
        liu = console.login("liumin");
        supervisor = console.login("banzhang");
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private String raise(String resident, AlertRow.Priority priority) {
        return console.stage
                .alerts()
                .raise("fall", priority, console.stage.records().person(resident), 0);
    }

    private Answer post(Browser browser, String alert, String operation, JsonObject body) {
        Answer answer = browser.post("/api/alerts/" + alert + "/" + operation, body);
        assertThat(contract.faults(operationId(operation), answer.status(), answer.json()))
                .as(operation + " " + answer.body())
                .isEmpty();
        return answer;
    }

    private static String operationId(String operation) {
        return switch (operation) {
            case "takeover" -> "takeOverAlert";
            case "order" -> "orderForAlert";
            default -> operation + "Alert";
        };
    }

    private JsonObject detail(String alert) {
        Answer answer = li.get("/api/alerts/" + alert);
        assertThat(contract.faults("getAlert", answer.status(), answer.json())).isEmpty();
        return answer.json();
    }

    private static JsonObject last(JsonObject detail) {
        JsonArray timeline = detail.getJsonArray("timeline");
        return timeline.getJsonObject(timeline.size() - 1);
    }

    private JsonObject defer(String alert, int seconds) {
        return console.expected(alert).put("forSeconds", seconds).put("reason", "CALL_BACK_AGREED");
    }

    @Test
    void supervisorTakesOverAndTheFormerOwnerIsRefusedWithTheNewOnesName() {
        String alert = raise("R0001", AlertRow.Priority.P1);
        console.claim(li, alert);
        assertThat(post(liu, alert, "takeover", console.expected(alert)).status())
                .isEqualTo(403);
        assertThat(post(supervisor, alert, "takeover", console.expected(alert)).status())
                .isEqualTo(200);
        JsonObject detail = detail(alert);
        assertThat(detail.getString("owner")).isEqualTo("banzhang");
        assertThat(last(detail).getString("type")).isEqualTo("TAKEN_OVER");
        assertThat(last(detail).getString("fromName")).isEqualTo("李明");
        Answer refused = li.post("/api/alerts/" + alert + "/release", null);
        assertThat(refused.problem()).isEqualTo("not-owner");
        assertThat(refused.json().getString("ownerName")).isEqualTo("周班长");
    }

    @Test
    void deferredAlertWaitsWithItsReasonAndComesBackByItself() {
        String alert = raise("R0002", AlertRow.Priority.P2);
        console.claim(li, alert);
        assertThat(post(li, alert, "defer", defer(alert, 120).put("note", "饭后复测"))
                        .status())
                .isEqualTo(200);
        JsonObject detail = detail(alert);
        assertThat(detail.getString("state")).isEqualTo("DEFERRED");
        assertThat(detail.getString("heldReason")).isEqualTo("CALL_BACK_AGREED");
        assertThat(detail.getString("heldBy")).isEqualTo("李明");
        assertThat(detail.getString("owner")).isNull();
        assertThat(last(detail).getString("text")).isEqualTo("饭后复测");
        assertThat(li.get("/api/alerts?state=DEFERRED").body()).contains(alert);
        assertThat(li.get("/api/alerts?state=QUEUED").body()).doesNotContain(alert);
        console.clock.advance(Duration.ofSeconds(120));
        console.stage.alerts().tick();
        assertThat(detail(alert).getString("state")).isEqualTo("QUEUED");
        assertThat(detail(alert).containsKey("heldUntil")).isFalse();
        assertThat(last(detail(alert)).getString("type")).isEqualTo("RETURNED");
    }

    @Test
    void heldAlertsStandBehindThoseThatWait() {
        String urgent = raise("R0003", AlertRow.Priority.P1);
        String deferred = raise("R0004", AlertRow.Priority.P2);
        String normal = raise("R0005", AlertRow.Priority.P3);
        console.claim(li, deferred);
        post(li, deferred, "defer", defer(deferred, 60));
        console.stage.alerts().holdOnTest(urgent, Duration.ofMinutes(5));
        List<String> order = li.get("/api/alerts").json().getJsonArray("alerts").stream()
                .map(row -> ((JsonObject) row).getString("id"))
                .toList();
        assertThat(order).containsExactly(normal, urgent, deferred);
        assertThat(detail(urgent).getString("state")).isEqualTo("ON_TEST");
        assertThat(li.get("/api/alerts?state=ON_TEST").body()).contains(urgent);
    }

    @Test
    void urgentIsNeverPutOffAndNothingForLong() {
        String urgent = raise("R0006", AlertRow.Priority.P1);
        console.claim(li, urgent);
        assertThat(post(li, urgent, "defer", defer(urgent, 60)).problem()).isEqualTo("p1-never-waits");
        String important = raise("R0007", AlertRow.Priority.P2);
        console.claim(li, important);
        Answer tooLong = post(li, important, "defer", defer(important, 1_801));
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.problem()).isEqualTo("too-long");
        for (int seconds : List.of(0, -1, 86_401)) {
            assertThat(post(li, important, "defer", defer(important, seconds)).status())
                    .isEqualTo(400);
        }
        assertThat(post(li, important, "defer", defer(important, 60).put("reason", "LUNCH"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void helpComesNearerForwardOnlyAndByTheOwner() {
        String alert = raise("R0008", AlertRow.Priority.P1);
        console.claim(li, alert);
        assertThat(post(li, alert, "progress", new JsonObject().put("to", "DISPATCHED"))
                        .status())
                .isEqualTo(200);
        assertThat(detail(alert).getString("progress")).isEqualTo("DISPATCHED");
        assertThat(last(detail(alert)).getString("state")).isEqualTo("DISPATCHED");
        Answer back = post(li, alert, "progress", new JsonObject().put("to", "CONTACTING"));
        assertThat(back.problem()).isEqualTo("wrong-state");
        assertThat(back.json().getString("state")).isEqualTo("DISPATCHED");
        assertThat(post(liu, alert, "progress", new JsonObject().put("to", "ON_SCENE"))
                        .problem())
                .isEqualTo("not-owner");
        assertThat(post(li, alert, "progress", new JsonObject().put("to", "RESOLVED"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void helpIsSentForInParallelAndEachContactsStateIsShown() {
        String alert = raise("R0009", AlertRow.Priority.P1);
        console.claim(li, alert);
        assertThat(li.post("/api/alerts/" + alert + "/dispatch", null).status()).isEqualTo(200);
        JsonObject detail = detail(alert);
        List<JsonObject> begun = detail.getJsonArray("steps").stream()
                .map(JsonObject.class::cast)
                .filter(step -> !step.getJsonArray("reaches").isEmpty())
                .toList();
        assertThat(begun)
                .extracting(step -> step.getString("action"))
                .containsExactlyInAnyOrder("CALL", "REQUEST_AMBULANCE");
        JsonObject reach = begun.getFirst().getJsonArray("reaches").getJsonObject(0);
        assertThat(reach.getString("contact")).isEqualTo("c1");
        assertThat(reach.getString("state")).isEqualTo("STARTED");
        AlertCommands.Command sent = console.stage.alerts().submitted().getLast();
        assertThat(sent)
                .isInstanceOfSatisfying(
                        AlertCommands.Command.Summon.class,
                        summon -> assertThat(summon.actions()).containsExactly("REQUEST_AMBULANCE", "CALL"));
        post(li, alert, "dispatch", new JsonObject().put("actions", new JsonArray().add("message")));
        assertThat(post(li, alert, "dispatch", new JsonObject().put("actions", new JsonArray()))
                        .status())
                .isEqualTo(400);
        assertThat(post(li, alert, "dispatch", new JsonObject().put("actions", new JsonArray().add("police")))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void endedCaseIsFollowedUpReopenedAndClosedForGood() {
        String alert = raise("R0010", AlertRow.Priority.P1);
        console.claim(li, alert);
        JsonObject end = console.expected(alert)
                .put("cause", "NO_RESPONSE")
                .put("outcome", "CONTACT_ATTENDED")
                .put("falseAlarm", false);
        assertThat(post(li, alert, "resolve", end).status()).isEqualTo(200);
        assertThat(li.get("/api/alerts?state=FOLLOW_UP").body()).contains(alert);
        assertThat(detail(alert).getString("heldUntil")).isNotNull();
        for (String operation : List.of("claim", "takeover")) {
            Answer late = post(supervisor, alert, operation, console.expected(alert));
            assertThat(late.status()).isEqualTo(409);
            assertThat(late.problem()).isEqualTo("wrong-state");
            assertThat(late.json().getString("state")).isEqualTo("FOLLOW_UP");
        }
        assertThat(post(liu, alert, "reopen", new JsonObject().put("note", "家属来电"))
                        .status())
                .isEqualTo(200);
        assertThat(detail(alert).getString("owner")).isEqualTo("liumin");
        assertThat(li.get("/api/alerts").body()).contains(alert);
        assertThat(post(liu, alert, "close", new JsonObject()).problem()).isEqualTo("wrong-state");
        post(liu, alert, "resolve", end.put("expectedVersion", console.version(alert)));
        assertThat(post(li, alert, "close", new JsonObject().put("note", "已上门")).status())
                .isEqualTo(200);
        assertThat(last(detail(alert)).getString("text")).isEqualTo("已上门");
        Answer over = post(li, alert, "reopen", new JsonObject());
        assertThat(over.problem()).isEqualTo("wrong-state");
        assertThat(over.json().getString("state")).isEqualTo("CLOSED");
    }

    @Test
    void endedCaseIsNotReopenedBesideANewerOne() {
        String alert = raise("R0011", AlertRow.Priority.P2);
        console.claim(li, alert);
        JsonObject end = console.expected(alert)
                .put("cause", "ASSISTANCE")
                .put("outcome", "ADVISED_BY_PHONE")
                .put("falseAlarm", false);
        post(li, alert, "resolve", end);
        console.press("R0011");
        assertThat(post(li, alert, "reopen", new JsonObject()).problem()).isEqualTo("other-alert-open");
    }

    @Test
    void secondCallOnAClaimedCaseIsAcknowledgedBeforeItIsClosed() {
        String alert = raise("R0012", AlertRow.Priority.P1);
        console.claim(li, alert);
        console.stage.alerts().pressAgain(alert);
        JsonObject end = console.expected(alert)
                .put("cause", "ASSISTANCE")
                .put("outcome", "ADVISED_BY_PHONE")
                .put("falseAlarm", false);
        Answer answer = post(li, alert, "resolve", end);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("attention-pending");
        console.claim(li, alert);
        assertThat(post(li, alert, "resolve", end.put("expectedVersion", console.version(alert)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void deviceIsTriedOutByThoseWhoBringItWithinTheirRegion() {
        Browser field = console.login("field");
        JsonObject minute = new JsonObject().put("forSeconds", 60);
        Answer begun = field.post("/api/devices/D0010/test", minute);
        assertThat(contract.faults("beginDeviceTest", begun.status(), begun.json()))
                .isEmpty();
        assertThat(begun.json().getBoolean("onTest")).isTrue();
        assertThat(begun.json().getString("until")).isEqualTo("2026-03-02T04:04:00.000Z");
        assertThat(field.post("/api/devices/D0010/test", new JsonObject().put("forSeconds", 14_401))
                        .problem())
                .isEqualTo("too-long");
        assertThat(field.post("/api/devices/D7777/test", minute).status()).isEqualTo(404);
        assertThat(li.post("/api/devices/D0010/test", minute).status()).isEqualTo(403);
        console.stage.users().change("field", user -> ConsoleFixture.within(user, StagedRecords.COUNTY));
        assertThat(field.post("/api/devices/D0099/test", minute).status()).isEqualTo(404);
        console.stage
                .alerts()
                .submit(new Command.BeginTest(
                        new AlertCommands.Key(new Operator("tan", "谭"), new UUID(0, 99)),
                        "D0099",
                        Duration.ofMinutes(5)));
        assertThat(onTest(li)).containsExactly("D0010 王*兰 field", "D0099 邻*人 tan");
        assertThat(onTest(field)).containsExactly("D0010 王*兰 field");
        Answer over = field.send("DELETE", "/api/devices/D0010/test", null);
        assertThat(contract.faults("endDeviceTest", over.status(), over.json())).isEmpty();
        assertThat(over.json().getBoolean("onTest")).isFalse();
        assertThat(onTest(field)).isEmpty();
    }

    @Test
    void deviceOfACaseIsToldWhatTheOperatorOrders() {
        String alert = raise("R0012", AlertRow.Priority.P1);
        Answer located = post(li, alert, "order", new JsonObject().put("what", "locate"));
        assertThat(contract.faults("orderForAlert", located.status(), located.json()))
                .isEmpty();
        assertThat(post(li, alert, "order", message("医生就到！")).status()).isEqualTo(200);
        Answer detail = li.get("/api/alerts/" + alert);
        assertThat(contract.faults("getAlert", detail.status(), detail.json())).isEmpty();
        assertThat(detail.json().getJsonArray("timeline").stream()
                        .map(JsonObject.class::cast)
                        .filter(entry -> entry.getString("type").equals("ORDERED"))
                        .map(entry -> entry.getString("what")
                                + ' '
                                + entry.getString("text")
                                + ' '
                                + entry.getString("orderState")))
                .containsExactly("LOCATE null ACKNOWLEDGED", "MESSAGE 医生就到！ ACKNOWLEDGED");
    }

    @Test
    void messageThatNoDeviceCanShowIsRefusedWithTheMend() {
        String alert = raise("R0012", AlertRow.Priority.P1);
        for (String text : List.of("", " ", "一".repeat(61), "a\nb", "\uD83D\uDE91", "a\u2028b", "\u202Eab", "\uFFFE")) {
            Answer refused = post(li, alert, "order", message(text));
            assertThat(refused.status()).as(text).isEqualTo(400);
            assertThat(refused.json().getString("title")).startsWith("text: ");
        }
        assertThat(post(li, alert, "order", new JsonObject().put("what", "ring").put("text", "a"))
                        .status())
                .isEqualTo(400);
        assertThat(post(li, alert, "order", new JsonObject().put("what", "callBack"))
                        .status())
                .isEqualTo(200);
        assertThat(post(li, alert, "order", new JsonObject().put("what", "poweroff"))
                        .status())
                .isEqualTo(400);
        assertThat(post(li, alert, "order", message("一".repeat(60))).status()).isEqualTo(200);
    }

    @Test
    void anotherDeviceOfTheSamePersonMayBeChosenAndNobodyElses() {
        String alert = raise(StagedRecords.PAIR, AlertRow.Priority.P1);
        JsonObject ring = new JsonObject().put("what", "ring");
        assertThat(post(li, alert, "order", ring.copy().put("deviceId", StagedRecords.SECOND))
                        .status())
                .isEqualTo(200);
        assertThat(last(detail(alert)).getString("deviceId")).isEqualTo(StagedRecords.SECOND);
        for (String others : List.of("D0011", "D7777")) {
            assertThat(post(li, alert, "order", ring.copy().put("deviceId", others))
                            .problem())
                    .isEqualTo("not-their-device");
        }
        console.stage.alerts().household(alert, List.of(console.stage.records().person("R0011")));
        assertThat(post(li, alert, "order", ring.copy().put("deviceId", "D0011"))
                        .status())
                .as("who shares the device may have called")
                .isEqualTo(200);
    }

    @Test
    void ordersWithoutACaseAreTakenByRoleAndKindAndListed() {
        JsonObject locate = new JsonObject().put("what", "locate");
        JsonObject fallAlarm = new JsonObject().put("what", "fallAlarm").put("enabled", true);
        JsonObject ring = new JsonObject().put("what", "ring");
        Browser field = console.login("field");
        Browser chief = console.login("banzhang");
        String at = "/api/devices/D0010/order";
        assertThat(li.post(at, locate).status()).isEqualTo(200);
        assertThat(li.post(at, message("吃药了吗")).status()).isEqualTo(200);
        assertThat(li.post(at, fallAlarm).problem()).isEqualTo("forbidden");
        assertThat(field.post(at, locate).problem()).isEqualTo("forbidden");
        assertThat(field.post(at, fallAlarm).status()).isEqualTo(200);
        assertThat(field.post(at, ring).status()).isEqualTo(200);
        assertThat(chief.post(at, locate).status()).isEqualTo(200);
        assertThat(chief.post(at, fallAlarm).status()).isEqualTo(200);
        assertThat(field.get("/api/session").json().getJsonArray("orders"))
                .containsExactlyInAnyOrder("ring", "configure", "sosNumbers", "fallAlarm");

        Answer listed = field.get("/api/devices/D0010/orders");
        assertThat(contract.faults("listDeviceOrders", listed.status(), listed.json()))
                .isEmpty();
        assertThat(listed.json().getJsonArray("orders").stream().map(order -> ((JsonObject) order).getString("what")))
                .containsExactly("FALL_ALARM", "LOCATE", "RING", "FALL_ALARM", "MESSAGE", "LOCATE");
        assertThat(listed.body()).doesNotContain("吃药了吗");
        assertThat(field.get("/api/devices/D7777/orders").status()).isEqualTo(404);
        assertThat(console.stage.audited().stream()
                        .filter(entry -> entry.action().equals("orderForDevice"))
                        .map(entry -> entry.user() + ' ' + entry.subject() + ' ' + entry.outcome()))
                .contains("liming D0010 done", "liming D0010 forbidden", "field D0010 forbidden");
    }

    private static JsonObject message(String text) {
        return new JsonObject().put("what", "message").put("text", text);
    }

    @Test
    void deviceIsSetUpByThoseWhoAnswerForIt() {
        Browser field = console.login("field");
        JsonObject numbers = new JsonObject().put("what", "sosNumbers").put("numbers", new JsonArray(List.of("120")));
        Answer taken = field.post("/api/devices/D0010/order", numbers);
        assertThat(contract.faults("orderForDevice", taken.status(), taken.json()))
                .isEmpty();
        assertThat(console.stage.alerts().orders())
                .singleElement()
                .matches(order -> order.order().equals(new AlertCommands.DeviceOrder.SosNumbers(List.of("120"))));
        assertThat(li.post("/api/devices/D0010/order", numbers).status()).isEqualTo(403);
        assertThat(field.post("/api/devices/D7777/order", numbers).status()).isEqualTo(404);
        assertThat(field.post("/api/devices/D0010/order", numbers.put("numbers", new JsonArray(List.of("1x0"))))
                        .json()
                        .getString("title"))
                .startsWith("numbers: ");
        assertThat(field.post("/api/devices/D0010/order", new JsonObject().put("what", "configure"))
                        .json()
                        .getString("title"))
                .startsWith("heartbeatSeconds, vitalsSeconds, locationSeconds: ");
        assertThat(field.post("/api/devices/D0010/order", new JsonObject().put("what", "fallAlarm"))
                        .json()
                        .getString("title"))
                .startsWith("enabled: ");
        assertThat(field.post(
                                "/api/devices/D0010/order",
                                new JsonObject().put("what", "configure").put("heartbeatSeconds", 5))
                        .status())
                .isEqualTo(400);
    }

    private List<String> onTest(Browser who) {
        Answer listed = who.get("/api/devices/tests");
        assertThat(contract.faults("listDeviceTests", listed.status(), listed.json()))
                .isEmpty();
        return listed.json().getJsonArray("tests").stream()
                .map(JsonObject.class::cast)
                .map(test ->
                        test.getString("deviceId") + ' ' + test.getString("residentName") + ' ' + test.getString("by"))
                .toList();
    }

    @Test
    void sameKeyWithOtherWordsIsRefusedAndLosesNone() {
        String alert = raise("R0013", AlertRow.Priority.P3);
        Browser keyed = li.with("Idempotency-Key", "one-key");
        assertThat(post(keyed, alert, "note", new JsonObject().put("text", "有呻吟声"))
                        .status())
                .isEqualTo(200);
        Answer other = post(keyed, alert, "note", new JsonObject().put("text", "意识清楚"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("key-reused");
        Answer same = post(keyed, alert, "note", new JsonObject().put("text", "有呻吟声"));
        assertThat(same.json().getBoolean("duplicate")).isTrue();
        assertThat(li.get("/api/alerts/" + alert).body()).doesNotContain("意识清楚");
    }

    @Test
    void everybodyAtABoxIsNamedAndKnownToWhoHoldsTheCase() {
        String alert = raise("R0014", AlertRow.Priority.P1);
        console.stage.alerts().household(alert, List.of(console.stage.records().person("R0015")));
        JsonObject row =
                console.api().get("/api/alerts").json().getJsonArray("alerts").getJsonObject(0);
        assertThat(row.getJsonArray("household")).containsExactly("马*田");
        assertThat(detail(alert).getJsonArray("residents").getJsonObject(0).getString("name"))
                .isEqualTo("马*田");
        console.claim(li, alert);
        JsonObject other = detail(alert).getJsonArray("residents").getJsonObject(0);
        assertThat(other.getString("name")).isEqualTo("马有田");
        assertThat(other.getBoolean("masked")).isFalse();
        assertThat(li.get("/api/residents/R0015").json().getString("name")).isEqualTo("马有田");
        assertThat(liu.get("/api/residents/R0015").json().getString("name")).isEqualTo("马*田");
    }
}

package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.Audit;
import care.convoy.console.Role;
import care.convoy.console.stage.StagedProvisioning;
import care.convoy.console.stage.StagedRecords;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProvisioningTest {
    private final ConsoleFixture console = new ConsoleFixture();

    @AfterEach
    void stop() {
        console.close();
    }

    private Browser engineer() {
        return console.login("field");
    }

    @Test
    void pagesFollowOneAnotherAndNamesAreMasked() {
        JsonObject first = engineer().get("/api/devices?limit=10").json();
        assertThat(first.getJsonArray("devices")).hasSize(10);
        assertThat(first.getInteger("total")).isEqualTo(17);
        JsonObject second = engineer()
                .get("/api/devices?limit=10&after=" + first.getString("next"))
                .json();
        assertThat(second.getJsonArray("devices")).hasSize(7);
        assertThat(second.containsKey("next")).isFalse();
        assertThat(first.encode()).contains("陈*珍").doesNotContain("陈玉珍");
    }

    @Test
    void aDeviceOutsideTheRegionIsNotThere() {
        console.stage.users().token("token-of-an-engineer-0123456789abcdef", "eng", Role.FIELD, StagedRecords.COUNTY);
        Browser county = console.anonymous().token("token-of-an-engineer-0123456789abcdef");
        assertThat(county.get("/api/devices/D0099").status()).isEqualTo(404);
        assertThat(county.send("DELETE", "/api/devices/D0099", null).status()).isEqualTo(404);
        assertThat(county.get("/api/devices/D0001").status()).isEqualTo(200);
        assertThat(county.get("/api/devices/STOCK-1").status()).as("nobody's").isEqualTo(200);
        assertThat(county.get("/api/devices").body()).doesNotContain("D0099");
        assertThat(county.get("/api/residents?q=R00").body()).doesNotContain("R0099");
        JsonObject foreign = new JsonObject()
                .put("deviceId", "N1")
                .put("protocol", "mqtt")
                .put("residents", new JsonArray().add("R0099"));
        Answer refused = county.post("/api/devices", foreign);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("unknown-resident");
    }

    @Test
    void aDrawnSecretIsToldOnceAndNeverAgain() {
        Answer created = engineer()
                .post("/api/devices", new JsonObject().put("deviceId", "N1").put("protocol", "mqtt"));
        assertThat(created.json().getString("newSecret")).isEqualTo(StagedProvisioning.DRAWN);
        assertThat(engineer().get("/api/devices/N1").body()).doesNotContain(StagedProvisioning.DRAWN);
        assertThat(engineer().get("/api/devices?q=N1").body()).doesNotContain(StagedProvisioning.DRAWN);
        assertThat(engineer().get("/api/devices/N1/connection").body()).doesNotContain(StagedProvisioning.DRAWN);
        Answer given = engineer()
                .post(
                        "/api/devices",
                        new JsonObject()
                                .put("deviceId", "N2")
                                .put("protocol", "mqtt")
                                .put("secret", "chosen"));
        assertThat(given.body()).doesNotContain("chosen");
        assertThat(engineer()
                        .post(
                                "/api/devices",
                                new JsonObject().put("deviceId", "N2").put("protocol", "mqtt"))
                        .problem())
                .isEqualTo("device-exists");
    }

    @Test
    void aRotationIsToldWithItsOverlapAndNotRepeatedByAccident() {
        Answer rotated = engineer().post("/api/devices/D0001/secret", new JsonObject().put("overlapDays", 3));
        assertThat(rotated.json().getString("newSecret")).isEqualTo(StagedProvisioning.DRAWN);
        assertThat(rotated.json().getJsonObject("replaced").getBoolean("formerIsGood"))
                .isTrue();
        Answer again = engineer().post("/api/devices/D0001/secret", new JsonObject());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("just-replaced");
        assertThat(engineer()
                        .post("/api/devices/D0001/secret", new JsonObject().put("overlapDays", 91))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void blockingNeedsAReasonAndIsAuditedByName() {
        assertThat(engineer().post("/api/devices/D0002/block", new JsonObject()).status())
                .isEqualTo(400);
        Answer blocked = engineer().post("/api/devices/D0002/block", new JsonObject().put("reason", "lost"));
        assertThat(blocked.json().getString("state")).isEqualTo("blocked");
        assertThat(blocked.json().getString("stateReason")).isEqualTo("lost");
        assertThat(engineer().send("DELETE", "/api/devices/D0002", null).json().getString("state"))
                .isEqualTo("closed");
        assertThat(engineer()
                        .post("/api/devices/D0002/unblock", new JsonObject())
                        .json()
                        .getString("state"))
                .isEqualTo("served");
        engineer()
                .post(
                        "/api/quarantine/adopt",
                        new JsonObject().put("protocol", "watch").put("id", "9999999999"));
        assertThat(console.stage.provisioning().forgotten()).containsEntry("9999999999", "watch");
        assertThat(console.stage.audited().stream().map(ProvisioningTest::line))
                .contains(
                        "blockDevice field D0002 done",
                        "closeDevice field D0002 done",
                        "unblockDevice field D0002 done",
                        "adoptDevice field 9999999999 done");
        assertThat(console.stage.audited().toString()).doesNotContain(StagedProvisioning.DRAWN);
    }

    private static String line(Audit.Entry entry) {
        return String.join(" ", entry.action(), entry.user(), entry.subject(), entry.outcome());
    }
}

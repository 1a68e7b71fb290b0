package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.stage.StagedRecords;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WarningsTest {
    private final ConsoleFixture console = new ConsoleFixture();

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void whatIsInForceIsListedWithinTheRegionOfWhoAsks() {
        console.stage
                .warnings()
                .rainstorm(
                        "1",
                        "ACTUAL",
                        StagedRecords.COUNTY,
                        console.clock.wall().instant(),
                        "R0010");
        console.stage
                .warnings()
                .rainstorm("2", "EXERCISE", "99", console.clock.wall().instant());
        JsonObject all = console.api().get("/api/warnings").json();
        assertThat(all.getInteger("total")).isEqualTo(2);
        assertThat(console.api().get("/api/warnings?limit=1").json().getJsonArray("warnings"))
                .hasSize(1);
        Browser county = console.anonymous().token(ConsoleFixture.COUNTY_TOKEN);
        JsonArray shown = county.get("/api/warnings").json().getJsonArray("warnings");
        assertThat(shown).hasSize(1);
        assertThat(shown.getJsonObject(0).getString("colour")).isEqualTo("RED");
        assertThat(shown.getJsonObject(0).getJsonArray("texts")).hasSize(2);
        assertThat(county.get("/api/warnings/2").status()).isEqualTo(404);
        JsonObject detail = county.get("/api/warnings/1").json();
        assertThat(detail.getJsonArray("blocks").getJsonObject(1).getString("instruction"))
                .isEqualTo("请勿外出。");
        assertThat(detail.getJsonArray("residentIds")).containsExactly("R0010");
    }

    @Test
    void aCaseNamesTheWarningsWhereTheResidentLives() {
        console.stage
                .warnings()
                .rainstorm("1", "ACTUAL", "", console.clock.wall().instant(), "R0010");
        console.stage
                .warnings()
                .rainstorm("2", "ACTUAL", "", console.clock.wall().instant(), "R0001");
        JsonArray warnings = console.api()
                .get("/api/alerts/" + console.press("R0010"))
                .json()
                .getJsonArray("warnings");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.getJsonObject(0).getString("id")).isEqualTo("1");
    }
}

package care.convoy.console.wire;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.AlertRow;
import care.convoy.console.stage.Stage;
import care.convoy.console.stage.StagedClock;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertJsonTest {
    private static final List<String> REQUIRED = List.of(
            "id",
            "version",
            "residentId",
            "deviceId",
            "kind",
            "priority",
            "state",
            "owner",
            "receivedAt",
            "attentionAt",
            "nextStepAt",
            "presses",
            "durability",
            "status");

    private final Stage stage = new Stage(new StagedClock().wall());

    @Test
    void fullRowHasEveryMemberThatOuterClientsRelyOn() {
        stage.desk();
        stage.alerts().raise("sos", AlertRow.Priority.P1, null, 1);
        for (AlertRow row : stage.alerts().open()) {
            assertThat(AlertJson.full(row).fieldNames()).containsAll(REQUIRED);
        }
    }

    @Test
    void compactRowIsTheFullOneWithoutDefaults() {
        stage.desk();
        for (AlertRow row : stage.alerts().open()) {
            JsonObject full = AlertJson.full(row);
            JsonObject compact = AlertJson.compact(row);
            JsonObject restored = new JsonObject()
                    .put("owner", null)
                    .put("residentId", null)
                    .put("attentionAt", compact.getString("receivedAt"))
                    .put("attentionPending", false)
                    .put("nextStepAt", null)
                    .put("presses", 1)
                    .put("durability", "COMMITTED")
                    .put("status", "Actual")
                    .put("abandoned", 0)
                    .put("livesAlone", false)
                    .mergeIn(compact);
            assertThat(restored).isEqualTo(full);
        }
    }

    @Test
    void rowsOfTheFeedStaySmallAndMasked() {
        stage.desk();
        for (AlertRow row : stage.alerts().open()) {
            String json = AlertJson.compact(row).encode();
            assertThat(json.length()).isLessThan(500);
            assertThat(json)
                    .doesNotContain(
                            row.resident() == null ? "?" : row.resident().name());
        }
    }
}

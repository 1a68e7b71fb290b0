package care.convoy.console.wire;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.AlertRow;
import care.convoy.console.Operator;
import care.convoy.console.Provisioning;
import care.convoy.console.stage.Stage;
import care.convoy.console.stage.StagedClock;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
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
                    .put("signals", 1)
                    .put("progress", "CLAIMED")
                    .put("durability", "COMMITTED")
                    .put("status", "Actual")
                    .put("abandoned", 0)
                    .put("livesAlone", false)
                    .mergeIn(compact);
            assertThat(restored).isEqualTo(full);
        }
    }

    @Test
    void waitingForATimeIsToldWithItsReason() {
        StagedClock clock = new StagedClock();
        Stage held = new Stage(clock.wall());
        held.desk();
        Operator li = new Operator("liming", "李明");
        AlertRow row = held.alerts().open().getFirst();
        AlertRow put = with(row, new AlertRow.Held(Instant.parse("2026-03-02T04:20:00Z"), "WAITING_FOR_DEVICE", li));
        assertThat(AlertJson.compact(put).getString("heldUntil")).isEqualTo("2026-03-02T04:20:00.000Z");
        assertThat(AlertJson.compact(put).getString("heldReason")).isEqualTo("WAITING_FOR_DEVICE");
        assertThat(AlertJson.full(put).getString("heldBy")).isEqualTo("李明");
        assertThat(AlertJson.full(row).containsKey("heldUntil")).isFalse();
        assertThat(AlertJson.full(put).getJsonArray("household")).containsExactly("何*山");
        assertThat(AlertJson.compact(put).getString("deviceState")).isEqualTo("blocked");
        assertThat(AlertJson.full(row).containsKey("deviceState")).isFalse();
    }

    private AlertRow with(AlertRow row, AlertRow.Held held) {
        return new AlertRow(
                row.id(),
                row.version(),
                row.deviceId(),
                row.kind(),
                row.priority(),
                AlertRow.State.DEFERRED,
                row.status(),
                row.durability(),
                row.receivedAt(),
                row.attentionAt(),
                row.attentionPending(),
                row.presses(),
                row.signals(),
                row.progress(),
                held,
                null,
                null,
                null,
                null,
                null,
                null,
                row.resident(),
                List.of(stage.records().person("R0002")),
                Provisioning.State.BLOCKED);
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

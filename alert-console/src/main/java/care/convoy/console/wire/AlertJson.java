package care.convoy.console.wire;

import care.convoy.console.AlertRow;
import care.convoy.console.Provisioning;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** An alert's row as JSON: in full for GET, without defaults for the feed. Names are masked in both. */
public final class AlertJson {
    private AlertJson() {}

    /** With every required member of {@code AlertRow}. */
    public static JsonObject full(AlertRow row) {
        JsonObject json = new JsonObject()
                .put("id", row.id())
                .put("version", row.version())
                .put(
                        "residentId",
                        row.resident() == null ? null : row.resident().id())
                .put("deviceId", row.deviceId())
                .put("kind", row.kind())
                .put("priority", row.priority().name())
                .put("state", row.state().name())
                .put(
                        "owner",
                        row.owner() == null ? null : row.owner().operator().user())
                .put("receivedAt", Times.text(row.receivedAt()))
                .put("attentionAt", Times.text(row.attentionAt()))
                .put("attentionPending", row.attentionPending())
                .put(
                        "nextStepAt",
                        row.nextStep() == null
                                ? null
                                : Times.text(row.nextStep().at()))
                .put("presses", row.presses())
                .put("signals", row.signals())
                .put("progress", row.progress().name())
                .put("durability", row.durability().name())
                .put("status", row.status().wireName())
                .put("abandoned", row.abandoned() == null ? 0 : row.abandoned().times());
        putSituation(row, json);
        putPerson(row, json);
        if (row.resident() != null) {
            json.put("livesAlone", row.resident().livesAlone());
        }
        return json;
    }

    /** Without the members that have their default (FEED.md), so that a row stays small. */
    public static JsonObject compact(AlertRow row) {
        JsonObject json = new JsonObject()
                .put("id", row.id())
                .put("version", row.version())
                .put("deviceId", row.deviceId())
                .put("kind", row.kind())
                .put("priority", row.priority().name())
                .put("state", row.state().name())
                .put("receivedAt", Times.text(row.receivedAt()));
        if (row.resident() != null) {
            json.put("residentId", row.resident().id());
        }
        if (row.owner() != null) {
            json.put("owner", row.owner().operator().user());
        }
        if (!row.attentionAt().equals(row.receivedAt())) {
            json.put("attentionAt", Times.text(row.attentionAt()));
        }
        if (row.attentionPending()) {
            json.put("attentionPending", true);
        }
        if (row.nextStep() != null) {
            json.put("nextStepAt", Times.text(row.nextStep().at()));
        }
        if (row.presses() != 1) {
            json.put("presses", row.presses());
        }
        if (row.signals() != 1) {
            json.put("signals", row.signals());
        }
        if (row.progress() != AlertRow.State.CLAIMED) {
            json.put("progress", row.progress().name());
        }
        if (row.durability() != AlertRow.Durability.COMMITTED) {
            json.put("durability", row.durability().name());
        }
        if (row.status() != AlertRow.Status.ACTUAL) {
            json.put("status", row.status().wireName());
        }
        if (row.abandoned() != null) {
            json.put("abandoned", row.abandoned().times());
        }
        putSituation(row, json);
        putPerson(row, json);
        if (row.resident() != null && row.resident().livesAlone()) {
            json.put("livesAlone", true);
        }
        return json;
    }

    /** What both forms leave out when there is nothing to say. */
    private static void putSituation(AlertRow row, JsonObject json) {
        if (row.owner() != null) {
            json.put("ownerName", row.owner().operator().name())
                    .put("ownedSince", Times.text(row.owner().since()))
                    .put("leaseUntil", Times.text(row.owner().leaseUntil()));
        }
        if (row.abandoned() != null) {
            json.put("abandonedBy", row.abandoned().by().name())
                    .put("abandonedAt", Times.text(row.abandoned().at()));
        }
        if (row.held() != null) {
            putHeld(row.held(), json);
        }
        if (row.nextStep() != null) {
            json.put("nextStep", row.nextStep().action());
        }
        if (row.movement() != null) {
            json.put("movement", row.movement().name());
        }
        if (row.batteryPercent() != null) {
            json.put("batteryPercent", row.batteryPercent());
        }
        if (row.linked() != null) {
            json.put("linked", row.linked());
        }
        if (row.deviceState() != Provisioning.State.SERVED) {
            json.put("deviceState", row.deviceState().name().toLowerCase(Locale.ROOT));
        }
    }

    private static void putHeld(AlertRow.Held held, JsonObject json) {
        json.put("heldUntil", Times.text(held.until()));
        if (held.reason() != null) {
            json.put("heldReason", held.reason());
        }
        if (held.by() != null) {
            json.put("heldBy", held.by().name());
        }
    }

    private static void putPerson(AlertRow row, JsonObject json) {
        AlertRow.Brief resident = row.resident();
        if (resident == null) {
            return;
        }
        putText(json, "residentName", Masking.name(resident.name()));
        if (resident.sex() != null) {
            json.put("sex", resident.sex());
        }
        if (resident.age() != null) {
            json.put("age", resident.age());
        }
        putText(json, "place", resident.place());
        if (resident.careGrade() > 0) {
            json.put("careGrade", resident.careGrade());
        }
        if (!row.household().isEmpty()) {
            JsonArray others = new JsonArray();
            row.household().forEach(other -> others.add(Masking.name(other.name())));
            json.put("household", others);
        }
    }

    /** Puts a text that was recorded. */
    static void putText(JsonObject json, String member, String text) {
        if (!text.isEmpty()) {
            json.put(member, text);
        }
    }
}

package care.convoy.console.wire;

import static care.convoy.console.wire.AlertJson.putText;

import care.convoy.console.AlertDetail;
import care.convoy.console.Disposition;
import care.convoy.console.Operator;
import care.convoy.console.Position;
import care.convoy.console.TimelineEntry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** An alert with all that happened to it, as JSON. */
public final class CaseJson {
    private CaseJson() {}

    /** {@code AlertDetail} of the contract, without the resident and who looks at it. @param mine the reader holds it */
    public static JsonObject detail(AlertDetail detail, boolean mine) {
        JsonObject json = AlertJson.full(detail.row()).put("mine", mine);
        if (detail.deviceTime() != null) {
            json.put("deviceTime", Times.text(detail.deviceTime()));
        }
        if (detail.position() != null) {
            json.put("position", position(detail.position()));
        }
        if (detail.disposition() != null) {
            json.put("disposition", disposition(detail.disposition()));
        }
        if (detail.recentAlerts() != null) {
            json.put("recentAlerts", detail.recentAlerts());
        }
        JsonArray steps = new JsonArray();
        detail.steps().forEach(step -> steps.add(step(step)));
        JsonArray timeline = new JsonArray();
        detail.timeline().forEach(entry -> timeline.add(entry(entry)));
        return json.put("steps", steps).put("timeline", timeline);
    }

    /** {@code Position} of the contract. */
    public static JsonObject position(Position position) {
        return new JsonObject()
                .put("lat", position.latitude())
                .put("lon", position.longitude())
                .put("accuracy", position.accuracyMetres())
                .put("source", position.source())
                .put("valid", position.valid())
                .put("at", position.at() == null ? null : Times.text(position.at()));
    }

    private static JsonObject disposition(Disposition disposition) {
        JsonObject json = new JsonObject()
                .put("cause", disposition.cause())
                .put("outcome", disposition.outcome())
                .put("falseAlarm", disposition.falseAlarm());
        if (disposition.verified() != null) {
            json.put("verified", disposition.verified());
        }
        if (disposition.cosigner() != null) {
            json.put("by", disposition.cosigner());
        }
        return json;
    }

    private static JsonObject step(AlertDetail.Step step) {
        JsonObject json = new JsonObject()
                .put("index", step.index())
                .put("action", step.action())
                .put("condition", step.condition())
                .put("contacts", new JsonArray(step.contacts()))
                .put("channels", new JsonArray(step.channels()))
                .put("dueAt", Times.text(step.dueAt()))
                .put("state", step.doneAt() != null ? "DONE" : step.skipped() ? "SKIPPED" : "PENDING");
        if (step.ring() > 0) {
            json.put("ring", step.ring());
        }
        if (step.doneAt() != null) {
            json.put("doneAt", Times.text(step.doneAt()));
        }
        return json;
    }

    private static JsonObject entry(TimelineEntry entry) {
        JsonObject json = new JsonObject().put("at", Times.text(entry.at()));
        switch (entry) {
            case TimelineEntry.Raised raised -> {
                json.put("type", "RAISED").put("kind", raised.kind());
                if (!raised.dropped().isEmpty()) {
                    json.put("dropped", new JsonArray(raised.dropped()));
                }
            }
            case TimelineEntry.Joined joined ->
                json.put("type", "JOINED").put("kind", joined.kind()).put("attention", joined.attention());
            case TimelineEntry.PriorityRaised raised ->
                json.put("type", "PRIORITY_RAISED")
                        .put("from", raised.from().name())
                        .put("to", raised.to().name());
            case TimelineEntry.Queued _ -> json.put("type", "QUEUED");
            case TimelineEntry.CancelledByWearer cancelled ->
                json.put("type", "CANCELLED_BY_WEARER").put("inTime", cancelled.inTime());
            case TimelineEntry.Claimed claimed -> by(json.put("type", "CLAIMED"), claimed.by());
            case TimelineEntry.Released released -> by(json.put("type", "RELEASED"), released.by());
            case TimelineEntry.LeaseLapsed lapsed -> by(json.put("type", "LEASE_LAPSED"), lapsed.by());
            case TimelineEntry.StepDue due ->
                json.put("type", "STEP_DUE").put("step", due.step()).put("attempt", due.attempt());
            case TimelineEntry.Note note ->
                by(json.put("type", "NOTE"), note.by()).put("text", note.text());
            case TimelineEntry.Resolved resolved -> {
                by(json.put("type", "RESOLVED"), resolved.by());
                putText(json, "text", resolved.text() == null ? "" : resolved.text());
            }
        }
        return json;
    }

    private static JsonObject by(JsonObject json, @Nullable Operator operator) {
        return operator == null ? json : json.put("by", operator.user()).put("byName", operator.name());
    }
}

package care.convoy.console.wire;

import care.convoy.console.AlertDetail;
import care.convoy.console.Disposition;
import care.convoy.console.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

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
        detail.timeline().forEach(entry -> timeline.add(TimelineJson.entry(entry)));
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
        JsonArray reaches = new JsonArray();
        step.reaches().forEach(reach -> reaches.add(reach(reach)));
        JsonObject json = new JsonObject()
                .put("index", step.index())
                .put("action", step.action())
                .put("condition", step.condition())
                .put("contacts", new JsonArray(step.contacts()))
                .put("channels", new JsonArray(step.channels()))
                .put("order", step.inTurn() ? "IN_TURN" : "PARALLEL")
                .put("dueAt", Times.text(step.dueAt()))
                .put("state", step.doneAt() != null ? "DONE" : step.skipped() ? "SKIPPED" : "PENDING")
                .put("attempts", step.attempts())
                .put("reaches", reaches);
        if (step.ring() > 0) {
            json.put("ring", step.ring());
        }
        if (step.doneAt() != null) {
            json.put("doneAt", Times.text(step.doneAt()));
        }
        return json;
    }

    private static JsonObject reach(AlertDetail.Reach reach) {
        JsonObject json = new JsonObject()
                .put("contact", reach.contact())
                .put("tries", reach.tries())
                .put("state", reach.state());
        if (reach.channel() != null) {
            json.put("channel", reach.channel());
        }
        if (reach.at() != null) {
            json.put("at", Times.text(reach.at()));
        }
        return json;
    }
}

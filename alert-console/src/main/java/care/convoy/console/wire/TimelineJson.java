package care.convoy.console.wire;

import static care.convoy.console.wire.AlertJson.putText;

import care.convoy.console.Operator;
import care.convoy.console.TimelineEntry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One line of a time line as {@code TimelineEntry} of the contract. */
final class TimelineJson {
    private TimelineJson() {}

    static JsonObject entry(TimelineEntry entry) {
        JsonObject json = new JsonObject().put("at", Times.text(entry.at()));
        switch (entry) {
            case TimelineEntry.Raised raised -> {
                json.put("type", "RAISED").put("kind", raised.kind());
                if (!raised.dropped().isEmpty()) {
                    json.put("dropped", new JsonArray(raised.dropped()));
                }
                EvidenceJson.put(json, raised.evidence());
            }
            case TimelineEntry.Joined joined -> {
                json.put("type", "JOINED").put("kind", joined.kind()).put("attention", joined.attention());
                if (joined.over()) {
                    json.put("over", true);
                }
                EvidenceJson.put(json, joined.evidence());
            }
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
            case TimelineEntry.TakenOver taken ->
                by(json.put("type", "TAKEN_OVER"), taken.by())
                        .put("fromName", taken.from().name());
            case TimelineEntry.Note note ->
                by(json.put("type", "NOTE"), note.by()).put("text", note.text());
            case TimelineEntry.Resolved resolved ->
                words(by(json.put("type", "RESOLVED"), resolved.by()), resolved.text());
            case TimelineEntry.Reopened reopened ->
                words(by(json.put("type", "REOPENED"), reopened.by()), reopened.text());
            case TimelineEntry.Closed closed -> words(by(json.put("type", "CLOSED"), closed.by()), closed.text());
            case TimelineEntry.FollowUpOpened opened ->
                json.put("type", "FOLLOW_UP_OPENED").put("until", Times.text(opened.due()));
            case TimelineEntry.FollowUpOverdue _ -> json.put("type", "FOLLOW_UP_OVERDUE");
            case TimelineEntry.Reconciled reconciled ->
                by(json.put("type", "RECONCILED"), reconciled.by())
                        .put("ownerKept", reconciled.ownerKept())
                        .put("steps", reconciled.steps())
                        .put("resolved", reconciled.resolved());
            case TimelineEntry.Ordered ordered -> ordered(json.put("type", "ORDERED"), ordered);
            case TimelineEntry.Waiting waiting -> putWaiting(waiting, json);
            case TimelineEntry.Help help -> putHelp(help, json);
        }
        return json;
    }

    private static void putWaiting(TimelineEntry.Waiting entry, JsonObject json) {
        switch (entry) {
            case TimelineEntry.Deferred deferred ->
                words(
                        by(json.put("type", "DEFERRED"), deferred.by())
                                .put("until", Times.text(deferred.until()))
                                .put("reason", deferred.reason()),
                        deferred.text());
            case TimelineEntry.Returned _ -> json.put("type", "RETURNED");
            case TimelineEntry.HeldOnTest held ->
                json.put("type", "HELD_ON_TEST").put("until", Times.text(held.until()));
            case TimelineEntry.TestOver over -> json.put("type", "TEST_OVER").put("why", over.why());
            case TimelineEntry.Reminded reminded -> json.put("type", "REMINDED").put("times", reminded.times());
        }
    }

    private static void putHelp(TimelineEntry.Help entry, JsonObject json) {
        switch (entry) {
            case TimelineEntry.StepDue due ->
                json.put("type", "STEP_DUE").put("step", due.step()).put("attempt", due.attempt());
            case TimelineEntry.Progressed progressed ->
                by(json.put("type", "PROGRESSED"), progressed.by())
                        .put("state", progressed.to().name());
            case TimelineEntry.Summoned summoned ->
                by(json.put("type", "SUMMONED"), summoned.by()).put("actions", new JsonArray(summoned.actions()));
            case TimelineEntry.CardSent card -> by(json.put("type", "CARD_SENT"), card.by());
            case TimelineEntry.SceneReported reported ->
                words(
                        json.put("type", "SCENE_REPORTED")
                                .put("contact", reported.contact())
                                .put("stage", reported.stage()),
                        reported.text());
            case TimelineEntry.EffectDue due -> effect(json.put("type", "EFFECT_DUE"), due.effect());
            case TimelineEntry.EffectReported reported ->
                effect(json.put("type", "EFFECT_REPORTED"), reported.effect()).put("report", reported.report());
            case TimelineEntry.NobodyLeft left ->
                json.put("type", "NOBODY_LEFT").put("step", left.step());
        }
    }

    private static void ordered(JsonObject json, TimelineEntry.Ordered ordered) {
        json.put("what", ordered.what())
                .put("deviceId", ordered.deviceId())
                .put("orderState", ordered.state())
                .put("stateAt", Times.text(ordered.stateAt()));
        if (ordered.sentAt() != null) {
            json.put("sentAt", Times.text(ordered.sentAt()));
        }
        words(by(json, ordered.by()), ordered.text());
    }

    private static JsonObject effect(JsonObject json, TimelineEntry.Effect effect) {
        return json.put("step", effect.step())
                .put("attempt", effect.attempt())
                .put("action", effect.action())
                .put("contact", effect.contact())
                .put("channel", effect.channel());
    }

    private static JsonObject by(JsonObject json, @Nullable Operator operator) {
        return operator == null ? json : json.put("by", operator.user()).put("byName", operator.name());
    }

    private static JsonObject words(JsonObject json, @Nullable String text) {
        putText(json, "text", text == null ? "" : text);
        return json;
    }
}

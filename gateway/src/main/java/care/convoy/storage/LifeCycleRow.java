package care.convoy.storage;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.Command;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.OperatorId;
import care.convoy.device.DeviceId;
import care.convoy.escalation.EscalationStep;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the events of the whole life cycle, of effects and of a merged emergency look in {@code alert_event}. Stateless. */
final class LifeCycleRow {
    private LifeCycleRow() {}

    static EventRow of(Event.OfAlert event) {
        return switch (event) {
            case Event.TakenOver taken ->
                EventRow.by(
                        taken.operator(),
                        "takenOver",
                        person("from", taken.from()).put("leaseUntil", taken.leaseUntilMillis()));
            case Event.Deferred deferred ->
                new EventRow(
                        "deferred",
                        deferred.operator(),
                        until(deferred.untilMillis())
                                .put("reason", deferred.reason().name())
                                .toString(),
                        deferred.note());
            case Event.Returned _ -> EventRow.plain("returned", HistoryJson.object());
            case Event.HeldOnTest held -> EventRow.plain("heldOnTest", until(held.untilMillis()));
            case Event.TestOver over ->
                EventRow.plain(
                        "testOver", HistoryJson.object().put("why", over.why().name()));
            case Event.Progressed progressed ->
                new EventRow(
                        "progressed",
                        progressed.operator(),
                        HistoryJson.object().put("to", progressed.to().name()).toString(),
                        null);
            case Event.Summoned summoned -> {
                ObjectNode detail = HistoryJson.object();
                ArrayNode actions = detail.putArray("actions");
                summoned.actions().forEach(action -> actions.add(action.name()));
                yield EventRow.by(summoned.operator(), "summoned", detail);
            }
            case Event.CardSent card -> new EventRow("cardSent", card.operator(), "{}", card.content());
            case Event.SceneReported reported ->
                new EventRow(
                        "sceneReported",
                        null,
                        HistoryJson.object()
                                .put("contact", HistoryJson.storable(reported.contact()))
                                .put("stage", reported.stage().name())
                                .toString(),
                        reported.detail());
            case Event.EffectDue due -> EventRow.plain("effectDue", write(due.effect()));
            case Event.EffectReported reported ->
                EventRow.plain(
                        "effectReported",
                        write(reported.effect()).put("report", reported.report().name()));
            case Event.NobodyLeft left ->
                EventRow.plain("nobodyLeft", HistoryJson.object().put("step", left.step()));
            case Event.FollowUpOpened opened ->
                EventRow.plain("followUpOpened", HistoryJson.object().put("due", opened.dueAtMillis()));
            case Event.FollowUpOverdue _ -> EventRow.plain("followUpOverdue", HistoryJson.object());
            case Event.Reopened reopened ->
                new EventRow(
                        "reopened",
                        reopened.operator(),
                        HistoryJson.object()
                                .put("leaseUntil", reopened.leaseUntilMillis())
                                .toString(),
                        reopened.note());
            case Event.Closed closed -> new EventRow("closed", closed.operator(), "{}", closed.note());
            case Event.Reconciled reconciled -> EventRow.plain("reconciled", write(reconciled));
            case Event.Intended intended -> IntentRow.of("intended", intended.intent());
            case Event.IntentMoved moved ->
                EventRow.plain(
                        "intentMoved", IntentRow.moved(moved.intent(), moved.device(), moved.kind(), moved.to()));
            default -> throw new IllegalStateException("an event without a row: " + event.getClass());
        };
    }

    /** The event that these columns stand for, or null if its kind is unknown here. */
    static Event.@Nullable OfAlert read(EventRow row, AlertId alert, JsonNode in) {
        return switch (row.kind()) {
            case "takenOver" ->
                new Event.TakenOver(
                        alert,
                        row.person(),
                        new OperatorId(in.get("from").asText()),
                        in.get("leaseUntil").asLong());
            case "deferred" ->
                new Event.Deferred(
                        alert,
                        row.person(),
                        in.get("until").asLong(),
                        Command.DeferralReason.valueOf(in.get("reason").asText()),
                        row.sealed());
            case "returned" -> new Event.Returned(alert);
            case "heldOnTest" -> new Event.HeldOnTest(alert, in.get("until").asLong());
            case "testOver" ->
                new Event.TestOver(
                        alert, Event.TestOver.Why.valueOf(in.get("why").asText()));
            case "progressed" ->
                new Event.Progressed(
                        alert, row.actor(), AlertState.valueOf(in.get("to").asText()));
            case "summoned" -> {
                List<EscalationStep.Action> actions = new ArrayList<>();
                in.get("actions").forEach(action -> actions.add(EscalationStep.Action.valueOf(action.asText())));
                yield new Event.Summoned(alert, row.person(), actions);
            }
            case "cardSent" -> new Event.CardSent(alert, row.person(), row.words());
            case "sceneReported" ->
                new Event.SceneReported(
                        alert,
                        in.get("contact").asText(),
                        Command.Scene.valueOf(in.get("stage").asText()),
                        row.sealed());
            case "effectDue" -> new Event.EffectDue(alert, readEffect(alert, in));
            case "effectReported" ->
                new Event.EffectReported(
                        alert,
                        readEffect(alert, in),
                        EffectReport.valueOf(in.get("report").asText()));
            case "nobodyLeft" -> new Event.NobodyLeft(alert, in.get("step").asInt());
            case "followUpOpened" ->
                new Event.FollowUpOpened(alert, in.get("due").asLong());
            case "followUpOverdue" -> new Event.FollowUpOverdue(alert);
            case "reopened" ->
                new Event.Reopened(alert, row.person(), in.get("leaseUntil").asLong(), row.sealed());
            case "closed" -> new Event.Closed(alert, row.actor(), row.sealed());
            case "reconciled" -> readReconciled(alert, in);
            case "intended" -> new Event.Intended(alert, IntentRow.read(row, alert, in));
            case "intentMoved" ->
                new Event.IntentMoved(
                        alert,
                        in.get("intent").asLong(),
                        new DeviceId(in.get("device").asText()),
                        Intent.Kind.valueOf(in.get("what").asText()),
                        Intent.State.valueOf(in.get("to").asText()));
            default -> null;
        };
    }

    private static ObjectNode person(String member, OperatorId operator) {
        return HistoryJson.object().put(member, HistoryJson.storable(operator.value()));
    }

    private static ObjectNode until(long millis) {
        return HistoryJson.object().put("until", millis);
    }

    private static ObjectNode write(Effect effect) {
        return HistoryJson.object()
                .put("step", effect.key().step())
                .put("attempt", effect.key().attempt())
                .put("action", effect.action().name())
                .put("contact", HistoryJson.storable(effect.contact()))
                .put("channel", effect.channel().name());
    }

    private static Effect readEffect(AlertId alert, JsonNode in) {
        return new Effect(
                new EffectKey(alert, in.get("step").asInt(), in.get("attempt").asInt()),
                EscalationStep.Action.valueOf(in.get("action").asText()),
                in.get("contact").asText(),
                EscalationStep.ChannelKind.valueOf(in.get("channel").asText()));
    }

    private static ObjectNode write(Event.Reconciled reconciled) {
        OperatorId owner = reconciled.owner();
        ObjectNode node = (owner == null ? HistoryJson.object() : person("owner", owner))
                .put("ownerKept", reconciled.ownerKept())
                .put("steps", reconciled.steps())
                .put("resolved", reconciled.resolved());
        if (reconciled.disposition() != null) {
            node.set("disposition", HistoryJson.write(reconciled.disposition()));
        }
        OperatorId leftBy = reconciled.leftBy();
        if (leftBy != null) {
            node.put("leftBy", HistoryJson.storable(leftBy.value()));
        }
        if (reconciled.putOffUntilMillis() != 0) {
            node.put("putOffUntil", reconciled.putOffUntilMillis());
        }
        return node;
    }

    private static Event.Reconciled readReconciled(AlertId alert, JsonNode in) {
        return new Event.Reconciled(
                alert,
                in.has("owner") ? new OperatorId(in.get("owner").asText()) : null,
                in.get("ownerKept").asBoolean(),
                in.get("steps").asInt(),
                in.has("disposition") ? HistoryJson.readDisposition(in.get("disposition")) : null,
                in.get("resolved").asBoolean(),
                in.has("leftBy") ? new OperatorId(in.get("leftBy").asText()) : null,
                in.has("putOffUntil") ? in.get("putOffUntil").asLong() : 0);
    }
}

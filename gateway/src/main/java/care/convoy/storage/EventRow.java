package care.convoy.storage;

import care.convoy.alert.AlertId;
import care.convoy.alert.Event;
import care.convoy.alert.Event.Abandoned;
import care.convoy.alert.Event.CancelledByWearer;
import care.convoy.alert.Event.Claimed;
import care.convoy.alert.Event.Joined;
import care.convoy.alert.Event.LeaseRenewed;
import care.convoy.alert.Event.NoteAdded;
import care.convoy.alert.Event.PriorityRaised;
import care.convoy.alert.Event.Queued;
import care.convoy.alert.Event.Raised;
import care.convoy.alert.Event.Reminded;
import care.convoy.alert.Event.Resolved;
import care.convoy.alert.Event.StepDue;
import care.convoy.alert.Event.TaskCured;
import care.convoy.alert.Event.TaskOpened;
import care.convoy.alert.Event.TestHeard;
import care.convoy.alert.Event.Unreadable;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.device.Sealed;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as its columns of {@code alert_event}.
 *
 * @param kind the event's name in the history, kept for ever
 * @param actor who, if a person did it
 * @param detail JSON object
 * @param sealed words that were encrypted before they entered the log
 */
record EventRow(
        String kind,
        @Nullable OperatorId actor,
        String detail,
        @Nullable Sealed sealed) {

    static EventRow of(Event event) {
        return switch (event) {
            case Raised raised -> {
                ObjectNode detail = HistoryJson.object();
                detail.set("key", HistoryJson.write(raised.key()));
                detail.set("message", HistoryJson.write(raised.message()));
                AlertId linked = raised.linked();
                yield plain("raised", linked == null ? detail : detail.put("linked", linked.toString()));
            }
            case Joined joined -> {
                ObjectNode detail = HistoryJson.object().put("attention", joined.attention());
                detail.set("key", HistoryJson.write(joined.key()));
                detail.set("message", HistoryJson.write(joined.message()));
                yield plain("joined", detail);
            }
            case PriorityRaised raised ->
                plain(
                        "priorityRaised",
                        HistoryJson.object()
                                .put("from", raised.from().name())
                                .put("to", raised.to().name()));
            case Queued ignored -> plain("queued", HistoryJson.object());
            case CancelledByWearer cancelled ->
                plain("cancelledByWearer", HistoryJson.object().put("inTime", cancelled.inTime()));
            case Claimed claimed ->
                by(claimed.operator(), "claimed", HistoryJson.object().put("leaseUntil", claimed.leaseUntilMillis()));
            case LeaseRenewed renewed ->
                by(
                        renewed.operator(),
                        "leaseRenewed",
                        HistoryJson.object().put("leaseUntil", renewed.leaseUntilMillis()));
            case Abandoned abandoned ->
                by(
                        abandoned.operator(),
                        "abandoned",
                        HistoryJson.object().put("why", abandoned.why().name()));
            case StepDue due ->
                plain("stepDue", HistoryJson.object().put("step", due.step()).put("attempt", due.attempt()));
            case Reminded reminded -> plain("reminded", HistoryJson.object().put("times", reminded.times()));
            case Unreadable unreadable -> {
                ObjectNode detail = HistoryJson.object();
                detail.set("key", HistoryJson.write(unreadable.key()));
                ArrayNode members = detail.putArray("members");
                unreadable.members().forEach(each -> members.add(HistoryJson.storable(each)));
                yield plain("unreadable", detail);
            }
            case NoteAdded note -> new EventRow("noteAdded", note.operator(), "{}", note.text());
            case Resolved resolved -> {
                ObjectNode detail = HistoryJson.object();
                detail.set("disposition", HistoryJson.write(resolved.disposition()));
                yield new EventRow("resolved", resolved.operator(), detail.toString(), resolved.note());
            }
            case TestHeard ignored -> plain("testHeard", HistoryJson.object());
            case TaskOpened opened ->
                plain(
                        "taskOpened",
                        ofTask(
                                opened.task().device().value(),
                                opened.task().kind().name()));
            case TaskCured cured ->
                plain("taskCured", ofTask(cured.device().value(), cured.kind().name()));
            case Event.DeviceOnTest onTest ->
                by(
                        onTest.operator(),
                        "deviceOnTest",
                        HistoryJson.object()
                                .put("device", onTest.device().value())
                                .put("until", onTest.untilMillis()));
            case Event.DeviceTestOver over ->
                new EventRow(
                        "deviceTestOver",
                        over.operator(),
                        HistoryJson.object()
                                .put("device", over.device().value())
                                .toString(),
                        null);
            case Event.DeviceIntended intended -> IntentRow.of("deviceIntended", intended.intent());
            case Event.DeviceIntentMoved moved ->
                plain("deviceIntentMoved", IntentRow.moved(moved.intent(), moved.device(), moved.kind(), moved.to()));
            case Event.OfAlert later -> LifeCycleRow.of(later);
        };
    }

    /** The event of an alert that these columns stand for. */
    Event.OfAlert ofAlert(AlertId alert) {
        JsonNode in = HistoryJson.parse(detail);
        return switch (kind) {
            case "raised" ->
                new Raised(
                        alert,
                        HistoryJson.readKey(in.get("key")),
                        HistoryJson.readAlarm(in.get("message")),
                        in.has("linked")
                                ? new AlertId(UUID.fromString(in.get("linked").asText()))
                                : null);
            case "joined" ->
                new Joined(
                        alert,
                        HistoryJson.readKey(in.get("key")),
                        HistoryJson.readAlarm(in.get("message")),
                        in.get("attention").asBoolean());
            case "priorityRaised" ->
                new PriorityRaised(
                        alert,
                        Priority.valueOf(in.get("from").asText()),
                        Priority.valueOf(in.get("to").asText()));
            case "queued" -> new Queued(alert);
            case "cancelledByWearer" ->
                new CancelledByWearer(alert, in.get("inTime").asBoolean());
            case "claimed" -> new Claimed(alert, person(), in.get("leaseUntil").asLong());
            case "abandoned" ->
                new Abandoned(
                        alert, person(), Abandoned.Why.valueOf(in.get("why").asText()));
            case "stepDue" ->
                new StepDue(alert, in.get("step").asInt(), in.get("attempt").asInt());
            case "reminded" -> new Reminded(alert, in.get("times").asInt());
            case "unreadable" -> {
                List<String> members = new ArrayList<>();
                in.get("members").forEach(member -> members.add(member.asText()));
                yield new Unreadable(alert, HistoryJson.readKey(in.get("key")), members);
            }
            case "noteAdded" -> new NoteAdded(alert, person(), words());
            case "resolved" -> new Resolved(alert, actor, HistoryJson.readDisposition(in.get("disposition")), sealed);
            default -> {
                Event.OfAlert later = LifeCycleRow.read(this, alert, in);
                if (later == null) {
                    throw new IllegalStateException("the history holds an event of unknown kind " + kind);
                }
                yield later;
            }
        };
    }

    OperatorId person() {
        if (actor == null) {
            throw new IllegalStateException("the history lacks the actor of an event of kind " + kind);
        }
        return actor;
    }

    Sealed words() {
        if (sealed == null) {
            throw new IllegalStateException("the history lacks the words of an event of kind " + kind);
        }
        return sealed;
    }

    static EventRow plain(String kind, ObjectNode detail) {
        return new EventRow(kind, null, detail.toString(), null);
    }

    static EventRow by(OperatorId actor, String kind, ObjectNode detail) {
        return new EventRow(kind, actor, detail.toString(), null);
    }

    private static ObjectNode ofTask(String device, String taskKind) {
        return HistoryJson.object().put("device", device).put("kind", taskKind);
    }
}

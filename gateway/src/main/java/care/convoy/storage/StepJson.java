package care.convoy.storage;

import care.convoy.alert.AlertView;
import care.convoy.alert.Reach;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.ChannelKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** An alert's escalation steps as a JSON column, with how far each contact was reached. Stateless. */
final class StepJson {
    private StepJson() {}

    static String write(List<AlertView.Step> steps) {
        ArrayNode array = HistoryJson.MAPPER.createArrayNode();
        for (AlertView.Step each : steps) {
            EscalationStep step = each.step();
            ObjectNode node = array.addObject()
                    .put("index", each.index())
                    .put("after", step.afterMillis())
                    .put("condition", step.condition().name())
                    .put("action", step.action().name())
                    .put("ring", step.ring())
                    .put("order", step.order().name())
                    .put("due", each.dueAtMillis())
                    .put("done", each.doneAtMillis())
                    .put("skipped", each.skipped())
                    .put("attempts", each.attempts());
            ArrayNode contacts = node.putArray("contacts");
            step.contacts().forEach(contact -> contacts.add(HistoryJson.storable(contact)));
            ArrayNode channels = node.putArray("channels");
            step.channels().forEach(channel -> channels.add(channel.name()));
            ArrayNode reaches = node.putArray("reaches");
            each.reaches().forEach(reach -> reaches.add(write(reach)));
        }
        return array.toString();
    }

    private static ObjectNode write(Reach reach) {
        return HistoryJson.object()
                .put("contact", HistoryJson.storable(reach.contact()))
                .put("channel", reach.channel())
                .put("tries", reach.tries())
                .put("attempt", reach.attempt())
                .put("state", reach.state().name())
                .put("at", reach.atMillis())
                .put("open", reach.open())
                .put("told", reach.told());
    }

    static List<AlertView.Step> read(String json) {
        List<AlertView.Step> steps = new ArrayList<>();
        for (JsonNode node : HistoryJson.parse(json)) {
            steps.add(new AlertView.Step(
                    node.get("index").asInt(),
                    readPlanned(node),
                    node.get("due").asLong(),
                    node.get("done").asLong(),
                    node.get("skipped").asBoolean(),
                    node.get("attempts").asInt(),
                    readReaches(node.path("reaches"))));
        }
        return steps;
    }

    private static EscalationStep readPlanned(JsonNode node) {
        List<String> contacts = new ArrayList<>();
        node.get("contacts").forEach(each -> contacts.add(each.asText()));
        List<ChannelKind> channels = new ArrayList<>();
        node.get("channels").forEach(each -> channels.add(ChannelKind.valueOf(each.asText())));
        return new EscalationStep(
                node.get("after").asLong(),
                EscalationStep.Condition.valueOf(node.get("condition").asText()),
                EscalationStep.Action.valueOf(node.get("action").asText()),
                node.get("ring").asInt(),
                contacts,
                channels,
                EscalationStep.Order.valueOf(node.path("order").asText(EscalationStep.Order.PARALLEL.name())));
    }

    private static List<Reach> readReaches(JsonNode array) {
        List<Reach> reaches = new ArrayList<>();
        for (JsonNode node : array) {
            reaches.add(new Reach(
                    node.get("contact").asText(),
                    node.get("channel").asInt(),
                    node.get("tries").asInt(),
                    node.get("attempt").asInt(),
                    Reach.State.valueOf(node.get("state").asText()),
                    node.get("at").asLong(),
                    node.get("open").asInt(),
                    node.get("told").asBoolean()));
        }
        return reaches;
    }
}

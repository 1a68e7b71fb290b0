package care.convoy.storage;

import care.convoy.alert.Disposition;
import care.convoy.alert.OperatorId;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.AlarmRaised;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.BandWorn;
import care.convoy.device.DeviceMessage.BatteryLow;
import care.convoy.device.DeviceMessage.FallDetected;
import care.convoy.device.DeviceMessage.Matter;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.RuleCleared;
import care.convoy.device.DeviceMessage.RuleFound;
import care.convoy.device.DeviceMessage.SosPressed;
import care.convoy.device.DeviceMessage.TestPressed;
import care.convoy.device.DeviceMessage.WearerCancelled;
import care.convoy.device.Position;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Values of the history as JSON columns: readable in SQL, and read back into the same values. Names and members are kept for
 * ever; a new member is optional when read. Stateless.
 */
final class HistoryJson {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private HistoryJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON column holds no JSON", impossible);
        }
    }

    /** PostgreSQL keeps no NUL in text. */
    static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    static @Nullable String write(@Nullable Position position) {
        return position == null ? null : positionNode(position).toString();
    }

    static ObjectNode positionNode(Position position) {
        return object().put("lat", position.latitude())
                .put("lon", position.longitude())
                .put("accuracy", position.accuracyMetres())
                .put("source", position.source().name())
                .put("valid", position.valid())
                .put("at", position.atMillis());
    }

    static @Nullable Position readPosition(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        return new Position(
                node.get("lat").asDouble(),
                node.get("lon").asDouble(),
                node.get("accuracy").asDouble(),
                Position.Source.valueOf(node.get("source").asText()),
                node.get("valid").asBoolean(),
                node.get("at").asLong());
    }

    static ObjectNode write(SignalKey key) {
        return object().put("device", key.device().value())
                .put("epoch", key.epoch())
                .put("sequence", key.sequence());
    }

    static SignalKey readKey(JsonNode node) {
        return new SignalKey(
                new DeviceId(node.get("device").asText()),
                node.get("epoch").asLong(),
                node.get("sequence").asLong());
    }

    static ObjectNode write(DeviceMessage.Alarm alarm) {
        return switch (alarm) {
            case SosPressed press ->
                withPosition(object().put("type", "sos").put("presses", press.presses()), press.position());
            case FallDetected fall ->
                withPosition(
                        object().put("type", "fall")
                                .put("movement", fall.movement().name())
                                .put("confidence", fall.confidencePercent()),
                        fall.position());
            case WearerCancelled cancel -> object().put("type", "cancel").put("of", cancel.ofSequence());
            case TestPressed ignored -> object().put("type", "test");
            case BandRemoved ignored -> object().put("type", "removed");
            case BandWorn ignored -> object().put("type", "worn");
            case BatteryLow low -> object().put("type", "lowBattery").put("battery", low.batteryPercent());
            case RuleFound found ->
                object().put("type", "ruleFound")
                        .put("matter", found.matter().name())
                        .put("urgency", found.urgency())
                        .put("evidence", found.evidence().toBytes());
            case RuleCleared cleared ->
                object().put("type", "ruleCleared")
                        .put("matter", cleared.matter().name());
            case AlarmRaised raised ->
                withPosition(
                        object().put("type", "raised")
                                .put("reason", raised.reason().name()),
                        raised.position());
        };
    }

    static DeviceMessage.Alarm readAlarm(JsonNode node) {
        String type = node.get("type").asText();
        return switch (type) {
            case "sos" -> new SosPressed(node.get("presses").asInt(), readPosition(node.get("position")));
            case "fall" ->
                new FallDetected(
                        Movement.valueOf(node.get("movement").asText()),
                        node.get("confidence").asInt(),
                        readPosition(node.get("position")));
            case "cancel" -> new WearerCancelled(node.get("of").asLong());
            case "test" -> new TestPressed();
            case "removed" -> new BandRemoved();
            case "worn" -> new BandWorn();
            case "lowBattery" -> new BatteryLow(node.get("battery").asInt());
            case "ruleFound" ->
                new RuleFound(
                        Matter.valueOf(node.get("matter").asText()),
                        node.get("urgency").asInt(),
                        sealed(node.get("evidence")));
            case "ruleCleared" ->
                new RuleCleared(Matter.valueOf(node.get("matter").asText()));
            case "raised" ->
                new AlarmRaised(
                        AlarmRaised.Reason.valueOf(node.get("reason").asText()), readPosition(node.get("position")));
            default -> throw new IllegalStateException("the history holds an alarm of unknown type " + type);
        };
    }

    private static Sealed sealed(JsonNode node) {
        try {
            return Sealed.copyOf(node.binaryValue());
        } catch (IOException noBase64) {
            throw new IllegalStateException("the history holds evidence that is no base64", noBase64);
        }
    }

    private static ObjectNode withPosition(ObjectNode node, @Nullable Position position) {
        if (position != null) {
            node.set("position", positionNode(position));
        }
        return node;
    }

    static ObjectNode write(Disposition disposition) {
        ObjectNode node = object().put("cause", disposition.cause().name())
                .put("outcome", disposition.outcome().name())
                .put("falseAlarm", disposition.falseAlarm())
                .put("verified", disposition.verified().name());
        OperatorId cosigner = disposition.cosigner();
        return cosigner == null ? node : node.put("cosigner", storable(cosigner.value()));
    }

    static Disposition readDisposition(JsonNode node) {
        return new Disposition(
                Disposition.Cause.valueOf(node.get("cause").asText()),
                Disposition.Outcome.valueOf(node.get("outcome").asText()),
                node.get("falseAlarm").asBoolean(),
                Disposition.Verification.valueOf(node.get("verified").asText()),
                node.has("cosigner") ? new OperatorId(node.get("cosigner").asText()) : null);
    }
}

package care.convoy.ingest.bridge;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Downlink;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where and how one kind of message is told. {@code {name}} in a text is replaced; a text that is nothing but {@code {=name}}
 * becomes the number, truth or list itself, and its member is left out if there is nothing to say. Pure; immutable.
 *
 * @param message holds no value but by its placeholders and what the mapping file wrote
 */
record DownTemplate(String topic, JsonNode message) {
    /** A place in a text; group 1 is {@code =} if the value itself stands there, group 2 its name. */
    static final Pattern PLACE = Pattern.compile("\\{(=?)([a-zA-Z]+)}");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Whether the topic or the message holds that placeholder. */
    boolean names(String place) {
        return names(TextNode.valueOf(topic), place) || names(message, place);
    }

    private static boolean names(JsonNode node, String name) {
        if (node.isTextual()) {
            return PLACE.matcher(node.textValue())
                    .results()
                    .anyMatch(place -> place.group(2).equals(name));
        }
        for (JsonNode child : node) {
            if (names(child, name)) {
                return true;
            }
        }
        return false;
    }

    /** The topic with every placeholder in its place. */
    String topic(Map<String, JsonNode> values) {
        return fill(topic, values);
    }

    /** The payload, JSON in UTF-8. */
    byte[] payload(Map<String, JsonNode> values) {
        return filled(message, values).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode filled(JsonNode node, Map<String, JsonNode> values) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = NODES.objectNode();
            object.properties().forEach(member -> {
                JsonNode value = filled(member.getValue(), values);
                if (!value.isMissingNode()) {
                    copy.set(member.getKey(), value);
                }
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = NODES.arrayNode();
            for (JsonNode item : array) {
                JsonNode value = filled(item, values);
                if (!value.isMissingNode()) {
                    copy.add(value);
                }
            }
            return copy;
        }
        if (!node.isTextual()) {
            return node;
        }
        Matcher whole = PLACE.matcher(node.textValue());
        return whole.matches() && whole.group(1).equals("=")
                ? value(values, whole.group(2))
                : TextNode.valueOf(fill(node.textValue(), values));
    }

    private static String fill(String text, Map<String, JsonNode> values) {
        return PLACE.matcher(text).replaceAll(place -> {
            JsonNode value = value(values, place.group(2));
            return Matcher.quoteReplacement(value.isValueNode() ? value.asText() : "");
        });
    }

    private static JsonNode value(Map<String, JsonNode> values, String name) {
        return Objects.requireNonNullElse(values.get(name), MissingNode.getInstance());
    }

    /** What the places of a message hold. @param vendorId the device, as its vendor writes it */
    static Map<String, JsonNode> values(Downlink downlink, String vendorId) {
        JsonNode device = TextNode.valueOf(vendorId);
        JsonNode id = LongNode.valueOf(downlink.commandId());
        return switch (downlink) {
            case Downlink.Received received ->
                Map.of(
                        DownKind.DEVICE,
                        device,
                        "alert",
                        TextNode.valueOf(
                                received.alert() == null ? "" : received.alert().toString()));
            case Downlink.Accepted accepted ->
                Map.of(
                        DownKind.DEVICE,
                        device,
                        DownKind.ID,
                        id,
                        "alert",
                        TextNode.valueOf(accepted.alert().toString()),
                        "by",
                        TextNode.valueOf(accepted.by().name().toLowerCase(Locale.ROOT)));
            case Downlink.Resolved resolved ->
                Map.of(
                        DownKind.DEVICE,
                        device,
                        DownKind.ID,
                        id,
                        "alert",
                        TextNode.valueOf(resolved.alert().toString()));
            case Downlink.Show show ->
                Map.of(DownKind.DEVICE, device, DownKind.ID, id, "text", TextNode.valueOf(show.text()));
            case Downlink.Configure configure ->
                Map.of(
                        DownKind.DEVICE,
                        device,
                        DownKind.ID,
                        id,
                        "heartbeat",
                        interval(configure.heartbeatSeconds()),
                        "vitals",
                        interval(configure.vitalsSeconds()),
                        "location",
                        interval(configure.locationSeconds()));
            case Downlink.SosNumbers numbers ->
                Map.of(DownKind.DEVICE, device, DownKind.ID, id, "numbers", list(numbers));
            case Downlink.FallAlarm alarm ->
                Map.of(DownKind.DEVICE, device, DownKind.ID, id, "on", BooleanNode.valueOf(alarm.on()));
            case Downlink.Locate _, Downlink.Measure _, Downlink.Ring _, Downlink.CallBack _ ->
                Map.of(DownKind.DEVICE, device, DownKind.ID, id);
            case Downlink.Rejected _ -> Map.of(DownKind.DEVICE, device);
        };
    }

    private static JsonNode interval(int seconds) {
        return seconds == Downlink.Configure.UNCHANGED ? MissingNode.getInstance() : LongNode.valueOf(seconds);
    }

    private static JsonNode list(Downlink.SosNumbers numbers) {
        ArrayNode list = NODES.arrayNode();
        numbers.numbers().forEach(list::add);
        return list;
    }

    /** The device as its vendor writes it. @param prefix what a mapping file puts in front of that */
    static String vendorId(DeviceId device, String prefix) {
        return device.value().startsWith(prefix) ? device.value().substring(prefix.length()) : device.value();
    }
}

package care.convoy.ingest.bridge;

import care.convoy.alert.Command;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.AlarmRaised;
import care.convoy.device.Position;
import care.convoy.ingest.Stamp;
import care.convoy.ingest.bridge.BridgeCounters.Unread;
import care.convoy.ingest.bridge.Reading.Said;
import care.convoy.ingest.bridge.TopicRule.MessageRule;
import care.convoy.ingest.json.JsonMessage;
import care.convoy.ingest.json.JsonMessages;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's messages in our words, by a mapping file: each is rewritten as our own JSON message and read as one, so that the
 * same ranges hold and the same promise: a call for help is never refused. Pure; safe on any thread; no bytes make it throw.
 */
public final class Mapping {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Where an item stands in the document that its pointers lead into. */
    static final String ITEM = "/item";

    /** Where the payload stands in it. */
    static final String MESSAGE = "/message";

    /** Items of one list that are read one by one. */
    static final int MOST_ITEMS = 500;

    private final List<TopicRule> topics;

    public Mapping(BridgeConfig config) {
        topics = config.topics();
    }

    /**
     * One reading, or one for each item of its list; none of an empty list. At most twice {@link #MOST_ITEMS}.
     *
     * @param receivedAtMillis the time of what has none
     */
    List<Reading> read(String topic, byte[] payload, long receivedAtMillis) {
        for (TopicRule rule : topics) {
            if (rule.filter().matches(topic)) {
                return read(rule, new Arrived(topic, payload, receivedAtMillis));
            }
        }
        return List.of(new Reading(null, null, List.of(), Unread.NO_TOPIC));
    }

    /** Whether a message on this topic may hold an alarm. */
    boolean mayCall(String topic) {
        for (TopicRule rule : topics) {
            if (rule.filter().matches(topic)) {
                return rule.alarms();
            }
        }
        return false;
    }

    /** One message as the broker delivered it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Arrived(String topic, byte[] payload, long atMillis) {
        /** An item of it, whose content is told from others by its own text. */
        Arrived item(JsonNode item) {
            return new Arrived(topic, item.toString().getBytes(StandardCharsets.UTF_8), atMillis);
        }
    }

    private static List<Reading> read(TopicRule rule, Arrived arrived) {
        JsonNode document = rule.isText()
                ? TextNode.valueOf(new String(arrived.payload(), StandardCharsets.UTF_8).strip())
                : parse(arrived.payload());
        JsonPointer list = rule.list();
        if (list == null || document == null) {
            return List.of(one(rule, document, arrived));
        }
        JsonNode items = document.at(list);
        if (items.isMissingNode() || items.isNull()) {
            return List.of(unread(rule, Unread.NO_LIST, listed(null, document), arrived));
        }
        return items.isArray()
                ? items(rule, items, document, arrived)
                : List.of(one(rule, listed(items, document), arrived.item(items)));
    }

    private static List<Reading> items(TopicRule rule, JsonNode items, JsonNode whole, Arrived arrived) {
        List<Reading> readings = new ArrayList<>();
        Set<String> beyond = new HashSet<>();
        int number = 0;
        for (JsonNode item : items) {
            ObjectNode document = listed(item, whole);
            if (number++ < MOST_ITEMS) {
                readings.add(one(rule, document, arrived.item(item)));
            } else if (beyond.size() < MOST_ITEMS
                    && beyond.add(String.valueOf(device(rule, arrived.topic(), document)))) {
                readings.add(unread(rule, Unread.TOO_MANY, document, arrived));
            }
        }
        return readings;
    }

    /** What the pointers of a rule with a list lead into. */
    private static ObjectNode listed(@Nullable JsonNode item, JsonNode whole) {
        ObjectNode document = JSON.createObjectNode();
        if (item != null) {
            document.set(ITEM.substring(1), item);
        }
        return document.set(MESSAGE.substring(1), whole);
    }

    private static Reading one(TopicRule rule, @Nullable JsonNode document, Arrived arrived) {
        DeviceId device = device(rule, arrived.topic(), document);
        List<Said> said = new ArrayList<>();
        List<Reading.Echo> echoes = new ArrayList<>();
        Unread unread = null;
        if (document == null) {
            unread = Unread.NOT_JSON;
        } else {
            boolean any = false;
            for (MessageRule message : rule.messages()) {
                if (holds(message.when(), document)) {
                    any = true;
                    Unread fault = apply(rule, message, document, arrived, said);
                    unread = unread == null ? fault : unread;
                }
            }
            any |= Echoes.read(rule.echoes(), document, echoes);
            unread = any ? unread : Unread.NO_RULE;
        }
        if (rule.alarms() && unread != null && unread != Unread.REFUSED) {
            said.add(unclear(rule, unread, document, arrived));
        }
        return new Reading(rule, device, said, unread == null && device == null ? Unread.NO_DEVICE : unread, echoes);
    }

    private static @Nullable JsonNode parse(byte[] payload) {
        try {
            JsonNode document = JSON.readTree(payload);
            return document == null || document.isMissingNode() ? null : document;
        } catch (IOException | RuntimeException malformed) {
            return null;
        }
    }

    private static @Nullable DeviceId device(TopicRule rule, String topic, @Nullable JsonNode document) {
        JsonPointer pointer = rule.device().pointer();
        String written;
        if (pointer == null) {
            String[] levels = topic.split("/", -1);
            written =
                    rule.device().level() < levels.length ? levels[rule.device().level()] : null;
        } else {
            written = document == null ? null : Scalars.text(document.at(pointer));
        }
        String id = written == null ? "" : rule.device().prefix() + written.strip();
        return written != null && !written.isBlank() && DeviceId.isValid(id) ? new DeviceId(id) : null;
    }

    static boolean holds(Map<JsonPointer, Set<String>> conditions, JsonNode document) {
        for (Map.Entry<JsonPointer, Set<String>> condition : conditions.entrySet()) {
            JsonNode at = document.at(condition.getKey());
            if (at.isMissingNode() || at.isNull()) {
                return false;
            }
            String text = Scalars.text(at);
            if (!condition.getValue().isEmpty()
                    && (text == null || !condition.getValue().contains(text))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable OurType type(MessageRule message, JsonNode document) {
        JsonPointer pointer = message.type().pointer();
        if (pointer == null) {
            return message.type().fixed();
        }
        String written = Scalars.text(document.at(pointer));
        return written == null ? null : message.type().values().get(written);
    }

    private static @Nullable Unread apply(
            TopicRule rule, MessageRule message, JsonNode document, Arrived arrived, List<Said> said) {
        OurType type = type(message, document);
        if (type == null) {
            return Unread.UNKNOWN_TYPE;
        }
        if (type == OurType.IGNORE) {
            return null;
        }
        byte[] ours = OurJson.write(type, message.members(), document, hashesOf(rule));
        return switch (JsonMessages.read(ours, 0, ours.length, arrived.atMillis())) {
            case JsonMessage.Understood(Stamp stamp, DeviceMessage heard, List<String> dropped) -> {
                Stamp key = MessageKey.of(rule.key(), type, stamp, document, arrived.payload(), arrived.atMillis());
                said.add(new Said(key, withReason(heard, type), dropped));
                yield null;
            }
            case JsonMessage.Refused _ -> Unread.REFUSED;
        };
    }

    /** What a cancel names is then drawn as the key of the alarm was. */
    private static boolean hashesOf(TopicRule rule) {
        return !rule.key().isEmpty();
    }

    private static DeviceMessage withReason(DeviceMessage message, OurType type) {
        AlarmRaised.Reason reason = type.reason();
        if (reason == null) {
            return message;
        }
        Position position = message instanceof DeviceMessage.SosPressed sos ? sos.position() : null;
        return new AlarmRaised(reason, position);
    }

    /** Nothing but that it could not be read. */
    private static Reading unread(TopicRule rule, Unread why, JsonNode document, Arrived arrived) {
        List<Said> said = rule.alarms() ? List.of(unclear(rule, why, document, arrived)) : List.of();
        return new Reading(rule, device(rule, arrived.topic(), document), said, why);
    }

    /** Something on a topic that carries alarms that nobody can read: in doubt somebody calls. */
    private static Said unclear(TopicRule rule, Unread why, @Nullable JsonNode document, Arrived arrived) {
        Stamp stamp = MessageKey.of(
                rule.key(),
                OurType.ALARM,
                new Stamp(Stamp.NONE, Stamp.NONE, Command.NO_TIME),
                document == null ? TextNode.valueOf("") : document,
                arrived.payload(),
                arrived.atMillis());
        String noted = "mapping." + why.name().toLowerCase(Locale.ROOT);
        return new Said(stamp, new AlarmRaised(AlarmRaised.Reason.UNSPECIFIED, null), List.of(noted));
    }
}

package care.convoy.ingest.bridge;

import care.convoy.settings.SettingsRefused;
import care.convoy.settings.Spot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a mapping file says about what devices are told. */
final class DownReader {
    private static final int LONGEST_TOPIC = 500;
    private static final Set<String> IN_A_TOPIC = Set.of(DownKind.DEVICE, DownKind.ID);

    /** A double beyond this is not whole for certain. */
    private static final double EXACT = 1e15;

    private DownReader() {}

    /** @param down null if the file has no such part */
    static Map<DownKind, DownTemplate> read(@Nullable Spot down, List<TopicRule> topics) throws SettingsRefused {
        Map<DownKind, DownTemplate> templates = new EnumMap<>(DownKind.class);
        if (down == null) {
            return templates;
        }
        down.object(Set.copyOf(DownKind.words()));
        for (Map.Entry<String, Spot> entry : down.object().entrySet()) {
            DownKind kind = DownKind.of(entry.getKey());
            if (kind != null) {
                templates.put(kind, template(kind, entry.getValue(), topics));
            }
        }
        return templates;
    }

    private static DownTemplate template(DownKind kind, Spot given, List<TopicRule> topics) throws SettingsRefused {
        given.object(Set.of("topic", "message"));
        Spot topic = given.need("topic");
        Spot message = given.need("message");
        checkTopic(kind, topic, topics);
        if (!message.isObject()) {
            throw message.refuse("must be an object, {...}, that is published as JSON");
        }
        DownTemplate template = new DownTemplate(topic.text(LONGEST_TOPIC), node(kind, message));
        if (!template.names(DownKind.DEVICE)) {
            throw given.refuse(
                    "neither topic nor message holds {device}, so nobody knows who is meant; write it in one");
        }
        return template;
    }

    private static void checkTopic(DownKind kind, Spot topic, List<TopicRule> topics) throws SettingsRefused {
        String text = topic.text(LONGEST_TOPIC);
        if (text.contains("+") || text.contains("#") || text.indexOf('\0') >= 0 || text.startsWith("$")) {
            throw topic.refuse("is published to: it may hold no + or # and not begin with $");
        }
        Set<String> places = new TreeSet<>(IN_A_TOPIC);
        places.retainAll(kind.places());
        checkPlaces(topic, text, places);
        if (DownTemplate.PLACE
                .matcher(text)
                .results()
                .anyMatch(place -> !place.group(1).isEmpty())) {
            throw topic.refuse("{=...} is for messages; in a topic write it without =");
        }
        for (TopicRule rule : topics) {
            if (mayMatch(rule.filter(), text)) {
                throw topic.refuse("the filter " + rule.filter().filter()
                        + " brings back what is told there, as if a device had said it; tell on another topic, or make the"
                        + " filter narrower");
            }
        }
    }

    /** Whether a filter matches the topic for any device. */
    private static boolean mayMatch(TopicPattern filter, String topic) {
        String[] wanted = filter.levels();
        String[] told = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= told.length || !(wanted[i].equals("+") || mayBe(wanted[i], told[i]))) {
                return false;
            }
        }
        return wanted.length == told.length;
    }

    private static boolean mayBe(String level, String told) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        for (MatchResult place : DownTemplate.PLACE.matcher(told).results().toList()) {
            regex.append(Pattern.quote(told.substring(at, place.start()))).append(".*");
            at = place.end();
        }
        return Pattern.matches(regex + Pattern.quote(told.substring(at)), level);
    }

    private static void checkPlaces(Spot at, String text, Set<String> places) throws SettingsRefused {
        for (MatchResult place : DownTemplate.PLACE.matcher(text).results().toList()) {
            if (!places.contains(place.group(2))) {
                throw at.refuse("'" + place.group() + "' cannot be filled here; there are "
                        + String.join(", ", new TreeSet<>(places)));
            }
        }
    }

    private static JsonNode node(DownKind kind, Spot spot) throws SettingsRefused {
        if (spot.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, Spot> member : spot.object().entrySet()) {
                object.set(member.getKey(), node(kind, member.getValue()));
            }
            return object;
        }
        if (spot.value() instanceof List<?> items) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Object item : items) {
                array.add(node(kind, (Spot) item));
            }
            return array;
        }
        return switch (spot.value()) {
            case String text -> {
                checkPlaces(spot, text, kind.places());
                yield TextNode.valueOf(text);
            }
            case Boolean truth -> BooleanNode.valueOf(truth);
            default -> {
                double number = spot.number();
                yield number == Math.rint(number) && Math.abs(number) < EXACT
                        ? LongNode.valueOf((long) number)
                        : DoubleNode.valueOf(number);
            }
        };
    }
}

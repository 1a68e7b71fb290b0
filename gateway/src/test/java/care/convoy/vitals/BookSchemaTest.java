package care.convoy.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published schema says what the reader takes: each member, at its bounds and beyond them. */
class BookSchemaTest {
    private JsonNode schema;

    @BeforeEach
    void read() throws IOException {
        schema = new ObjectMapper()
                .readTree(Path.of("..", "docs", "rulebook.schema.json").toFile());
    }

    private static Map<String, Object> rule(String rule, String member, Object value) {
        return Map.of("version", 1, "thresholds", Map.of(rule, members(rule, member, value)));
    }

    /** What has to be there so that this member may be at its bounds. */
    private static Map<String, Object> members(String rule, String member, Object value) {
        Map<String, Object> members = new HashMap<>();
        if (member.equals("need")) {
            members.put("of", 8);
        } else if (member.equals("of")) {
            members.put("need", 1);
        } else if (member.equals("leastMinutes")) {
            members.put("withinMinutes", 1_440);
        } else if (List.of("beyond", "clear", "danger").contains(member)) {
            List.of("beyond", "clear", "danger").forEach(limit -> members.put(limit, value));
        }
        members.put(member, value);
        return members;
    }

    private static void taken(Map<String, Object> book) {
        assertThat(RuleBook.parse(book).version()).isEqualTo(1);
    }

    private static void refused(String member, Map<String, Object> book) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleBook.parse(book))
                .withMessageContaining(member);
    }

    @Test
    void everyMemberOfARuleIsTakenAtItsBoundsAndRefusedBeyond() {
        List<String> rules = names(schema.at("/$defs/layer/properties"));
        assertThat(rules).hasSize(2 * Vital.values().length);
        for (String rule : rules) {
            String definition = schema.at("/$defs/layer/properties")
                    .get(rule)
                    .get("$ref")
                    .asText()
                    .substring("#/$defs/".length());
            JsonNode members = schema.get("$defs").get(definition).get("properties");
            for (String member : names(members)) {
                JsonNode type = members.get(member);
                for (Object value : good(type)) {
                    taken(rule(rule, member, value));
                }
                for (Object value : bad(type)) {
                    refused(rule + ".", rule(rule, member, value));
                }
            }
            refused("unheardOf", rule(rule, "unheardOf", 1));
        }
    }

    @Test
    void news2Too() {
        JsonNode members = schema.at("/properties/news2/properties");
        for (String member : names(members)) {
            for (Object value : good(members.get(member))) {
                taken(Map.of("version", 1, "news2", members("", member, value)));
            }
            for (Object value : bad(members.get(member))) {
                refused("news2." + member, Map.of("version", 1, "news2", members("", member, value)));
            }
        }
    }

    @Test
    void everyMemberOfSilenceAndDangerIsTakenAtItsBoundsAndRefusedBeyond() {
        JsonNode silence = schema.at("/properties/silence/properties");
        for (String member : names(silence)) {
            if (!member.equals("grades")) {
                check(silence.get(member), member, value -> Map.of("version", 1, "silence", Map.of(member, value)));
            }
        }
        JsonNode grade = schema.at("/$defs/silentGrade/properties");
        assertThat(names(silence.get("grades").get("properties"))).containsExactly("0", "1", "2", "3", "4");
        for (String member : names(grade)) {
            check(
                    grade.get(member),
                    member,
                    value -> Map.of("version", 1, "silence", Map.of("grades", Map.of("3", Map.of(member, value)))));
        }
        JsonNode danger = schema.at("/properties/danger/properties");
        for (String member : names(danger)) {
            check(danger.get(member), member, value -> Map.of("version", 1, "danger", members("", member, value)));
        }
    }

    private static void check(JsonNode type, String member, Function<Object, Map<String, Object>> book) {
        good(type).forEach(value -> taken(book.apply(value)));
        bad(type).forEach(value -> refused(member, book.apply(value)));
    }

    @Test
    void theStandardBookHasOnlyWhatTheSchemaNames() {
        List<String> rules = names(schema.at("/$defs/layer/properties"));
        Map<String, Object> standard = RuleBook.standard().toMap();
        assertThat(names(schema.get("properties"))).containsExactlyInAnyOrderElementsOf(standard.keySet());
        assertThat(names(schema.at("/properties/news2/properties")))
                .containsExactlyInAnyOrderElementsOf(keys(standard.get("news2")));
        assertThat(names(schema.at("/properties/conditions/properties")))
                .containsExactlyInAnyOrderElementsOf(keys(standard.get("conditions")));
        assertThat(names(schema.at("/properties/grades/properties"))).containsAll(keys(standard.get("grades")));
        assertThat(rules).containsAll(keys(standard.get("thresholds")));
    }

    private static List<String> keys(Object object) {
        return ((Map<?, ?>) object).keySet().stream().map(String::valueOf).toList();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<Object> good(JsonNode type) {
        if (type.has("enum")) {
            List<Object> words = new ArrayList<>();
            type.get("enum").forEach(word -> words.add(word.asText()));
            return words;
        }
        return type.get("type").asText().equals("boolean")
                ? List.of(true, false)
                : List.of(type.get("minimum").numberValue(), type.get("maximum").numberValue());
    }

    private static List<Object> bad(JsonNode type) {
        if (type.has("enum")) {
            return List.of("P6", 1);
        }
        if (type.get("type").asText().equals("boolean")) {
            return List.of("true", 1);
        }
        double step = type.has("multipleOf") ? type.get("multipleOf").asDouble() : 1;
        return List.of(
                type.get("minimum").asDouble() - step,
                type.get("maximum").asDouble() + step,
                type.get("minimum").asDouble() + step / 2,
                "1");
    }
}

package care.convoy.console.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * Holds answers against the schemas of the contract, more strictly than JSON Schema does: a member that the contract does
 * not name is a fault too, for the browser's types would not have it.
 */
final class AnswerSchema {
    private final JsonObject contract;

    AnswerSchema() {
        try (InputStream in = AnswerSchema.class.getResourceAsStream("/openapi.yaml")) {
            Map<String, Object> tree = new Yaml().load(in);
            contract = new JsonObject(new JsonObject(tree).encode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with the answer of an operation; empty if nothing is. */
    List<String> faults(String operation, int status, JsonObject answer) {
        for (Map.Entry<String, Object> path : contract.getJsonObject("paths")) {
            for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
                JsonObject found = (JsonObject) method.getValue();
                if (operation.equals(found.getString("operationId"))) {
                    return faults(found, status, answer);
                }
            }
        }
        return List.of("no operation " + operation);
    }

    private List<String> faults(JsonObject operation, int status, JsonObject answer) {
        JsonObject response = operation.getJsonObject("responses").getJsonObject(Integer.toString(status));
        if (response == null) {
            return List.of("the contract knows no answer " + status);
        }
        JsonObject content = resolve(response).getJsonObject("content");
        JsonObject media = (JsonObject) content.iterator().next().getValue();
        return faults(media.getJsonObject("schema"), answer);
    }

    /** What is wrong with a value of a schema of the contract. */
    List<String> faults(String schema, JsonObject value) {
        return faults(new JsonObject().put("$ref", "#/components/schemas/" + schema), value);
    }

    private List<String> faults(JsonObject schema, Object value) {
        List<String> faults = new ArrayList<>();
        check(schema, value, "$", faults);
        return faults;
    }

    private JsonObject resolve(JsonObject schema) {
        String reference = schema.getString("$ref");
        if (reference == null) {
            return schema;
        }
        JsonObject found = contract;
        for (String step : reference.substring(2).split("/")) {
            found = found.getJsonObject(step);
        }
        return resolve(found);
    }

    private void check(JsonObject given, @Nullable Object value, String at, List<String> faults) {
        JsonObject schema = resolve(given);
        if (schema.containsKey("oneOf")) {
            boolean fits = schema.getJsonArray("oneOf").stream()
                    .anyMatch(option -> faultsOf((JsonObject) option, value).isEmpty());
            if (!fits) {
                faults.add(at + ": fits none of oneOf");
            }
            return;
        }
        if (schema.containsKey("enum") && !schema.getJsonArray("enum").contains(value)) {
            faults.add(at + ": " + value + " is not in the enumeration");
        }
        checkType(schema, value, at, faults);
        if (value instanceof JsonObject object) {
            checkMembers(schema, object, at, faults);
        }
        if (value instanceof JsonArray array && schema.containsKey("items")) {
            for (int i = 0; i < array.size(); i++) {
                check(schema.getJsonObject("items"), array.getValue(i), at + '[' + i + ']', faults);
            }
        }
    }

    private List<String> faultsOf(JsonObject schema, @Nullable Object value) {
        List<String> faults = new ArrayList<>();
        check(schema, value, "$", faults);
        return faults;
    }

    private static void checkType(JsonObject schema, @Nullable Object value, String at, List<String> faults) {
        Object type = schema.getValue("type");
        if (type == null) {
            return;
        }
        List<?> types = type instanceof JsonArray array ? array.getList() : List.of(type);
        String actual = switch (value) {
            case null -> "null";
            case String text -> "string";
            case Boolean truth -> "boolean";
            case Integer number -> "integer";
            case Long number -> "integer";
            case Number number -> "number";
            case JsonObject object -> "object";
            case JsonArray array -> "array";
            default -> value.getClass().getSimpleName();
        };
        if (!types.contains(actual) && !(actual.equals("integer") && types.contains("number"))) {
            faults.add(at + ": " + actual + " instead of " + types);
        }
    }

    private void checkMembers(JsonObject schema, JsonObject object, String at, List<String> faults) {
        if (Boolean.TRUE.equals(schema.getValue("additionalProperties"))) {
            return;
        }
        JsonObject members = new JsonObject();
        Set<String> required = new HashSet<>();
        gather(schema, members, required);
        for (String name : required) {
            if (!object.containsKey(name)) {
                faults.add(at + ": lacks " + name);
            }
        }
        for (Map.Entry<String, Object> member : object) {
            JsonObject expected = members.getJsonObject(member.getKey());
            if (expected == null) {
                faults.add(at + ": has " + member.getKey() + ", which the contract does not name");
            } else {
                check(expected, member.getValue(), at + '.' + member.getKey(), faults);
            }
        }
    }

    private void gather(JsonObject given, JsonObject members, Set<String> required) {
        JsonObject schema = resolve(given);
        for (Object part : schema.getJsonArray("allOf", new JsonArray())) {
            gather((JsonObject) part, members, required);
        }
        members.mergeIn(schema.getJsonObject("properties", new JsonObject()));
        schema.getJsonArray("required", new JsonArray()).forEach(name -> required.add((String) name));
    }
}

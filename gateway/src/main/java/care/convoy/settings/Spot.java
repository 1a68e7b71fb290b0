package care.convoy.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value of such a file that knows where it stands, so that an error can say so.
 *
 * @param path from the outermost object, as {@code topics[0].device}
 * @param line from 1
 * @param value a String, Double, Boolean, {@code Map<String, Spot>} or {@code List<Spot>}
 */
public record Spot(String path, int line, Object value) {
    private static final int DEEPEST = 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    /** Reads a whole file: one JSON object; comments as in Java are allowed. */
    public static Spot read(String text) throws SettingsRefused {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            Spot root = value(parser, "", 0);
            if (parser.nextToken() != null) {
                throw new SettingsRefused("line " + lineOf(parser) + ": something follows the object; remove it");
            }
            return root;
        } catch (JsonProcessingException broken) {
            throw new SettingsRefused("line " + broken.getLocation().getLineNr() + ": not valid JSON ("
                    + broken.getOriginalMessage().lines().findFirst().orElse("") + ")");
        } catch (IOException impossible) {
            throw new SettingsRefused("cannot be read: " + impossible.getMessage());
        }
    }

    private static Spot value(JsonParser parser, String path, int depth) throws IOException, SettingsRefused {
        int line = lineOf(parser);
        JsonToken token = parser.currentToken();
        if (token == null || depth > DEEPEST) {
            throw new SettingsRefused("line " + line + ": " + (token == null ? "empty" : "nested too deeply")
                    + "; the file is one JSON object");
        }
        return switch (token) {
            case START_OBJECT -> new Spot(path, line, members(parser, path, depth));
            case START_ARRAY -> new Spot(path, line, items(parser, path, depth));
            case VALUE_STRING -> new Spot(path, line, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Spot(path, line, parser.getDoubleValue());
            case VALUE_TRUE -> new Spot(path, line, true);
            case VALUE_FALSE -> new Spot(path, line, false);
            default -> throw new SettingsRefused("line " + line + ", " + path + ": null says nothing; leave it out");
        };
    }

    private static Map<String, Spot> members(JsonParser parser, String path, int depth)
            throws IOException, SettingsRefused {
        Map<String, Spot> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser, path.isEmpty() ? name : path + "." + name, depth + 1));
        }
        return members;
    }

    private static List<Spot> items(JsonParser parser, String path, int depth) throws IOException, SettingsRefused {
        List<Spot> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, path + "[" + items.size() + "]", depth + 1));
        }
        return items;
    }

    private static int lineOf(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    /** What is wrong here. @param what with the mend */
    public SettingsRefused refuse(String what) {
        return new SettingsRefused("line " + line + (path.isEmpty() ? "" : ", " + path) + ": " + what);
    }

    /** The members of this object, none of which may be unknown. */
    public Map<String, Spot> object(Set<String> known) throws SettingsRefused {
        Map<String, Spot> members = object();
        for (Map.Entry<String, Spot> member : members.entrySet()) {
            if (!known.contains(member.getKey())) {
                throw member.getValue()
                        .refuse("not known; here may be "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
        return members;
    }

    @SuppressWarnings("unchecked")
    public Map<String, Spot> object() throws SettingsRefused {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Spot>) map;
        }
        throw refuse("must be an object, {...}");
    }

    @SuppressWarnings("unchecked")
    public List<Spot> list(int atMost) throws SettingsRefused {
        if (value instanceof List<?> list && !list.isEmpty() && list.size() <= atMost) {
            return (List<Spot>) list;
        }
        throw refuse("must be a list, [...], of 1 to " + atMost);
    }

    public boolean isObject() {
        return value instanceof Map<?, ?>;
    }

    public boolean isList() {
        return value instanceof List<?>;
    }

    public String text(int atMost) throws SettingsRefused {
        if (value instanceof String text && !text.isBlank() && text.length() <= atMost) {
            return text;
        }
        throw refuse("must be a text of 1 to " + atMost + " characters");
    }

    public int whole(int least, int most) throws SettingsRefused {
        if (value instanceof Double number && number == Math.rint(number) && number >= least && number <= most) {
            return number.intValue();
        }
        throw refuse("must be a whole number from " + least + " to " + most);
    }

    public double number() throws SettingsRefused {
        if (value instanceof Double number && Double.isFinite(number)) {
            return number;
        }
        throw refuse("must be a number");
    }

    public boolean truth() throws SettingsRefused {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw refuse("must be true or false");
    }

    /** The member of that name of this object. @throws SettingsRefused if there is none */
    public Spot need(String name) throws SettingsRefused {
        Spot member = object().get(name);
        if (member == null) {
            throw refuse("'" + name + "' is missing");
        }
        return member;
    }

    /** The member of that name of this object, or null. */
    @Nullable
    public Spot find(String name) throws SettingsRefused {
        return object().get(name);
    }
}

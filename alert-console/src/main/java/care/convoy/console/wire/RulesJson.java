package care.convoy.console.wire;

import care.convoy.console.HealthRules;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Health rules as JSON. Stateless. */
public final class RulesJson {
    private RulesJson() {}

    /** A tree of plain maps. */
    public static Map<String, Object> tree(JsonObject json) {
        // written and read, so that nothing in it is a JsonObject
        return new JsonObject(json.toBuffer()).getMap();
    }

    /** One version with its content. */
    public static JsonObject version(HealthRules.Version version) {
        JsonObject json = new JsonObject()
                .put("version", version.version())
                .put("by", version.by())
                .put("why", version.why())
                .put("content", new JsonObject(version.content()));
        return version.at() == null ? json : json.put("at", Times.text(version.at()));
    }

    /** What a trial found. */
    public static JsonObject result(HealthRules.Result result) {
        JsonArray counts = new JsonArray();
        result.counts()
                .forEach(count -> counts.add(new JsonObject()
                        .put("rule", count.rule())
                        .put("priority", count.priority())
                        .put("now", count.now())
                        .put("next", count.next())));
        JsonArray examples = new JsonArray();
        result.examples()
                .forEach(example -> examples.add(new JsonObject()
                        .put("residentId", example.resident())
                        .put("at", Times.text(example.at()))
                        .put("rule", example.rule())
                        .put("priority", example.priority())
                        .put("added", example.added())));
        return new JsonObject()
                .put("residents", result.residents())
                .put("judged", result.judged())
                .put("rows", result.rows())
                .put("millis", result.millis())
                .put("against", result.against())
                .put("rules", counts)
                .put("now", side(result.now()))
                .put("next", side(result.next()))
                .put("raised", result.raised())
                .put("raisedFalse", result.raisedFalse())
                .put("examples", examples);
    }

    private static JsonObject side(HealthRules.Side side) {
        return new JsonObject()
                .put("told", side.told())
                .put("unmet", side.unmet())
                .put("metFalse", side.metFalse())
                .put("metTrue", side.metTrue());
    }
}

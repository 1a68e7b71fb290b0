package care.convoy.console.wire;

import care.convoy.console.Evidence;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a rule found as {@code Evidence} of the contract. */
final class EvidenceJson {
    private EvidenceJson() {}

    /** Nothing for no evidence. */
    static void put(JsonObject to, @Nullable Evidence evidence) {
        if (evidence == null) {
            return;
        }
        JsonArray values = new JsonArray();
        for (Evidence.Value value : evidence.values()) {
            JsonObject one = new JsonObject()
                    .put("what", value.what())
                    .put("value", value.value())
                    .put("unit", value.unit())
                    .put("at", Times.text(value.at()));
            if (!value.quality().isEmpty()) {
                one.put("quality", value.quality());
            }
            values.add(one);
        }
        JsonArray limits = new JsonArray();
        for (Evidence.Limit limit : evidence.limits()) {
            limits.add(new JsonObject()
                    .put("what", limit.what())
                    .put("comparison", limit.comparison())
                    .put("number", limit.number())
                    .put("unit", limit.unit())
                    .put("source", limit.source()));
        }
        to.put(
                "evidence",
                new JsonObject()
                        .put("rule", evidence.rule())
                        .put("book", evidence.book())
                        .put("values", values)
                        .put("limits", limits));
    }
}

package care.convoy.console.web;

import care.convoy.console.Warnings;
import care.convoy.console.wire.WarningJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Warnings of weather and disasters, of the caller's part of the tree. Confined to the event loop. */
final class WarningRoutes {
    private static final int SHOWN = 100;
    private static final int MOST_RESIDENTS = 500;

    private final Warnings warnings;
    private final Offload offload;

    WarningRoutes(Warnings warnings, Offload offload) {
        this.warnings = warnings;
        this.offload = offload;
    }

    void list(Call call) {
        String scope = call.caller().user().scope();
        int limit = call.query("limit", SHOWN);
        // from memory, but to count residents of hundreds of warnings would hold up the loop
        offload.run(call, () -> warnings.inForce(scope), all -> {
            JsonArray shown = new JsonArray();
            all.stream().limit(limit).forEach(each -> shown.add(WarningJson.brief(each)));
            call.ok(new JsonObject().put("warnings", shown).put("total", all.size()));
        });
    }

    void get(Call call) {
        String scope = call.caller().user().scope();
        offload.run(
                call,
                () -> warnings.find(call.id(), scope)
                        .map(found ->
                                WarningJson.detail(found, warnings.residentsOf(found.id(), scope, MOST_RESIDENTS))),
                (Optional<JsonObject> found) -> found.ifPresentOrElse(call::ok, () -> call.problem(Problem.NOT_FOUND)));
    }
}

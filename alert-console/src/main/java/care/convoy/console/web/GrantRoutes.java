package care.convoy.console.web;

import care.convoy.console.Grants;
import care.convoy.console.Grants.Grant;
import care.convoy.console.Grants.Outcome;
import care.convoy.console.wire.Times;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What other systems may have, for administrators. Confined to the event loop. */
final class GrantRoutes {
    private static final int USUAL_DAYS = 90;

    private final Grants grants;
    private final Offload offload;

    GrantRoutes(Grants grants, Offload offload) {
        this.grants = grants;
        this.offload = offload;
    }

    void list(Call call) {
        offload.run(call, grants::list, all -> {
            JsonArray array = new JsonArray();
            all.stream()
                    .filter(each -> each.area().startsWith(call.caller().user().scope()))
                    .forEach(each -> array.add(json(each)));
            call.ok(new JsonObject().put("grants", array));
        });
    }

    /** Whoever administers a part of the tree grants that part at most. */
    void issue(Call call) {
        JsonObject body = call.body();
        String name = body.getString("name");
        call.subject(name);
        String area = body.getString("area", "");
        if (!area.startsWith(call.caller().user().scope())) {
            call.problem(Problem.of(
                    422,
                    "refused",
                    "area: begin with your own, " + call.caller().user().scope()));
            return;
        }
        List<String> scopes =
                body.getJsonArray("scopes").stream().map(String.class::cast).toList();
        var wish = new Grants.NewGrant(
                name,
                scopes,
                area,
                body.getString("purpose"),
                body.getInteger("days", USUAL_DAYS),
                call.caller().user().login());
        offload.run(call, () -> grants.issue(wish), outcome -> {
            switch (outcome) {
                case Outcome.Issued issued -> call.ok(json(issued.grant()).put("token", issued.token()));
                case Outcome.NameTaken _ ->
                    call.problem(Problem.of(409, "name-taken", "This name was used before; choose another."));
                case Outcome.Refused refused -> call.problem(Problem.of(422, "refused", refused.why()));
            }
        });
    }

    void revoke(Call call) {
        String name = call.path("name");
        call.subject(name);
        String scope = call.caller().user().scope();
        offload.run(
                call,
                () -> {
                    Optional<Grant> found = grants.list().stream()
                            .filter(each ->
                                    each.name().equals(name) && each.area().startsWith(scope))
                            .findFirst();
                    return found.isPresent()
                            && grants.revoke(name, call.caller().user().login());
                },
                done -> {
                    if (done) {
                        call.noContent();
                    } else {
                        call.problem(Problem.NOT_FOUND);
                    }
                });
    }

    private static JsonObject json(Grant grant) {
        JsonArray scopes = new JsonArray();
        grant.scopes().stream().sorted().forEach(scopes::add);
        JsonObject json = new JsonObject()
                .put("name", grant.name())
                .put("scopes", scopes)
                .put("area", grant.area())
                .put("purpose", grant.purpose())
                .put("createdBy", grant.createdBy())
                .put("createdAt", Times.text(grant.createdAt()))
                .put("expiresAt", Times.text(grant.expiresAt()));
        put(json, "revokedAt", grant.revokedAt());
        put(json, "lastUsedAt", grant.lastUsedAt());
        return json;
    }

    private static void put(JsonObject json, String member, @Nullable Instant at) {
        if (at != null) {
            json.put(member, Times.text(at));
        }
    }
}

package care.convoy.console.web;

import care.convoy.console.HealthRules;
import care.convoy.console.HealthRules.Change;
import care.convoy.console.HealthRules.Outcome;
import care.convoy.console.HealthRules.Version;
import care.convoy.console.Residents;
import care.convoy.console.wire.RulesJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The health rules' numbers. Confined to the event loop. */
final class RuleRoutes {
    private static final int USUAL_PAGE = 20;
    private static final int USUAL_DAYS = 30;
    private static final Pattern TAG = Pattern.compile("\"(\\d{1,9})\"");
    private static final Problem NO_TAG = Problem.of(
            428, "if-match-required", "Send If-Match with the ETag of the version that was changed, as \"3\".");
    private static final Problem WHOLE_TREE =
            Problem.of(403, "whole-tree-only", "The book is everybody's: only who sees the whole tree changes it.");

    private final HealthRules rules;
    private final Residents residents;
    private final Offload offload;

    RuleRoutes(HealthRules rules, Residents residents, Offload offload) {
        this.rules = rules;
        this.residents = residents;
        this.offload = offload;
    }

    void get(Call call) {
        offload.run(call, () -> rules.books(1).getFirst(), book -> answer(call, book));
    }

    void versions(Call call) {
        int most = call.query("limit", USUAL_PAGE);
        offload.run(call, () -> rules.books(most), books -> call.ok(versions(books)));
    }

    void getPersonal(Call call) {
        known(call, () -> offload.run(call, () -> rules.personal(call.id(), 1).getFirst(), own -> answer(call, own)));
    }

    void personalVersions(Call call) {
        int most = call.query("limit", USUAL_PAGE);
        known(call, () -> offload.run(call, () -> rules.personal(call.id(), most), own -> call.ok(versions(own))));
    }

    void put(Call call) {
        if (!call.caller().user().scope().isEmpty()) {
            call.problem(WHOLE_TREE);
            return;
        }
        Change change = change(call, "book");
        if (change != null) {
            call.subject("rules");
            changed(call, () -> rules.putBook(change));
        }
    }

    void putPersonal(Call call) {
        Change change = change(call, "limits");
        if (change != null) {
            known(call, () -> changed(call, () -> rules.putPersonal(call.id(), change)));
        }
    }

    void tryOut(Call call) {
        AtomicBoolean gone = new AtomicBoolean();
        call.context().addEndHandler(ended -> gone.set(true));
        var trial = new HealthRules.Trial(
                RulesJson.tree(call.body().getJsonObject("book")),
                call.body().getInteger("days", USUAL_DAYS),
                call.caller()::sees,
                gone::get);
        offload.run(call, () -> rules.tryOut(trial), tried -> {
            switch (tried) {
                case HealthRules.Unfit unfit -> call.problem(problem(unfit));
                case HealthRules.Busy busy ->
                    call.problem(Problem.of(409, "dry-run-busy", "Another dry run is on its way."));
                case HealthRules.Result result -> call.ok(RulesJson.result(result));
            }
        });
    }

    private void known(Call call, Runnable then) {
        offload.find(
                call, () -> residents.byId(call.id()), found -> found.brief().regionCode(), found -> then.run());
    }

    /** Null if it was answered already. */
    private static @Nullable Change change(Call call, String content) {
        String given = call.header("If-Match");
        Matcher tag = TAG.matcher(given == null ? "" : given.strip());
        if (!tag.matches()) {
            call.problem(NO_TAG);
            return null;
        }
        return new Change(
                Integer.parseInt(tag.group(1)),
                call.caller().user().login(),
                call.body().getString("why").strip(),
                RulesJson.tree(call.body().getJsonObject(content)));
    }

    private void changed(Call call, Callable<Outcome> work) {
        offload.run(call, work, outcome -> {
            switch (outcome) {
                case Outcome.Done done -> {
                    tag(call, done.version());
                    call.ok(new JsonObject().put("version", done.version()));
                }
                case Outcome.Changed changed ->
                    call.problem(Problem.of(412, "version-changed", "Somebody changed it meanwhile; read it again.")
                            .with("version", changed.version()));
                case HealthRules.Unfit unfit -> call.problem(problem(unfit));
            }
        });
    }

    private static Problem problem(HealthRules.Unfit unfit) {
        return Problem.of(422, "unfit-rules", "The rules cannot be used as they are.")
                .with("member", unfit.member())
                .with("detail", unfit.mend());
    }

    private static void answer(Call call, Version version) {
        tag(call, version.version());
        call.ok(RulesJson.version(version));
    }

    private static void tag(Call call, int version) {
        call.context().response().putHeader("ETag", "\"" + version + "\"");
    }

    private static JsonObject versions(List<Version> versions) {
        JsonArray all = new JsonArray();
        versions.forEach(version -> all.add(RulesJson.version(version)));
        return new JsonObject().put("versions", all);
    }
}

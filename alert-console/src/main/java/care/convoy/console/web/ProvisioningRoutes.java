package care.convoy.console.web;

import care.convoy.console.AlertRow;
import care.convoy.console.Provisioning;
import care.convoy.console.Provisioning.Outcome;
import care.convoy.console.Provisioning.State;
import care.convoy.console.wire.ProvisioningJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Devices for those who bring and run them. Confined to the event loop. */
final class ProvisioningRoutes {
    private static final int USUAL_PAGE = 100;
    private static final int USUAL_CHOICE = 20;
    private static final int USUAL_OVERLAP_DAYS = 7;

    private final Provisioning devices;
    private final Offload offload;

    ProvisioningRoutes(Provisioning devices, Offload offload) {
        this.devices = devices;
        this.offload = offload;
    }

    void list(Call call) {
        String assigned = call.query("assigned");
        var query = new Provisioning.Query(
                text(call.query("q")),
                call.query("protocol"),
                state(call.query("state")),
                assigned == null ? null : Boolean.valueOf(assigned),
                text(call.query("after")),
                call.query("limit", USUAL_PAGE),
                call.caller()::sees);
        offload.run(call, () -> devices.list(query), page -> call.ok(ProvisioningJson.page(page)));
    }

    private static @Nullable State state(@Nullable String word) {
        return word == null ? null : State.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    void get(Call call) {
        known(call, device -> call.ok(ProvisioningJson.device(device)));
    }

    void way(Call call) {
        offload.find(
                call,
                () -> devices.way(call.id()),
                found -> found.device().regionCode(),
                found -> call.ok(ProvisioningJson.way(found)));
    }

    void create(Call call) {
        JsonObject body = call.body();
        added(call, body.getString("deviceId"), body);
    }

    /** The id as the device wrote it: whatever a watch calls itself it is to be known by. */
    void adopt(Call call) {
        JsonObject body = call.body();
        added(call, body.getString("id"), body);
    }

    private void added(Call call, String id, JsonObject body) {
        call.subject(id);
        var device = new Provisioning.NewDevice(
                id,
                body.getString("protocol"),
                body.getString("secret"),
                body.getString("model", ""),
                residents(body.getJsonArray("residents", new JsonArray())),
                call.caller()::sees);
        changed(call, () -> devices.create(device));
    }

    void change(Call call) {
        JsonArray residents = call.body().getJsonArray("residents");
        var change = new Provisioning.Change(
                call.body().getString("model"), residents == null ? null : residents(residents), call.caller()::sees);
        known(call, device -> changed(call, () -> devices.change(call.id(), change)));
    }

    private static List<String> residents(JsonArray ids) {
        return ids.stream().map(String.class::cast).toList();
    }

    void rotate(Call call) {
        JsonObject body = call.body();
        var rotate = new Provisioning.Rotate(
                body.getString("secret"),
                Duration.ofDays(body.getInteger("overlapDays", USUAL_OVERLAP_DAYS)),
                body.getBoolean("endsWithUse", false));
        known(call, device -> changed(call, () -> devices.rotate(call.id(), rotate)));
    }

    void block(Call call) {
        admit(call, State.BLOCKED, call.body().getString("reason"));
    }

    void unblock(Call call) {
        admit(call, State.SERVED, call.body().getString("reason", ""));
    }

    void close(Call call) {
        admit(call, State.CLOSED, text(call.query("reason")));
    }

    private void admit(Call call, State state, String reason) {
        var admit = new Provisioning.Admit(
                state, reason.strip(), call.caller().user().login());
        known(call, device -> changed(call, () -> devices.admit(call.id(), admit)));
    }

    void forget(Call call) {
        call.subject(call.id());
        offload.run(
                call,
                () -> {
                    devices.forget(call.path("protocol"), call.id());
                    return "";
                },
                done -> call.noContent());
    }

    void residents(Call call) {
        String words = text(call.query("q"));
        int limit = call.query("limit", USUAL_CHOICE);
        offload.run(call, () -> devices.residents(words, call.caller()::sees, limit), found -> {
            JsonArray residents = new JsonArray();
            for (AlertRow.Brief resident : found) {
                residents.add(ProvisioningJson.resident(resident));
            }
            call.ok(new JsonObject().put("residents", residents));
        });
    }

    private void known(Call call, Consumer<Provisioning.Device> then) {
        offload.find(call, () -> devices.find(call.id()), Provisioning.Device::regionCode, then);
    }

    private void changed(Call call, Callable<Outcome> work) {
        offload.run(call, work, outcome -> {
            switch (outcome) {
                case Outcome.Done done -> call.ok(ProvisioningJson.device(done.device(), done.secret()));
                case Outcome.Refused refused -> call.problem(problem(refused));
            }
        });
    }

    private static Problem problem(Outcome.Refused refused) {
        Problem problem = switch (refused.why()) {
            case UNKNOWN_DEVICE -> Problem.NOT_FOUND;
            case EXISTS -> Problem.of(409, "device-exists", "There is a device of this id.");
            case UNKNOWN_RESIDENT -> Problem.of(422, "unknown-resident", "There is no resident of this id here.");
            case UNFIT_SECRET -> Problem.of(422, "unfit-secret", "The secret does not fit the protocol.");
            case NO_SECRET -> Problem.of(422, "no-secret", "The protocol knows no secret.");
            case JUST_REPLACED ->
                Problem.of(409, "just-replaced", "The secret was replaced a moment ago; look at the device first.");
        };
        return problem.with("detail", refused.detail().isEmpty() ? null : refused.detail());
    }
}

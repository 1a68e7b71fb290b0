package care.convoy.console.web;

import care.convoy.console.AlertCommands;
import care.convoy.console.AlertCommands.Command;
import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Alerts;
import care.convoy.console.Disposition;
import care.convoy.console.Role;
import care.convoy.console.Users;
import care.convoy.console.feed.Feed;
import care.convoy.console.session.Caller;
import care.convoy.console.wire.Times;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people do to alerts: each request becomes one command with a key, and its answer tells what the log said. Confined to
 * the event loop.
 */
final class CommandRoutes {
    /** The log answers or gives up long before; this only keeps a request from waiting for ever. */
    private static final int PATIENCE_SECONDS = 10;

    private static final int MAX_WORDS_BYTES = 2_800;
    private static final Problem WORDS =
            Problem.of(400, "bad-request", "A note has words, at most " + MAX_WORDS_BYTES + " bytes of them.");
    private static final Problem UNAVAILABLE = Problem.of(
                    503, "log-unavailable", "It may or may not have been done; send it again with the same key.")
            .with("retryAfter", 1);
    private static final Problem COSIGNER =
            Problem.of(422, "cosigner-missing", "A co-sign needs another person, a supervisor.");

    private final AlertCommands commands;
    private final Alerts alerts;
    private final Users users;
    private final Feed feed;
    private final Offload offload;

    CommandRoutes(AlertCommands commands, Alerts alerts, Users users, Feed feed, Offload offload) {
        this.commands = commands;
        this.alerts = alerts;
        this.users = users;
        this.feed = feed;
        this.offload = offload;
    }

    void claim(Call call) {
        long expected = call.body().getLong("expectedVersion");
        order(call, "claim", key -> new Command.Claim(key, call.id(), expected));
    }

    void renew(Call call) {
        order(call, "renew", key -> new Command.Renew(key, call.id()));
    }

    void release(Call call) {
        order(call, "release", key -> new Command.Release(key, call.id()));
    }

    void note(Call call) {
        String text = call.body().getString("text").strip();
        if (text.isEmpty() || isTooLong(text)) {
            call.problem(WORDS);
            return;
        }
        order(call, "note", key -> new Command.Note(key, call.id(), text));
    }

    void resolve(Call call) {
        JsonObject body = call.body();
        String verified = body.getString("verified");
        String by = body.getString("by");
        boolean cosign = "cosign".equals(verified);
        if (cosign && !mayCosign(call.caller(), by)) {
            call.problem(COSIGNER);
            return;
        }
        Disposition disposition = new Disposition(
                body.getString("cause"),
                body.getString("outcome"),
                body.getBoolean("falseAlarm"),
                verified,
                cosign ? by : null);
        long expected = body.getLong("expectedVersion");
        String note = body.getString("note");
        String words = note == null || note.isBlank() ? null : note.strip();
        if (words != null && isTooLong(words)) {
            call.problem(WORDS);
            return;
        }
        order(call, "resolve", key -> new Command.Resolve(key, call.id(), expected, disposition, words));
    }

    /** The contract counts characters; what counts in the log is bytes, and some characters have four. */
    private static boolean isTooLong(String words) {
        return words.getBytes(StandardCharsets.UTF_8).length > MAX_WORDS_BYTES;
    }

    private boolean mayCosign(Caller caller, @Nullable String by) {
        return by != null
                && !by.equals(caller.user().login())
                && users.byLogin(by)
                        .filter(user -> user.enabled() && user.role() == Role.SUPERVISOR)
                        .isPresent();
    }

    /** Submits, once it is certain that the caller may know of the alert. */
    private void order(Call call, String operation, Function<AlertCommands.Key, Command> command) {
        AlertCommands.Key key = new AlertCommands.Key(call.caller().operator(), commandId(call, operation));
        AlertRow open = feed.row(call.id());
        if (open != null) {
            order(call, open.regionCode(), command.apply(key));
            return;
        }
        // not open any more, or never was; a repeat of the command that ended it must still be answered as then
        offload.run(call, () -> alerts.detail(call.id()), found -> orderClosed(call, found, command.apply(key)));
    }

    private void orderClosed(Call call, Optional<AlertDetail> found, Command command) {
        if (found.isEmpty()) {
            call.problem(Problem.NOT_FOUND);
        } else {
            order(call, found.get().row().regionCode(), command);
        }
    }

    private void order(Call call, String regionCode, Command command) {
        if (!call.caller().sees(regionCode)) {
            call.problem(Problem.NOT_FOUND);
            return;
        }
        commands.submit(command)
                .toCompletableFuture()
                .copy()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .minimalCompletionStage()
                .whenComplete((result, failure) -> offload.onLoop(
                        () -> answer(call, failure == null ? result : new AlertCommands.Result.Unavailable())));
    }

    /** The same request has the same id; the key alone does not suffice, it might be used again for something else. */
    private static UUID commandId(Call call, String operation) {
        String key = call.header("Idempotency-Key");
        if (key == null) {
            return UUID.randomUUID();
        }
        String name = String.join("\n", call.caller().user().login(), operation, call.id(), key);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private void answer(Call call, AlertCommands.Result result) {
        switch (result) {
            case AlertCommands.Result.Done done ->
                call.ok(new JsonObject()
                        .put("id", call.id())
                        .put("version", done.version())
                        .put("durability", done.durability().name())
                        .put("duplicate", done.duplicate()));
            case AlertCommands.Result.Refused refused -> call.problem(refusal(refused));
            case AlertCommands.Result.Unavailable _ -> call.problem(UNAVAILABLE);
        }
    }

    private static Problem refusal(AlertCommands.Result.Refused refused) {
        return switch (refused.reason()) {
            case UNKNOWN_ALERT -> Problem.NOT_FOUND;
            case OWNED_BY_OTHER -> conflict("owned-by-other", "Somebody else holds it.", refused);
            case VERSION_MISMATCH -> conflict("version-mismatch", "It changed since you saw it.", refused);
            case NOT_OWNER -> conflict("not-owner", "Only who holds it may do that.", refused);
            case WRONG_STATE -> conflict("wrong-state", "Not possible as it is now.", refused);
            case TOO_MANY_NOTES -> conflict("too-many-notes", "Its time line is full of notes.", refused);
            case NOT_VERIFIED ->
                Problem.of(422, "not-verified", "A false press needs a voice contact, a visit or a co-sign.");
            case COSIGNER_MISSING -> COSIGNER;
        };
    }

    private static Problem conflict(String name, String title, AlertCommands.Result.Refused refused) {
        Problem problem = Problem.of(409, name, title)
                .with("version", refused.version() > 0 ? refused.version() : null)
                .with("since", refused.since() == null ? null : Times.text(refused.since()));
        return refused.owner() == null
                ? problem
                : problem.with("owner", refused.owner().user())
                        .with("ownerName", refused.owner().name());
    }
}

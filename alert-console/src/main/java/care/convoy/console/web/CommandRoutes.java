package care.convoy.console.web;

import care.convoy.console.AlertCommands;
import care.convoy.console.AlertCommands.Command;
import care.convoy.console.AlertCommands.DeviceOrder;
import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Alerts;
import care.convoy.console.Disposition;
import care.convoy.console.Residents;
import care.convoy.console.Role;
import care.convoy.console.Users;
import care.convoy.console.feed.Feed;
import care.convoy.console.session.Caller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people do to alerts: each request becomes one command with a key, and its answer tells what the log said. Confined to
 * the event loop.
 */
final class CommandRoutes {
    private static final int MAX_WORDS_BYTES = 2_800;
    private static final Problem WORDS =
            Problem.of(400, "bad-request", "A note has words, at most " + MAX_WORDS_BYTES + " bytes of them.");
    private static final Problem NOT_THEIRS =
            Problem.of(422, "not-their-device", "deviceId: not a device of anybody whom the case is about.");
    private static final List<String> USUAL_HELP = List.of("ambulance", "contacts");
    private static final Map<String, String> ACTIONS = Map.of(
            "ambulance", "REQUEST_AMBULANCE",
            "contacts", "CALL",
            "message", "MESSAGE",
            "supervisor", "CALL_SUPERVISOR");

    /** What is on record of alerts and people. */
    record Records(Alerts alerts, Residents residents, Users users) {}

    private final Alerts alerts;
    private final Residents residents;
    private final Users users;
    private final Feed feed;
    private final Offload offload;
    private final CommandDesk desk;

    CommandRoutes(Records records, Feed feed, Offload offload, CommandDesk desk) {
        this.alerts = records.alerts();
        this.residents = records.residents();
        this.users = records.users();
        this.feed = feed;
        this.offload = offload;
        this.desk = desk;
    }

    void claim(Call call) {
        long expected = expected(call);
        order(call, "claim", key -> new Command.Claim(key, call.id(), expected));
    }

    void renew(Call call) {
        order(call, "renew", key -> new Command.Renew(key, call.id()));
    }

    void release(Call call) {
        order(call, "release", key -> new Command.Release(key, call.id()));
    }

    void takeOver(Call call) {
        long expected = expected(call);
        order(call, "takeover", key -> new Command.TakeOver(key, call.id(), expected));
    }

    void progress(Call call) {
        AlertRow.State to = AlertRow.State.valueOf(call.body().getString("to"));
        order(call, "progress", key -> new Command.Progress(key, call.id(), to));
    }

    void dispatch(Call call) {
        JsonArray asked = call.body().getJsonArray("actions", new JsonArray(USUAL_HELP));
        List<String> actions = asked.stream()
                .map(action -> ACTIONS.getOrDefault((String) action, ""))
                .distinct()
                .toList();
        order(call, "dispatch", key -> new Command.Summon(key, call.id(), actions));
    }

    /** The device of the case, or another one of somebody whom it is about, is to do something. */
    void orderForAlert(Call call) {
        DeviceOrder asked;
        try {
            asked = OrderReader.forAlert(call.body());
        } catch (OrderReader.Odd odd) {
            call.problem(odd.problem());
            return;
        }
        String device = call.body().getString("deviceId");
        order(call, "order", key -> new Command.OrderForCase(key, call.id(), device, asked));
    }

    private boolean isOfCase(String device, AlertRow row) {
        return Stream.concat(Stream.ofNullable(row.resident()), row.household().stream())
                .flatMap(person -> residents.byId(person.id()).stream())
                .anyMatch(record -> record.devices().contains(device));
    }

    void note(Call call) {
        String text = call.body().getString("text").strip();
        if (text.isEmpty()) {
            call.problem(WORDS);
            return;
        }
        orderInWords(call, "note", text, (key, words) -> new Command.Note(key, call.id(), text));
    }

    void defer(Call call) {
        Duration time = Duration.ofSeconds(call.body().getLong("forSeconds"));
        String reason = call.body().getString("reason");
        long expected = expected(call);
        orderInWords(call, "defer", (key, words) -> new Command.Defer(key, call.id(), expected, time, reason, words));
    }

    void reopen(Call call) {
        orderInWords(call, "reopen", (key, words) -> new Command.Reopen(key, call.id(), words));
    }

    void close(Call call) {
        orderInWords(call, "close", (key, words) -> new Command.Close(key, call.id(), words));
    }

    void resolve(Call call) {
        JsonObject body = call.body();
        String verified = body.getString("verified");
        String by = body.getString("by");
        boolean cosign = "cosign".equals(verified);
        if (cosign && !mayCosign(call.caller(), by)) {
            call.problem(CommandDesk.COSIGNER);
            return;
        }
        Disposition disposition = new Disposition(
                body.getString("cause"),
                body.getString("outcome"),
                body.getBoolean("falseAlarm"),
                verified,
                cosign ? by : null);
        long expected = expected(call);
        orderInWords(
                call, "resolve", (key, words) -> new Command.Resolve(key, call.id(), expected, disposition, words));
    }

    private static long expected(Call call) {
        return call.body().getLong("expectedVersion");
    }

    private boolean mayCosign(Caller caller, @Nullable String by) {
        return by != null
                && !by.equals(caller.user().login())
                && users.byLogin(by)
                        .filter(user -> user.enabled() && user.role() == Role.SUPERVISOR)
                        .isPresent();
    }

    /** A command that may carry words. */
    private interface InWords {
        Command.OnAlert command(AlertCommands.Key key, @Nullable String words);
    }

    /** Orders with the words of the member {@code note}, which may be absent or blank. */
    private void orderInWords(Call call, String operation, InWords command) {
        String note = call.body().getString("note");
        orderInWords(call, operation, note == null || note.isBlank() ? null : note.strip(), command);
    }

    /** The contract counts characters; what counts in the log is bytes, and some characters have four. */
    private void orderInWords(Call call, String operation, @Nullable String words, InWords command) {
        if (words != null && words.getBytes(StandardCharsets.UTF_8).length > MAX_WORDS_BYTES) {
            call.problem(WORDS);
            return;
        }
        order(call, operation, key -> command.command(key, words));
    }

    /** Submits, once it is certain that the caller may know of the alert. */
    private void order(Call call, String operation, Function<AlertCommands.Key, Command.OnAlert> command) {
        Optional<AlertCommands.Key> key = desk.key(call, operation);
        if (key.isEmpty()) {
            call.problem(CommandDesk.KEY_REUSED);
            return;
        }
        Command.OnAlert made = command.apply(key.get());
        AlertRow open = feed.row(call.id());
        if (open != null) {
            order(call, open, made);
            return;
        }
        // not open any more, or never was; a repeat of the command that ended it must still be answered as then
        offload.run(call, () -> alerts.detail(call.id()), found -> orderClosed(call, found, made));
    }

    private void orderClosed(Call call, Optional<AlertDetail> found, Command.OnAlert command) {
        if (found.isEmpty()) {
            call.problem(Problem.NOT_FOUND);
        } else {
            order(call, found.get().row(), command);
        }
    }

    private void order(Call call, AlertRow known, Command.OnAlert command) {
        if (!call.caller().sees(known.regionCode())) {
            call.problem(Problem.NOT_FOUND);
            return;
        }
        if (command instanceof Command.OrderForCase order
                && order.device() != null
                && !order.device().equals(known.deviceId())) {
            String device = order.device();
            offload.run(call, () -> isOfCase(device, known), isTheirs -> {
                if (isTheirs) {
                    submit(call, known, command);
                } else {
                    call.problem(NOT_THEIRS);
                }
            });
            return;
        }
        submit(call, known, command);
    }

    private void submit(Call call, AlertRow known, Command.OnAlert command) {
        desk.submit(call, command, done -> done(call, done), refused -> call.problem(refusal(known, refused)));
    }

    private void done(Call call, AlertCommands.Result.Done done) {
        call.ok(new JsonObject()
                .put("id", call.id())
                .put("version", done.version())
                .put("durability", done.durability().name())
                .put("duplicate", done.duplicate()));
    }

    /** What is known here and not in the log any more has ended for good. */
    private Problem refusal(AlertRow known, AlertCommands.Result.Refused refused) {
        boolean over = refused.reason() == AlertCommands.Reason.UNKNOWN_ALERT;
        AlertCommands.Result.Refused told = over
                ? new AlertCommands.Result.Refused(AlertCommands.Reason.WRONG_STATE, null, null, known.version())
                : refused;
        Problem problem = CommandDesk.refusal(told);
        if (told.reason() != AlertCommands.Reason.WRONG_STATE) {
            return problem;
        }
        AlertRow now = feed.row(known.id());
        return problem.with("state", (now == null ? known : now).state().name());
    }
}

package care.convoy.console.web;

import care.convoy.console.AlertCommands;
import care.convoy.console.AlertCommands.Command;
import care.convoy.console.AlertCommands.Result;
import care.convoy.console.wire.Times;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Where commands are handed in: the key, the patience, and the words of a refusal. Confined to the event loop. */
final class CommandDesk {
    static final Problem COSIGNER =
            Problem.of(422, "cosigner-missing", "A co-sign needs another person, a supervisor.");
    static final Problem KEY_REUSED =
            Problem.of(422, "key-reused", "The Idempotency-Key was used with another body; nothing was done.");

    /** The log answers or gives up long before; this only keeps a request from waiting for ever. */
    private static final int PATIENCE_SECONDS = 10;

    private static final Problem UNAVAILABLE = Problem.of(
                    503, "log-unavailable", "It may or may not have been done; send it again with the same key.")
            .with("retryAfter", 1);

    private final AlertCommands commands;
    private final Offload offload;
    private final CommandKeys keys = new CommandKeys();

    CommandDesk(AlertCommands commands, Offload offload) {
        this.commands = commands;
        this.offload = offload;
    }

    /** Who commands, and by which key; empty if the key was used with another body. */
    Optional<AlertCommands.Key> key(Call call, String operation) {
        return keys.id(call, operation)
                .map(id -> new AlertCommands.Key(call.caller().operator(), id));
    }

    /** Hands a command in; what became of it is told on the event loop, or the call is answered that nobody knows. */
    void submit(Call call, Command command, Consumer<Result.Done> done, Consumer<Result.Refused> refused) {
        commands.submit(command)
                .toCompletableFuture()
                .copy()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .minimalCompletionStage()
                .whenComplete((result, failure) -> offload.onLoop(() -> call.guard(() -> {
                    switch (failure == null ? result : new Result.Unavailable()) {
                        case Result.Done success -> done.accept(success);
                        case Result.Refused refusal -> refused.accept(refusal);
                        case Result.Unavailable _ -> call.problem(UNAVAILABLE);
                    }
                })));
    }

    /** A refusal in the words of the contract. */
    static Problem refusal(Result.Refused refused) {
        return switch (refused.reason()) {
            case UNKNOWN_ALERT -> Problem.NOT_FOUND;
            case OWNED_BY_OTHER -> conflict("owned-by-other", "Somebody else holds it.", refused);
            case VERSION_MISMATCH -> conflict("version-mismatch", "It changed since you saw it.", refused);
            case ATTENTION_PENDING -> conflict("attention-pending", "It called again; claim it first.", refused);
            case NOT_OWNER -> conflict("not-owner", "Only who holds it may do that.", refused);
            case WRONG_STATE -> conflict("wrong-state", "Not possible as it is now.", refused);
            case P1_NEVER_WAITS -> conflict("p1-never-waits", "What is urgent is never put off.", refused);
            case OTHER_ALERT_OPEN -> conflict("other-alert-open", "The resident has a newer open alert.", refused);
            case TOO_MANY_NOTES -> conflict("too-many-notes", "Its time line is full of notes.", refused);
            case TOO_LONG -> Problem.of(422, "too-long", "Longer than allowed.");
            case KEY_REUSED -> KEY_REUSED;
            case NOT_VERIFIED ->
                Problem.of(422, "not-verified", "A false press needs a voice contact, a visit or a co-sign.");
            case COSIGNER_MISSING -> COSIGNER;
            case LOG_AWAY ->
                Problem.of(503, "log-away", "The alert log does not answer; order it again when it does.")
                        .with("retryAfter", 5);
            case FULL ->
                Problem.of(503, "full", "The log holds as much as it may.").with("retryAfter", 1);
        };
    }

    private static Problem conflict(String name, String title, Result.Refused refused) {
        Problem problem = Problem.of(409, name, title)
                .with("version", refused.version() > 0 ? refused.version() : null)
                .with("since", refused.since() == null ? null : Times.text(refused.since()));
        return refused.owner() == null
                ? problem
                : problem.with("owner", refused.owner().user())
                        .with("ownerName", refused.owner().name());
    }
}

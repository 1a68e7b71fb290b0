package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.alert.CommandId;
import care.convoy.alert.Disposition;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alert.Sealed;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import care.convoy.console.AlertCommands;
import care.convoy.console.AlertRow;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What people do, as commands in the log. Words are sealed before they enter it. Thread-safe. */
final class OperatorCommands implements AlertCommands {
    private final AlertLog log;
    private final NoteSeal seal;
    private final Names names;

    OperatorCommands(AlertLog log, NoteSeal seal, Names names) {
        this.log = log;
        this.seal = seal;
        this.names = names;
    }

    @Override
    public CompletionStage<Result> submit(Command command) {
        AlertId alert = alertId(command.alert());
        if (alert == null) {
            return CompletableFuture.completedStage(new Result.Refused(Reason.UNKNOWN_ALERT, null, null, 0));
        }
        CommandId id = new CommandId(
                new OperatorId(command.key().operator().user()), command.key().id());
        return log.submit(translated(command, id, alert)).thenApply(this::result);
    }

    private care.convoy.alert.Command translated(Command command, CommandId id, AlertId alert) {
        return switch (command) {
            case Command.Claim claim -> new care.convoy.alert.Command.Claim(id, alert, claim.expectedVersion());
            case Command.Renew _ -> new care.convoy.alert.Command.RenewLease(id, alert);
            case Command.Release _ -> new care.convoy.alert.Command.Release(id, alert);
            case Command.Note note -> new care.convoy.alert.Command.AddNote(id, alert, seal.seal(alert, note.text()));
            case Command.Resolve resolve ->
                new care.convoy.alert.Command.Resolve(
                        id,
                        alert,
                        resolve.expectedVersion(),
                        disposition(resolve.disposition()),
                        sealed(alert, resolve.note()));
        };
    }

    private @Nullable Sealed sealed(AlertId alert, @Nullable String note) {
        return note == null ? null : seal.seal(alert, note);
    }

    /** The contract has checked the words; they are the enums' names, but for {@code verified}. */
    private static Disposition disposition(care.convoy.console.Disposition given) {
        String verified = given.verified();
        String cosigner = given.cosigner();
        return new Disposition(
                Disposition.Cause.valueOf(given.cause()),
                Disposition.Outcome.valueOf(given.outcome()),
                given.falseAlarm(),
                verified == null
                        ? Disposition.Verification.NONE
                        : Disposition.Verification.valueOf(verified.toUpperCase(Locale.ROOT)),
                cosigner == null ? null : new OperatorId(cosigner));
    }

    private Result result(Receipt receipt) {
        return switch (receipt.outcome()) {
            case Outcome.Done done ->
                new Result.Done(
                        done.version(),
                        AlertRow.Durability.valueOf(receipt.durability().name()),
                        done.duplicate());
            case Outcome.Refused refused -> refused(refused);
        };
    }

    private Result refused(Outcome.Refused refused) {
        OperatorId owner = refused.owner();
        Instant since = refused.ownedSinceMillis() == 0 ? null : Instant.ofEpochMilli(refused.ownedSinceMillis());
        return new Result.Refused(
                reason(refused.reason()), owner == null ? null : names.of(owner), since, refused.version());
    }

    private static Reason reason(Outcome.Reason reason) {
        return switch (reason) {
            case UNKNOWN_ALERT -> Reason.UNKNOWN_ALERT;
            case OWNED_BY_OTHER -> Reason.OWNED_BY_OTHER;
            case VERSION_MISMATCH, ATTENTION_PENDING -> Reason.VERSION_MISMATCH;
            case NOT_OWNER -> Reason.NOT_OWNER;
            case WRONG_STATE, FULL, KEY_REUSED, P1_NEVER_WAITS, TOO_LONG, OTHER_ALERT_OPEN, UNKNOWN_EFFECT ->
                Reason.WRONG_STATE;
            case NOT_VERIFIED -> Reason.NOT_VERIFIED;
            case COSIGNER_MISSING -> Reason.COSIGNER_MISSING;
            case TOO_MANY_NOTES -> Reason.TOO_MANY_NOTES;
        };
    }

    static @Nullable AlertId alertId(String text) {
        try {
            return new AlertId(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }
}

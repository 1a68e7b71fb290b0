package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.CommandId;
import care.convoy.alert.Disposition;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import care.convoy.console.AlertCommands;
import care.convoy.console.AlertRow;
import care.convoy.device.DeviceId;
import care.convoy.device.Sealed;
import care.convoy.escalation.EscalationStep;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What people do, as commands in the log. Words are sealed before they enter it. Thread-safe. */
final class OperatorCommands implements AlertCommands {
    private final AlertLog log;
    private final AlertBoard board;
    private final NoteSeal seal;
    private final DeviceOrders orders;
    private final Names names;

    /** What seals words. */
    record Words(NoteSeal notes, DeviceOrders orders) {}

    OperatorCommands(AlertLog log, AlertBoard board, Words words, Names names) {
        this.log = log;
        this.board = board;
        seal = words.notes();
        orders = words.orders();
        this.names = names;
    }

    @Override
    public CompletionStage<Result> submit(Command command) {
        CommandId id = new CommandId(
                new OperatorId(command.key().operator().user()), command.key().id());
        boolean order = command instanceof Command.OrderForCase || command instanceof Command.OrderForDevice;
        if (order && log.health() == AlertLog.Health.DEGRADED) {
            // a device that was told something could not be told apart from one that was not when the log is back
            return CompletableFuture.completedStage(new Result.Refused(Reason.LOG_AWAY, null, null, 0));
        }
        care.convoy.alert.Command translated = switch (command) {
            case Command.OnAlert onAlert -> onAlert(onAlert, id);
            case Command.OnDevice onDevice -> onDevice(onDevice, id);
        };
        return translated == null
                ? CompletableFuture.completedStage(new Result.Refused(Reason.UNKNOWN_ALERT, null, null, 0))
                : log.submit(translated).thenApply(receipt -> result(receipt, translated));
    }

    private care.convoy.alert.@Nullable Command onAlert(Command.OnAlert command, CommandId id) {
        AlertId alert = alertId(command.alert());
        return alert == null ? null : onAlert(command, id, alert);
    }

    private care.convoy.alert.@Nullable Command onAlert(Command.OnAlert command, CommandId id, AlertId alert) {
        return switch (command) {
            case Command.Claim claim ->
                new care.convoy.alert.Command.Claim(id, alert, seen(alert, claim.expectedVersion()));
            case Command.Renew _ -> new care.convoy.alert.Command.RenewLease(id, alert);
            case Command.Release _ -> new care.convoy.alert.Command.Release(id, alert);
            case Command.TakeOver take ->
                new care.convoy.alert.Command.TakeOver(id, alert, seen(alert, take.expectedVersion()));
            case Command.Note note -> new care.convoy.alert.Command.AddNote(id, alert, seal.seal(alert, note.text()));
            case Command.Defer defer ->
                new care.convoy.alert.Command.Defer(
                        id,
                        alert,
                        seen(alert, defer.expectedVersion()),
                        defer.time().toMillis(),
                        care.convoy.alert.Command.DeferralReason.valueOf(defer.reason()),
                        sealed(alert, defer.note()));
            case Command.Progress progress ->
                new care.convoy.alert.Command.Progress(
                        id, alert, AlertState.valueOf(progress.to().name()));
            case Command.Summon summon ->
                new care.convoy.alert.Command.Summon(
                        id,
                        alert,
                        summon.actions().stream()
                                .map(EscalationStep.Action::valueOf)
                                .toList());
            case Command.Resolve resolve ->
                new care.convoy.alert.Command.Resolve(
                        id,
                        alert,
                        seen(alert, resolve.expectedVersion()),
                        disposition(resolve.disposition()),
                        sealed(alert, resolve.note()));
            case Command.SendCard card ->
                new care.convoy.alert.Command.SendCard(id, alert, seal.seal(alert, card.content()));
            case Command.Reopen reopen -> new care.convoy.alert.Command.Reopen(id, alert, sealed(alert, reopen.note()));
            case Command.Close close -> new care.convoy.alert.Command.Close(id, alert, sealed(alert, close.note()));
            case Command.OrderForCase ordered -> {
                AlertView view = known(alert);
                yield view == null ? null : ordered(ordered, id, view);
            }
        };
    }

    /** For the device that opened the case, unless another is named. */
    private care.convoy.alert.@Nullable Command ordered(Command.OrderForCase order, CommandId id, AlertView view) {
        String other = order.device();
        if (other != null && !DeviceId.isValid(other)) {
            return null;
        }
        DeviceId device = other == null ? view.device() : new DeviceId(other);
        return new care.convoy.alert.Command.Order(id, device, view.id(), orders.what(device, order.order()));
    }

    private @Nullable AlertView known(AlertId alert) {
        AlertView open = board.find(alert);
        return open == null ? board.findEnded(alert) : open;
    }

    private care.convoy.alert.@Nullable Command onDevice(Command.OnDevice command, CommandId id) {
        if (!DeviceId.isValid(command.device())) {
            return null;
        }
        DeviceId device = new DeviceId(command.device());
        return switch (command) {
            case Command.BeginTest begin ->
                new care.convoy.alert.Command.BeginTest(id, device, begin.time().toMillis());
            case Command.EndTest _ -> new care.convoy.alert.Command.EndTest(id, device);
            case Command.OrderForDevice ordered ->
                new care.convoy.alert.Command.Order(id, device, null, orders.what(device, ordered.order()));
        };
    }

    private long seen(AlertId alert, long shownVersion) {
        return board.inLog(alert, shownVersion);
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

    private Result result(Receipt receipt, care.convoy.alert.Command command) {
        AlertId alert = switch (command) {
            case care.convoy.alert.Command.ByOperator byOperator -> byOperator.alert();
            case care.convoy.alert.Command.Order order -> order.alert();
            default -> null;
        };
        return switch (receipt.outcome()) {
            case Outcome.Done done ->
                new Result.Done(
                        shown(alert, done.version()),
                        AlertRow.Durability.valueOf(receipt.durability().name()),
                        done.duplicate());
            case Outcome.Refused refused -> refused(refused, shown(alert, refused.version()));
        };
    }

    private long shown(@Nullable AlertId alert, long version) {
        return alert == null ? version : board.shown(alert, version);
    }

    private Result refused(Outcome.Refused refused, long version) {
        OperatorId owner = refused.owner();
        Instant since = refused.ownedSinceMillis() == 0 ? null : Instant.ofEpochMilli(refused.ownedSinceMillis());
        return new Result.Refused(reason(refused.reason()), owner == null ? null : names.of(owner), since, version);
    }

    private static Reason reason(Outcome.Reason reason) {
        return switch (reason) {
            case UNKNOWN_ALERT -> Reason.UNKNOWN_ALERT;
            case OWNED_BY_OTHER -> Reason.OWNED_BY_OTHER;
            case VERSION_MISMATCH -> Reason.VERSION_MISMATCH;
            case ATTENTION_PENDING -> Reason.ATTENTION_PENDING;
            case NOT_OWNER -> Reason.NOT_OWNER;
            case WRONG_STATE, UNKNOWN_EFFECT, UNKNOWN_CONTACT -> Reason.WRONG_STATE;
            case NOT_VERIFIED -> Reason.NOT_VERIFIED;
            case COSIGNER_MISSING -> Reason.COSIGNER_MISSING;
            case TOO_MANY_NOTES -> Reason.TOO_MANY_NOTES;
            case KEY_REUSED -> Reason.KEY_REUSED;
            case P1_NEVER_WAITS -> Reason.P1_NEVER_WAITS;
            case TOO_LONG -> Reason.TOO_LONG;
            case OTHER_ALERT_OPEN -> Reason.OTHER_ALERT_OPEN;
            case FULL -> Reason.FULL;
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

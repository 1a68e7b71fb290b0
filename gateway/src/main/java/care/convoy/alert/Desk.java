package care.convoy.alert;

import care.convoy.alert.CoreState.Answered;
import care.convoy.alert.CoreState.CommandType;
import care.convoy.alert.Disposition.Cause;
import care.convoy.alert.Disposition.Verification;
import care.convoy.alert.Outcome.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators may do, and how a command that is sent again is answered again. */
final class Desk {
    private final CoreLimits limits;
    private final OpenAlerts alerts;
    private final Hearing hearing;
    private final AnsweredCommands answered;

    Desk(CoreLimits limits, OpenAlerts alerts, Hearing hearing, List<Answered> answered) {
        this.limits = limits;
        this.alerts = alerts;
        this.hearing = hearing;
        this.answered = new AnsweredCommands(limits, answered);
    }

    Outcome answer(Command.ByOperator command, Turn turn) {
        return switch (command) {
            // repeated as it is, and too frequent to remember
            case Command.RenewLease renew -> renew(renew, turn);
            case Command.Claim claim -> once(claim, CommandType.CLAIM, turn);
            case Command.Release release -> once(release, CommandType.RELEASE, turn);
            case Command.AddNote note -> once(note, CommandType.NOTE, turn);
            case Command.Resolve resolve -> once(resolve, CommandType.RESOLVE, turn);
            case Command.TakeOver takeOver -> once(takeOver, CommandType.TAKE_OVER, turn);
            case Command.Defer defer -> once(defer, CommandType.DEFER, turn);
            case Command.Progress progress -> once(progress, CommandType.PROGRESS, turn);
            case Command.Summon summon -> once(summon, CommandType.SUMMON, turn);
            case Command.Reopen reopen -> once(reopen, CommandType.REOPEN, turn);
            case Command.Close close -> once(close, CommandType.CLOSE, turn);
        };
    }

    AnsweredCommands answered() {
        return answered;
    }

    private Outcome once(Command.ByOperator command, CommandType type, Turn turn) {
        Answered before = answered.find(command.id());
        if (before != null) {
            boolean same = before.type() == type && command.alert().equals(before.alert());
            return same ? again(before.outcome()) : new Outcome.Refused(Reason.KEY_REUSED, null, 0, 0);
        }
        OpenAlert alert = alerts.find(command.alert());
        Outcome outcome = alert == null ? unknown() : perform(command, alert, turn);
        answered.remember(new Answered(command.id(), type, command.alert(), null, 0, outcome));
        return outcome;
    }

    private Outcome perform(Command.ByOperator command, OpenAlert alert, Turn turn) {
        return switch (command) {
            case Command.Claim claim -> claim(claim, alert, turn);
            case Command.RenewLease renew -> renew(renew, turn);
            case Command.Release release -> release(release, alert, turn);
            case Command.AddNote note -> addNote(note, alert, turn);
            case Command.Resolve resolve -> resolve(resolve, alert, turn);
            default -> throw new IllegalStateException();
        };
    }

    private Outcome claim(Command.Claim claim, OpenAlert alert, Turn turn) {
        OperatorId operator = claim.operator();
        boolean owns = alert.ownership().is(operator);
        if (!owns && alert.ownership().owner() != null) {
            return refused(Reason.OWNED_BY_OTHER, alert);
        }
        boolean seen = claim.expectedVersion() >= alert.attentionVersion();
        if (owns && !alert.isAttentionPending()) {
            alert.renewLease(operator, turn);
            return settled(alert, true, turn);
        }
        if (owns && !seen) {
            return refused(Reason.VERSION_MISMATCH, alert);
        }
        alert.claim(operator, seen, turn);
        return settled(alert, false, turn);
    }

    private Outcome renew(Command.RenewLease renew, Turn turn) {
        OpenAlert alert = alerts.find(renew.alert());
        if (alert == null) {
            return unknown();
        }
        if (!alert.ownership().is(renew.operator())) {
            return refused(Reason.NOT_OWNER, alert);
        }
        alert.renewLease(renew.operator(), turn);
        return settled(alert, false, turn);
    }

    private Outcome release(Command.Release release, OpenAlert alert, Turn turn) {
        if (!alert.ownership().is(release.operator())) {
            return refused(Reason.NOT_OWNER, alert);
        }
        alert.abandon(Event.Abandoned.Why.RELEASED, turn);
        return settled(alert, false, turn);
    }

    private Outcome addNote(Command.AddNote note, OpenAlert alert, Turn turn) {
        if (alert.notes() >= limits.notesPerAlert()) {
            return refused(Reason.TOO_MANY_NOTES, alert);
        }
        alert.addNote(note.operator(), note.sealedText(), turn);
        return settled(alert, false, turn);
    }

    private Outcome resolve(Command.Resolve resolve, OpenAlert alert, Turn turn) {
        Reason against = against(resolve, alert);
        if (against != null) {
            return refused(against, alert);
        }
        alert.resolve(resolve.operator(), resolve.disposition(), resolve.note(), turn);
        hearing.ended(alert, turn);
        return new Outcome.Done(alert.id(), alert.version(), false);
    }

    private static @Nullable Reason against(Command.Resolve resolve, OpenAlert alert) {
        if (!alert.ownership().is(resolve.operator())) {
            return Reason.NOT_OWNER;
        }
        if (resolve.expectedVersion() < alert.attentionVersion()) {
            return Reason.VERSION_MISMATCH;
        }
        if (alert.isAttentionPending()) {
            return Reason.ATTENTION_PENDING;
        }
        Disposition how = resolve.disposition();
        boolean cosigned = how.cosigner() != null && !how.cosigner().equals(resolve.operator());
        if (how.verified() == Verification.COSIGN && !cosigned) {
            return Reason.COSIGNER_MISSING;
        }
        boolean callsPressFalse = alert.presses() > 0 && (how.falseAlarm() || how.cause() == Cause.ACCIDENTAL_PRESS);
        return callsPressFalse && how.verified() == Verification.NONE ? Reason.NOT_VERIFIED : null;
    }

    private Outcome settled(OpenAlert alert, boolean duplicate, Turn turn) {
        alerts.settle(alert, turn);
        return new Outcome.Done(alert.id(), alert.version(), duplicate);
    }

    private static Outcome again(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> new Outcome.Done(done.alert(), done.version(), true);
            case Outcome.Refused refused -> refused;
        };
    }

    private static Outcome unknown() {
        return new Outcome.Refused(Reason.UNKNOWN_ALERT, null, 0, 0);
    }

    private static Outcome refused(Reason reason, OpenAlert alert) {
        Ownership ownership = alert.ownership();
        return new Outcome.Refused(reason, ownership.owner(), ownership.sinceMillis(), alert.version());
    }
}

package care.convoy.alert;

import care.convoy.alert.CoreState.Ended;
import care.convoy.alert.Disposition.Cause;
import care.convoy.alert.Disposition.Verification;
import care.convoy.alert.Outcome.Reason;
import org.jspecify.annotations.Nullable;

/** What operators may do with an open alert; {@link Endings} says what they may do with one that has ended. */
final class Desk {
    private final CoreLimits limits;
    private final OpenAlerts alerts;
    private final Endings endings;

    Desk(CoreLimits limits, OpenAlerts alerts, Endings endings) {
        this.limits = limits;
        this.alerts = alerts;
        this.endings = endings;
    }

    Outcome answer(Command.ByOperator command, Turn turn) {
        OpenAlert alert = alerts.find(command.alert());
        if (alert != null) {
            return perform(command, alert, turn);
        }
        Ended ended = endings.find(command.alert());
        return ended == null
                ? new Outcome.Refused(Reason.UNKNOWN_ALERT, null, 0, 0)
                : endings.answer(command, ended, turn);
    }

    private Outcome perform(Command.ByOperator command, OpenAlert alert, Turn turn) {
        return switch (command) {
            case Command.Claim claim -> claim(claim, alert, turn);
            case Command.RenewLease renew -> renew(renew, alert, turn);
            case Command.Release release -> release(release, alert, turn);
            case Command.AddNote note -> addNote(note, alert, turn);
            case Command.Resolve resolve -> resolve(resolve, alert, turn);
            case Command.TakeOver takeOver -> takeOver(takeOver, alert, turn);
            case Command.Defer defer -> defer(defer, alert, turn);
            case Command.Progress progress -> progress(progress, alert, turn);
            case Command.Summon summon -> summon(summon, alert, turn);
            case Command.SendCard card -> sendCard(card, alert, turn);
            case Command.ReportScene report -> report(report, alert, turn);
            case Command.Reopen reopen -> refused(Reason.WRONG_STATE, alert);
            case Command.Close close -> refused(Reason.WRONG_STATE, alert);
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

    private Outcome takeOver(Command.TakeOver takeOver, OpenAlert alert, Turn turn) {
        OperatorId from = alert.ownership().owner();
        boolean seen = takeOver.expectedVersion() >= alert.attentionVersion();
        if (takeOver.operator().equals(from)) {
            return new Outcome.Done(alert.id(), alert.version(), true);
        }
        if (from == null) {
            alert.claim(takeOver.operator(), seen, turn);
        } else {
            alert.takeOver(takeOver.operator(), from, seen, turn);
        }
        return settled(alert, false, turn);
    }

    private Outcome renew(Command.RenewLease renew, OpenAlert alert, Turn turn) {
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

    private Outcome progress(Command.Progress progress, OpenAlert alert, Turn turn) {
        if (!alert.ownership().is(progress.operator())) {
            return refused(Reason.NOT_OWNER, alert);
        }
        if (!progress.to().isOwned() || progress.to().compareTo(alert.standing().state()) <= 0) {
            return refused(Reason.WRONG_STATE, alert);
        }
        alert.progress(progress.operator(), progress.to(), turn);
        return settled(alert, false, turn);
    }

    private Outcome summon(Command.Summon summon, OpenAlert alert, Turn turn) {
        if (!alert.ownership().is(summon.operator())) {
            return refused(Reason.NOT_OWNER, alert);
        }
        alert.summon(summon.operator(), summon.actions(), turn);
        return settled(alert, false, turn);
    }

    private Outcome sendCard(Command.SendCard card, OpenAlert alert, Turn turn) {
        if (!card.afterwards() && !alert.ownership().is(card.operator())) {
            return refused(Reason.NOT_OWNER, alert);
        }
        alert.outside(turn).sendCard(card);
        return settled(alert, false, turn);
    }

    private Outcome report(Command.ReportScene report, OpenAlert alert, Turn turn) {
        Outside outside = alert.outside(turn);
        if (!outside.knows(report.contact())) {
            return refused(Reason.UNKNOWN_CONTACT, alert);
        }
        outside.hear(report);
        return settled(alert, false, turn);
    }

    private Outcome defer(Command.Defer defer, OpenAlert alert, Turn turn) {
        Reason against = unattended(defer.operator(), defer.expectedVersion(), alert);
        if (against == null) {
            against = againstWaiting(defer.forMillis(), alert.facts().priority());
        }
        if (against != null) {
            return refused(against, alert);
        }
        alert.defer(defer, turn);
        return settled(alert, false, turn);
    }

    /** Why an alert may not wait so long from now on, or null. */
    static @Nullable Reason againstWaiting(long forMillis, Priority priority) {
        if (priority == Priority.P1) {
            return Reason.P1_NEVER_WAITS;
        }
        long most = priority == Priority.P2 ? Command.MAX_DEFERRAL_P2_MILLIS : Command.MAX_DEFERRAL_P3_MILLIS;
        return forMillis <= 0 || forMillis > most ? Reason.TOO_LONG : null;
    }

    private Outcome resolve(Command.Resolve resolve, OpenAlert alert, Turn turn) {
        Reason against = unattended(resolve.operator(), resolve.expectedVersion(), alert);
        if (against == null) {
            against = against(resolve.disposition(), resolve.operator(), alert);
        }
        if (against != null) {
            return refused(against, alert);
        }
        endings.end(alert, resolve.operator(), new Endings.Ending(resolve.disposition(), resolve.note()), turn);
        return new Outcome.Done(alert.id(), alert.version(), false);
    }

    /** Why this operator may not let go of the alert, or null: somebody must have seen and answered all that was heard. */
    private static @Nullable Reason unattended(OperatorId operator, long expectedVersion, OpenAlert alert) {
        if (!alert.ownership().is(operator)) {
            return Reason.NOT_OWNER;
        }
        if (expectedVersion < alert.attentionVersion()) {
            return Reason.VERSION_MISMATCH;
        }
        return alert.isAttentionPending() ? Reason.ATTENTION_PENDING : null;
    }

    /** Why an alert may not end like this, or null. @param closer who closes it; null if that is not known */
    static @Nullable Reason against(Disposition how, @Nullable OperatorId closer, OpenAlert alert) {
        boolean cosigned = how.cosigner() != null && !how.cosigner().equals(closer);
        if (how.verified() == Verification.COSIGN && !cosigned) {
            return Reason.COSIGNER_MISSING;
        }
        boolean callsPressFalse =
                alert.facts().presses() > 0 && (how.falseAlarm() || how.cause() == Cause.ACCIDENTAL_PRESS);
        return callsPressFalse && how.verified() == Verification.NONE ? Reason.NOT_VERIFIED : null;
    }

    private Outcome settled(OpenAlert alert, boolean duplicate, Turn turn) {
        alerts.settle(alert, turn);
        return new Outcome.Done(alert.id(), alert.version(), duplicate);
    }

    private static Outcome refused(Reason reason, OpenAlert alert) {
        Ownership ownership = alert.ownership();
        return new Outcome.Refused(reason, ownership.owner(), ownership.sinceMillis(), alert.version());
    }
}

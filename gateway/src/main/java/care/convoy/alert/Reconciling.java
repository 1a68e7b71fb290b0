package care.convoy.alert;

import care.convoy.alert.CoreState.Ended;
import care.convoy.alert.Outcome.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what a gateway did for an alert while the log did not answer. What was done stays done, an owner stays the
 * owner, and where the two differ the more alarmed state wins: a signal that was not known there goes on asking.
 */
final class Reconciling {
    private final OpenAlerts alerts;
    private final Endings endings;

    Reconciling(OpenAlerts alerts, Endings endings) {
        this.alerts = alerts;
        this.endings = endings;
    }

    Outcome reconcile(Command.Reconcile done, Turn turn) {
        OpenAlert alert = alerts.find(done.alert());
        if (alert != null) {
            return reconcile(done, alert, turn);
        }
        Ended ended = endings.find(done.alert());
        return ended == null
                ? new Outcome.Refused(Reason.UNKNOWN_ALERT, null, 0, 0)
                : Endings.refused(Reason.WRONG_STATE, ended);
    }

    private Outcome reconcile(Command.Reconcile done, OpenAlert alert, Turn turn) {
        if (alert.standing().isIn(AlertState.PRE_ALARM) && !done.steps().isEmpty()) {
            // it has rung there: nothing is held back a second time, and who was in line there stays wanted
            alert.ring(Event.TestOver.Why.EXPIRED, turn);
        }
        done.steps().forEach(step -> alert.noteDone(step, turn));
        boolean allKnown = alert.facts().signals() <= done.signals();
        boolean kept = keepOwner(done.owner(), allKnown, alert, turn);
        Disposition how = allKnown && !isOwnedByOther(done.owner(), alert) ? done.disposition() : null;
        boolean resolves = how != null && Desk.against(how, done.owner(), alert) == null;
        alert.reconciled(
                new Event.Reconciled(
                        alert.id(), done.owner(), kept, done.steps().size(), done.disposition(), resolves),
                turn);
        if (how != null && resolves) {
            endings.end(alert, done.owner(), new Endings.Ending(how, null), turn);
        } else {
            alerts.settle(alert, turn);
        }
        return new Outcome.Done(alert.id(), alert.version(), false);
    }

    /** @return whether that operator owns the alert now */
    private static boolean keepOwner(@Nullable OperatorId owner, boolean allKnown, OpenAlert alert, Turn turn) {
        if (owner == null) {
            return false;
        }
        boolean owns = alert.ownership().is(owner);
        boolean takes = alert.ownership().owner() == null && allKnown;
        if (takes || (owns && allKnown && alert.isAttentionPending())) {
            alert.claim(owner, true, turn);
        }
        return owns || takes;
    }

    private static boolean isOwnedByOther(@Nullable OperatorId owner, OpenAlert alert) {
        OperatorId owns = alert.ownership().owner();
        return owns != null && !owns.equals(owner);
    }
}

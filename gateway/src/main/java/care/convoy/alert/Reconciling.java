package care.convoy.alert;

import care.convoy.alert.Command.Reconcile;
import care.convoy.alert.CoreState.Ended;
import care.convoy.alert.Outcome.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what a gateway did for an alert while the log did not answer. What was done stays done, and where the two
 * differ the more alarmed state wins: a signal that was not known there goes on asking, nobody attending beats somebody who
 * has left, an earlier deadline beats a later one.
 */
final class Reconciling {
    private final OpenAlerts alerts;
    private final Endings endings;

    Reconciling(OpenAlerts alerts, Endings endings) {
        this.alerts = alerts;
        this.endings = endings;
    }

    Outcome reconcile(Reconcile done, Turn turn) {
        OpenAlert alert = alerts.find(done.alert());
        if (alert != null) {
            return reconcile(done, alert, turn);
        }
        Ended ended = endings.find(done.alert());
        return ended == null
                ? new Outcome.Refused(Reason.UNKNOWN_ALERT, null, 0, 0)
                : Endings.refused(Reason.WRONG_STATE, ended);
    }

    private Outcome reconcile(Reconcile done, OpenAlert alert, Turn turn) {
        Reconcile.Known known = done.known();
        boolean allKnown = known.answered() && alert.hasHeardOnly(known.first(), known.heard());
        ring(done, alert, turn);
        // what was done for another alert of this resident, before a signal that nobody there knew, is done once more
        boolean counts = known.same() || allKnown;
        if (counts) {
            done.reached().steps().forEach(step -> alert.noteDone(step, turn));
            if (alert.grewOlder(done.reached().age(), turn)) {
                // those of the priority that it has only now
                done.reached().steps().forEach(step -> alert.noteDone(step, turn));
            }
            done.reached().sentFor().forEach(sent -> alert.noteSentFor(sent, turn));
        }
        Reconcile.Hands hands = done.hands();
        handOver(hands, allKnown, alert, turn);
        if (counts) {
            alert.growsOlder(done.reached().age());
            advance(done, alert, turn);
        }
        Disposition how = allKnown && !isOwnedByOther(hands.owner(), alert) ? hands.disposition() : null;
        boolean resolves = how != null && Desk.against(how, hands.owner(), alert) == null;
        alert.reconciled(told(done, alert, resolves), turn);
        if (how != null && resolves) {
            endings.end(alert, hands.owner(), new Endings.Ending(how, null), turn);
        } else {
            alerts.settle(alert, turn);
        }
        return new Outcome.Done(alert.id(), alert.version(), false);
    }

    /** It has rung there: nothing is held back a second time, and who was in line there stays wanted. */
    private static void ring(Reconcile done, OpenAlert alert, Turn turn) {
        boolean rang = done.hands().asks()
                || (alert.standing().isIn(AlertState.PRE_ALARM)
                        && !done.reached().steps().isEmpty());
        if (rang && alert.standing().isHeld()) {
            alert.ring(Event.TestOver.Why.EXPIRED, turn);
        }
    }

    private static void handOver(Reconcile.Hands hands, boolean allKnown, OpenAlert alert, Turn turn) {
        OperatorId owner = alert.ownership().owner();
        boolean left =
                owner != null && !owner.equals(hands.owner()) && hands.former().contains(owner);
        Reconcile.PutOff putOff = hands.putOff();
        if (putOff != null && allKnown && (owner == null || left) && mayWait(putOff, alert, turn)) {
            take(putOff.operator(), true, alert, turn);
            alert.defer(putOff, turn);
        } else if (hands.owner() != null && (left || allKnown)) {
            if (owner == null || left || owner.equals(hands.owner())) {
                take(hands.owner(), allKnown, alert, turn);
            }
        } else if (left) {
            alert.abandon(Event.Abandoned.Why.RELEASED, turn);
        }
    }

    /** Whether the alert may be put off like that, and is not by itself until an earlier time. */
    private static boolean mayWait(Reconcile.PutOff putOff, OpenAlert alert, Turn turn) {
        boolean waitsAnyhow = alert.standing().isIn(AlertState.DEFERRED)
                && alert.standing().heldUntilMillis() <= putOff.untilMillis();
        long forMillis = putOff.untilMillis() - turn.nowMillis();
        return !waitsAnyhow && Desk.againstWaiting(forMillis, alert.facts().priority()) == null;
    }

    private static void take(OperatorId operator, boolean seen, OpenAlert alert, Turn turn) {
        OperatorId from = alert.ownership().owner();
        if (from != null && !from.equals(operator)) {
            alert.takeOver(operator, from, seen, turn);
        } else if (from == null || alert.isAttentionPending()) {
            alert.claim(operator, seen, turn);
        }
    }

    /** How far help has come never goes back. */
    private static void advance(Reconcile done, OpenAlert alert, Turn turn) {
        AlertState progress = done.reached().progress();
        if (progress.isOwned()) {
            OperatorId owner = done.hands().owner();
            alert.helpCame(progress, owner != null && alert.ownership().is(owner) ? owner : null, turn);
        }
    }

    private static Event.Reconciled told(Reconcile done, OpenAlert alert, boolean resolves) {
        Reconcile.Hands hands = done.hands();
        OperatorId owner = hands.owner();
        return new Event.Reconciled(
                alert.id(),
                owner,
                owner != null && alert.ownership().is(owner),
                done.reached().steps().size(),
                hands.disposition(),
                resolves,
                hands.former().isEmpty() ? null : hands.former().getLast(),
                hands.putOff() == null ? 0 : hands.putOff().untilMillis());
    }

    private static boolean isOwnedByOther(@Nullable OperatorId owner, OpenAlert alert) {
        OperatorId owns = alert.ownership().owner();
        return owns != null && !owns.equals(owner);
    }
}

package care.convoy.simulation;

import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.Priority;
import care.convoy.escalation.EscalationPlan;

/** Since when one alert has asked in vain, from its events alone, and when age is to raise it. */
final class AgeCheck {
    private final EscalationPlan plan;
    private final Tally tally;
    private long fromMillis;
    private boolean asks;
    private long signalledAtMillis;
    private boolean aged;
    private long agedAtMillis;
    /** It was told that it has asked for longer elsewhere. */
    private boolean merged;

    AgeCheck(EscalationPlan plan, Tally tally) {
        this.plan = plan;
        this.tally = tally;
    }

    /** As another one stands. */
    AgeCheck(AgeCheck other) {
        this(other.plan, other.tally);
        fromMillis = other.fromMillis;
        asks = other.asks;
        signalledAtMillis = other.signalledAtMillis;
        merged = other.merged;
    }

    /** @param elsewhere whether it was done elsewhere, and is told only now */
    void hear(Event.OfAlert event, AlertView after, long atMillis, boolean elsewhere) {
        if (event instanceof Event.PriorityRaised raised) {
            raised(raised, after, atMillis, elsewhere);
        } else if (after.attentionPending() && !asks) {
            fromMillis = after.attentionAtMillis();
            merged = false;
        }
        merged |= event instanceof Event.Reconciled;
        asks = after.attentionPending();
        if (event instanceof Event.Joined joined && joined.attention()) {
            signalledAtMillis = atMillis;
        }
    }

    private void raised(Event.PriorityRaised raised, AlertView after, long atMillis, boolean elsewhere) {
        boolean signalled = atMillis == signalledAtMillis;
        aged = !signalled;
        boolean atAnyTime = merged || elsewhere;
        merged = false;
        if (signalled) {
            fromMillis = after.attentionAtMillis();
            return;
        }
        long raisedAfter = raisedAfter(raised.from());
        tally.require(
                atAnyTime || (raisedAfter != EscalationPlan.NEVER && atMillis >= fromMillis + raisedAfter),
                () -> "raised before its time: " + raised + " at " + atMillis + ", asks since " + fromMillis);
        fromMillis = atMillis;
        agedAtMillis = atMillis;
    }

    /** Age raises what nobody attends to, not later than so many milliseconds after its time. */
    void check(AlertView view, long nowMillis, long lateMillis) {
        long raisedAfter = view.attentionPending() ? raisedAfter(view.priority()) : EscalationPlan.NEVER;
        tally.require(
                raisedAfter == EscalationPlan.NEVER || nowMillis < fromMillis + raisedAfter + lateMillis,
                () -> "age has not raised it at " + nowMillis + ": " + view + " asks since " + fromMillis);
        if (aged && view.attentionPending()) {
            PlanCheck.requireSteps(plan, view, new PlanCheck.Raised(agedAtMillis, nowMillis - lateMillis), tally);
        }
    }

    /** Whether age was the last that raised it. */
    boolean isAged() {
        return aged;
    }

    private long raisedAfter(Priority priority) {
        return switch (priority) {
            case P2 -> plan.p2RaisedAfterMillis();
            case P3 -> plan.p3RaisedAfterMillis();
            case P1, P4, P5 -> EscalationPlan.NEVER;
        };
    }
}

package care.convoy.simulation;

import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.Condition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether an alert's steps are those of its plan, in their order and at their time. */
final class PlanCheck {
    private static final long LONGEST_BACK_OFF_MILLIS = 60_000;

    private final EscalationPlan plan;
    private final Tally tally;
    private boolean reconciled;
    private final Set<String> arrived = new HashSet<>();

    PlanCheck(EscalationPlan plan, Tally tally) {
        this.plan = plan;
        this.tally = tally;
    }

    /** Steps may have been carried out without the log. */
    void reconciled() {
        reconciled = true;
    }

    /** Somebody came whom no effect had reached: their step is done without having begun. */
    void arrived(String contact) {
        arrived.add(contact);
    }

    private boolean isDoneByArrival(AlertView.Step step) {
        return step.doneAtMillis() != 0
                && asksContacts(step.step())
                && step.step().contacts().stream().anyMatch(arrived::contains);
    }

    void started(Event.StepDue due, AlertView before, AlertView after, Moment moment) {
        boolean asks = moment.asks();
        AlertView.Step started = EffectAccount.step(after, due.step());
        tally.require(started != null, () -> "no such step: " + due);
        AlertView.Step waited = EffectAccount.step(before, due.step());
        if (waited == null || !waited.isPending()) {
            // started once more by a reminder, or added by somebody who summons
            return;
        }
        boolean summoned = before.owner() != null;
        tally.require(
                asks || summoned || started.step().condition() == Condition.ALWAYS,
                () -> "started although attended: " + due);
        if (!summoned && !asks) {
            return;
        }
        if (waited.dueAtMillis() > moment.atMillis() || moment.byMerge()) {
            // nobody was left of another one, so this one begins before its time, here or without the log
            return;
        }
        for (AlertView.Step other : before.steps()) {
            tally.require(
                    // what a merge has made overdue begins in one turn, and nobody left of one step begins another
                    summoned
                            || !other.isPending()
                            || other.dueAtMillis() >= waited.dueAtMillis()
                            // passed over without a word when it fell due
                            || (asksContacts(other.step()) && somebodyComes(before))
                            || (reconciled && other.dueAtMillis() <= moment.atMillis()),
                    () -> "out of order: " + due + ", before it " + other);
        }
    }

    /**
     * When a step began.
     *
     * @param asks whether the alert asked for attention then
     * @param byMerge whether it began without the log, which is told only now
     */
    record Moment(long atMillis, boolean asks, boolean byMerge) {}

    /** Every step of the plan is there, and was started or is still to come at its time. */
    void checkEscalates(AlertView view, long fromMillis, long nowMillis, Set<Integer> startedSteps) {
        long raisedAfter = switch (view.priority()) {
            case P2 -> plan.p2RaisedAfterMillis();
            case P3 -> plan.p3RaisedAfterMillis();
            default -> EscalationPlan.NEVER;
        };
        tally.require(
                raisedAfter == EscalationPlan.NEVER || nowMillis < fromMillis + raisedAfter,
                () -> "age has not raised it: " + view);
        for (EscalationStep planned : stepsOf(plan, view.priority())) {
            long dueAtMillis = fromMillis + planned.afterMillis();
            boolean kept = false;
            for (AlertView.Step step : view.steps()) {
                kept |= isSame(step.step(), planned)
                        && (startedSteps.contains(step.index())
                                || (step.isPending()
                                        && step.dueAtMillis() > nowMillis
                                        && step.dueAtMillis() <= dueAtMillis)
                                || (reconciled && step.doneAtMillis() != 0)
                                || isDoneByArrival(step)
                                || (step.skipped() && planned.condition() == Condition.UNCLAIMED_GRAVE)
                                || (step.skipped() && asksContacts(planned) && somebodyComes(view)));
            }
            boolean is = kept;
            tally.require(
                    is, () -> "neither started nor to come in time (" + dueAtMillis + "): " + planned + " of " + view);
        }
        for (AlertView.Step step : view.steps()) {
            tally.require(
                    !step.isPending() || step.dueAtMillis() > nowMillis, () -> "overdue: " + step + " at " + nowMillis);
            for (Reach reach : step.reaches()) {
                tally.require(
                        reach.isOver() || reach.atMillis() > nowMillis, () -> "overdue: " + reach + " at " + nowMillis);
                tally.require(
                        reach.state() != Reach.State.WAITING
                                || reach.atMillis() < Long.MAX_VALUE
                                || step.step().order() == EscalationStep.Order.IN_TURN,
                        () -> "waits for nobody: " + reach + " of " + step);
                tally.require(
                        reach.state() != Reach.State.WAITING
                                || reach.tries() == 0
                                || reach.atMillis() == Long.MAX_VALUE
                                || reach.atMillis() <= nowMillis + LONGEST_BACK_OFF_MILLIS,
                        () -> "waits too long: " + reach + " of " + step);
            }
        }
    }

    /** What was summoned is done whoever attends; else a step stays what it was. */
    private static boolean isSame(EscalationStep step, EscalationStep planned) {
        return step.equals(planned)
                || (step.condition() == Condition.ALWAYS
                        && step.action() == planned.action()
                        && step.afterMillis() == planned.afterMillis()
                        && step.contacts().equals(planned.contacts()));
    }

    private static boolean asksContacts(EscalationStep step) {
        return step.action() == Action.CALL || step.action() == Action.MESSAGE;
    }

    private static boolean somebodyComes(AlertView view) {
        return view.steps().stream()
                .flatMap(step -> step.reaches().stream())
                .anyMatch(reach -> reach.state() == Reach.State.ACCEPTED
                        && !reach.contact().isEmpty());
    }

    /** When age raised an alert, and the time by which all that was due must have begun. */
    record Raised(long atMillis, long doneByMillis) {}

    /** The steps of the priority that age gave it: begun, or to come as if its plan had begun then. */
    static void requireSteps(EscalationPlan plan, AlertView view, Raised raised, Tally tally) {
        for (EscalationStep planned : stepsOf(plan, view.priority())) {
            // what is for grave alerts only begins with the signal that made it one
            long dueAtMillis = Math.max(raised.atMillis(), view.attentionAtMillis()) + planned.afterMillis();
            tally.require(
                    view.steps().stream()
                            .anyMatch(step -> isSame(step.step(), planned)
                                    && (!step.isPending()
                                            || (asksContacts(planned) && somebodyComes(view))
                                            || (step.dueAtMillis() <= dueAtMillis
                                                    && step.dueAtMillis() > raised.doneByMillis()))),
                    () -> "raised by age, and neither begun nor to come in time: " + planned + " " + raised + " of "
                            + view);
        }
    }

    /** After the last step it reminds. */
    void checkReminds(AlertView view, long lastHeardMillis, long nowMillis) {
        boolean allStarted = view.steps().stream().noneMatch(AlertView.Step::isPending);
        long patience = view.priority() == Priority.P1 ? 60_000 : view.priority() == Priority.P2 ? 300_000 : 900_000;
        tally.require(
                !allStarted || lastHeardMillis + patience > nowMillis,
                () -> "fell silent: last heard " + lastHeardMillis + " now " + nowMillis + ": " + view);
    }

    private static List<EscalationStep> stepsOf(EscalationPlan plan, Priority priority) {
        return switch (priority) {
            case P1 -> plan.p1();
            case P2 -> plan.p2();
            default -> plan.p3();
        };
    }
}

package care.convoy.alert;

import care.convoy.alert.AlertView.Step;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * The escalation steps of one alert. A step is pending, passed over (somebody attends to the alert) or done; what is done
 * stays done. A higher priority adds its own steps after those that were done under the lower one.
 */
final class Steps {
    /** Nobody plans further ahead; keeps sums of times within range. */
    private static final long MAX_AFTER_MILLIS = 30L * 24 * 3_600_000;

    private final List<Step> steps;
    private int nextIndex;
    private int planSize;

    Steps(List<Step> steps, int nextIndex, int planSize) {
        this.steps = new ArrayList<>(steps);
        this.nextIndex = nextIndex;
        this.planSize = planSize;
    }

    /** Takes up the steps of a priority; those of a former one that are not done are dropped. */
    void begin(List<EscalationStep> plan, long fromMillis) {
        steps.removeIf(step -> step.doneAtMillis() == 0);
        for (EscalationStep step : plan) {
            steps.add(new Step(nextIndex++, step, due(step, fromMillis), 0, false, 0, List.of()));
        }
        planSize = plan.size();
    }

    /** Attention is asked anew: what was not done counts from now, passed over or not. */
    void restart(long fromMillis) {
        steps.replaceAll(step -> step.doneAtMillis() != 0 ? step : pending(step, due(step.step(), fromMillis)));
    }

    /** An exercise became real: what was only played is to be done. */
    void repeatAll(long fromMillis) {
        steps.replaceAll(step -> isOfPlan(step) ? pending(step, due(step.step(), fromMillis)) : step);
    }

    /** Somebody attends to the alert. */
    void passOver() {
        steps.replaceAll(step -> step.step().condition() == Condition.ALWAYS ? step : passedOver(step));
    }

    /** The alert has ended; nothing is left to do. */
    void stop() {
        steps.replaceAll(Steps::passedOver);
    }

    /** Nobody attends to it any more: what was passed over is due as if nobody had. */
    void reopen() {
        steps.replaceAll(step -> step.skipped() ? pending(step, step.dueAtMillis()) : step);
    }

    boolean anyPending() {
        return nextDueMillis() != Long.MAX_VALUE;
    }

    long nextDueMillis() {
        long next = Long.MAX_VALUE;
        for (Step step : steps) {
            if (step.isPending()) {
                next = Math.min(next, step.dueAtMillis());
            }
        }
        return next;
    }

    /** Marks the first of the steps that are due next as done. */
    Step startNext(long nowMillis) {
        long due = nextDueMillis();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).isPending() && steps.get(i).dueAtMillis() == due) {
                return start(i, nowMillis);
            }
        }
        throw new IllegalStateException("no step is pending");
    }

    /** Positions of the plan's steps that call the people at the desks, to be done once more by {@link #start}. */
    List<Integer> callsToDesks() {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Action action = steps.get(i).step().action();
            if (isOfPlan(steps.get(i)) && (action == Action.ALL_CONSOLES_LOUD || action == Action.CALL_SUPERVISOR)) {
                positions.add(i);
            }
        }
        return positions;
    }

    Step start(int position, long nowMillis) {
        Step step = steps.get(position);
        Step started = new Step(
                step.index(), step.step(), step.dueAtMillis(), nowMillis, false, step.attempts() + 1, step.reaches());
        steps.set(position, started);
        return started;
    }

    /** The plan's step at that place was carried out by somebody else; no effect if it is done or there is none. */
    void noteDone(int place, long nowMillis) {
        int index = nextIndex - planSize + place;
        for (int i = 0; i < steps.size(); i++) {
            if (isOfPlan(steps.get(i))
                    && steps.get(i).index() == index
                    && steps.get(i).doneAtMillis() == 0) {
                start(i, nowMillis);
            }
        }
    }

    List<Step> view() {
        return steps;
    }

    int nextIndex() {
        return nextIndex;
    }

    private boolean isOfPlan(Step step) {
        return step.index() >= nextIndex - planSize;
    }

    private static Step passedOver(Step step) {
        return step.isPending()
                ? new Step(step.index(), step.step(), step.dueAtMillis(), 0, true, step.attempts(), step.reaches())
                : step;
    }

    private static Step pending(Step step, long dueAtMillis) {
        return new Step(step.index(), step.step(), dueAtMillis, 0, false, step.attempts(), step.reaches());
    }

    private static long due(EscalationStep step, long fromMillis) {
        return fromMillis + Math.min(step.afterMillis(), MAX_AFTER_MILLIS);
    }
}

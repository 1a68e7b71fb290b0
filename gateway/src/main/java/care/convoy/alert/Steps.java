package care.convoy.alert;

import care.convoy.alert.AlertView.Step;
import care.convoy.alert.Reach.State;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The escalation steps of one alert. A step is pending, passed over (somebody attends to the alert, or somebody comes) or
 * done; what is done stays done. A higher priority adds its own steps after those that were done under the lower one.
 *
 * <p>The steps of the plan are numbered one after the other; {@link #nextIndex()} is the number after the last. Steps that
 * were added to it are numbered far above, never twice.
 */
final class Steps {
    /** Most steps beyond the plan's; then the oldest of them that has finished goes. */
    static final int MAX_ADDED = 8;

    /** Nobody plans further ahead; keeps sums of times within range. */
    static final long MAX_AFTER_MILLIS = 30L * 24 * 3_600_000;

    private static final int FIRST_ADDED = 1_000_000;
    private static final int ADDED_PER_PLAN = 1_000;

    private final List<Step> steps;
    private final Facts facts;
    private int nextIndex;
    private int planSize;

    Steps(List<Step> steps, int nextIndex, Facts facts) {
        this.steps = new ArrayList<>(steps);
        this.nextIndex = nextIndex;
        this.facts = facts;
        planSize = facts.steps().size();
    }

    // ---- the plan as a whole

    /** Takes up the steps of the priority; those of a former one that are not done are dropped. */
    void begin(long fromMillis) {
        steps.removeIf(step -> step.doneAtMillis() == 0);
        List<EscalationStep> plan = facts.steps();
        for (EscalationStep step : plan) {
            steps.add(pending(new Step(nextIndex++, step, 0, 0, false, 0, List.of()), due(step, fromMillis)));
        }
        planSize = plan.size();
        if (plan.isEmpty()) {
            // what is added to the next plan must not be numbered as what was added to this one
            nextIndex++;
        }
    }

    /** An exercise became real: what was only played is to be done, and no report about it counts. */
    void beginForReal(long fromMillis) {
        steps.clear();
        begin(fromMillis);
    }

    /**
     * Attention is asked anew: what was passed over, or was stopped, counts from now. What was still to come keeps its
     * time: a further press delays nobody.
     */
    void restart(long fromMillis) {
        steps.replaceAll(step -> {
            long due = due(step.step(), fromMillis);
            if (step.doneAtMillis() == 0) {
                return pending(step, step.isPending() ? Math.min(due, step.dueAtMillis()) : due);
            }
            return resumed(step, due);
        });
    }

    /** Somebody attends to the alert: a call that is out goes on, no other follows. */
    void passOver(long nowMillis) {
        steps.replaceAll(step -> step.step().condition() == Condition.ALWAYS
                ? step
                : withReaches(passedOver(step), reach -> isUntried(reach) ? stopped(reach, nowMillis) : reach));
    }

    private static boolean isUntried(Reach reach) {
        return reach.is(State.WAITING) || reach.is(State.QUEUED);
    }

    /** Nobody is asked for now: nothing new begins. */
    void rest(long nowMillis) {
        steps.replaceAll(
                step -> withReaches(passedOver(step), reach -> isUntried(reach) ? stopped(reach, nowMillis) : reach));
    }

    /** The alert has ended; nothing is left to do. */
    void stop(long nowMillis) {
        steps.replaceAll(
                step -> withReaches(passedOver(step), reach -> reach.isOver() ? reach : stopped(reach, nowMillis)));
    }

    /** Nobody attends any more: what was passed over, or stopped, is due as if nobody had; only as far as meant. */
    void reopen(Predicate<Step> meant) {
        steps.replaceAll(step -> {
            if (!meant.test(step)) {
                return step;
            }
            return step.skipped() ? pending(step, step.dueAtMillis()) : resumed(step, step.dueAtMillis());
        });
    }

    // ---- people

    /** Somebody comes: whoever is asked to is asked no more. */
    void stopContacts(long nowMillis) {
        steps.replaceAll(step -> {
            if (!Line.asksContacts(step.step())) {
                return step;
            }
            boolean call = step.step().action() == Action.CALL;
            return withReaches(
                    passedOver(step),
                    reach ->
                            !reach.isOver() || (call && reach.is(State.DELIVERED)) ? stopped(reach, nowMillis) : reach);
        });
    }

    /** Nobody comes after all: whoever was told so, or not asked, is asked now; what told so is void. */
    void resumeContacts(Predicate<Step> meant, long nowMillis) {
        steps.replaceAll(step -> {
            if (step.step().action() == Action.INFORM) {
                return withReaches(
                        step,
                        reach -> !reach.isOver() || reach.is(State.DELIVERED) ? stopped(reach, nowMillis) : reach);
            }
            if (!Line.asksContacts(step.step()) || !meant.test(step)) {
                return step;
            }
            return step.skipped() ? pending(step, nowMillis) : resumedWithTold(step, nowMillis);
        });
    }

    /** Somebody who said that they come cannot. */
    void comesNotAfterAll(String contact, long nowMillis) {
        steps.replaceAll(step -> withReaches(
                step,
                reach -> reach.is(State.ACCEPTED) && reach.contact().equals(contact)
                        ? reach.to(State.DECLINED, nowMillis)
                        : reach));
    }

    /** Who has said since then that they come, says so now. */
    void stillComing(long sinceMillis, long nowMillis) {
        steps.replaceAll(step -> Line.asksContacts(step.step())
                ? withReaches(
                        step,
                        reach -> reach.is(State.ACCEPTED) && reach.atMillis() >= sinceMillis
                                ? reach.to(State.ACCEPTED, nowMillis)
                                : reach)
                : step);
    }

    /** Who says that they come. */
    List<String> coming() {
        return steps.stream()
                .filter(step -> Line.asksContacts(step.step()))
                .flatMap(step -> step.reaches().stream())
                .filter(reach -> reach.is(State.ACCEPTED))
                .map(Reach::contact)
                .toList();
    }

    void setReach(int position, int place, Reach reach) {
        Step step = steps.get(position);
        List<Reach> reaches = new ArrayList<>(step.reaches());
        reaches.set(place, reach);
        steps.set(position, with(step, reaches));
    }

    /** Lets those of the step begin whose turn it is. */
    void moveLine(int position, long nowMillis) {
        Step step = steps.get(position);
        steps.set(position, with(step, Line.moved(step.step(), step.reaches(), facts.isP1(), nowMillis)));
    }

    // ---- what is due

    boolean anyPending() {
        return nextDueMillis() != Long.MAX_VALUE;
    }

    /** When the next step begins, or {@code Long.MAX_VALUE}. */
    long nextDueMillis() {
        long next = Long.MAX_VALUE;
        for (Step step : steps) {
            if (step.isPending()) {
                next = Math.min(next, step.dueAtMillis());
            }
        }
        return next;
    }

    /** When something happens next to the people of the steps that have begun, or {@code Long.MAX_VALUE}. */
    long nextReachMillis() {
        long next = Long.MAX_VALUE;
        for (Step step : steps) {
            next = Math.min(next, Line.nextMillis(step, facts.isP1()));
        }
        return next;
    }

    /** The first of the steps that begin next. */
    int nextPosition() {
        long due = nextDueMillis();
        return find(step -> step.isPending() && step.dueAtMillis() == due);
    }

    /** The first of the steps whose people are due next. */
    int nextReachPosition() {
        long due = nextReachMillis();
        return find(step -> Line.nextMillis(step, facts.isP1()) == due);
    }

    // ---- single steps

    /** Begins a step, or begins it once more. */
    Step start(int position, long nowMillis) {
        return started(position, Line.start(steps.get(position), facts.isP1(), nowMillis), nowMillis);
    }

    /** Begins a step once more for those meant only. */
    Step startAgain(int position, Predicate<Reach> meant, long nowMillis) {
        return started(position, Line.again(steps.get(position), meant, facts.isP1(), nowMillis), nowMillis);
    }

    /** From now on the step is done whoever attends to the alert. */
    void makeUnconditional(int position) {
        Step step = steps.get(position);
        EscalationStep of = step.step();
        EscalationStep always = new EscalationStep(
                of.afterMillis(), Condition.ALWAYS, of.action(), of.ring(), of.contacts(), of.channels(), of.order());
        steps.set(
                position,
                new Step(
                        step.index(),
                        always,
                        step.dueAtMillis(),
                        step.doneAtMillis(),
                        step.skipped(),
                        step.attempts(),
                        step.reaches()));
    }

    /** The pending ones with this action are due now. */
    void hasten(Action action, long nowMillis) {
        steps.replaceAll(step -> step.isPending() && step.step().action() == action
                ? pending(step, Math.min(step.dueAtMillis(), nowMillis))
                : step);
    }

    /** The plan's pending ones are due as if it had begun then, if that is earlier. */
    void hasten(long fromMillis) {
        steps.replaceAll(step -> step.isPending() && isOfPlan(step)
                ? pending(step, Math.min(step.dueAtMillis(), due(step.step(), fromMillis)))
                : step);
    }

    /** Adds a step to the plan. @return its position */
    int add(EscalationStep step, long nowMillis) {
        int first = FIRST_ADDED + ADDED_PER_PLAN * nextIndex;
        int index = first;
        int added = 0;
        for (Step other : steps) {
            index = Math.max(index, other.index() + 1);
            added += isAdded(other) ? 1 : 0;
        }
        if (added >= MAX_ADDED) {
            // what was summoned is added once for each action, so of the others there are always some
            int finished = find(other -> isAddedInform(other) && !Line.isUnderWay(other));
            steps.remove(finished >= 0 ? finished : find(Steps::isAddedInform));
        }
        steps.add(new Step(index, step, nowMillis, 0, false, 0, List.of()));
        return steps.size() - 1;
    }

    Step at(int position) {
        return steps.get(position);
    }

    /** The first step that is such, or -1. */
    int find(Predicate<Step> such) {
        for (int i = 0; i < steps.size(); i++) {
            if (such.test(steps.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Positions of the steps that are such. */
    List<Integer> all(Predicate<Step> such) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (such.test(steps.get(i))) {
                positions.add(i);
            }
        }
        return positions;
    }

    /** Position of the plan's step at that place, from 0, or -1. */
    int ofPlan(int place) {
        return find(step -> isOfPlan(step) && step.index() == nextIndex - planSize + place);
    }

    /** Whether it belongs to the present plan, or was added to it. */
    boolean isCurrent(Step step) {
        return isOfPlan(step) || isAdded(step);
    }

    boolean isOfPlan(Step step) {
        return step.index() >= nextIndex - planSize && step.index() < nextIndex;
    }

    List<Step> view() {
        return steps;
    }

    int nextIndex() {
        return nextIndex;
    }

    private Step started(int position, List<Reach> reaches, long nowMillis) {
        Step step = steps.get(position);
        Step started =
                new Step(step.index(), step.step(), step.dueAtMillis(), nowMillis, false, step.attempts() + 1, reaches);
        steps.set(position, started);
        return started;
    }

    /** A step that is still to come, unless it is for graver alerts than this. */
    private Step pending(Step step, long dueAtMillis) {
        boolean skipped = step.step().condition() == Condition.UNCLAIMED_GRAVE && !facts.isGrave();
        return new Step(step.index(), step.step(), dueAtMillis, 0, skipped, step.attempts(), step.reaches());
    }

    private Step resumed(Step step, long dueMillis) {
        // that somebody was coming is no news any more
        return step.step().action() == Action.INFORM
                ? step
                : with(step, Line.again(step, reach -> reach.is(State.STOPPED), facts.isP1(), dueMillis));
    }

    private Step resumedWithTold(Step step, long dueMillis) {
        Predicate<Reach> meant = reach -> reach.is(State.STOPPED) || reach.is(State.DELIVERED);
        return with(step, Line.again(step, meant, facts.isP1(), dueMillis));
    }

    static boolean isAdded(Step step) {
        return step.index() >= FIRST_ADDED;
    }

    private static boolean isAddedInform(Step step) {
        return isAdded(step) && step.step().action() == Action.INFORM;
    }

    private static Step passedOver(Step step) {
        return step.isPending()
                ? new Step(step.index(), step.step(), step.dueAtMillis(), 0, true, step.attempts(), step.reaches())
                : step;
    }

    private static Step withReaches(Step step, UnaryOperator<Reach> how) {
        return step.reaches().isEmpty() ? step : with(step, Line.change(step, how));
    }

    private static Step with(Step step, List<Reach> reaches) {
        return new Step(
                step.index(),
                step.step(),
                step.dueAtMillis(),
                step.doneAtMillis(),
                step.skipped(),
                step.attempts(),
                reaches);
    }

    private static Reach stopped(Reach reach, long nowMillis) {
        return reach.to(State.STOPPED, nowMillis);
    }

    private static long due(EscalationStep step, long fromMillis) {
        return fromMillis + Math.min(step.afterMillis(), MAX_AFTER_MILLIS);
    }
}

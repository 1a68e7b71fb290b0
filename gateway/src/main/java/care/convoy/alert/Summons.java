package care.convoy.alert;

import care.convoy.alert.AlertView.Step;
import care.convoy.alert.Reach.State;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.Condition;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The owner sends for help: what the plan has of it and has not begun begins now, whatever its condition; what was tried in
 * vain is tried anew; what the plan does not have is added.
 */
final class Summons {
    private final Outreach outreach;
    private final Steps steps;
    private final EscalationPlan plan;
    private final long nowMillis;

    Summons(Outreach outreach, Steps steps, EscalationPlan plan, long nowMillis) {
        this.outreach = outreach;
        this.steps = steps;
        this.plan = plan;
        this.nowMillis = nowMillis;
    }

    void send(List<Action> actions) {
        actions.stream().distinct().forEach(this::send);
    }

    private void send(Action action) {
        List<Integer> positions = current(action);
        positions.forEach(this::send);
        addIfMissing(action, positions);
    }

    /** Whether an ambulance was requested and nothing speaks against its coming. From now on that goes on whoever attends. */
    boolean keepsAmbulance() {
        List<Integer> underWay = steps.all(Summons::isAmbulanceUnderWay);
        underWay.forEach(steps::makeUnconditional);
        return !underWay.isEmpty();
    }

    /** One request for an ambulance, however many steps there are for it. */
    void sendAmbulance() {
        List<Integer> positions = current(Action.REQUEST_AMBULANCE);
        if (positions.isEmpty()) {
            addIfMissing(Action.REQUEST_AMBULANCE, positions);
        } else {
            send(positions.getFirst());
        }
    }

    private static boolean isAmbulanceUnderWay(Step step) {
        return step.step().action() == Action.REQUEST_AMBULANCE
                && step.reaches().stream()
                        .anyMatch(reach -> reach.isOut() || reach.is(State.DELIVERED) || reach.is(State.ACCEPTED));
    }

    /** Whether all there is of it has begun and goes on whoever attends. */
    boolean isSent(Action action) {
        List<Integer> positions = current(action);
        return !positions.isEmpty()
                && positions.stream()
                        .map(steps::at)
                        .allMatch(step -> step.doneAtMillis() > 0 && step.step().condition() == Condition.ALWAYS);
    }

    /** It was sent for elsewhere: what has begun is not tried anew. */
    void sent(Action action) {
        List<Integer> positions = current(action);
        boolean underWay = action == Action.REQUEST_AMBULANCE && steps.find(Summons::isAmbulanceUnderWay) >= 0;
        for (int position : positions) {
            boolean begun = steps.at(position).doneAtMillis() > 0;
            if (begun || !underWay) {
                steps.makeUnconditional(position);
            }
            if (!begun && !underWay) {
                outreach.begin(position);
            }
        }
        addIfMissing(action, positions);
    }

    private List<Integer> current(Action action) {
        return steps.all(step -> steps.isCurrent(step) && step.step().action() == action);
    }

    private void addIfMissing(Action action, List<Integer> positions) {
        EscalationStep added = positions.isEmpty() ? missing(action) : null;
        if (added != null) {
            outreach.begin(steps.add(added, nowMillis));
        }
    }

    private void send(int position) {
        steps.makeUnconditional(position);
        Step step = steps.at(position);
        Predicate<Reach> meant = meant(step);
        if (step.doneAtMillis() == 0) {
            outreach.begin(position);
        } else if (step.reaches().stream().anyMatch(meant)) {
            outreach.tell(steps.startAgain(position, meant, nowMillis));
        }
    }

    /** Who of a step that was begun before is tried anew. */
    private static Predicate<Reach> meant(Step step) {
        if (step.step().action() == Action.CALL_SUPERVISOR) {
            return reach -> !reach.isOut();
        }
        Predicate<Reach> inVain = reach ->
                reach.is(State.FAILED) || reach.is(State.STOPPED) || (reach.is(State.WAITING) && !reach.isInLine());
        Predicate<Reach> inVainOrDeclined = inVain.or(reach -> reach.is(State.DECLINED));
        return step.reaches().stream().allMatch(inVainOrDeclined) ? inVainOrDeclined : inVain;
    }

    /** The step for an action that the present plan does not have; null if there is nobody to reach. */
    private @Nullable EscalationStep missing(Action action) {
        return switch (action) {
            case REQUEST_AMBULANCE, CALL_SUPERVISOR -> added(action, 0, List.of());
            case CALL -> missing(action, Action.MESSAGE);
            case MESSAGE -> missing(action, Action.CALL);
            case SHOW_ALL_CONSOLES, ALL_CONSOLES_LOUD, INFORM -> null;
        };
    }

    private @Nullable EscalationStep missing(Action action, Action other) {
        EscalationStep like = find(action);
        EscalationStep of = like == null ? find(other) : like;
        return of == null ? null : added(action, of.ring(), of.contacts());
    }

    private @Nullable EscalationStep find(Action action) {
        return Stream.of(plan.p1(), plan.p2(), plan.p3())
                .flatMap(List::stream)
                .filter(step -> step.action() == action && !step.contacts().isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static EscalationStep added(Action action, int ring, List<String> contacts) {
        return new EscalationStep(0, Condition.ALWAYS, action, ring, contacts, List.of());
    }
}

package care.convoy.alert;

import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.Condition;
import care.convoy.escalation.EscalationStep.Order;
import java.util.List;

/** Small plans in words. */
final class Plans {
    private Plans() {}

    static EscalationPlan p1(EscalationStep... steps) {
        return new EscalationPlan("own", List.of(steps), List.of(), List.of());
    }

    /** The same steps for P2 and P3; none for P1. */
    static EscalationPlan lesser(EscalationStep... steps) {
        return new EscalationPlan("own", List.of(), List.of(steps), List.of(steps));
    }

    static EscalationStep together(int seconds, Action action, int ring, String... contacts) {
        return step(seconds, action, ring, Order.PARALLEL, contacts);
    }

    static EscalationStep inTurn(int seconds, Action action, int ring, String... contacts) {
        return step(seconds, action, ring, Order.IN_TURN, contacts);
    }

    static EscalationStep supervisor(int seconds) {
        return step(seconds, Action.CALL_SUPERVISOR, 0, Order.PARALLEL);
    }

    static EscalationStep ambulance(int seconds) {
        return new EscalationStep(
                seconds * 1_000L, Condition.UNCLAIMED_GRAVE, Action.REQUEST_AMBULANCE, 0, List.of(), List.of());
    }

    static EscalationStep always(EscalationStep step) {
        return new EscalationStep(
                step.afterMillis(),
                Condition.ALWAYS,
                step.action(),
                step.ring(),
                step.contacts(),
                step.channels(),
                step.order());
    }

    private static EscalationStep step(int seconds, Action action, int ring, Order order, String... contacts) {
        return new EscalationStep(
                seconds * 1_000L, Condition.UNCLAIMED, action, ring, List.of(contacts), List.of(), order);
    }
}

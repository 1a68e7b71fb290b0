package care.convoy.alert;

import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.Position;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the signals of one alert have said, taken together: the most urgent, the most real, the latest position. */
final class Facts {
    private EscalationPlan plan;
    private AlertKind kind;
    private Priority priority;
    private AlertStatus status;
    private int presses;
    private int signals;
    private Movement movement = Movement.UNKNOWN;
    private @Nullable Position position;
    private boolean aged;

    Facts(Command.Signal signal, Trigger trigger, AlertStatus status) {
        plan = signal.plan();
        kind = trigger.kind();
        priority = trigger.priority();
        this.status = status;
        add(trigger);
    }

    Facts(AlertView view, EscalationPlan plan) {
        this.plan = plan;
        kind = view.kind();
        priority = view.priority();
        status = view.status();
        presses = view.presses();
        signals = view.signals();
        movement = view.cause();
        position = view.position();
    }

    /** @param aged whether age alone made it a P1 */
    Facts(AlertView view, EscalationPlan plan, boolean aged) {
        this(view, plan);
        this.aged = aged;
    }

    /** Takes what a further signal says, all but a higher priority. */
    void add(Trigger trigger) {
        presses = (int) Math.min((long) presses + trigger.presses(), Integer.MAX_VALUE);
        signals = signals == Integer.MAX_VALUE ? signals : signals + 1;
        if (trigger.movement() != null) {
            movement = trigger.movement();
        }
        // a device without a fix must not hide where it last had one
        if (trigger.position() != null && (trigger.position().valid() || position == null || !position.valid())) {
            position = trigger.position();
        }
    }

    boolean isLessUrgentThan(Trigger trigger) {
        return trigger.priority().compareTo(priority) < 0;
    }

    /** A signal is as urgent as age alone had made the alert: from now on it is what that signal says. */
    void confirm(Trigger trigger) {
        if (aged && trigger.priority() == priority) {
            aged = false;
            kind = trigger.kind();
        }
    }

    /** Raised by age. @return the priority until now */
    Priority age() {
        Priority from = priority;
        priority = from == Priority.P3 ? Priority.P2 : Priority.P1;
        aged = isP1();
        return from;
    }

    /** After what time, without anybody, age raises the priority; {@link EscalationPlan#NEVER} if it does not. */
    long raisedAfterMillis() {
        return switch (priority) {
            case P2 -> plan.p2RaisedAfterMillis();
            case P3 -> plan.p3RaisedAfterMillis();
            case P1, P4, P5 -> EscalationPlan.NEVER;
        };
    }

    boolean isP1() {
        return priority == Priority.P1;
    }

    /** Whether age alone made it a P1. */
    boolean isAged() {
        return aged;
    }

    /** A press, or a fall without movement: what an ambulance is asked for though nobody has spoken to the resident. */
    boolean isGrave() {
        boolean stillOnTheFloor = isP1() && kind == AlertKind.FALL && (movement != Movement.MOVING || !aged);
        return presses > 0 || stillOnTheFloor;
    }

    /** @return the priority until now */
    Priority raise(EscalationPlan newer, Trigger trigger) {
        Priority from = priority;
        priority = trigger.priority();
        kind = trigger.kind();
        // the newer plan knows the newer contacts, unless it could not be built
        plan = steps(newer, priority).isEmpty() ? plan : newer;
        return from;
    }

    /** One real signal makes a played alert real. @return whether it did */
    boolean becomesReal(AlertStatus other) {
        if (other.compareTo(status) >= 0) {
            return false;
        }
        status = other;
        return true;
    }

    List<EscalationStep> steps() {
        return steps(plan, priority);
    }

    EscalationPlan plan() {
        return plan;
    }

    AlertKind kind() {
        return kind;
    }

    Priority priority() {
        return priority;
    }

    AlertStatus status() {
        return status;
    }

    int presses() {
        return presses;
    }

    /** How many signals asked for attention. */
    int signals() {
        return signals;
    }

    Movement movement() {
        return movement;
    }

    @Nullable
    Position position() {
        return position;
    }

    private static List<EscalationStep> steps(EscalationPlan plan, Priority priority) {
        return switch (priority) {
            case P1 -> plan.p1();
            case P2 -> plan.p2();
            case P3 -> plan.p3();
            case P4, P5 -> throw new IllegalStateException("a task has no plan");
        };
    }
}

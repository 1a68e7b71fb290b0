package care.convoy.escalation;

import java.util.List;

/**
 * What happens while nobody, or somebody, looks after an alert. Per priority, because a later signal may raise it.
 *
 * @param name shown on the case, as {@code standard}
 * @param p2RaisedAfterMillis how long a P2 asks for attention in vain before it becomes a P1, or {@link #NEVER}; 0 for at
 *     once, as the care grade may ask
 * @param p3RaisedAfterMillis the same for a P3, which becomes a P2
 */
public record EscalationPlan(
        String name,
        List<EscalationStep> p1,
        List<EscalationStep> p2,
        List<EscalationStep> p3,
        long p2RaisedAfterMillis,
        long p3RaisedAfterMillis) {
    /** Age does not raise the priority. */
    public static final long NEVER = -1;

    public EscalationPlan {
        p1 = List.copyOf(p1);
        p2 = List.copyOf(p2);
        p3 = List.copyOf(p3);
        if (p2RaisedAfterMillis < NEVER || p3RaisedAfterMillis < NEVER) {
            throw new IllegalArgumentException("escalation plan: raised after 0 ms or more, or never");
        }
    }

    /** A plan under which age raises nothing. */
    public EscalationPlan(String name, List<EscalationStep> p1, List<EscalationStep> p2, List<EscalationStep> p3) {
        this(name, p1, p2, p3, NEVER, NEVER);
    }

    /** The steps of one urgency. */
    public List<EscalationStep> steps(Urgency urgency) {
        return switch (urgency) {
            case P1 -> p1;
            case P2 -> p2;
            case P3 -> p3;
        };
    }

    /** The same plan with other steps for one urgency. */
    EscalationPlan with(Urgency urgency, List<EscalationStep> steps) {
        return new EscalationPlan(
                name,
                urgency == Urgency.P1 ? steps : p1,
                urgency == Urgency.P2 ? steps : p2,
                urgency == Urgency.P3 ? steps : p3,
                p2RaisedAfterMillis,
                p3RaisedAfterMillis);
    }
}

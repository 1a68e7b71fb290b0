package care.convoy.escalation;

import java.util.List;

/**
 * What happens while nobody, or somebody, looks after an alert. Per priority, because a later signal may raise it.
 *
 * @param name shown on the case, as {@code standard}
 */
public record EscalationPlan(String name, List<EscalationStep> p1, List<EscalationStep> p2, List<EscalationStep> p3) {
    public EscalationPlan {
        p1 = List.copyOf(p1);
        p2 = List.copyOf(p2);
        p3 = List.copyOf(p3);
    }
}

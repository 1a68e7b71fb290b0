package care.convoy.escalation;

import care.convoy.escalation.EscalationStep.Action;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a plan below {@link #MOST_BYTES} encoded, because it travels in each alarm's command. With usual ids every plan is
 * far below; with the longest ones people are left out, the least urgent plan's first, the outermost ring's last contact
 * first, never the last one of a step. Pure.
 */
final class PlanSize {
    /** Largest plan. */
    static final int MOST_BYTES = 2_048;

    /** Time, condition, action, ring, order and two counts, each as large as it can get below 30 days. */
    private static final int STEP_BYTES = 12;

    /** Three counts and two times of up to five bytes. */
    private static final int PLAN_BYTES = 13;

    private PlanSize() {}

    /** At least as many bytes as the plan takes in the log: numbers of seven bits a byte, texts with a length in front. */
    static int bytes(EscalationPlan plan) {
        return PLAN_BYTES + textBytes(plan.name()) + bytes(plan.p1()) + bytes(plan.p2()) + bytes(plan.p3());
    }

    private static int bytes(List<EscalationStep> steps) {
        int sum = 0;
        for (EscalationStep step : steps) {
            sum += STEP_BYTES + step.channels().size();
            for (String contact : step.contacts()) {
                sum += textBytes(contact);
            }
        }
        return sum;
    }

    private static int textBytes(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return bytes + (bytes < 128 ? 1 : 2);
    }

    static EscalationPlan fitted(EscalationPlan plan) {
        EscalationPlan fitting = plan;
        while (bytes(fitting) > MOST_BYTES) {
            EscalationPlan shorter = shortened(fitting);
            if (shorter.equals(fitting)) {
                return fitting;
            }
            fitting = shorter;
        }
        return fitting;
    }

    private static EscalationPlan shortened(EscalationPlan plan) {
        for (Urgency urgency : List.of(Urgency.P3, Urgency.P2, Urgency.P1)) {
            List<EscalationStep> steps = plan.steps(urgency);
            int longest = outermostWithSeveral(steps);
            if (longest >= 0) {
                List<EscalationStep> shorter = new ArrayList<>(steps);
                EscalationStep step = steps.get(longest);
                shorter.set(
                        longest,
                        step.with(step.contacts().subList(0, step.contacts().size() - 1)));
                return plan.with(urgency, shorter);
            }
        }
        return plan;
    }

    /** The last call that names several people, else such a message; -1 if there is none. */
    private static int outermostWithSeveral(List<EscalationStep> steps) {
        int found = -1;
        for (int i = 0; i < steps.size(); i++) {
            EscalationStep step = steps.get(i);
            boolean better = step.action() == Action.CALL
                    || found < 0
                    || steps.get(found).action() != Action.CALL;
            if (step.contacts().size() > 1 && better) {
                found = i;
            }
        }
        return found;
    }
}

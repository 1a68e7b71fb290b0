package care.convoy.escalation;

import static care.convoy.escalation.StandardPlan.MAX_CONTACTS_PER_STEP;

import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.PlanChange.What;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A resident's own plan: the standard one with the resident's changes. Pure.
 *
 * <p>When in doubt somebody is called: a change that cannot be applied, because it is nonsense, because its contact is not
 * known any more or because the plan has no such step, changes nothing.
 */
public final class OwnPlan {
    /** The plan's name on the case. */
    public static final String NAME = "own";

    private OwnPlan() {}

    /**
     * Builds the plan; the same for any order of the changes.
     *
     * @param grade care grade, 1 independent to 4 fully dependent
     * @param changes the resident's; empty gives the standard plan
     */
    public static EscalationPlan of(
            List<ConvoyMember> members, int grade, CountyPolicy policy, List<PlanChange> changes) {
        if (changes.isEmpty()) {
            return StandardPlan.of(members, grade, policy);
        }
        EscalationPlan plan = changed(
                StandardPlan.unfitted(members, grade, policy),
                changes,
                members.stream().map(ConvoyMember::contactId).collect(Collectors.toSet()));
        return PlanSize.fitted(plan);
    }

    /** @param contacts who is known */
    static EscalationPlan changed(EscalationPlan plan, List<PlanChange> changes, Set<String> contacts) {
        EscalationPlan own = new EscalationPlan(
                NAME, plan.p1(), plan.p2(), plan.p3(), plan.p2RaisedAfterMillis(), plan.p3RaisedAfterMillis());
        List<PlanChange> sound = changes.stream()
                .filter(change -> change.complaints().isEmpty())
                .sorted(Comparator.comparing(PlanChange::what)
                        .thenComparing(PlanChange::urgency)
                        .thenComparing(PlanChange::action)
                        .thenComparingInt(PlanChange::ring)
                        .thenComparingInt(PlanChange::seconds)
                        .thenComparing(change -> String.join(";", change.contacts())))
                .toList();
        for (Urgency urgency : Urgency.values()) {
            List<EscalationStep> steps = plan.steps(urgency);
            for (PlanChange change : sound) {
                if (change.urgency() == urgency) {
                    steps = applied(change, steps, contacts);
                }
            }
            own = own.with(urgency, StandardPlan.inOrder(eachCalledOnce(steps)));
        }
        return own;
    }

    private static List<EscalationStep> applied(PlanChange change, List<EscalationStep> steps, Set<String> contacts) {
        List<EscalationStep> changed = new ArrayList<>(steps);
        if (change.what() == What.OFF) {
            changed.removeIf(step -> isMeant(step, change));
            return changed;
        }
        List<String> named =
                change.contacts().stream().filter(contacts::contains).toList();
        if (change.what() != What.AFTER && named.isEmpty()) {
            return steps;
        }
        // of several steps for one ring the first is meant: the others hold those who found no room in it
        for (int i = 0; i < changed.size(); i++) {
            EscalationStep step = changed.get(i);
            if (isMeant(step, change)) {
                changed.set(i, applied(change, step, named));
                if (change.what() == What.ONLY) {
                    changed.subList(i + 1, changed.size()).removeIf(later -> isMeant(later, change));
                }
                return changed;
            }
        }
        return steps;
    }

    private static EscalationStep applied(PlanChange change, EscalationStep step, List<String> named) {
        return switch (change.what()) {
            case ONLY -> step.with(named);
            case FIRST -> {
                List<String> people = new ArrayList<>(named);
                step.contacts().stream()
                        .filter(contact -> !named.contains(contact))
                        .limit(MAX_CONTACTS_PER_STEP - 1L)
                        .forEach(people::add);
                yield step.with(people);
            }
            case AFTER -> step.after(change.seconds() * 1_000L);
            case OFF -> step;
        };
    }

    private static boolean isMeant(EscalationStep step, PlanChange change) {
        return step.action() == change.action() && (change.ring() == 0 || step.ring() == change.ring());
    }

    /** Who was moved to one ring is not called again with another. */
    private static List<EscalationStep> eachCalledOnce(List<EscalationStep> steps) {
        Set<String> called = new HashSet<>();
        List<EscalationStep> once = new ArrayList<>();
        for (EscalationStep step : StandardPlan.inOrder(steps)) {
            List<String> people = step.action() == Action.CALL
                    ? step.contacts().stream().filter(called::add).toList()
                    : step.contacts();
            if (!people.isEmpty() || step.action() != Action.CALL) {
                once.add(step.with(people));
            }
        }
        return once;
    }
}

package care.convoy.alert;

import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import care.convoy.escalation.EscalationStep.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded plans, likely and absurd: empty, of nobody, twice the same contact, everything at once. */
final class RandomPlans {
    private static final List<Action> PLANNED = List.of(
            Action.SHOW_ALL_CONSOLES,
            Action.ALL_CONSOLES_LOUD,
            Action.CALL_SUPERVISOR,
            Action.CALL,
            Action.CALL,
            Action.CALL,
            Action.MESSAGE,
            Action.REQUEST_AMBULANCE);

    private final Random random;

    RandomPlans(Random random) {
        this.random = random;
    }

    EscalationPlan plan() {
        return new EscalationPlan("random", steps(), steps(), steps(), raised(), raised());
    }

    List<EscalationStep> steps() {
        List<EscalationStep> steps = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            steps.add(step(one(PLANNED)));
        }
        return steps;
    }

    EscalationStep step(Action action) {
        boolean contacts = action == Action.CALL || action == Action.MESSAGE;
        return new EscalationStep(
                random.nextInt(4) == 0 ? 0 : random.nextInt(200_000),
                one(List.of(Condition.values())),
                action,
                contacts ? random.nextInt(4) : 0,
                contacts ? contacts() : List.of(),
                channels(),
                one(List.of(Order.values())));
    }

    private List<String> contacts() {
        List<String> contacts = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            contacts.add("c" + random.nextInt(6));
        }
        return contacts;
    }

    private List<ChannelKind> channels() {
        List<ChannelKind> channels = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            channels.add(one(List.of(ChannelKind.values())));
        }
        return channels;
    }

    private long raised() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(900_000);
            default -> EscalationPlan.NEVER;
        };
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}

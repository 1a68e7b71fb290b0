package care.convoy.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.escalation.ConvoyMember.Capability;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandardPlanTest {
    private static final ConvoyMember KEY = member("neighbour", 1, Capability.KEY);
    private static final ConvoyMember DOCTOR = member("doctor", 1, Capability.MEDICAL);
    private static final ConvoyMember POST_A = new ConvoyMember("post-a", 2, Set.of(), true, List.of());
    private static final ConvoyMember POST_B = new ConvoyMember("post-b", 3, Set.of(), true, List.of());

    private static ConvoyMember member(String id, int ring, Capability... can) {
        return new ConvoyMember(id, ring, Set.of(can), false, List.of());
    }

    private static List<String> called(ConvoyMember... members) {
        return StandardPlan.of(List.of(members), true).p1().stream()
                .filter(step -> step.action() == Action.CALL)
                .flatMap(step -> step.contacts().stream())
                .toList();
    }

    @Test
    void mostUrgentPlanIsTheTableOfTheDomain() {
        EscalationPlan plan = StandardPlan.of(List.of(POST_B, DOCTOR, KEY, POST_A), true);

        assertThat(plan.name()).isEqualTo("standard");
        assertThat(plan.p1())
                .extracting(EscalationStep::afterMillis)
                .containsExactly(0L, 15_000L, 30_000L, 60_000L, 60_000L, 120_000L);
        assertThat(plan.p1())
                .extracting(EscalationStep::action)
                .containsExactly(
                        Action.SHOW_ALL_CONSOLES,
                        Action.ALL_CONSOLES_LOUD,
                        Action.CALL_SUPERVISOR,
                        Action.CALL,
                        Action.MESSAGE,
                        Action.REQUEST_AMBULANCE);
        assertThat(plan.p1())
                .extracting(EscalationStep::condition)
                .containsExactly(
                        Condition.ALWAYS,
                        Condition.UNCLAIMED,
                        Condition.UNCLAIMED,
                        Condition.UNCLAIMED,
                        Condition.UNCLAIMED,
                        Condition.UNCLAIMED);
        assertThat(plan.p1().get(3).contacts()).containsExactly("neighbour", "doctor");
        assertThat(plan.p1().get(3).channels()).startsWith(ChannelKind.VOICE);
        assertThat(plan.p1().get(3).ring()).isEqualTo(1);
        assertThat(plan.p1().get(4).contacts()).containsExactly("post-a", "post-b");
    }

    @Test
    void countyMaySwitchTheAmbulanceRequestOff() {
        assertThat(StandardPlan.of(List.of(KEY), false).p1())
                .extracting(EscalationStep::action)
                .doesNotContain(Action.REQUEST_AMBULANCE)
                .contains(Action.CALL);
    }

    @Test
    void lesserPlansAreMilderAndNeverRequestAnAmbulance() {
        EscalationPlan plan = StandardPlan.of(List.of(KEY, POST_A), true);

        assertThat(plan.p2().get(1).afterMillis())
                .isGreaterThan(plan.p1().get(1).afterMillis());
        assertThat(plan.p3().get(1).afterMillis())
                .isGreaterThan(plan.p2().get(1).afterMillis());
        assertThat(plan.p2()).extracting(EscalationStep::action).doesNotContain(Action.REQUEST_AMBULANCE);
        assertThat(plan.p3()).extracting(EscalationStep::action).doesNotContain(Action.REQUEST_AMBULANCE, Action.CALL);
    }

    @Test
    void contactsNeverGateDispatch() {
        assertThat(StandardPlan.of(List.of(), true).p1())
                .extracting(EscalationStep::action)
                .containsExactly(
                        Action.SHOW_ALL_CONSOLES,
                        Action.ALL_CONSOLES_LOUD,
                        Action.CALL_SUPERVISOR,
                        Action.REQUEST_AMBULANCE);
    }

    @Test
    void nearestRingIsCalledAndAKeyHolderFromFurtherOutIfItHasNone() {
        assertThat(called(member("aunt", 1), DOCTOR, member("far", 2, Capability.KEY)))
                .containsExactly("doctor", "aunt", "far");
        assertThat(called(KEY, member("far", 2, Capability.KEY))).containsExactly("neighbour");
        assertThat(called(member("far", 3, Capability.NEAR))).containsExactly("far");
    }

    @Test
    void whoCannotBeCalledComesLastAndDoesNotCountAsKeyHolder() {
        ConvoyMember mailOnly = new ConvoyMember("mail", 1, Set.of(Capability.KEY), false, List.of(ChannelKind.MAIL));
        assertThat(called(mailOnly, member("aunt", 1), member("far", 2, Capability.KEY)))
                .containsExactly("aunt", "mail", "far");
    }

    @Test
    void orderOfTheRecordDoesNotMatter() {
        assertThat(StandardPlan.of(List.of(POST_B, DOCTOR, KEY, POST_A), true))
                .isEqualTo(StandardPlan.of(List.of(KEY, POST_A, DOCTOR, POST_B), true));
    }

    @Test
    void planStaysSmallHoweverManyPeopleThereAre() {
        List<ConvoyMember> crowd = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String id = "%064d".formatted(i);
            crowd.add(new ConvoyMember(id, 1, Set.of(), i % 2 == 0, List.of()));
        }
        crowd.add(member("k".repeat(64), 2, Capability.KEY));
        EscalationPlan plan = StandardPlan.of(crowd, true);

        List<EscalationStep> steps = new ArrayList<>(plan.p1());
        steps.addAll(plan.p2());
        steps.addAll(plan.p3());
        assertThat(steps).allMatch(step -> step.contacts().size() <= StandardPlan.MAX_CONTACTS_PER_STEP);
        int bytes = steps.stream()
                .mapToInt(step -> 24
                        + step.channels().size()
                        + step.contacts().stream()
                                .mapToInt(id -> 2 + id.getBytes(StandardCharsets.UTF_8).length)
                                .sum())
                .sum();
        assertThat(bytes).isLessThan(2_048);
        assertThat(plan.p1().get(3).contacts()).hasSize(4).contains("k".repeat(64));
    }

    @Test
    void referenceThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> member("x".repeat(65), 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package care.convoy.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.escalation.ConvoyMember.Capability;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.PlanChange.Complaint;
import care.convoy.escalation.PlanChange.What;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OwnPlanTest {
    private static final List<ConvoyMember> FAMILY = List.of(
            new ConvoyMember("neighbour", 1, Set.of(Capability.KEY), false, List.of()),
            new ConvoyMember("doctor", 1, Set.of(Capability.MEDICAL), false, List.of()),
            new ConvoyMember("post-a", 2, Set.of(), true, List.of()),
            new ConvoyMember("post-b", 2, Set.of(), true, List.of()),
            new ConvoyMember("niece", 3, Set.of(), false, List.of()));

    private static EscalationPlan own(PlanChange... changes) {
        return OwnPlan.of(FAMILY, 2, CountyPolicy.standard(), List.of(changes));
    }

    private static PlanChange off(Urgency urgency, Action action, int ring) {
        return new PlanChange(urgency, action, ring, What.OFF, 0, List.of());
    }

    private static PlanChange after(Urgency urgency, Action action, int ring, int seconds) {
        return new PlanChange(urgency, action, ring, What.AFTER, seconds, List.of());
    }

    private static PlanChange first(int ring, String contact) {
        return new PlanChange(Urgency.P1, Action.CALL, ring, What.FIRST, 0, List.of(contact));
    }

    private static PlanChange only(Action action, int ring, String... contacts) {
        return new PlanChange(Urgency.P1, action, ring, What.ONLY, 0, List.of(contacts));
    }

    private static List<String> outside(EscalationPlan plan) {
        return plan.p1().stream()
                .filter(step -> !step.contacts().isEmpty() || step.action() == Action.REQUEST_AMBULANCE)
                .map(step -> step.afterMillis() / 1_000 + " " + step.action() + " " + String.join(" ", step.contacts()))
                .toList();
    }

    @Test
    void withoutChangesItIsTheStandardPlan() {
        assertThat(own()).isEqualTo(StandardPlan.of(FAMILY, true));
    }

    @Test
    void changesOneUrgencyAndIsNamed() {
        EscalationPlan plan = own(off(Urgency.P1, Action.MESSAGE, 0));
        EscalationPlan standard = StandardPlan.of(FAMILY, true);

        assertThat(plan.name()).isEqualTo("own");
        assertThat(plan.p1()).hasSize(standard.p1().size() - 1);
        assertThat(plan.p2()).isEqualTo(standard.p2());
        assertThat(plan.p3()).isEqualTo(standard.p3());
        assertThat(plan.p2RaisedAfterMillis()).isEqualTo(standard.p2RaisedAfterMillis());
    }

    @Test
    void stepIsLeftOutOrMoved() {
        assertThat(outside(own(
                        off(Urgency.P1, Action.CALL, 3),
                        off(Urgency.P1, Action.REQUEST_AMBULANCE, 0),
                        after(Urgency.P1, Action.MESSAGE, 0, 130))))
                .containsExactly("60 CALL neighbour doctor", "120 CALL post-a post-b", "130 MESSAGE post-a post-b");
        assertThat(outside(own(off(Urgency.P1, Action.CALL, 0))))
                .containsExactly("60 MESSAGE post-a post-b", "120 REQUEST_AMBULANCE ");
    }

    @Test
    void whoIsCalledFirstIsNotCalledAgainFromFurtherOut() {
        assertThat(outside(own(first(1, "niece"))))
                .containsExactly(
                        "60 CALL niece neighbour doctor",
                        "60 MESSAGE post-a post-b",
                        "120 REQUEST_AMBULANCE ",
                        "120 CALL post-a post-b");
        assertThat(outside(own(first(2, "post-b")))).contains("120 CALL post-b post-a", "180 CALL niece");
    }

    @Test
    void onlyTheseAreReached() {
        assertThat(outside(own(only(Action.CALL, 1, "niece", "doctor"), only(Action.MESSAGE, 0, "post-b"))))
                .containsExactly(
                        "60 CALL niece doctor",
                        "60 MESSAGE post-b",
                        "120 REQUEST_AMBULANCE ",
                        "120 CALL post-a post-b");
    }

    @Test
    void onlyMeansAlsoThoseWhoFoundNoRoomInTheRing() {
        List<ConvoyMember> crowd = Stream.of("a", "b", "c", "d", "e")
                .map(id -> new ConvoyMember(id, 1, Set.of(), false, List.of()))
                .toList();
        EscalationPlan plan = OwnPlan.of(crowd, 2, CountyPolicy.standard(), List.of(only(Action.CALL, 1, "e")));
        assertThat(outside(plan)).containsExactly("60 CALL e", "120 REQUEST_AMBULANCE ");
    }

    @Test
    void ambulanceMayBeRequestedSoonerAndTheSupervisorCalledSooner() {
        EscalationPlan plan =
                own(after(Urgency.P1, Action.REQUEST_AMBULANCE, 0, 0), after(Urgency.P1, Action.CALL_SUPERVISOR, 0, 5));
        assertThat(plan.p1())
                .extracting(EscalationStep::action)
                .startsWith(Action.SHOW_ALL_CONSOLES, Action.REQUEST_AMBULANCE, Action.CALL_SUPERVISOR);
    }

    @Test
    void contactThatNobodyKnowsChangesNothing() {
        EscalationPlan standard = StandardPlan.of(FAMILY, true);
        assertThat(own(only(Action.CALL, 1, "gone"), first(2, "gone")).p1()).isEqualTo(standard.p1());
        assertThat(outside(own(only(Action.CALL, 1, "gone", "doctor")))).contains("60 CALL doctor");
    }

    @Test
    void stepThatThePlanDoesNotHaveIsNotMadeUp() {
        List<ConvoyMember> alone = FAMILY.subList(0, 1);
        EscalationPlan plan = OwnPlan.of(
                alone, 2, CountyPolicy.standard(), List.of(only(Action.CALL, 2, "neighbour"), first(3, "neighbour")));
        assertThat(outside(plan)).containsExactly("60 CALL neighbour", "120 REQUEST_AMBULANCE ");
    }

    @Test
    void orderOfTheChangesDoesNotMatter() {
        PlanChange[] changes = {
            only(Action.CALL, 1, "doctor", "neighbour"), first(1, "niece"), after(Urgency.P1, Action.CALL, 1, 20)
        };
        PlanChange[] reversed = {changes[2], changes[1], changes[0]};
        assertThat(own(changes)).isEqualTo(own(reversed));
        assertThat(outside(own(changes))).startsWith("20 CALL niece doctor neighbour");
    }

    static Stream<List<Object>> nonsense() {
        return Stream.of(
                List.of(off(Urgency.P1, Action.SHOW_ALL_CONSOLES, 0), "action"),
                List.of(off(Urgency.P1, Action.INFORM, 0), "action"),
                List.of(off(Urgency.P2, Action.REQUEST_AMBULANCE, 0), "priority"),
                List.of(off(Urgency.P3, Action.CALL, 1), "priority"),
                List.of(off(Urgency.P1, Action.MESSAGE, 1), "ring"),
                List.of(off(Urgency.P1, Action.CALL, 4), "ring"),
                List.of(after(Urgency.P1, Action.CALL, 0, 10), "ring"),
                List.of(off(Urgency.P1, Action.CALL_SUPERVISOR, 0), "what"),
                List.of(off(Urgency.P1, Action.ALL_CONSOLES_LOUD, 0), "what"),
                List.of(only(Action.CALL_SUPERVISOR, 0, "niece"), "what"),
                List.of(after(Urgency.P1, Action.CALL_SUPERVISOR, 0, 31), "value"),
                List.of(after(Urgency.P1, Action.ALL_CONSOLES_LOUD, 0, 16), "value"),
                List.of(after(Urgency.P1, Action.CALL, 1, 601), "value"),
                List.of(after(Urgency.P1, Action.CALL, 1, -1), "value"),
                List.of(only(Action.CALL, 1), "value"),
                List.of(only(Action.CALL, 1, "a", "b", "c", "d", "e"), "value"),
                List.of(new PlanChange(Urgency.P1, Action.CALL, 1, What.FIRST, 0, List.of("a", "b")), "value"),
                List.of(new PlanChange(Urgency.P1, Action.CALL, 1, What.FIRST, 5, List.of("a")), "value"),
                List.of(new PlanChange(Urgency.P1, Action.CALL, 1, What.OFF, 0, List.of("a")), "value"));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseIsNamedAndChangesNothing(List<Object> changeAndField) {
        PlanChange change = (PlanChange) changeAndField.getFirst();

        assertThat(change.complaints()).extracting(Complaint::field).containsExactly((String) changeAndField.getLast());
        EscalationPlan standard = StandardPlan.of(FAMILY, true);
        assertThat(own(change).p1()).isEqualTo(standard.p1());
        assertThat(own(change).p2()).isEqualTo(standard.p2());
        assertThat(own(change).p3()).isEqualTo(standard.p3());
    }
}

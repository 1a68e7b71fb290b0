package care.convoy.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.escalation.ConvoyMember.Capability;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardPlanTest {
    private static final CountyPolicy STANDARD = CountyPolicy.standard();
    private static final ConvoyMember KEY = member("neighbour", 1, Capability.KEY);
    private static final ConvoyMember DOCTOR = member("doctor", 1, Capability.MEDICAL);
    private static final ConvoyMember POST_A = new ConvoyMember("post-a", 2, Set.of(), true, List.of());
    private static final ConvoyMember POST_B = new ConvoyMember("post-b", 2, Set.of(), true, List.of());
    private static final ConvoyMember NIECE = member("niece", 3);
    private static final List<ConvoyMember> FAMILY = List.of(POST_B, NIECE, DOCTOR, KEY, POST_A);

    private static ConvoyMember member(String id, int ring, Capability... can) {
        return new ConvoyMember(id, ring, Set.of(can), false, List.of());
    }

    private static List<String> called(ConvoyMember... members) {
        return StandardPlan.of(List.of(members), 1, STANDARD).p1().stream()
                .filter(step -> step.action() == Action.CALL)
                .map(step ->
                        step.afterMillis() / 1_000 + " ring " + step.ring() + ": " + String.join(" ", step.contacts()))
                .toList();
    }

    @Test
    void mostUrgentPlanIsTheTableOfTheDomain() {
        assertThat(Printed.steps(StandardPlan.of(FAMILY, 1, STANDARD).p1())).isEqualTo("""
                        0 ALWAYS SHOW_ALL_CONSOLES
                        15 UNCLAIMED ALL_CONSOLES_LOUD
                        30 UNCLAIMED CALL_SUPERVISOR by VOICE SMS
                        60 UNCLAIMED CALL ring 1 PARALLEL neighbour doctor by VOICE SMS
                        60 UNCLAIMED MESSAGE PARALLEL post-a post-b by SMS WEBHOOK MAIL VOICE
                        120 UNCLAIMED_GRAVE REQUEST_AMBULANCE by DISPATCH VOICE
                        120 UNCLAIMED CALL ring 2 IN_TURN post-a post-b by VOICE SMS
                        180 UNCLAIMED CALL ring 3 IN_TURN niece by VOICE SMS
                        """);
    }

    @Test
    void secondPlanIsMilderAndRequestsNoAmbulance() {
        assertThat(Printed.steps(StandardPlan.of(FAMILY, 1, STANDARD).p2())).isEqualTo("""
                        0 ALWAYS SHOW_ALL_CONSOLES
                        30 UNCLAIMED ALL_CONSOLES_LOUD
                        60 UNCLAIMED CALL_SUPERVISOR by VOICE SMS
                        180 UNCLAIMED CALL ring 1 PARALLEL neighbour doctor by VOICE SMS
                        180 UNCLAIMED MESSAGE PARALLEL post-a post-b by SMS WEBHOOK MAIL VOICE
                        300 UNCLAIMED CALL ring 2 IN_TURN post-a post-b by VOICE SMS
                        420 UNCLAIMED CALL ring 3 IN_TURN niece by VOICE SMS
                        """);
    }

    @Test
    void thirdPlanCallsNobodyAtHome() {
        assertThat(Printed.steps(StandardPlan.of(FAMILY, 1, STANDARD).p3())).isEqualTo("""
                        0 ALWAYS SHOW_ALL_CONSOLES
                        120 UNCLAIMED ALL_CONSOLES_LOUD
                        300 UNCLAIMED CALL_SUPERVISOR by VOICE SMS
                        900 UNCLAIMED MESSAGE PARALLEL post-a post-b by SMS WEBHOOK MAIL VOICE
                        """);
    }

    @ParameterizedTest
    @CsvSource({"1, 15, 30", "2, 15, 30", "3, 10, 15", "4, 5, 5"})
    void careGradeDecidesHowSoonAgeRaisesThePriority(int grade, long p2Minutes, long p3Minutes) {
        EscalationPlan plan = StandardPlan.of(FAMILY, grade, STANDARD);

        assertThat(plan.p2RaisedAfterMillis()).isEqualTo(p2Minutes * 60_000);
        assertThat(plan.p3RaisedAfterMillis()).isEqualTo(p3Minutes * 60_000);
        assertThat(plan.p1()).isEqualTo(StandardPlan.of(FAMILY, 1, STANDARD).p1());
    }

    @Test
    void whoseGradeNobodyKnowsCountsAsGradeTwo() {
        assertThat(StandardPlan.of(FAMILY, true)).isEqualTo(StandardPlan.of(FAMILY, 2, STANDARD));
    }

    @Test
    void countyMaySwitchTheAmbulanceRequestOff() {
        assertThat(StandardPlan.of(List.of(KEY), false).p1())
                .extracting(EscalationStep::action)
                .doesNotContain(Action.REQUEST_AMBULANCE)
                .contains(Action.CALL);
    }

    @Test
    void countyMaySetOtherTimes() {
        CountyPolicy own = STANDARD.with("p1.ring1=40, p1.ambulance=90,p2.loud=20,p3.message=600");
        EscalationPlan plan = StandardPlan.of(FAMILY, 1, own);

        assertThat(plan.p1())
                .extracting(EscalationStep::afterMillis)
                .containsExactly(0L, 15_000L, 30_000L, 40_000L, 60_000L, 90_000L, 120_000L, 180_000L);
        assertThat(plan.p2().get(1).afterMillis()).isEqualTo(20_000);
        assertThat(plan.p3().get(3).afterMillis()).isEqualTo(600_000);
    }

    @Test
    void contactsNeverGateDispatch() {
        assertThat(Printed.steps(StandardPlan.of(List.of(), 4, STANDARD).p1())).isEqualTo("""
                        0 ALWAYS SHOW_ALL_CONSOLES
                        15 UNCLAIMED ALL_CONSOLES_LOUD
                        30 UNCLAIMED CALL_SUPERVISOR by VOICE SMS
                        120 UNCLAIMED_GRAVE REQUEST_AMBULANCE by DISPATCH VOICE
                        """);
    }

    @Test
    void nearestRingIsCalledAndAKeyHolderFromFurtherOutIfItHasNone() {
        assertThat(called(member("aunt", 1), DOCTOR, member("far", 2, Capability.KEY)))
                .containsExactly("60 ring 1: doctor aunt far");
        assertThat(called(KEY, member("far", 2, Capability.KEY)))
                .containsExactly("60 ring 1: neighbour", "120 ring 2: far");
        assertThat(called(member("far", 3, Capability.NEAR))).containsExactly("60 ring 3: far");
    }

    @Test
    void noTimeIsLostOnARingThatHasNobody() {
        assertThat(called(KEY, NIECE)).containsExactly("60 ring 1: neighbour", "120 ring 3: niece");
    }

    @Test
    void whoCannotBeCalledComesLastAndDoesNotCountAsKeyHolder() {
        ConvoyMember mailOnly = new ConvoyMember("mail", 1, Set.of(Capability.KEY), false, List.of(ChannelKind.MAIL));
        assertThat(called(mailOnly, member("aunt", 1), member("far", 2, Capability.KEY)))
                .containsExactly("60 ring 1: aunt mail far");
    }

    @Test
    void whoFindsNoRoomIsCalledBeforeTheNextRing() {
        ConvoyMember[] crowd = Stream.concat(
                        Stream.of("a", "b", "c", "d", "e", "f").map(id -> member(id, 1)),
                        Stream.of(member("key", 2, Capability.KEY), member("x", 2), member("y", 2), member("z", 3)))
                .toArray(ConvoyMember[]::new);
        assertThat(called(crowd)).containsExactly("60 ring 1: a b c key", "120 ring 2: d e f x", "180 ring 3: y z");
    }

    @Test
    void convoyOfOneRingIsCalledOnToItsEnd() {
        ConvoyMember[] all = Stream.of("a", "b", "c", "d", "e", "f", "g", "h", "i")
                .map(id -> member(id, 1))
                .toArray(ConvoyMember[]::new);
        assertThat(called(all)).containsExactly("60 ring 1: a b c d", "120 ring 1: e f g h", "180 ring 1: i");
    }

    @Test
    void orderOfTheRecordDoesNotMatter() {
        assertThat(StandardPlan.of(FAMILY, true)).isEqualTo(StandardPlan.of(FAMILY.reversed(), true));
    }

    @Test
    void referenceThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> member("x".repeat(65), 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

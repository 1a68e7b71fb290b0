package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import care.convoy.escalation.CountyPolicy;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.StandardPlan;
import care.convoy.resident.ContactLine;
import care.convoy.resident.PlanLine;
import care.convoy.resident.ResidentDirectory;
import care.convoy.resident.ResidentLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConvoyPlansTest {
    private static final CountyPolicy POLICY = CountyPolicy.standard().with("p1.ring1=50");

    private final ResidentDirectory residents = new ResidentDirectory();
    private final ConvoyPlans plans = new ConvoyPlans(residents, POLICY);

    ConvoyPlansTest() {
        residents.replaceAll(
                ResidentLine.read(utf8("resident_id,name,care_grade\nr1,Wang,4\nr2,Li,1\n")).lines().stream()
                        .map(line -> line.over(null))
                        .toList(),
                ContactLine.read(utf8("""
                                resident_id,contact_id,name,role,ring,capabilities
                                r1,c1,Zhang,neighbour,1,key
                                r1,c2,Chen,post_a,2,
                                r2,c1,Zhao,neighbour,1,
                                """)).lines().stream()
                        .map(line -> line.over(null))
                        .toList(),
                PlanLine.read(utf8("resident_id,priority,action,ring,what,value\nr1,P1,call,2,off,\n")).lines().stream()
                        .map(line -> Objects.requireNonNull(line.change()))
                        .toList());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void planIsMadeOfConvoyGradePolicyAndWhatIsTheResidentsOwn() {
        EscalationPlan plan = plans.apply(new ResidentId("r1"));

        assertThat(plan.name()).isEqualTo("own");
        assertThat(plan.p3RaisedAfterMillis()).isEqualTo(5 * 60_000);
        assertThat(calls(plan.p1())).containsExactly("50: c1");
        assertThat(calls(plan.p2())).containsExactly("180: c1", "300: c2");
    }

    @Test
    void withoutChangesItIsTheStandardPlan() {
        EscalationPlan plan = plans.apply(new ResidentId("r2"));

        assertThat(plan.name()).isEqualTo("standard");
        assertThat(plan.p3RaisedAfterMillis()).isEqualTo(30 * 60_000);
    }

    @Test
    void whoIsNotKnownHasThePlanOfAnUnknownGrade() {
        assertThat(plans.apply(new ResidentId("r9")))
                .isEqualTo(StandardPlan.of(List.of(), StandardPlan.UNKNOWN_GRADE, POLICY));
    }

    private static List<String> calls(List<EscalationStep> steps) {
        return steps.stream()
                .filter(step -> step.action() == Action.CALL)
                .map(step -> step.afterMillis() / 1_000 + ": " + String.join(" ", step.contacts()))
                .toList();
    }
}

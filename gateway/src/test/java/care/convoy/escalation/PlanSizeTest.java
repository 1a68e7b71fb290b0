package care.convoy.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alertlog.CommandCodec;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import care.convoy.escalation.ConvoyMember.Capability;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.PlanChange.What;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanSizeTest {
    private static final int CONVOYS = 5_000;

    /** How much longer a press is with this plan than with an empty one of no name. */
    private static int encodedBytes(EscalationPlan plan) {
        return pressBytes(plan) - pressBytes(new EscalationPlan("", List.of(), List.of(), List.of(), 0, 0));
    }

    private static int pressBytes(EscalationPlan plan) {
        return CommandCodec.encode(new Command.Signal(
                        new SignalKey(new DeviceId("d"), 1, 1),
                        0,
                        0,
                        null,
                        new DeviceMessage.TestPressed(),
                        AlertStatus.ACTUAL,
                        plan,
                        List.of()))
                .length;
    }

    private static List<ConvoyMember> convoy(Random random) {
        List<ConvoyMember> members = new ArrayList<>();
        int people = random.nextInt(20);
        int idLength = 2 + random.nextInt(63);
        for (int i = 0; i < people; i++) {
            Set<Capability> can = EnumSet.noneOf(Capability.class);
            List<ChannelKind> channels = new ArrayList<>();
            Stream.of(Capability.values()).filter(_ -> random.nextInt(4) == 0).forEach(can::add);
            Stream.of(ChannelKind.values()).filter(_ -> random.nextInt(3) == 0).forEach(channels::add);
            members.add(new ConvoyMember(
                    ("%02d" + "x".repeat(62)).formatted(i).substring(0, idLength),
                    1 + random.nextInt(3),
                    can,
                    random.nextInt(4) == 0,
                    channels));
        }
        return members;
    }

    private static List<PlanChange> changes(Random random, List<ConvoyMember> members) {
        List<PlanChange> changes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0 && !members.isEmpty(); i--) {
            List<String> named = Stream.generate(
                            () -> members.get(random.nextInt(members.size())).contactId())
                    .limit(1 + random.nextInt(4))
                    .distinct()
                    .toList();
            Urgency urgency = Urgency.values()[random.nextInt(3)];
            Action action = random.nextBoolean() ? Action.CALL : Action.MESSAGE;
            int ring = action == Action.CALL ? 1 + random.nextInt(3) : 0;
            changes.add(
                    random.nextBoolean()
                            ? new PlanChange(urgency, action, ring, What.ONLY, 0, named)
                            : new PlanChange(urgency, action, ring, What.FIRST, 0, named.subList(0, 1)));
        }
        return changes;
    }

    @Test
    void everyPlanFitsAndCallsForAPressWhomItWouldCallWithRoomForAll() {
        Random random = new Random(7);
        for (int i = 0; i < CONVOYS; i++) {
            List<ConvoyMember> members = convoy(random);
            int grade = 1 + random.nextInt(4);
            List<PlanChange> changes = changes(random, members);
            EscalationPlan plan = OwnPlan.of(members, grade, CountyPolicy.standard(), changes);

            assertThat(encodedBytes(plan))
                    .isLessThanOrEqualTo(PlanSize.bytes(plan))
                    .isLessThanOrEqualTo(2_048);
            assertThat(Stream.of(plan.p1(), plan.p2(), plan.p3()).flatMap(List::stream))
                    .allMatch(step -> step.contacts().size() <= StandardPlan.MAX_CONTACTS_PER_STEP);
            if (changes.isEmpty()) {
                assertThat(plan.p1())
                        .isEqualTo(StandardPlan.unfitted(members, grade, CountyPolicy.standard())
                                .p1());
            }
        }
    }

    @Test
    void longestIdsCostTheLeastUrgentPlanItsOutermostPeople() {
        List<ConvoyMember> crowd = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            crowd.add(new ConvoyMember("%064d".formatted(i), 1 + i / 4, Set.of(), i < 4, List.of()));
        }
        EscalationPlan whole = StandardPlan.unfitted(crowd, 3, CountyPolicy.standard());
        EscalationPlan fitted = StandardPlan.of(crowd, 3, CountyPolicy.standard());

        assertThat(PlanSize.bytes(whole)).isGreaterThan(2_048);
        assertThat(encodedBytes(fitted)).isBetween(1_900, 2_048);
        assertThat(fitted.p1()).isEqualTo(whole.p1());
        assertThat(fitted.p2()).hasSameSizeAs(whole.p2());
        assertThat(fitted.p2().get(3)).isEqualTo(whole.p2().get(3));
        assertThat(fitted.p2().getLast().contacts()).hasSize(1);
        assertThat(fitted.p3().getLast().contacts()).hasSize(1);
    }

    @Test
    void usualIdsLoseNobody() {
        List<ConvoyMember> crowd = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            crowd.add(new ConvoyMember("contact-%02d".formatted(i), 1 + i / 4, Set.of(), i < 2, List.of()));
        }
        assertThat(StandardPlan.of(crowd, 3, CountyPolicy.standard()))
                .isEqualTo(StandardPlan.unfitted(crowd, 3, CountyPolicy.standard()));
    }
}

package care.convoy.escalation;

import care.convoy.escalation.ConvoyMember.Capability;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import care.convoy.escalation.EscalationStep.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The plan that holds unless a resident has another one.
 *
 * <table>
 *   <caption>Seconds since the signal that asked for attention; all but the first only while nobody attends</caption>
 *   <tr><th>step</th><th>P1</th><th>P2</th><th>P3</th></tr>
 *   <tr><td>every console</td><td>0</td><td>0</td><td>0</td></tr>
 *   <tr><td>every console, loud</td><td>15</td><td>30</td><td>120</td></tr>
 *   <tr><td>supervisor and on-call phone</td><td>30</td><td>60</td><td>300</td></tr>
 *   <tr><td>voice call to key-holder and village doctor</td><td>60</td><td>180</td><td>-</td></tr>
 *   <tr><td>message to the two official contacts</td><td>60</td><td>180</td><td>900</td></tr>
 *   <tr><td>request to 120, not verified by voice</td><td>120</td><td>-</td><td>-</td></tr>
 * </table>
 *
 * <p>The request to 120 is for a press or a fall without movement; these are all that P1 knows today. Contacts never gate dispatch: a plan without anybody to call still has all other steps. A step names at most
 * {@link #MAX_CONTACTS_PER_STEP} people, so that an encoded plan stays below 2 KB with the longest ids. Pure.
 */
public final class StandardPlan {
    /** Most people that one step names. */
    public static final int MAX_CONTACTS_PER_STEP = 4;

    /** The plan's name on the case. */
    public static final String NAME = "standard";

    private static final List<ChannelKind> CALLING = List.of(ChannelKind.VOICE, ChannelKind.SMS);
    private static final List<ChannelKind> WRITING =
            List.of(ChannelKind.SMS, ChannelKind.WEBHOOK, ChannelKind.MAIL, ChannelKind.VOICE);
    private static final Comparator<ConvoyMember> FIRST_TO_CALL = Comparator.comparing(
                    (ConvoyMember m) -> !m.hasVoice())
            .thenComparingInt(StandardPlan::usefulness)
            .thenComparing(ConvoyMember::contactId);

    private StandardPlan() {}

    /**
     * Builds the plan.
     *
     * @param members the resident's convoy; empty if nobody is known
     * @param ambulance whether the county lets 120 be requested while nobody has answered a P1
     */
    public static EscalationPlan of(List<ConvoyMember> members, boolean ambulance) {
        List<EscalationStep> p1 = new ArrayList<>(desks(15, 30));
        List<EscalationStep> p2 = new ArrayList<>(desks(30, 60));
        List<EscalationStep> p3 = new ArrayList<>(desks(120, 300));
        addCall(p1, 60, members);
        addMessage(p1, 60, members);
        addCall(p2, 180, members);
        addMessage(p2, 180, members);
        addMessage(p3, 900, members);
        if (ambulance) {
            p1.add(step(120, Action.REQUEST_AMBULANCE));
        }
        return new EscalationPlan(NAME, p1, p2, p3);
    }

    private static List<EscalationStep> desks(int loudSeconds, int supervisorSeconds) {
        return List.of(
                new EscalationStep(
                        0, Condition.ALWAYS, Action.SHOW_ALL_CONSOLES, 0, List.of(), List.of(), Order.PARALLEL),
                step(loudSeconds, Action.ALL_CONSOLES_LOUD),
                step(supervisorSeconds, Action.CALL_SUPERVISOR));
    }

    private static EscalationStep step(int seconds, Action action) {
        return new EscalationStep(
                seconds * 1_000L, Condition.UNCLAIMED, action, 0, List.of(), List.of(), Order.PARALLEL);
    }

    private static void addCall(List<EscalationStep> steps, int seconds, List<ConvoyMember> members) {
        List<ConvoyMember> called = toCall(members);
        if (!called.isEmpty()) {
            int ring = called.getFirst().ring();
            steps.add(new EscalationStep(
                    seconds * 1_000L, Condition.UNCLAIMED, Action.CALL, ring, ids(called), CALLING, Order.PARALLEL));
        }
    }

    private static void addMessage(List<EscalationStep> steps, int seconds, List<ConvoyMember> members) {
        List<ConvoyMember> posts = members.stream()
                .filter(ConvoyMember::postPair)
                .sorted(Comparator.comparing(ConvoyMember::contactId))
                .limit(MAX_CONTACTS_PER_STEP)
                .toList();
        if (!posts.isEmpty()) {
            steps.add(new EscalationStep(
                    seconds * 1_000L, Condition.UNCLAIMED, Action.MESSAGE, 0, ids(posts), WRITING, Order.PARALLEL));
        }
    }

    /** The nearest ring that has anybody, most useful first; and from further out a key-holder if it has none. */
    private static List<ConvoyMember> toCall(List<ConvoyMember> members) {
        int nearest = members.stream().mapToInt(ConvoyMember::ring).min().orElse(0);
        List<ConvoyMember> called = new ArrayList<>(members.stream()
                .filter(member -> member.ring() == nearest)
                .sorted(FIRST_TO_CALL)
                .limit(MAX_CONTACTS_PER_STEP)
                .toList());
        if (called.stream().noneMatch(StandardPlan::opensDoor)) {
            members.stream()
                    .filter(member -> opensDoor(member) && member.ring() > nearest)
                    .min(Comparator.comparingInt(ConvoyMember::ring).thenComparing(FIRST_TO_CALL))
                    .ifPresent(keyHolder -> {
                        called.subList(Math.min(called.size(), MAX_CONTACTS_PER_STEP - 1), called.size())
                                .clear();
                        called.add(keyHolder);
                    });
        }
        return called;
    }

    private static boolean opensDoor(ConvoyMember member) {
        return member.can(Capability.KEY) && member.hasVoice();
    }

    private static int usefulness(ConvoyMember member) {
        if (member.can(Capability.KEY)) {
            return 0;
        }
        if (member.can(Capability.MEDICAL)) {
            return 1;
        }
        return member.can(Capability.NEAR) ? 2 : 3;
    }

    private static List<String> ids(List<ConvoyMember> members) {
        return members.stream().map(ConvoyMember::contactId).toList();
    }
}

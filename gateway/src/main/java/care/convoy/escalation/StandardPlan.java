package care.convoy.escalation;

import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import care.convoy.escalation.EscalationStep.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The plan that holds unless a resident has another one, by priority and care grade.
 *
 * <table>
 *   <caption>Seconds since the signal that asked for attention; all but the first only while nobody attends</caption>
 *   <tr><th>step</th><th>P1</th><th>P2</th><th>P3</th></tr>
 *   <tr><td>every console</td><td>0</td><td>0</td><td>0</td></tr>
 *   <tr><td>every console, loud</td><td>15</td><td>30</td><td>120</td></tr>
 *   <tr><td>supervisor and on-call phone</td><td>30</td><td>60</td><td>300</td></tr>
 *   <tr><td>call to the nearest ring that has anybody, all at once</td><td>60</td><td>180</td><td>-</td></tr>
 *   <tr><td>message to the two official contacts</td><td>60</td><td>180</td><td>900</td></tr>
 *   <tr><td>call to the next ring, one after the other</td><td>120</td><td>300</td><td>-</td></tr>
 *   <tr><td>request to 120, for a press or a fall without movement</td><td>120</td><td>-</td><td>-</td></tr>
 *   <tr><td>call to the last ring, one after the other</td><td>180</td><td>420</td><td>-</td></tr>
 * </table>
 *
 * <table>
 *   <caption>Minutes of asking in vain after which age raises the priority</caption>
 *   <tr><th>care grade</th><th>1, 2</th><th>3</th><th>4</th></tr>
 *   <tr><td>P3 becomes P2</td><td>30</td><td>15</td><td>5</td></tr>
 *   <tr><td>P2 becomes P1</td><td>15</td><td>10</td><td>5</td></tr>
 * </table>
 *
 * <p>The column P1 up to ring 1, and the request to 120, is the table of the domain (section 3, Escalation: default P1
 * plan, with the rings of section 6); the rest is milder by the same pattern, and a county may set other times with a
 * {@link CountyPolicy}. A P3 calls nobody at home by itself: where the care grade asks for more it soon becomes a P2, whose
 * plan calls.
 *
 * <p>Contacts never gate dispatch: a plan without anybody to call still has all other steps. A step names at most
 * {@link #MAX_CONTACTS_PER_STEP} people, and {@link PlanSize} keeps the encoded plan below 2 KB. Pure.
 */
public final class StandardPlan {
    /** Most people that one step names. */
    public static final int MAX_CONTACTS_PER_STEP = 4;

    /** The plan's name on the case. */
    public static final String NAME = "standard";

    /** The care grade of somebody whose grade nobody knows. */
    public static final int UNKNOWN_GRADE = 2;

    private static final List<ChannelKind> CALLING = List.of(ChannelKind.VOICE, ChannelKind.SMS);
    private static final List<ChannelKind> WRITING =
            List.of(ChannelKind.SMS, ChannelKind.WEBHOOK, ChannelKind.MAIL, ChannelKind.VOICE);
    private static final List<ChannelKind> REQUESTING = List.of(ChannelKind.DISPATCH, ChannelKind.VOICE);

    private StandardPlan() {}

    /** The plan of somebody whose grade nobody knows, at the standard times. @param ambulance as the county decides */
    public static EscalationPlan of(List<ConvoyMember> members, boolean ambulance) {
        return of(members, UNKNOWN_GRADE, CountyPolicy.standard().withAmbulance(ambulance));
    }

    /**
     * Builds the plan.
     *
     * @param members the resident's convoy; empty if nobody is known
     * @param grade care grade, 1 independent to 4 fully dependent
     */
    public static EscalationPlan of(List<ConvoyMember> members, int grade, CountyPolicy policy) {
        return PlanSize.fitted(unfitted(members, grade, policy));
    }

    /** The same, however long it is. */
    static EscalationPlan unfitted(List<ConvoyMember> members, int grade, CountyPolicy policy) {
        List<EscalationStep> p1 = steps(members, policy.p1());
        // first of those that are due together: contacts never gate dispatch
        if (policy.ambulance()) {
            p1.addFirst(new EscalationStep(
                    policy.ambulanceSeconds() * 1_000L,
                    Condition.UNCLAIMED_GRAVE,
                    Action.REQUEST_AMBULANCE,
                    0,
                    List.of(),
                    REQUESTING));
        }
        return new EscalationPlan(
                NAME,
                inOrder(p1),
                inOrder(steps(members, policy.p2())),
                inOrder(steps(members, policy.p3())),
                minutes(grade, 15, 10, 5),
                minutes(grade, 30, 15, 5));
    }

    private static long minutes(int grade, int upToTwo, int three, int four) {
        int minutes = grade >= 4 ? four : grade == 3 ? three : upToTwo;
        return minutes * 60_000L;
    }

    static List<EscalationStep> inOrder(List<EscalationStep> steps) {
        return steps.stream()
                .sorted(Comparator.comparingLong(EscalationStep::afterMillis))
                .toList();
    }

    private static List<EscalationStep> steps(List<ConvoyMember> members, Timetable times) {
        List<EscalationStep> steps = new ArrayList<>();
        steps.add(new EscalationStep(0, Condition.ALWAYS, Action.SHOW_ALL_CONSOLES, 0, List.of(), List.of()));
        steps.add(unclaimed(times.loudSeconds(), Action.ALL_CONSOLES_LOUD, List.of(), List.of()));
        steps.add(unclaimed(times.supervisorSeconds(), Action.CALL_SUPERVISOR, List.of(), CALLING));
        List<CallGroups.Group> groups =
                CallGroups.of(members, times.ringSeconds().size());
        for (int i = 0; i < groups.size(); i++) {
            CallGroups.Group group = groups.get(i);
            steps.add(new EscalationStep(
                    times.ringSeconds().get(i) * 1_000L,
                    Condition.UNCLAIMED,
                    Action.CALL,
                    group.ring(),
                    group.contacts(),
                    CALLING,
                    i == 0 ? Order.PARALLEL : Order.IN_TURN));
        }
        addMessage(steps, times, members);
        return steps;
    }

    private static void addMessage(List<EscalationStep> steps, Timetable times, List<ConvoyMember> members) {
        List<String> posts = members.stream()
                .filter(ConvoyMember::postPair)
                .map(ConvoyMember::contactId)
                .sorted()
                .limit(MAX_CONTACTS_PER_STEP)
                .toList();
        if (!posts.isEmpty()) {
            steps.add(unclaimed(times.messageSeconds(), Action.MESSAGE, posts, WRITING));
        }
    }

    private static EscalationStep unclaimed(
            int seconds, Action action, List<String> contacts, List<ChannelKind> channels) {
        return new EscalationStep(seconds * 1_000L, Condition.UNCLAIMED, action, 0, contacts, channels);
    }
}

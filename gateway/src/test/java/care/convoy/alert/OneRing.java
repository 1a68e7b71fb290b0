package care.convoy.alert;

import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import java.util.List;

/** The plan of somebody with one key-holder and the two official contacts, spelt out so that the core's tests are too. */
final class OneRing {
    private static final List<ChannelKind> CALLING = List.of(ChannelKind.VOICE, ChannelKind.SMS);
    private static final List<ChannelKind> WRITING = List.of(ChannelKind.SMS);

    private OneRing() {}

    static EscalationPlan plan() {
        return new EscalationPlan(
                "standard",
                List.of(
                        shown(),
                        step(15, Action.ALL_CONSOLES_LOUD, 0, List.of(), List.of()),
                        step(30, Action.CALL_SUPERVISOR, 0, List.of(), CALLING),
                        step(60, Action.CALL, 1, List.of("key"), CALLING),
                        step(60, Action.MESSAGE, 0, List.of("post-a", "post-b"), WRITING),
                        new EscalationStep(
                                120_000,
                                Condition.UNCLAIMED_GRAVE,
                                Action.REQUEST_AMBULANCE,
                                0,
                                List.of(),
                                List.of(ChannelKind.DISPATCH, ChannelKind.VOICE))),
                List.of(
                        shown(),
                        step(30, Action.ALL_CONSOLES_LOUD, 0, List.of(), List.of()),
                        step(60, Action.CALL_SUPERVISOR, 0, List.of(), CALLING),
                        step(180, Action.CALL, 1, List.of("key"), CALLING),
                        step(180, Action.MESSAGE, 0, List.of("post-a", "post-b"), WRITING)),
                List.of(
                        shown(),
                        step(120, Action.ALL_CONSOLES_LOUD, 0, List.of(), List.of()),
                        step(300, Action.CALL_SUPERVISOR, 0, List.of(), CALLING),
                        step(900, Action.MESSAGE, 0, List.of("post-a", "post-b"), WRITING)));
    }

    private static EscalationStep shown() {
        return new EscalationStep(0, Condition.ALWAYS, Action.SHOW_ALL_CONSOLES, 0, List.of(), List.of());
    }

    private static EscalationStep step(
            int seconds, Action action, int ring, List<String> contacts, List<ChannelKind> channels) {
        return new EscalationStep(seconds * 1_000L, Condition.UNCLAIMED, action, ring, contacts, channels);
    }
}

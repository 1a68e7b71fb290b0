package care.convoy.alert;

import care.convoy.alert.AlertView.Step;
import care.convoy.alert.Reach.State;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The people of one step: who is tried now, who waits for those before, and when that changes. Pure functions over
 * {@link Step}.
 *
 * <p>In a line, whoever has not failed yet holds up the next; one who failed once, did not answer or has had a minute to
 * answer a message does so no longer, although the tries go on. What is not urgent waits for the retries of one channel.
 */
final class Line {
    private static final List<ChannelKind> CALL = List.of(ChannelKind.VOICE, ChannelKind.SMS);
    private static final List<ChannelKind> WRITE = List.of(ChannelKind.SMS);
    private static final List<ChannelKind> REQUEST = List.of(ChannelKind.DISPATCH, ChannelKind.VOICE);

    private Line() {}

    /** The channels of a step, each once; what is meant where none is named. */
    static List<ChannelKind> channels(EscalationStep step) {
        if (!step.channels().isEmpty()) {
            return step.channels().stream().distinct().toList();
        }
        return switch (step.action()) {
            case CALL, CALL_SUPERVISOR -> CALL;
            case MESSAGE, INFORM -> WRITE;
            case REQUEST_AMBULANCE -> REQUEST;
            case SHOW_ALL_CONSOLES, ALL_CONSOLES_LOUD -> List.of();
        };
    }

    /** An ambulance is always urgent. @param p1 whether the alert is */
    static Tries.Manner manner(EscalationStep step, boolean p1) {
        return new Tries.Manner(
                p1 || step.action() == Action.REQUEST_AMBULANCE,
                step.action() == Action.CALL || step.action() == Action.CALL_SUPERVISOR);
    }

    /** The effect that an attempt of this step is. */
    static Effect effect(AlertId alert, Step step, int number) {
        List<ChannelKind> channels = channels(step.step());
        Attempt attempt = Attempt.of(number, step.reaches().size(), channels.size());
        return new Effect(
                new EffectKey(alert, step.index(), number),
                step.step().action(),
                step.reaches().get(attempt.place()).contact(),
                channels.get(attempt.channel()));
    }

    /** Whether a step asks a contact to come. */
    static boolean asksContacts(EscalationStep step) {
        return step.action() == Action.CALL || step.action() == Action.MESSAGE;
    }

    /** The people of a step that starts, or of one that starts again; a try that is under way stays. */
    static List<Reach> start(Step step, boolean p1, long nowMillis) {
        int channels = channels(step.step()).size();
        if (step.reaches().isEmpty()) {
            List<Reach> first = new ArrayList<>();
            for (String contact : contacts(step.step())) {
                first.add(Tries.first(contact, channels, Long.MAX_VALUE));
            }
            return moved(step.step(), first, p1, nowMillis);
        }
        return again(step, reach -> !reach.isOut(), p1, nowMillis);
    }

    /** Those meant are tried from the beginning. */
    static List<Reach> again(Step step, Predicate<Reach> meant, boolean p1, long fromMillis) {
        int channels = channels(step.step()).size();
        List<Reach> reaches =
                change(step, reach -> meant.test(reach) ? Tries.anew(reach, channels, Long.MAX_VALUE) : reach);
        return moved(step.step(), reaches, p1, fromMillis);
    }

    /** Lets those begin whose turn it is. */
    static List<Reach> moved(EscalationStep step, List<Reach> reaches, boolean p1, long fromMillis) {
        List<Reach> moved = new ArrayList<>(reaches);
        Tries.Manner manner = manner(step, p1);
        for (int i = 0; i < moved.size(); i++) {
            if (moved.get(i).isInLine() && !(step.order() == Order.IN_TURN && isHeld(moved, manner, fromMillis))) {
                moved.set(i, moved.get(i).to(State.WAITING, fromMillis));
            }
        }
        return moved;
    }

    /** When something happens next to the people of a step that was started, or {@code Long.MAX_VALUE}. */
    static long nextMillis(Step step, boolean p1) {
        if (step.reaches().isEmpty()) {
            return Long.MAX_VALUE;
        }
        Tries.Manner manner = manner(step.step(), p1);
        long next = Long.MAX_VALUE;
        boolean inLine = false;
        for (Reach reach : step.reaches()) {
            next = Math.min(next, dueMillis(reach, manner));
            inLine |= reach.isInLine();
        }
        return inLine ? Math.min(next, heldUntilMillis(step.reaches(), manner)) : next;
    }

    /** When something happens to one of them by itself, or {@code Long.MAX_VALUE}. */
    static long dueMillis(Reach reach, Tries.Manner manner) {
        return switch (reach.state()) {
            case WAITING, STARTED, QUEUED -> reach.atMillis();
            case DELIVERED -> manner.answer() ? reach.atMillis() + Tries.ANSWER_MILLIS : Long.MAX_VALUE;
            case ACCEPTED, DECLINED, FAILED, STOPPED -> Long.MAX_VALUE;
        };
    }

    /** Whether nobody of the step is left to be reached. */
    static boolean isExhausted(Step step) {
        return step.reaches().stream().allMatch(reach -> reach.is(State.FAILED) || reach.is(State.DECLINED));
    }

    static boolean isUnderWay(Step step) {
        return step.reaches().stream().anyMatch(reach -> !reach.isOver() || reach.is(State.DELIVERED));
    }

    static List<Reach> change(Step step, UnaryOperator<Reach> how) {
        return step.reaches().stream().map(how).toList();
    }

    private static boolean isHeld(List<Reach> reaches, Tries.Manner manner, long nowMillis) {
        return heldUntilMillis(reaches, manner) > nowMillis;
    }

    /** Until when somebody holds up the next; {@code Long.MAX_VALUE} if that shows by itself, 0 if nobody does. */
    private static long heldUntilMillis(List<Reach> reaches, Tries.Manner manner) {
        long until = 0;
        for (Reach reach : reaches) {
            if (reach.is(State.DELIVERED)) {
                until = Math.max(until, reach.atMillis() + Tries.ANSWER_MILLIS);
            } else if (!reach.isOver() && !reach.isInLine() && isUntroubled(reach, manner)) {
                return Long.MAX_VALUE;
            }
        }
        return until;
    }

    /** Whether nothing has gone wrong with it that lets the next one begin. */
    private static boolean isUntroubled(Reach reach, Tries.Manner manner) {
        // channels are given up in their order, so the first one tells of all
        boolean everyChannelOpen = (reach.open() & 1) != 0;
        boolean firstTry = reach.tries() == (reach.isOut() ? 1 : 0);
        return everyChannelOpen && (!manner.urgent() || (reach.channel() == 0 && firstTry));
    }

    /** The place of a contact among the people of a step, or -1. */
    static int place(EscalationStep step, String contact) {
        return contacts(step).indexOf(contact);
    }

    private static List<String> contacts(EscalationStep step) {
        return switch (step.action()) {
            case CALL, MESSAGE, INFORM -> step.contacts().stream().distinct().toList();
            case CALL_SUPERVISOR, REQUEST_AMBULANCE -> List.of("");
            case SHOW_ALL_CONSOLES, ALL_CONSOLES_LOUD -> List.of();
        };
    }
}

package care.convoy.simulation;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Event;
import care.convoy.alert.Outcome;
import care.convoy.alert.Reach;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.Receipt;
import care.convoy.device.Sealed;
import care.convoy.escalation.EscalationStep.Action;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What the truth knows of cards and of what was told from out there: each once, none lost, and each with what it means. */
final class OutsideAccount {
    private final Tally tally;
    private final Set<Sealed> submitted = new HashSet<>();
    private final Set<Sealed> heard = new HashSet<>();
    /** What was answered, and by whom. */
    private final Map<Sealed, Answered> answered = new HashMap<>();

    private record Answered(Command command, boolean alone) {}

    OutsideAccount(Tally tally) {
        this.tally = tally;
    }

    void submitted(Sealed words) {
        submitted.add(words);
    }

    void answered(Command.ByOperator command, Sealed words, Receipt receipt) {
        if (receipt.outcome() instanceof Outcome.Done done && !done.duplicate()) {
            answered.putIfAbsent(words, new Answered(command, receipt.durability() == Receipt.Durability.LOCAL));
        }
    }

    /** All that one command did. @param before how an alert stood before; null if it was not there */
    void hear(Command command, List<CommittedEvent> events, Map<AlertId, AlertView> before) {
        for (int i = 0; i < events.size(); i++) {
            AlertView stood = i == 0 ? null : events.get(i - 1).after();
            switch (events.get(i).event()) {
                case Event.CardSent card -> {
                    once(card.content(), card);
                    AlertView then =
                            stood != null && stood.id().equals(card.alert()) ? stood : before.get(card.alert());
                    if (command instanceof Command.SendCard sent && !sent.afterwards()) {
                        card(card, then, events.subList(i, events.size()));
                    }
                }
                case Event.SceneReported reported -> {
                    once(reported.detail(), reported);
                    told(reported, events.getLast().after());
                }
                default -> {}
            }
        }
    }

    private void once(Sealed words, Event event) {
        tally.require(submitted.contains(words), () -> "told by nobody: " + event);
        tally.require(heard.add(words), () -> "taken twice: " + event);
    }

    /** A card requests one ambulance if none is under way, else none. */
    private void card(Event.CardSent card, AlertView then, List<CommittedEvent> rest) {
        boolean underWay = any(
                then,
                reach -> reach.isOut()
                        || reach.state() == Reach.State.DELIVERED
                        || reach.state() == Reach.State.ACCEPTED);
        long requests = rest.stream()
                .filter(event -> event.event() instanceof Event.EffectDue due
                        && due.alert().equals(card.alert())
                        && due.effect().action() == Action.REQUEST_AMBULANCE)
                .count();
        tally.require(
                requests == (underWay ? 0 : 1),
                () -> "a card requested " + requests + " ambulances, under way " + underWay + ": " + then);
    }

    private void told(Event.SceneReported told, AlertView after) {
        if (!told.contact().isEmpty()
                || after == null
                || !after.id().equals(told.alert())
                || !after.state().isOpen()) {
            return;
        }
        switch (told.stage()) {
            case RECEIVED -> require(after, told, reach -> reach.isOut() || isAboutToBeTried(reach));
            case DISPATCHED, ARRIVED, HANDED_OVER ->
                require(after, told, reach -> reach.attempt() > 0 && reach.state() != Reach.State.ACCEPTED);
            case CANCELLED -> {
                require(after, told, reach -> reach.attempt() > 0 && reach.state() != Reach.State.DECLINED);
                tally.require(after.attentionPending(), () -> "called off, and nobody is asked: " + after);
                boolean loud = after.steps().stream()
                        .filter(step -> !step.isAdded() && step.step().action() == Action.ALL_CONSOLES_LOUD)
                        .allMatch(step -> step.doneAtMillis() > 0);
                tally.require(loud, () -> "called off, and it is not loud: " + after);
            }
        }
    }

    private static boolean isAboutToBeTried(Reach reach) {
        return reach.attempt() > 0 && reach.state() == Reach.State.WAITING;
    }

    private void require(AlertView after, Event told, Predicate<Reach> wrong) {
        tally.require(!any(after, wrong), () -> "does not count for the request: " + told + " of " + after);
    }

    private static boolean any(AlertView view, Predicate<Reach> such) {
        return view.steps().stream()
                .filter(step -> step.step().action() == Action.REQUEST_AMBULANCE)
                .flatMap(step -> step.reaches().stream())
                .anyMatch(such);
    }

    /** What was answered is in the log; what a gateway alone answered may be lost with its journal, or refused by the log. */
    void check() {
        answered.forEach((words, one) -> tally.require(
                one.alone() || heard.contains(words), () -> "answered by the log, and not heard: " + one));
    }
}

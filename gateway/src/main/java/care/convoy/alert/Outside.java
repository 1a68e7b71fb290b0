package care.convoy.alert;

import care.convoy.escalation.EscalationStep.Action;
import java.util.List;

/**
 * One moment of an alert with help that is under way: the card that goes to the ambulance service, and what comes back from
 * it and from contacts at the door.
 */
final class Outside {
    private static final List<Action> AMBULANCE = List.of(Action.REQUEST_AMBULANCE);

    private final OpenAlert alert;
    private final Escalation escalation;
    private final Outreach outreach;
    private final Turn turn;

    Outside(OpenAlert alert, Escalation escalation, Outreach outreach, Turn turn) {
        this.alert = alert;
        this.escalation = escalation;
        this.outreach = outreach;
        this.turn = turn;
    }

    /** Notes the card; unless that was all that is wanted, the ambulance is requested if it is not under way. */
    void sendCard(Command.SendCard card) {
        if (alert.ownership().is(card.operator())) {
            alert.ownership().renew(turn.nowMillis());
        }
        alert.emit(new Event.CardSent(alert.id(), card.operator(), card.content()), turn);
        if (card.afterwards()) {
            return;
        }
        Summons summons =
                new Summons(outreach, escalation.steps(), alert.facts().plan(), turn.nowMillis());
        if (!summons.keepsAmbulance()) {
            alert.emit(new Event.Summoned(alert.id(), card.operator(), AMBULANCE), turn);
            summons.sendAmbulance();
        }
    }

    /** Whether it is the ambulance service, or somebody whom a step of the alert names. */
    boolean knows(String contact) {
        return contact.isEmpty()
                || escalation.steps().find(step -> step.step().contacts().contains(contact)) >= 0;
    }

    void hear(Command.ReportScene report) {
        Event.SceneReported told =
                new Event.SceneReported(alert.id(), report.contact(), report.stage(), report.detail());
        switch (report.stage()) {
            case RECEIVED -> {
                alert.emit(told, turn);
                outreach.ambulanceTold(EffectReport.DELIVERED);
            }
            case DISPATCHED -> comes(told, AlertState.DISPATCHED);
            case ARRIVED -> comes(told, AlertState.ON_SCENE);
            case HANDED_OVER -> comes(told, AlertState.HANDED_OVER);
            case CANCELLED -> calledOff(told);
        }
    }

    private void comes(Event.SceneReported told, AlertState reached) {
        boolean unasked = !told.contact().isEmpty() && outreach.arrivesUnasked(told.contact());
        alert.emit(told, turn);
        alert.helpCame(reached, null, turn);
        if (told.contact().isEmpty()) {
            outreach.ambulanceTold(EffectReport.ACCEPTED);
        } else {
            outreach.arrived(told.contact(), unasked);
        }
    }

    /** It asks as a signal does, also when it was held back. */
    private void calledOff(Event.SceneReported told) {
        AlertState before = alert.standing().state();
        if (alert.standing().isHeld()) {
            alert.standing().queue();
        }
        escalation.askWithoutHelp(turn.nowMillis(), alert.version() + 1);
        alert.emit(told, turn);
        alert.tellReleased(before, Event.TestOver.Why.SIGNAL, turn);
        outreach.ambulanceTold(EffectReport.DECLINED);
        outreach.soundConsoles();
    }
}

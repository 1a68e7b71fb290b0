package care.convoy.effect;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.Event;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import java.util.List;

/** An alert that calls one person by voice, in its one step of number 3, and what the core says of it. */
record Case(AlertId id, Priority priority, AlertStatus status, AlertState state, String contact) {
    private static final int STEP = 3;

    static Case of(int number, Priority priority) {
        AlertId id = AlertId.of(new SignalKey(new DeviceId("d" + number), 1, 1), 0);
        return new Case(id, priority, AlertStatus.ACTUAL, AlertState.QUEUED, "c" + number);
    }

    Case with(AlertStatus other) {
        return new Case(id, priority, other, state, contact);
    }

    Case ended() {
        return new Case(id, priority, status, AlertState.RESOLVED, contact);
    }

    Effect effect(int attempt) {
        return new Effect(new EffectKey(id, STEP, attempt), Action.CALL, contact, ChannelKind.VOICE);
    }

    /** The core decides that the person is called. */
    List<CommittedEvent> due(int attempt) {
        Event event = new Event.EffectDue(id, effect(attempt));
        return List.of(new CommittedEvent(1, 0, 0, event, view(Reach.State.STARTED, attempt)));
    }

    /** Something else happens to the alert as it is. */
    List<CommittedEvent> changed() {
        return List.of(new CommittedEvent(1, 0, 0, new Event.Queued(id), view(Reach.State.WAITING, 0)));
    }

    /** Somebody takes it while the person is to be called. */
    List<CommittedEvent> attended(int attempt) {
        Event event = new Event.Queued(id);
        return List.of(new CommittedEvent(2, 0, 0, event, view(Reach.State.STARTED, attempt, false)));
    }

    AlertView view(Reach.State reached, int attempt) {
        return view(reached, attempt, true);
    }

    private AlertView view(Reach.State reached, int attempt, boolean asks) {
        EscalationStep step = new EscalationStep(
                60_000,
                Condition.UNCLAIMED,
                Action.CALL,
                1,
                List.of(contact),
                List.of(ChannelKind.SMS, ChannelKind.VOICE));
        Reach reach = new Reach(contact, 1, 1, attempt, reached, 0, 0b11, false);
        return new AlertView(
                id,
                1,
                new ResidentId("r1"),
                new DeviceId("d1"),
                AlertKind.SOS,
                priority,
                state,
                status,
                null,
                0,
                0,
                0,
                0,
                0,
                asks,
                1,
                1,
                0,
                AlertState.CLAIMED,
                DeviceMessage.Movement.UNKNOWN,
                0,
                null,
                null,
                null,
                null,
                List.of(new AlertView.Step(STEP, step, 60_000, 60_000, false, 1, List.of(reach))),
                List.of());
    }
}

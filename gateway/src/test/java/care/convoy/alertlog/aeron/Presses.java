package care.convoy.alertlog.aeron;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.OperatorId;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import java.util.List;
import java.util.UUID;

/** The commands that the log's tests send. */
final class Presses {
    private static final EscalationPlan QUIET = new EscalationPlan("quiet", List.of(), List.of(), List.of());

    private Presses() {}

    /** The one press of a device. */
    static Command.Signal of(String device) {
        return of(device, 1);
    }

    static Command.Signal of(String device, long sequence) {
        return of(device, sequence, QUIET);
    }

    /** A press after which a step falls due. */
    static Command.Signal withStepAfter(String device, long millis) {
        EscalationStep step = new EscalationStep(
                millis,
                EscalationStep.Condition.ALWAYS,
                EscalationStep.Action.CALL_SUPERVISOR,
                0,
                List.of(),
                List.of());
        return of(device, 1, new EscalationPlan("one step", List.of(step), List.of(), List.of()));
    }

    private static Command.Signal of(String device, long sequence, EscalationPlan plan) {
        return new Command.Signal(
                new SignalKey(new DeviceId(device), 1, sequence),
                System.currentTimeMillis(),
                Command.NO_TIME,
                null,
                new DeviceMessage.SosPressed(1, null),
                AlertStatus.ACTUAL,
                plan,
                List.of());
    }

    /** A note on an alert that is not open: refused by the core, but three kilobytes of log. */
    static Command.AddNote bulk(long number) {
        return new Command.AddNote(
                new CommandId(new OperatorId("operator"), new UUID(1, number)),
                new AlertId(new UUID(2, number)),
                Sealed.copyOf(new byte[3_000]));
    }
}

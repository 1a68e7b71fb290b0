package care.convoy.alertlog.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.EffectReport;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final AlertId ALERT = new AlertId(new UUID(1, 2));

    private static EscalationStep call(EscalationStep.Condition condition, String contact) {
        return new EscalationStep(
                60_000,
                condition,
                EscalationStep.Action.CALL,
                1,
                List.of(contact),
                List.of(EscalationStep.ChannelKind.VOICE));
    }

    @Test
    void whatWasSentForIsTheStepOfThePlanAndStaysDone() {
        EscalationPlan plan = new EscalationPlan(
                "standard",
                List.of(call(EscalationStep.Condition.UNCLAIMED, "c1"), call(EscalationStep.Condition.UNCLAIMED, "c2")),
                List.of(),
                List.of());
        Reach comes = new Reach("c2", 0, 1, 1, Reach.State.ACCEPTED, 5, 0, false);
        AlertView.Step sent =
                new AlertView.Step(1, call(EscalationStep.Condition.ALWAYS, "c2"), 60_000, 4, false, 1, List.of(comes));
        Command.Reconcile news = Reconciliation.of(
                new EmergencyCore.Handled(view(List.of(sent)), List.of(plan), new Doings(1)),
                new Reconciliation.Name(ALERT, ALERT, true, 0),
                1);
        assertThat(news).isNotNull();
        assertThat(news.reached().steps())
                .containsExactly(new Command.Reconcile.StepDone(
                        Priority.P1, 1, List.of(new Command.Reconcile.Told("c2", EffectReport.ACCEPTED))));
    }

    private static AlertView view(List<AlertView.Step> steps) {
        return new AlertView(
                ALERT,
                9,
                null,
                new DeviceId("d1"),
                AlertKind.SOS,
                Priority.P1,
                AlertState.CLAIMED,
                AlertStatus.ACTUAL,
                new OperatorId("liming"),
                1,
                2,
                0,
                Command.NO_TIME,
                0,
                false,
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
                steps,
                List.of());
    }
}

package care.convoy.alert;

import static care.convoy.alert.EffectReport.ACCEPTED;
import static care.convoy.alert.EffectReport.FAILED;
import static care.convoy.alert.Plans.ambulance;
import static care.convoy.alert.Plans.inTurn;
import static care.convoy.alert.Plans.supervisor;
import static care.convoy.alert.Plans.together;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A contact who is there. */
class ArrivalTest {
    private final Scene scene = new Scene();

    private void press(EscalationStep... p1) {
        scene.plan = Plans.p1(p1);
        scene.hear(sos());
    }

    private long called(String contact) {
        return scene.effects(contact).stream()
                .filter(effect -> effect.action() == Action.CALL)
                .count();
    }

    private static Outcome.Reason reason(Outcome outcome) {
        return ((Outcome.Refused) outcome).reason();
    }

    @Test
    void aContactWhoIsThereHasAccepted() {
        press(inTurn(10, Action.CALL, 1, "a", "b"), together(60, Action.CALL, 2, "c"));
        scene.pass(11);
        scene.arrives("a");

        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.ACCEPTED);
        assertThat(scene.alert().progress()).isEqualTo(AlertState.ON_SCENE);
        scene.pass(600);
        assertThat(scene.asked("b")).isEmpty();
        assertThat(scene.asked("c")).isEmpty();
    }

    @Test
    void whoComesUnaskedIsEnough() {
        press(inTurn(10, Action.CALL, 1, "a", "b"), together(60, Action.CALL, 2, "c"));
        scene.pass(11);
        scene.arrives("c");
        assertThat(scene.events(Event.EffectReported.class))
                .as("no effect led to it")
                .isEmpty();
        scene.report("a", FAILED);
        scene.pass(600);

        assertThat(scene.asked("c")).isEmpty();
        assertThat(scene.asked("b")).isEmpty();
        assertThat(called("a")).as("the rest tells that somebody is there").isEqualTo(1);
    }

    @Test
    void whoHasToldBeforeAPressThatTheyComeAndIsThereAfterItIsAskedNoMore() {
        press(together(10, Action.CALL, 1, "a", "b"));
        scene.pass(11);
        scene.report("a", ACCEPTED);
        scene.pass(1);
        scene.hear(sos());
        scene.pass(1);
        scene.arrives("a");
        assertThat(scene.events(Event.EffectReported.class))
                .as("no effect led to it")
                .hasSize(1);
        scene.pass(600);

        assertThat(called("a")).isEqualTo(1);
        assertThat(called("b")).isEqualTo(1);
    }

    @Test
    void whoArrivesStopsNeitherTheSupervisorNorTheAmbulance() {
        press(together(10, Action.CALL, 1, "a"), supervisor(30), ambulance(120));
        scene.pass(11);
        scene.arrives("a");
        scene.pass(200);

        assertThat(scene.effects(""))
                .extracting(Effect::action)
                .contains(Action.CALL_SUPERVISOR, Action.REQUEST_AMBULANCE);
    }

    @Test
    void whoIsNotAskedByAnyStepIsRefused() {
        press(together(10, Action.CALL, 1, "a"));
        Outcome outcome = scene.arrives("b");

        assertThat(reason(outcome)).isEqualTo(Outcome.Reason.UNKNOWN_CONTACT);
        assertThat(scene.events(Event.SceneReported.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Command.Scene.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ARRIVED"})
    void aContactTellsNothingElse(Command.Scene stage) {
        CommandId id = scene.id(OperatorId.CONTACT);
        AlertId alert = new AlertId(new UUID(1, 1));
        assertThatThrownBy(() -> new Command.ReportScene(id, alert, "a", stage, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoComesUnaskedIsSeenWithTheEventThatTellsIt() {
        press(together(60, Action.CALL, 1, "a", "b"));
        scene.pass(5);
        scene.arrives("b");
        Scene.Told told = scene.told.stream()
                .filter(each -> each.event() instanceof Event.SceneReported)
                .findFirst()
                .orElseThrow();
        assertThat(told.after().steps().getFirst().reaches())
                .filteredOn(reach -> reach.contact().equals("b"))
                .extracting(Reach::state)
                .containsExactly(Reach.State.ACCEPTED);
    }
}

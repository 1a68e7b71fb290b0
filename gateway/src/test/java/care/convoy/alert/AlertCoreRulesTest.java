package care.convoy.alert;

import static care.convoy.alert.Scene.BAND;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.fall;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage.Matter;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.RuleCleared;
import care.convoy.device.DeviceMessage.RuleFound;
import care.convoy.device.Sealed;
import care.convoy.escalation.EscalationStep.Action;
import org.junit.jupiter.api.Test;

/** What the gateway's own rules say. */
class AlertCoreRulesTest {
    private static final Sealed EVIDENCE = Sealed.copyOf(new byte[] {7, 7});

    private final Scene scene = new Scene();

    @Test
    void whatARuleFoundRaisesAnAlertOfItsUrgencyWithItsEvidence() {
        scene.hear(new RuleFound(Matter.VITALS, 2, EVIDENCE));

        AlertView alert = scene.alert();
        assertThat(alert.kind()).isEqualTo(AlertKind.VITALS);
        assertThat(alert.priority()).isEqualTo(Priority.P2);
        assertThat(alert.state()).isEqualTo(AlertState.QUEUED);
        assertThat(alert.presses()).isZero();
        assertThat(scene.events(Event.Raised.class).getFirst().message())
                .isEqualTo(new RuleFound(Matter.VITALS, 2, EVIDENCE));
    }

    /** P1 by a rule is urgent, but an ambulance is sent for a press or a fall that somebody lies still after. */
    @Test
    void criticalVitalsAreUrgentAndSendNoAmbulanceByThemselves() {
        scene.hear(new RuleFound(Matter.VITALS, 1, EVIDENCE));

        scene.pass(600);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).isEmpty();
    }

    @Test
    void aFindingAsUrgentAsThePressAsksAgainAndChangesNothingElse() {
        scene.hear(sos());
        scene.claim(LI);
        scene.hear(new RuleFound(Matter.VITALS, 1, EVIDENCE));

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.alert().kind()).isEqualTo(AlertKind.SOS);
        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(scene.alert().presses()).isEqualTo(1);
    }

    @Test
    void aLesserFindingIsNotedOnTheCaseAndCallsNobodyAway() {
        scene.hear(sos());
        scene.claim(LI);
        scene.hear(new RuleFound(Matter.INACTIVITY, 3, EVIDENCE));

        assertThat(scene.alert().attentionPending()).isFalse();
        assertThat(scene.events(Event.Joined.class).getFirst().message())
                .isEqualTo(new RuleFound(Matter.INACTIVITY, 3, EVIDENCE));
    }

    /** The wearer's thirty seconds are not cut short by what is less urgent than the fall. */
    @Test
    void aLesserFindingDoesNotEndThePreAlarm() {
        scene.hear(fall(Movement.MOVING));
        scene.hear(new RuleFound(Matter.SILENCE, 3, EVIDENCE));

        assertThat(scene.alert().state()).isEqualTo(AlertState.PRE_ALARM);
    }

    @Test
    void aPressRaisesWhatARuleFound() {
        scene.hear(new RuleFound(Matter.SILENCE, 3, EVIDENCE));
        scene.hear(sos());

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.alert().kind()).isEqualTo(AlertKind.SOS);
    }

    @Test
    void theSameFindingTwiceIsARepeatAndAnotherTypeWithItsKeyIsNot() {
        scene.hear(3, new RuleFound(Matter.SILENCE, 3, EVIDENCE));
        long version = scene.alert().version();
        assertThat(scene.hear(3, new RuleFound(Matter.SILENCE, 3, EVIDENCE)))
                .isEqualTo(new Outcome.Done(scene.alert().id(), version, true));
        scene.hear(3, sos());

        assertThat(scene.alert().presses()).isEqualTo(1);
    }

    @Test
    void aLesserFindingIsATaskThatKeepsTheLastEvidenceUntilItIsOver() {
        scene.hear(new RuleFound(Matter.VITALS, 4, Sealed.copyOf(new byte[] {1})));
        scene.pass(60);
        scene.hear(new RuleFound(Matter.VITALS, 4, EVIDENCE));

        Task task = scene.core().tasks().iterator().next();
        assertThat(task.kind()).isEqualTo(AlertKind.VITALS);
        assertThat(task.priority()).isEqualTo(Priority.P4);
        assertThat(task.times()).isEqualTo(2);
        assertThat(task.evidence()).isEqualTo(EVIDENCE);
        assertThat(scene.core().open()).isEmpty();

        scene.hear(new RuleCleared(Matter.VITALS));
        assertThat(scene.core().tasks()).isEmpty();
        assertThat(scene.events(Event.TaskCured.class)).containsExactly(new Event.TaskCured(BAND, AlertKind.VITALS));
    }

    @Test
    void thatItIsOverIsNotedOnTheAlertAndEndsNothing() {
        scene.hear(new RuleFound(Matter.SILENCE, 3, EVIDENCE));
        scene.hear(new RuleCleared(Matter.SILENCE));

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.events(Event.Joined.class).getFirst().attention()).isFalse();
    }
}

package care.convoy.alert;

import static care.convoy.alert.Scene.BAND;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.RESIDENT;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.fall;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Outcome.Reason;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.SosPressed;
import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.Action;
import org.junit.jupiter.api.Test;

/** A device on test: its first signal is held, and nobody is left waiting because of that. */
class HeldOnTestTest {
    private static final Outcome TOO_LONG = new Outcome.Refused(Reason.TOO_LONG, null, 0, 0);

    private final Scene scene = new Scene();

    @Test
    void firstPressIsHeldInSilence() {
        scene.beginTest(600);
        long until = scene.nowMillis() + 600_000;
        scene.pass(10);
        scene.hear(sos());

        AlertView alert = scene.alert();
        assertThat(alert.state()).isEqualTo(AlertState.ON_TEST);
        assertThat(alert.status()).isEqualTo(AlertStatus.ACTUAL);
        assertThat(alert.priority()).isEqualTo(Priority.P1);
        assertThat(alert.heldUntilMillis()).isEqualTo(until);
        assertThat(alert.attentionPending()).isFalse();
        assertThat(scene.events(Event.DeviceOnTest.class)).containsExactly(new Event.DeviceOnTest(BAND, WANG, until));
        assertThat(alert.timeline())
                .extracting(entry -> entry.event().getClass().getSimpleName())
                .containsExactly("Raised", "HeldOnTest");
        scene.pass(580);
        assertThat(scene.events(Event.StepDue.class)).isEmpty();
    }

    @Test
    void secondPressMakesItRingAsWhatItIs() {
        scene.beginTest(600);
        scene.hear(new BandRemoved());
        scene.pass(10);
        scene.hear(sos());

        AlertView alert = scene.alert();
        assertThat(alert.state()).isEqualTo(AlertState.QUEUED);
        assertThat(alert.status()).isEqualTo(AlertStatus.ACTUAL);
        assertThat(alert.priority()).isEqualTo(Priority.P1);
        assertThat(alert.heldUntilMillis()).isZero();
        assertThat(alert.attentionPending()).isTrue();
        assertThat(alert.attentionAtMillis()).isEqualTo(scene.nowMillis());
        assertThat(alert.signals()).isEqualTo(2);
        assertThat(scene.events(Event.TestOver.class))
                .containsExactly(new Event.TestOver(alert.id(), Event.TestOver.Why.SIGNAL));
        scene.pass(60);
        assertThat(scene.startedAt(Action.SHOW_ALL_CONSOLES)).containsExactly(10L);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(70L);
    }

    @Test
    void repeatOfTheHeldPressDoesNotMakeItRing() {
        scene.beginTest(600);
        scene.hear(sos());
        Outcome again = scene.hear(scene.lastSequence(), sos());

        assertThat(((Outcome.Done) again).duplicate()).isTrue();
        assertThat(scene.alert().state()).isEqualTo(AlertState.ON_TEST);
    }

    @Test
    void pressedTwiceInOneMessageRingsAtOnce() {
        scene.beginTest(600);
        scene.hear(new SosPressed(2, null));

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().status()).isEqualTo(AlertStatus.ACTUAL);
        assertThat(scene.events(Event.HeldOnTest.class)).isEmpty();
    }

    @Test
    void signalOfAnotherDeviceOfTheResidentMakesItRing() {
        scene.beginTest(600);
        scene.hear(sos());
        scene.apply(scene.signal(new DeviceId("box-1"), RESIDENT, 1, new BandRemoved()));

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void signalThatJoinsAnOpenAlertIsNotHeld() {
        scene.hear(sos());
        scene.claim(LI);
        scene.beginTest(600);
        scene.hear(sos());

        assertThat(scene.alert().state()).isEqualTo(AlertState.CLAIMED);
        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(scene.alert().status()).isEqualTo(AlertStatus.ACTUAL);
    }

    @Test
    void fallWithMovementIsHeldWithoutPreAlarm() {
        scene.beginTest(600);
        scene.hear(fall(Movement.MOVING));
        scene.pass(60);
        assertThat(scene.alert().state()).isEqualTo(AlertState.ON_TEST);
        scene.hear(Scene.cancel());

        assertThat(scene.alert().state()).isEqualTo(AlertState.ON_TEST);
        assertThat(scene.events(Event.CancelledByWearer.class))
                .containsExactly(new Event.CancelledByWearer(scene.alert().id(), false));
    }

    @Test
    void whatIsHeldRingsWhenTheTestRunsOut() {
        scene.beginTest(600);
        scene.pass(100);
        scene.hear(sos());
        scene.pass(499.999);
        assertThat(scene.alert().state()).isEqualTo(AlertState.ON_TEST);
        scene.pass(0.001);

        AlertView alert = scene.alert();
        assertThat(alert.state()).isEqualTo(AlertState.QUEUED);
        assertThat(alert.attentionPending()).isTrue();
        assertThat(alert.attentionAtMillis()).isEqualTo(scene.nowMillis());
        assertThat(alert.status()).isEqualTo(AlertStatus.ACTUAL);
        assertThat(scene.events(Event.TestOver.class))
                .containsExactly(new Event.TestOver(alert.id(), Event.TestOver.Why.EXPIRED));
        assertThat(scene.events(Event.DeviceTestOver.class)).containsExactly(new Event.DeviceTestOver(BAND, null));
        assertThat(scene.startedAt(Action.SHOW_ALL_CONSOLES)).containsExactly(600L);
    }

    @Test
    void whatIsHeldRingsWhenTheTestIsEnded() {
        scene.beginTest(600);
        scene.hear(sos());
        scene.pass(5);
        scene.endTest();

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(scene.events(Event.TestOver.class))
                .containsExactly(new Event.TestOver(scene.alert().id(), Event.TestOver.Why.ENDED));
        assertThat(scene.events(Event.DeviceTestOver.class)).containsExactly(new Event.DeviceTestOver(BAND, WANG));
        scene.pass(700);
        assertThat(scene.events(Event.DeviceTestOver.class)).hasSize(1);
    }

    @Test
    void movedEndMovesWhatIsHeld() {
        scene.beginTest(600);
        scene.hear(sos());
        scene.pass(500);
        scene.beginTest(600);
        scene.restart();

        assertThat(scene.alert().heldUntilMillis()).isEqualTo(scene.nowMillis() + 600_000);
        scene.pass(599);
        assertThat(scene.alert().state()).isEqualTo(AlertState.ON_TEST);
        scene.pass(1);
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
    }

    @Test
    void oneTestMayHoldSeveralAlerts() {
        scene.beginTest(600);
        scene.hear(sos());
        scene.apply(scene.signal(BAND, new ResidentId("R2"), 90, sos()));
        scene.restart();
        scene.endTest();

        assertThat(scene.core().open()).extracting(AlertView::state).containsOnly(AlertState.QUEUED);
        assertThat(scene.events(Event.TestOver.class))
                .extracting(Event.TestOver::alert)
                .containsExactlyElementsOf(
                        scene.core().open().stream().map(AlertView::id).toList());
    }

    @Test
    void claimTakesItOutOfTheTest() {
        scene.beginTest(600);
        scene.hear(sos());
        scene.pass(5);
        scene.claim(LI);

        assertThat(scene.alert().state()).isEqualTo(AlertState.CLAIMED);
        assertThat(scene.alert().status()).isEqualTo(AlertStatus.ACTUAL);
        assertThat(scene.alert().attentionPending()).isFalse();
        assertThat(scene.alert().heldUntilMillis()).isZero();
        scene.endTest();
        assertThat(scene.alert().state()).isEqualTo(AlertState.CLAIMED);
        scene.hear(sos());
        assertThat(scene.alert().status()).isEqualTo(AlertStatus.ACTUAL);
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void abandonedTestAlertAsksForAttention() {
        scene.beginTest(3_600);
        scene.hear(sos());
        scene.claim(LI);
        scene.pass(120);

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void alertAfterTheTestRings() {
        scene.beginTest(600);
        scene.pass(600);
        scene.hear(sos());

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.core().tests()).isEmpty();
    }

    @Test
    void testIsNeitherEmptyNorLongerThanAllowed() {
        assertThat(scene.beginTest(0)).isEqualTo(TOO_LONG);
        assertThat(scene.beginTest(-1)).isEqualTo(TOO_LONG);
        assertThat(scene.beginTest(4 * 3_600 + 1)).isEqualTo(TOO_LONG);
        assertThat(scene.apply(new Command.BeginTest(scene.id(LI), BAND, Long.MAX_VALUE)))
                .isEqualTo(TOO_LONG);
        assertThat(scene.beginTest(4 * 3_600)).isEqualTo(new Outcome.Done(null, 0, false));
        assertThat(scene.told).hasSize(1);
    }

    @Test
    void endingNoTestChangesNothing() {
        assertThat(scene.endTest()).isEqualTo(new Outcome.Done(null, 0, true));
        assertThat(scene.told).isEmpty();
    }

    @Test
    void commandSentAgainIsAnsweredAgain() {
        Command begin = new Command.BeginTest(scene.id(LI), BAND, 60_000);
        scene.apply(begin);
        scene.pass(30);

        assertThat(scene.apply(begin)).isEqualTo(new Outcome.Done(null, 0, true));
        assertThat(scene.events(Event.DeviceOnTest.class)).hasSize(1);
        scene.pass(30);
        assertThat(scene.core().tests()).isEmpty();
    }
}

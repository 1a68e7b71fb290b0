package care.convoy.alert;

import static care.convoy.alert.Scene.BAND;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.RESIDENT;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.fall;
import static care.convoy.alert.Scene.sos;
import static care.convoy.alert.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Disposition.Cause;
import care.convoy.alert.Disposition.Verification;
import care.convoy.alert.Outcome.Reason;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.Action;
import org.junit.jupiter.api.Test;

/** What becomes of an alert after its end: a visit, a reopening, and at last it is closed. */
class EndingsTest {
    private static final long DAY_MILLIS = 24 * 3_600_000L;
    private static final double DAY = 24 * 3_600;

    private final Scene scene = new Scene();

    private static Reason reason(Outcome outcome) {
        return ((Outcome.Refused) outcome).reason();
    }

    private static Disposition how(Disposition.Outcome outcome, boolean falseAlarm) {
        return new Disposition(Cause.OTHER_ILLNESS, outcome, falseAlarm, Verification.VOICE, null);
    }

    private AlertId pressAndResolve(Disposition how) {
        scene.hear(sos());
        AlertId alert = scene.alert().id();
        scene.claim(LI);
        scene.resolve(LI, how);
        return alert;
    }

    private AlertId pressAndResolve() {
        return pressAndResolve(Scene.HELPED);
    }

    // ---- the visit

    @Test
    void closedPressOpensAVisitWithinADay() {
        AlertId alert = pressAndResolve();

        AlertView ended = scene.ended();
        assertThat(ended.id()).isEqualTo(alert);
        assertThat(ended.state()).isEqualTo(AlertState.FOLLOW_UP);
        assertThat(ended.heldUntilMillis()).isEqualTo(scene.nowMillis() + DAY_MILLIS);
        assertThat(ended.disposition()).isEqualTo(Scene.HELPED);
        assertThat(scene.events(Event.FollowUpOpened.class))
                .containsExactly(new Event.FollowUpOpened(alert, scene.nowMillis() + DAY_MILLIS));
        assertThat(scene.core().millisToNextDeadline()).isEqualTo(DAY_MILLIS);
    }

    @Test
    void noVisitForAFalseAlarmOrAfterADeathOrATestOrALesserAlert() {
        pressAndResolve(how(Disposition.Outcome.ADVISED_BY_PHONE, true));
        pressAndResolve(how(Disposition.Outcome.DECEASED, false));
        Disposition test =
                new Disposition(Cause.TEST, Disposition.Outcome.ADVISED_BY_PHONE, false, Verification.VOICE, null);
        pressAndResolve(test);
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.resolve(LI);

        assertThat(scene.core().ended()).hasSize(4).allMatch(ended -> ended.state() == AlertState.RESOLVED);
        assertThat(scene.events(Event.FollowUpOpened.class)).isEmpty();
    }

    @Test
    void whoRefusedHelpIsVisitedAndAnExerciseIsPlayedToTheEnd() {
        pressAndResolve(how(Disposition.Outcome.REFUSED, false));
        scene.status = AlertStatus.EXERCISE;
        pressAndResolve();

        assertThat(scene.core().ended()).hasSize(2).allMatch(ended -> ended.state() == AlertState.FOLLOW_UP);
    }

    @Test
    void visitThatIsNotReportedIsToldOnceAndBecomesATask() {
        AlertId alert = pressAndResolve();
        scene.pass(DAY - 0.001);
        assertThat(scene.events(Event.FollowUpOverdue.class)).isEmpty();
        scene.pass(0.001);
        scene.restart();
        scene.pass(3 * DAY);

        assertThat(scene.events(Event.FollowUpOverdue.class)).containsExactly(new Event.FollowUpOverdue(alert));
        assertThat(scene.ended().state()).isEqualTo(AlertState.FOLLOW_UP);
        Task task = scene.core().tasks().iterator().next();
        assertThat(task.kind()).isEqualTo(AlertKind.VISIT);
        assertThat(task.priority()).isEqualTo(Priority.P4);
        assertThat(task.resident()).isEqualTo(RESIDENT);
        assertThat(scene.core().millisToNextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void closingCuresTheVisitOnlyWhenNoneIsLeft() {
        AlertId first = pressAndResolve();
        AlertId second = pressAndResolve();
        scene.pass(DAY);
        assertThat(scene.core().tasks()).extracting(Task::times).containsExactly(2);
        scene.restart();
        scene.close(WANG, first);
        assertThat(scene.core().tasks()).hasSize(1);
        scene.close(WANG, second);

        assertThat(scene.core().tasks()).isEmpty();
        assertThat(scene.events(Event.TaskCured.class)).containsExactly(new Event.TaskCured(BAND, AlertKind.VISIT));
    }

    // ---- closing

    @Test
    void alertWithoutVisitClosesByItselfAfterADay() {
        scene.hear(fall(Movement.MOVING));
        AlertId alert = scene.alert().id();
        scene.hear(Scene.cancel());
        assertThat(scene.ended().state()).isEqualTo(AlertState.RESOLVED);
        scene.pass(DAY);

        assertThat(scene.core().ended()).isEmpty();
        assertThat(scene.events(Event.Closed.class)).containsExactly(new Event.Closed(alert, null, null));
        assertThat(scene.told.getLast().after().state()).isEqualTo(AlertState.CLOSED);
    }

    @Test
    void anybodyClosesTheVisit() {
        AlertId alert = pressAndResolve();
        Command close = new Command.Close(scene.id(WANG), alert, words("visited"));
        Outcome.Done first = (Outcome.Done) scene.apply(close);

        assertThat(scene.core().ended()).isEmpty();
        assertThat(scene.events(Event.Closed.class)).containsExactly(new Event.Closed(alert, WANG, words("visited")));
        AlertView after = scene.told.getLast().after();
        assertThat(after.state()).isEqualTo(AlertState.CLOSED);
        assertThat(after.version()).isEqualTo(first.version());
        assertThat(after.heldUntilMillis()).isZero();
        assertThat(scene.apply(close)).isEqualTo(new Outcome.Done(alert, first.version(), true));
        assertThat(reason(scene.close(WANG, alert))).isEqualTo(Reason.UNKNOWN_ALERT);
        scene.pass(24 * 3_600);
        assertThat(scene.core().millisToNextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void endedAlertMayBeNotedAndRefusesWhatIsForOpenOnes() {
        AlertId alert = pressAndResolve();
        long version = scene.ended().version();
        scene.apply(new Command.AddNote(scene.id(WANG), alert, words("asleep")));

        assertThat(scene.ended().version()).isEqualTo(version + 1);
        assertThat(scene.ended().state()).isEqualTo(AlertState.FOLLOW_UP);
        assertThat(scene.apply(new Command.Claim(scene.id(LI), alert, version)))
                .isEqualTo(new Outcome.Refused(Reason.WRONG_STATE, null, 0, version + 1));
    }

    // ---- reopening

    @Test
    void reopenedAlertIsTheSameAlertOwnedAndWithItsPlanAnew() {
        scene.hear(sos());
        scene.pass(40);
        scene.claim(LI);
        scene.progress(LI, AlertState.RESPONDING);
        scene.resolve(LI);
        AlertView before = scene.ended();
        scene.pass(600);
        scene.restart();
        scene.reopen(WANG, before.id());

        AlertView alert = scene.alert();
        assertThat(alert.id()).isEqualTo(before.id());
        // and the device is not told any more that it is over
        assertThat(alert.version()).isEqualTo(before.version() + 2);
        assertThat(alert.state()).isEqualTo(AlertState.CLAIMED);
        assertThat(alert.owner()).isEqualTo(WANG);
        assertThat(alert.leaseUntilMillis()).isEqualTo(scene.nowMillis() + 120_000);
        assertThat(alert.disposition()).isNull();
        assertThat(alert.heldUntilMillis()).isZero();
        assertThat(alert.attentionPending()).isFalse();
        assertThat(alert.presses()).isEqualTo(1);
        assertThat(alert.signals()).isEqualTo(1);
        assertThat(alert.steps()).hasSize(6).allMatch(AlertView.Step::skipped);
        assertThat(alert.steps()).extracting(AlertView.Step::index).containsExactly(6, 7, 8, 9, 10, 11);
        assertThat(scene.core().ended()).isEmpty();
        assertThat(scene.events(Event.Reopened.class))
                .containsExactly(new Event.Reopened(alert.id(), WANG, alert.leaseUntilMillis(), null));
    }

    @Test
    void reopenedAlertThatIsLeftRunsItsPlan() {
        AlertId alert = pressAndResolve();
        scene.pass(600);
        scene.reopen(LI, alert);
        scene.pass(120);

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(720L);
        scene.pass(120);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(720L);
    }

    @Test
    void reopenedAlertTakesFurtherSignalsAndEndsAgain() {
        AlertId alert = pressAndResolve();
        scene.reopen(LI, alert);
        assertThat(((Outcome.Done) scene.hear(scene.lastSequence(), sos())).duplicate())
                .isTrue();
        scene.hear(sos());
        assertThat(scene.alert().presses()).isEqualTo(2);
        scene.claim(LI);
        scene.resolve(LI);
        scene.pass(5);
        scene.hear(sos());

        assertThat(scene.alert().linked()).isEqualTo(alert);
        assertThat(scene.events(Event.FollowUpOpened.class)).hasSize(2);
    }

    @Test
    void reopeningIsRefusedWhileTheResidentHasAnotherAlert() {
        AlertId alert = pressAndResolve();
        scene.hear(sos());

        assertThat(scene.reopen(LI, alert))
                .isEqualTo(new Outcome.Refused(
                        Reason.OTHER_ALERT_OPEN, null, 0, scene.ended().version()));
        scene.claim(LI);
        scene.resolve(LI);
        assertThat(scene.reopen(LI, alert)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void alertOfAnotherResidentIsNoObstacle() {
        AlertId alert = pressAndResolve();
        scene.apply(scene.signal(BAND, new ResidentId("R2"), 50, sos()));

        assertThat(scene.reopen(LI, alert)).isInstanceOf(Outcome.Done.class);
        assertThat(scene.core().open()).hasSize(2);
    }

    @Test
    void reopeningAnOverdueVisitCuresItsTask() {
        AlertId alert = pressAndResolve();
        scene.pass(DAY);
        scene.reopen(LI, alert);

        assertThat(scene.core().tasks()).isEmpty();
        scene.resolve(LI);
        scene.pass(DAY);
        assertThat(scene.events(Event.FollowUpOverdue.class)).hasSize(2);
    }
}

package care.convoy.alert;

import static care.convoy.alert.Scene.BAND;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.RESIDENT;
import static care.convoy.alert.Scene.cancel;
import static care.convoy.alert.Scene.fall;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.BandWorn;
import care.convoy.device.DeviceMessage.BatteryLow;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.SosPressed;
import care.convoy.device.DeviceMessage.TestPressed;
import care.convoy.device.DeviceMessage.WearerCancelled;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertCoreSignalsTest {
    private final Scene scene = new Scene();

    @Test
    void pressOpensAnUrgentAlertInTheQueue() {
        Outcome outcome = scene.hear(sos());

        AlertView alert = scene.alert();
        assertThat(outcome).isEqualTo(new Outcome.Done(alert.id(), alert.version(), false));
        assertThat(alert.id()).isEqualTo(AlertId.of(new SignalKey(BAND, 1, 1), Scene.START_MILLIS, 0));
        assertThat(alert.kind()).isEqualTo(AlertKind.SOS);
        assertThat(alert.priority()).isEqualTo(Priority.P1);
        assertThat(alert.state()).isEqualTo(AlertState.QUEUED);
        assertThat(alert.attentionPending()).isTrue();
        assertThat(alert.presses()).isEqualTo(1);
        assertThat(alert.resident()).isEqualTo(RESIDENT);
        assertThat(scene.startedAt(Action.SHOW_ALL_CONSOLES)).containsExactly(0L);
    }

    @Test
    void fallWithoutMovementIsUrgentAtOnce() {
        scene.hear(fall(Movement.STILL));

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().cause()).isEqualTo(Movement.STILL);
    }

    @Test
    void fallOfUnknownMovementIsUrgentAtOnce() {
        scene.hear(fall(Movement.UNKNOWN));

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
    }

    @Test
    void fallWithMovementWaitsForTheWearerThenQueues() {
        scene.hear(fall(Movement.MOVING));
        assertThat(scene.alert().state()).isEqualTo(AlertState.PRE_ALARM);
        assertThat(scene.alert().attentionPending()).isFalse();
        assertThat(scene.alert().nextStepAtMillis()).isEqualTo(Scene.START_MILLIS + 30_000);

        scene.pass(29.999);
        assertThat(scene.alert().state()).isEqualTo(AlertState.PRE_ALARM);
        scene.pass(0.001);
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P2);
        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(scene.startedAt(Action.SHOW_ALL_CONSOLES)).containsExactly(30L);
    }

    @Test
    void wearersCancelInThePreAlarmEndsTheFallAndStoresIt() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(20);
        Outcome outcome = scene.hear(new WearerCancelled(scene.lastSequence()));

        AlertId fall = AlertId.of(new SignalKey(BAND, 1, 1), Scene.START_MILLIS, 0);
        assertThat(outcome).isEqualTo(new Outcome.Done(fall, 4, false));
        assertThat(scene.core().open()).isEmpty();
        assertThat(scene.core().millisToNextDeadline()).isEqualTo(24 * 3_600_000L);
        assertThat(scene.events(Event.CancelledByWearer.class))
                .containsExactly(new Event.CancelledByWearer(fall, true));
        Event.Resolved end = scene.events(Event.Resolved.class).getFirst();
        assertThat(end.operator()).isNull();
        assertThat(end.disposition().outcome()).isEqualTo(Disposition.Outcome.WEARER_CANCELLED);
        assertThat(scene.told.getLast().after().state()).isEqualTo(AlertState.RESOLVED);
        assertThat(scene.told.getLast().after().nextStepAtMillis()).isZero();
    }

    @Test
    void cancelAfterThePreAlarmIsOnlyNoted() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(31);
        scene.hear(cancel());

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(scene.events(Event.CancelledByWearer.class))
                .containsExactly(new Event.CancelledByWearer(scene.alert().id(), false));
        assertThat(scene.alert().timeline().getLast().event()).isInstanceOf(Event.CancelledByWearer.class);
    }

    @Test
    void cancelNeverClosesAPress() {
        scene.hear(sos());
        scene.hear(cancel());
        scene.hear(new WearerCancelled(1));

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void cancelOfAnotherSequenceOrDeviceDoesNotEndThePreAlarm() {
        scene.hear(fall(Movement.MOVING));
        scene.hear(new WearerCancelled(77));
        scene.apply(scene.signal(new DeviceId("pendant-2"), RESIDENT, 5, cancel()));

        assertThat(scene.alert().state()).isEqualTo(AlertState.PRE_ALARM);
        assertThat(scene.events(Event.CancelledByWearer.class)).hasSize(2).noneMatch(Event.CancelledByWearer::inTime);
    }

    @Test
    void pressDuringThePreAlarmQueuesAtOnceAsMostUrgent() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(5);
        scene.hear(sos());

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.alert().kind()).isEqualTo(AlertKind.SOS);
        assertThat(scene.alert().attentionAtMillis()).isEqualTo(scene.nowMillis());
        scene.hear(cancel());
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
    }

    @Test
    void anyFurtherSignalEndsThePreAlarm() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(5);
        scene.hear(new BandRemoved());

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P2);
    }

    @Test
    void secondPressOnClaimedAlertAsksAgain() {
        scene.hear(sos());
        scene.claim(LI);
        scene.pass(40);
        assertThat(scene.alert().attentionPending()).isFalse();
        scene.hear(sos());

        AlertView alert = scene.alert();
        assertThat(alert.attentionPending()).isTrue();
        assertThat(alert.owner()).isEqualTo(LI);
        assertThat(alert.presses()).isEqualTo(2);
        assertThat(alert.attentionAtMillis()).isEqualTo(scene.nowMillis());
        assertThat(scene.events(Event.Joined.class).getFirst().attention()).isTrue();
        scene.pass(15);
        assertThat(scene.startedAt(Action.ALL_CONSOLES_LOUD)).containsExactly(55L);
    }

    @Test
    void moreUrgentSignalRaisesThePriorityAndTakesUpItsSteps() {
        scene.hear(new BandRemoved());
        assertThat(scene.alert().priority()).isEqualTo(Priority.P3);
        scene.pass(10);
        scene.hear(fall(Movement.STILL));

        assertThat(scene.events(Event.PriorityRaised.class))
                .containsExactly(new Event.PriorityRaised(scene.alert().id(), Priority.P3, Priority.P1));
        assertThat(scene.alert().kind()).isEqualTo(AlertKind.FALL);
        scene.pass(120);
        assertThat(scene.startedAt(Action.SHOW_ALL_CONSOLES)).containsExactly(0L, 10L);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(70L);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(130L);
        assertThat(scene.alert().steps()).extracting(AlertView.Step::index).doesNotHaveDuplicates();
    }

    @Test
    void lessUrgentSignalNeverLowersThePriority() {
        scene.hear(sos());
        scene.hear(new BandRemoved());

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.alert().kind()).isEqualTo(AlertKind.SOS);
    }

    @Test
    void repeatIsAnsweredAgainWithTheSameAlertAndChangesNothing() {
        Outcome first = scene.hear(7, sos());
        CoreState before = scene.core().export();
        int told = scene.told.size();
        Outcome again = scene.hear(7, sos());

        assertThat(again)
                .isEqualTo(new Outcome.Done(
                        ((Outcome.Done) first).alert(), scene.alert().version(), true));
        assertThat(scene.told).hasSize(told);
        assertThat(scene.core().export()).isEqualTo(before);
    }

    @Test
    void repeatOfAJoinedPressChangesNothing() {
        scene.hear(7, sos());
        scene.hear(8, sos());
        scene.claim(LI);
        Outcome again = scene.hear(8, sos());

        assertThat(((Outcome.Done) again).duplicate()).isTrue();
        assertThat(scene.alert().attentionPending()).isFalse();
        assertThat(scene.alert().presses()).isEqualTo(2);
    }

    @Test
    void repeatOfAResolvedPressIsANewPressLinkedToTheFormer() {
        scene.hear(7, sos());
        AlertId former = scene.alert().id();
        scene.claim(LI);
        scene.resolve(LI);
        Outcome again = scene.hear(7, sos());

        AlertView alert = scene.alert();
        assertThat(((Outcome.Done) again).duplicate()).isFalse();
        assertThat(alert.id())
                .isEqualTo(AlertId.of(new SignalKey(BAND, 1, 7), alert.receivedAtMillis(), 1))
                .isNotEqualTo(former);
        assertThat(alert.linked()).isEqualTo(former);
    }

    @Test
    void sameKeyWithAnotherMeaningIsANewSignal() {
        scene.hear(7, new TestPressed());
        Outcome press = scene.hear(7, sos());

        assertThat(((Outcome.Done) press).alert()).isEqualTo(scene.alert().id());
        scene.hear(7, fall(Movement.STILL));
        assertThat(scene.events(Event.Joined.class)).hasSize(1);
    }

    @Test
    void signalAfterResolvedOpensANewAlertLinkedToTheOld() {
        scene.hear(sos());
        AlertId former = scene.alert().id();
        scene.claim(LI);
        scene.resolve(LI);
        scene.pass(3_600);
        scene.hear(new BandRemoved());

        assertThat(scene.alert().linked()).isEqualTo(former);
        assertThat(scene.events(Event.Raised.class).getLast().linked()).isEqualTo(former);
    }

    @Test
    void linkIsForgottenAfterADay() {
        scene.hear(sos());
        scene.claim(LI);
        scene.resolve(LI);
        scene.pass(24 * 3_600);
        scene.hear(sos());

        assertThat(scene.alert().linked()).isNull();
    }

    @Test
    void pressesAreCountedWithTheDevicesOwnCount() {
        scene.hear(new SosPressed(3, null));
        scene.hear(new SosPressed(2, null));
        scene.hear(new SosPressed(0, null));

        assertThat(scene.alert().presses()).isEqualTo(6);
    }

    @Test
    void latestPositionWithAFixIsShown() {
        Position first = new Position(30, 104, 5, Position.Source.GNSS, true, 1);
        Position second = new Position(30.1, 104.1, 5, Position.Source.GNSS, true, 2);
        scene.hear(new SosPressed(1, first));
        scene.hear(new SosPressed(1, second));
        scene.hear(sos());
        assertThat(scene.alert().position()).isEqualTo(second);
        scene.hear(new SosPressed(1, new Position(0, 0, 5, Position.Source.CELL, false, 3)));

        assertThat(scene.alert().position()).isEqualTo(second);
    }

    @Test
    void bandRemovedAsksForSomebodyAndBandWornIsNoted() {
        scene.hear(new BandRemoved());
        assertThat(scene.alert().kind()).isEqualTo(AlertKind.REMOVED);
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        scene.claim(LI);
        scene.hear(new BandWorn());

        assertThat(scene.alert().attentionPending()).isFalse();
        assertThat(scene.events(Event.Joined.class).getFirst().attention()).isFalse();
    }

    @Test
    void restoresWithoutAnAlertAreAnsweredAndChangeNothing() {
        assertThat(scene.hear(new BandWorn())).isEqualTo(new Outcome.Done(null, 0, false));
        assertThat(scene.hear(cancel())).isEqualTo(new Outcome.Done(null, 0, false));
        assertThat(scene.told).isEmpty();
    }

    @Test
    void lowBatteryIsATaskThatIsConfirmedAndCured() {
        scene.hear(new BatteryLow(12));
        scene.pass(60);
        scene.hear(new BatteryLow(10));

        Task task = scene.core().tasks().iterator().next();
        assertThat(task.kind()).isEqualTo(AlertKind.LOW_BATTERY);
        assertThat(task.priority()).isEqualTo(Priority.P4);
        assertThat(task.times()).isEqualTo(2);
        assertThat(task.openedAtMillis()).isEqualTo(Scene.START_MILLIS);
        assertThat(task.lastAtMillis()).isEqualTo(scene.nowMillis());
        assertThat(scene.core().open()).isEmpty();

        scene.apply(new Command.CureTask(BAND, AlertKind.LOW_BATTERY));
        assertThat(scene.core().tasks()).isEmpty();
        assertThat(scene.events(Event.TaskCured.class)).hasSize(1);
        scene.apply(new Command.CureTask(BAND, AlertKind.LOW_BATTERY));
        assertThat(scene.events(Event.TaskCured.class)).hasSize(1);
    }

    @Test
    void taskNeverJoinsAnAlert() {
        scene.hear(sos());
        long version = scene.alert().version();
        scene.hear(new BatteryLow(5));

        assertThat(scene.alert().version()).isEqualTo(version);
    }

    @Test
    void testPressIsHeardAndOpensNothing() {
        scene.hear(7, new TestPressed());
        scene.hear(7, new TestPressed());

        assertThat(scene.core().open()).isEmpty();
        assertThat(scene.events(Event.TestHeard.class))
                .containsExactly(new Event.TestHeard(new SignalKey(BAND, 1, 7), RESIDENT, AlertStatus.ACTUAL));
    }

    @Test
    void twoDevicesOfOneResidentShareOneAlert() {
        scene.hear(sos());
        scene.apply(scene.signal(new DeviceId("box-1"), RESIDENT, 1, sos()));

        assertThat(scene.alert().presses()).isEqualTo(2);
    }

    @Test
    void deviceWithoutResidentHasAnAlertOfItsOwn() {
        scene.apply(scene.signal(BAND, null, 1, sos()));
        scene.apply(scene.signal(new DeviceId("band-2"), null, 1, sos()));
        scene.apply(scene.signal(BAND, null, 2, sos()));
        scene.apply(scene.signal(BAND, new ResidentId("R9"), 3, sos()));

        assertThat(scene.core().open()).hasSize(3);
        assertThat(scene.core().open()).extracting(AlertView::presses).containsExactly(2, 1, 1);
    }

    @Test
    void realPressMakesAnExerciseReal() {
        scene.status = AlertStatus.EXERCISE;
        scene.hear(sos());
        scene.pass(130);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(120L);
        scene.status = AlertStatus.ACTUAL;
        scene.hear(sos());

        assertThat(scene.alert().status()).isEqualTo(AlertStatus.ACTUAL);
        scene.pass(120);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(120L, 250L);
        assertThat(scene.events(Event.StepDue.class)).doesNotHaveDuplicates();
        scene.status = AlertStatus.EXERCISE;
        scene.hear(sos());
        assertThat(scene.alert().status()).isEqualTo(AlertStatus.ACTUAL);
    }

    @Test
    void unreadableMembersAreNotedOnTheAlert() {
        Command.Signal press = scene.signal(BAND, RESIDENT, 1, sos());
        scene.apply(new Command.Signal(
                press.key(),
                press.receivedAtMillis(),
                press.deviceTimeMillis(),
                press.resident(),
                press.message(),
                press.status(),
                press.plan(),
                List.of("location", "presses")));

        assertThat(scene.events(Event.Unreadable.class))
                .containsExactly(new Event.Unreadable(scene.alert().id(), press.key(), List.of("location", "presses")));
    }
}

package care.convoy.alert;

import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertCoreEscalationTest {
    private final Scene scene = new Scene();

    @Test
    void unclaimedPressRunsThePlanInTime() {
        scene.hear(sos());
        scene.pass(125);

        assertThat(scene.startedAt(Action.SHOW_ALL_CONSOLES)).containsExactly(0L);
        assertThat(scene.startedAt(Action.ALL_CONSOLES_LOUD)).containsExactly(15L);
        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).containsExactly(30L);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(60L);
        assertThat(scene.startedAt(Action.MESSAGE)).containsExactly(60L);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(120L);
        assertThat(scene.alert().steps()).allMatch(step -> step.attempts() == 1 && step.doneAtMillis() > 0);
    }

    @Test
    void nothingIsStartedWhileSomebodyAttends() {
        scene.hear(sos());
        scene.pass(20);
        scene.claim(LI);
        assertThat(scene.alert().nextStepAtMillis()).isZero();
        scene.pass(100);

        assertThat(scene.events(Event.StepDue.class)).hasSize(2);
        assertThat(scene.alert().steps()).filteredOn(AlertView.Step::skipped).hasSize(4);
    }

    @Test
    void abandonedAlertCatchesUpWithItsPlanAtOnce() {
        scene.hear(sos());
        scene.pass(20);
        scene.claim(LI);
        scene.pass(120);

        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).containsExactly(140L);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(140L);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(140L);
        assertThat(scene.startedAt(Action.ALL_CONSOLES_LOUD)).containsExactly(15L);
    }

    @Test
    void furtherPressDelaysNoStepAndDoneOnesStayDone() {
        scene.hear(sos());
        scene.pass(40);
        scene.hear(sos());
        scene.pass(125);

        assertThat(scene.startedAt(Action.ALL_CONSOLES_LOUD)).containsExactly(15L);
        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).containsExactly(30L);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(60L);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(120L);
    }

    @Test
    void stepPassedOverIsPendingAgainAfterAFurtherPress() {
        scene.hear(sos());
        scene.claim(LI);
        scene.pass(50);
        scene.renew(LI);
        scene.hear(sos());

        assertThat(scene.alert().nextStepAtMillis()).isEqualTo(scene.nowMillis() + 15_000);
        scene.pass(65);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(110L);
    }

    @Test
    void planThatHasRunOutKeepsReminding() {
        scene.hear(sos());
        scene.pass(300);

        assertThat(scene.events(Event.Reminded.class))
                .extracting(Event.Reminded::times)
                .containsExactly(1, 2, 3);
        assertThat(scene.startedAt(Action.ALL_CONSOLES_LOUD)).containsExactly(15L, 180L, 240L, 300L);
        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).containsExactly(30L, 180L, 240L, 300L);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(60L);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(120L);
        assertThat(scene.events(Event.StepDue.class)).doesNotHaveDuplicates();
        scene.claim(LI);
        scene.pass(119);
        assertThat(scene.events(Event.Reminded.class)).hasSize(3);
    }

    @Test
    void emptyPlanStillReminds() {
        scene.plan = new EscalationPlan("none", List.of(), List.of(), List.of());
        scene.hear(sos());
        assertThat(scene.core().millisToNextDeadline()).isEqualTo(60_000);
        scene.pass(180);

        assertThat(scene.events(Event.Reminded.class)).hasSize(3);
    }

    @Test
    void lesserAlertsRemindLessOften() {
        scene.hear(new BandRemoved());
        scene.pass(900 + 1_800);

        assertThat(scene.events(Event.Reminded.class)).hasSize(2);
    }

    @Test
    void stepForAlwaysIsStartedAlthoughSomebodyAttends() {
        EscalationStep always =
                new EscalationStep(10_000, Condition.ALWAYS, Action.MESSAGE, 0, List.of("post-a"), List.of());
        scene.plan = new EscalationPlan("own", List.of(always), List.of(), List.of());
        scene.hear(sos());
        scene.claim(LI);
        scene.pass(10);

        assertThat(scene.startedAt(Action.MESSAGE)).containsExactly(10L);
    }

    @Test
    void absurdlyLateStepIsStillAfterTheOthers() {
        EscalationStep late = new EscalationStep(
                Long.MAX_VALUE, Condition.UNCLAIMED, Action.CALL_SUPERVISOR, 0, List.of(), List.of());
        scene.plan = new EscalationPlan("own", List.of(late), List.of(), List.of());
        scene.hear(sos());

        assertThat(scene.events(Event.StepDue.class)).isEmpty();
        assertThat(scene.core().millisToNextDeadline()).isEqualTo(30L * 24 * 3_600_000);
    }

    @Test
    void exerciseRunsItsPlanAndIsMarked() {
        scene.status = AlertStatus.EXERCISE;
        scene.hear(sos());
        scene.pass(120);

        Scene.Told request = scene.told.getLast();
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(120L);
        assertThat(request.after().status()).isEqualTo(AlertStatus.EXERCISE);
    }

    @Test
    void afterALongSilenceEverythingDueIsDoneOnceAndInOrder() {
        scene.hear(sos());
        scene.jump(3_600);

        assertThat(scene.events(Event.StepDue.class))
                .hasSize(6)
                .extracting(Event.StepDue::step)
                .isSorted();
        assertThat(scene.events(Event.Reminded.class)).isEmpty();
        assertThat(scene.core().export().open().getFirst().remindAtMillis()).isEqualTo(scene.nowMillis() + 60_000);
    }

    @Test
    void clockSetBackStopsNoStep() {
        scene.hear(sos());
        long wrong = scene.nowMillis() - 86_400_000;
        scene.core().advance(wrong, (event, after) -> {});
        scene.core().advance(wrong + 14_999, (event, after) -> {});
        assertThat(scene.core().millisToNextDeadline()).isEqualTo(1);

        assertThat(scene.core().clock().backwardJumps()).isEqualTo(1);
        assertThat(scene.core().clock().lostMillis()).isEqualTo(86_400_000);
        assertThat(scene.core().nowMillis()).isEqualTo(scene.nowMillis() + 14_999);
    }

    @Test
    void clockAheadOnceDoesNotHoldTimeAfterwards() {
        scene.hear(new BandRemoved());
        long right = scene.nowMillis();
        scene.core().advance(right + 86_400_000, (event, after) -> {});
        scene.core().advance(right, (event, after) -> {});
        long before = scene.core().nowMillis();
        scene.core().advance(right + 5_000, (event, after) -> {});

        assertThat(scene.core().nowMillis()).isEqualTo(before + 5_000);
    }

    @Test
    void timersRunOnAfterARestart() {
        scene.hear(sos());
        scene.pass(20);
        scene.restart();
        scene.pass(45);

        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).containsExactly(30L);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(60L);
    }
}

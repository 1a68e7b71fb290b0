package care.convoy.alert;

import static care.convoy.alert.EffectReport.ACCEPTED;
import static care.convoy.alert.EffectReport.DECLINED;
import static care.convoy.alert.EffectReport.DELIVERED;
import static care.convoy.alert.EffectReport.FAILED;
import static care.convoy.alert.EffectReport.NO_ANSWER;
import static care.convoy.alert.EffectReport.UNREACHABLE;
import static care.convoy.alert.Plans.always;
import static care.convoy.alert.Plans.ambulance;
import static care.convoy.alert.Plans.inTurn;
import static care.convoy.alert.Plans.supervisor;
import static care.convoy.alert.Plans.together;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.fall;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage.Movement;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows when nobody is left, when somebody accepts, and when somebody attends. */
class OutreachAnswersTest {
    private final Scene scene = new Scene();

    private void press(EscalationStep... p1) {
        scene.plan = Plans.p1(p1);
        scene.hear(sos());
    }

    private void inVain(String... contacts) {
        for (String contact : contacts) {
            scene.report(contact, NO_ANSWER);
            scene.report(contact, UNREACHABLE);
        }
    }

    private List<AlertView.Step> informing() {
        return scene.alert().steps().stream()
                .filter(step -> step.step().action() == Action.INFORM)
                .toList();
    }

    // ---- nobody left

    @Test
    void whenNobodyOfARingIsLeftTheNextRingIsCalledAtOnce() {
        press(
                together(60, Action.CALL, 1, "a", "b"),
                together(300, Action.CALL, 3, "d"),
                inTurn(600, Action.CALL, 2, "c"));
        scene.pass(61);
        inVain("a");
        assertThat(scene.events(Event.NobodyLeft.class)).isEmpty();
        scene.report("b", DECLINED);

        assertThat(scene.events(Event.NobodyLeft.class))
                .containsExactly(new Event.NobodyLeft(scene.alert().id(), 0));
        assertThat(scene.asked("c")).containsExactly("61 VOICE");
        inVain("c");
        assertThat(scene.asked("d")).containsExactly("61 VOICE");
    }

    @Test
    void whenNoRingIsLeftTheSupervisorIsCalledAgainAndTheAmbulanceRequested() {
        press(supervisor(5), together(10, Action.CALL, 1, "a"), ambulance(120));
        scene.pass(20);
        inVain("", "a");

        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).containsExactly(5L, 20L);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(20L);
        assertThat(scene.asked("")).containsExactly("5 VOICE", "20 SMS", "20 VOICE", "20 DISPATCH");
    }

    @Test
    void supervisorsCallThatIsOutIsNotDoubled() {
        press(supervisor(5), together(10, Action.CALL, 1, "a"));
        scene.pass(20);
        inVain("a");

        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).containsExactly(5L, 20L);
        assertThat(scene.asked("")).containsExactly("5 VOICE");
    }

    @Test
    void whileAnotherRingIsBeingCalledSomebodyIsLeft() {
        press(supervisor(600), together(0, Action.CALL, 1, "a"), together(0, Action.CALL, 2, "b"));
        inVain("b");
        assertThat(scene.events(Event.NobodyLeft.class)).hasSize(1);
        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).isEmpty();
        inVain("a");

        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).containsExactly(0L);
    }

    @Test
    void nobodyLeftRequestsNoAmbulanceForWhoeverMoves() {
        scene.plan = new EscalationPlan(
                "own", List.of(), List.of(together(0, Action.CALL, 1, "a"), ambulance(60)), List.of());
        scene.hear(fall(Movement.MOVING));
        scene.pass(30);
        inVain("a");
        scene.pass(300);

        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).isEmpty();
    }

    @Test
    void ownerIsToldThatNobodyIsLeftAndDecidesAlone() {
        press(supervisor(60), together(0, Action.CALL, 1, "a"), ambulance(120));
        scene.claim(LI);
        scene.report("a", DECLINED);
        scene.pass(100);

        assertThat(scene.events(Event.NobodyLeft.class)).hasSize(1);
        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).isEmpty();
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).isEmpty();
    }

    // ---- somebody accepts

    @Test
    void whoAcceptsStopsTheAskingAndTheOthersAreTold() {
        press(
                together(0, Action.CALL, 1, "a", "b", "gone"),
                together(0, Action.MESSAGE, 0, "post", "late"),
                inTurn(30, Action.CALL, 2, "c"));
        scene.report("post", DELIVERED);
        scene.report("gone", UNREACHABLE);
        scene.report("gone", UNREACHABLE);
        scene.report("late", FAILED);
        scene.pass(1);
        scene.report("a", ACCEPTED);

        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.ACCEPTED);
        assertThat(informing()).hasSize(1);
        assertThat(informing().getFirst().step().contacts()).containsExactly("b", "post");
        assertThat(scene.effects("b").getLast().action()).isEqualTo(Action.INFORM);
        assertThat(scene.asked("b")).containsExactly("0 VOICE", "1 SMS");
        assertThat(scene.asked("post")).containsExactly("0 SMS", "1 SMS");
        scene.report("b", DELIVERED);
        scene.report("post", DELIVERED);
        scene.pass(300);
        assertThat(scene.asked("late")).containsExactly("0 SMS");
        assertThat(scene.asked("c")).isEmpty();
        assertThat(scene.asked("b")).hasSize(2);
    }

    @Test
    void whoHasAMessageIsNotWaitedForAnyMoreWhenAnotherOneComes() {
        press(together(0, Action.CALL, 1, "a", "b"));
        scene.report("b", UNREACHABLE);
        scene.report("b", DELIVERED);
        scene.report("a", ACCEPTED);
        scene.report("b", DELIVERED);
        scene.pass(120);

        assertThat(scene.alert().steps().getFirst().reaches())
                .extracting(Reach::state)
                .containsExactly(Reach.State.ACCEPTED, Reach.State.STOPPED);
        assertThat(scene.events(Event.EffectReported.class))
                .extracting(Event.EffectReported::report)
                .containsExactly(UNREACHABLE, DELIVERED, ACCEPTED, DELIVERED);
    }

    @Test
    void whoComesTooIsNotToldAndNobodyIsToldTwice() {
        press(together(0, Action.CALL, 1, "a", "b", "c"), together(0, Action.MESSAGE, 0, "a", "b", "d"));
        EffectKey callOfB = scene.effects("b").getFirst().key();
        scene.report("a", DELIVERED);
        scene.report("b", DELIVERED);
        scene.report("d", DELIVERED);
        scene.report(scene.effects("a").getFirst().key(), ACCEPTED);
        assertThat(informing())
                .singleElement()
                .satisfies(step -> assertThat(step.step().contacts()).containsExactly("b", "c", "d"));
        scene.report("c", DELIVERED);
        scene.report("d", DELIVERED);
        scene.report(callOfB, ACCEPTED);

        assertThat(informing()).hasSize(1);
    }

    @Test
    void answerOfWhoWasOnlyToldBringsNobody() {
        press(together(0, Action.CALL, 1, "a", "b"), together(60, Action.CALL, 2, "c"));
        scene.report("a", ACCEPTED);
        scene.report("b", ACCEPTED);
        assertThat(scene.effects("b").getLast().action()).isEqualTo(Action.INFORM);
        scene.report("a", DECLINED);

        assertThat(scene.asked("b")).as("called again").containsExactly("0 VOICE", "0 SMS", "0 VOICE");
        assertThat(scene.asked("c")).containsExactly("0 VOICE");
    }

    @Test
    void whoAcceptsHoldsUpNeitherSupervisorNorConsolesNorAmbulance() {
        press(
                together(0, Action.CALL, 1, "a"),
                together(15, Action.ALL_CONSOLES_LOUD, 0),
                supervisor(30),
                ambulance(120));
        scene.report("a", ACCEPTED);
        scene.pass(120);

        assertThat(scene.startedAt(Action.ALL_CONSOLES_LOUD)).containsExactly(15L);
        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).containsExactly(30L);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(120L);
        assertThat(scene.alert().progress()).isEqualTo(AlertState.RESPONDING);
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
    }

    @Test
    void acceptanceMovesAnOwnedAlertOn() {
        press(together(0, Action.CALL, 1, "a"), always(ambulance(0)));
        scene.claim(LI);
        scene.report("a", ACCEPTED);
        assertThat(scene.alert().state()).isEqualTo(AlertState.RESPONDING);
        scene.report("", ACCEPTED);

        assertThat(scene.alert().state()).isEqualTo(AlertState.DISPATCHED);
        assertThat(scene.events(Event.Progressed.class))
                .containsExactly(
                        new Event.Progressed(scene.alert().id(), null, AlertState.RESPONDING),
                        new Event.Progressed(scene.alert().id(), null, AlertState.DISPATCHED));
    }

    @Test
    void whoAcceptsAndThenCannotComeWakesTheOthers() {
        press(
                together(0, Action.CALL, 1, "a", "b"),
                together(0, Action.MESSAGE, 0, "post"),
                together(30, Action.CALL, 2, "c"));
        scene.report("post", DELIVERED);
        scene.report("a", ACCEPTED);
        scene.pass(10);
        scene.report("a", DECLINED);

        assertThat(scene.asked("b")).containsExactly("0 VOICE", "0 SMS", "10 VOICE");
        assertThat(scene.asked("post")).containsExactly("0 SMS", "0 SMS", "10 SMS");
        assertThat(scene.asked("c")).containsExactly("10 VOICE");
        assertThat(informing())
                .flatExtracting(AlertView.Step::reaches)
                .as("what told that somebody comes is void")
                .extracting(Reach::state)
                .containsOnly(Reach.State.STOPPED);
    }

    @Test
    void asLongAsAnotherOneComesNobodyIsWoken() {
        press(together(0, Action.CALL, 1, "a", "b", "c"));
        scene.report("a", ACCEPTED);
        scene.report(scene.effects("b").getFirst().key(), ACCEPTED);
        scene.report("a", DECLINED);
        assertThat(scene.asked("c")).containsExactly("0 VOICE", "0 SMS");
        scene.report(scene.effects("b").getFirst().key(), DECLINED);

        assertThat(scene.asked("c")).containsExactly("0 VOICE", "0 SMS", "0 VOICE");
    }

    @Test
    void declineByAnotherWayCountsToo() {
        press(together(0, Action.CALL, 1, "a"), together(0, Action.MESSAGE, 0, "a"), together(60, Action.CALL, 2, "b"));
        EffectKey call = scene.effects("a").getFirst().key();
        EffectKey message = scene.effects("a").getLast().key();
        assertThat(call.step()).isNotEqualTo(message.step());
        scene.report(message, ACCEPTED);
        scene.report(call, DECLINED);

        assertThat(scene.asked("b")).containsExactly("0 VOICE");
    }

    @Test
    void secondPressAsksAgainAlthoughSomebodyComes() {
        press(together(0, Action.CALL, 1, "a"), together(60, Action.CALL, 2, "b"));
        scene.report("a", ACCEPTED);
        scene.pass(70);
        assertThat(scene.asked("b")).isEmpty();
        scene.hear(sos());
        scene.pass(60);

        assertThat(scene.asked("b")).containsExactly("130 VOICE");
        assertThat(scene.asked("a")).as("done stays done").containsExactly("0 VOICE");
    }

    @Test
    void whoKeepsChangingTheirMindAddsStepsWithoutEndNowhere() {
        press(together(0, Action.CALL, 1, "a", "b"));
        for (int i = 0; i < 30; i++) {
            scene.report(scene.effects("a").getFirst().key(), ACCEPTED);
            scene.pass(1);
            scene.report(scene.effects("a").getFirst().key(), DECLINED);
            scene.pass(1);
        }

        assertThat(informing()).hasSize(Steps.MAX_ADDED);
        assertThat(scene.events(Event.EffectDue.class))
                .extracting(due -> due.effect().key())
                .doesNotHaveDuplicates();
    }

    // ---- somebody attends

    @Test
    void claimLetsACallThatIsOutGoOnAndBeginsNothingMore() {
        press(
                inTurn(0, Action.CALL, 1, "a", "b"),
                together(0, Action.MESSAGE, 0, "c"),
                together(60, Action.CALL, 2, "d"));
        scene.report("c", FAILED);
        scene.claim(LI);
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.STARTED);
        assertThat(scene.reach("b").state()).isEqualTo(Reach.State.STOPPED);
        assertThat(scene.reach("c").state()).isEqualTo(Reach.State.STOPPED);
        scene.pass(50);
        scene.report("a", NO_ANSWER);
        scene.pass(50);

        assertThat(scene.asked("a")).containsExactly("0 VOICE");
        assertThat(scene.asked("b")).isEmpty();
        assertThat(scene.asked("d")).isEmpty();
    }

    @Test
    void callThatFailsAfterAClaimIsAtOnceSeenToBeStopped() {
        press(together(0, Action.CALL, 1, "a"));
        scene.claim(LI);
        scene.report("a", FAILED);

        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.STOPPED);
    }

    @Test
    void abandonedAlertTakesUpWhereItsPeopleWereLeft() {
        press(
                inTurn(0, Action.CALL, 1, "a", "b"),
                together(0, Action.MESSAGE, 0, "c"),
                together(30, Action.CALL, 2, "d"));
        scene.report("c", FAILED);
        scene.pass(10);
        scene.claim(LI);
        scene.report("a", NO_ANSWER);
        scene.pass(120);

        assertThat(scene.asked("a")).containsExactly("0 VOICE", "130 VOICE");
        assertThat(scene.asked("b")).isEmpty();
        assertThat(scene.asked("c")).containsExactly("0 SMS", "5 SMS", "130 SMS");
        assertThat(scene.asked("d")).containsExactly("130 VOICE");
    }

    @Test
    void abandonedAlertAsksNobodyElseWhileSomebodyComes() {
        press(together(0, Action.CALL, 1, "a"), together(30, Action.CALL, 2, "b"), supervisor(60));
        scene.report("a", ACCEPTED);
        scene.claim(LI);
        scene.pass(120);

        assertThat(scene.asked("b")).isEmpty();
        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).containsExactly(120L);
    }

    @Test
    void stepForAlwaysGoesOnAlthoughSomebodyAttends() {
        press(always(inTurn(0, Action.CALL, 1, "a", "b")));
        scene.claim(LI);
        scene.report("a", NO_ANSWER);

        assertThat(scene.asked("a")).containsExactly("0 VOICE", "0 SMS");
        assertThat(scene.asked("b")).containsExactly("0 VOICE");
    }

    @Test
    void furtherPressResumesWhatAClaimHadStopped() {
        press(inTurn(20, Action.CALL, 1, "a", "b"));
        scene.pass(25);
        scene.claim(LI);
        scene.report("a", DECLINED);
        scene.pass(5);
        scene.hear(sos());
        scene.pass(20);

        assertThat(scene.asked("b")).containsExactly("50 VOICE");
    }

    // ---- what was done elsewhere

    @Test
    void whatWasReachedElsewhereIsNotReachedAgainAndWhoIsUnknownIs() {
        press(together(60, Action.CALL, 1, "a", "b", "c"), together(90, Action.CALL, 2, "d"));
        Command.Reconcile.StepDone done = new Command.Reconcile.StepDone(
                Priority.P1,
                0,
                List.of(new Command.Reconcile.Told("a", DECLINED), new Command.Reconcile.Told("b", FAILED)));
        scene.apply(Scene.reconcile(scene.id(LI), scene.alert().id(), null, List.of(done), 1, null));

        assertThat(scene.asked("a")).isEmpty();
        assertThat(scene.asked("b")).containsExactly("0 SMS");
        assertThat(scene.asked("c")).containsExactly("0 VOICE");
        scene.pass(90);
        assertThat(scene.asked("c")).hasSizeGreaterThan(1);
        assertThat(scene.asked("d")).containsExactly("90 VOICE");
    }

    @Test
    void whatWasDoneElsewhereBeginsNothingWhileSomebodyAttendsHere() {
        press(together(60, Action.CALL, 1, "a", "b"));
        scene.claim(LI);
        Command.Reconcile.StepDone done =
                new Command.Reconcile.StepDone(Priority.P1, 0, List.of(new Command.Reconcile.Told("a", FAILED)));
        scene.apply(Scene.reconcile(scene.id(LI), scene.alert().id(), null, List.of(done), 1, null));
        scene.pass(100);

        assertThat(scene.events(Event.EffectDue.class)).isEmpty();
        assertThat(scene.reach("b").state()).isEqualTo(Reach.State.STOPPED);
    }

    @Test
    void whoAcceptedElsewhereComes() {
        press(together(60, Action.CALL, 1, "a", "b"), together(90, Action.CALL, 2, "d"));
        Command.Reconcile.StepDone done =
                new Command.Reconcile.StepDone(Priority.P1, 0, List.of(new Command.Reconcile.Told("a", ACCEPTED)));
        scene.apply(Scene.reconcile(scene.id(LI), scene.alert().id(), null, List.of(done), 1, null));
        scene.pass(120);

        assertThat(scene.asked("b")).isEmpty();
        assertThat(scene.asked("d")).isEmpty();
        assertThat(scene.alert().progress()).isEqualTo(AlertState.RESPONDING);
    }
}

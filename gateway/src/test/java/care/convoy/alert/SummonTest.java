package care.convoy.alert;

import static care.convoy.alert.EffectReport.ACCEPTED;
import static care.convoy.alert.EffectReport.DECLINED;
import static care.convoy.alert.EffectReport.FAILED;
import static care.convoy.alert.EffectReport.NO_ANSWER;
import static care.convoy.alert.EffectReport.UNREACHABLE;
import static care.convoy.alert.Plans.ambulance;
import static care.convoy.alert.Plans.inTurn;
import static care.convoy.alert.Plans.supervisor;
import static care.convoy.alert.Plans.together;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The owner sends for help. */
class SummonTest {
    private final Scene scene = new Scene();

    private void press(EscalationStep... p1) {
        scene.plan = Plans.p1(p1);
        scene.hear(sos());
    }

    @Test
    void everythingSummonedBeginsAtOnceAndInParallel() {
        press(
                together(60, Action.CALL, 1, "a"),
                inTurn(120, Action.CALL, 2, "b", "c"),
                together(60, Action.MESSAGE, 0, "d"),
                supervisor(30),
                ambulance(120));
        scene.claim(LI);
        scene.pass(10);
        Outcome outcome = scene.summon(LI, Action.CALL, Action.REQUEST_AMBULANCE);

        assertThat(((Outcome.Done) outcome).duplicate()).isFalse();
        assertThat(scene.events(Event.Summoned.class))
                .containsExactly(
                        new Event.Summoned(scene.alert().id(), LI, List.of(Action.CALL, Action.REQUEST_AMBULANCE)));
        assertThat(scene.asked("a")).containsExactly("10 VOICE");
        assertThat(scene.asked("b")).containsExactly("10 VOICE");
        assertThat(scene.asked("")).containsExactly("10 DISPATCH");
        scene.pass(100);
        assertThat(scene.asked("d")).as("was not summoned").isEmpty();
        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).isEmpty();
    }

    @Test
    void whatWasSummonedIsTriedOnAlthoughSomebodyAttends() {
        press(inTurn(60, Action.CALL, 1, "a", "b"));
        scene.claim(LI);
        scene.summon(LI, Action.CALL);
        scene.report("a", NO_ANSWER);

        assertThat(scene.asked("a")).containsExactly("0 VOICE", "0 SMS");
        assertThat(scene.asked("b")).containsExactly("0 VOICE");
        scene.claim(LI);
        assertThat(scene.reach("b").state()).isEqualTo(Reach.State.STARTED);
    }

    @Test
    void onlyTheOwnerMaySummon() {
        press(together(60, Action.CALL, 1, "a"));
        assertThat(((Outcome.Refused) scene.summon(WANG, Action.CALL)).reason()).isEqualTo(Outcome.Reason.NOT_OWNER);
        scene.claim(LI);
        assertThat(((Outcome.Refused) scene.summon(WANG, Action.CALL)).owner()).isEqualTo(LI);

        assertThat(scene.events(Event.Summoned.class)).isEmpty();
        assertThat(scene.asked("a")).isEmpty();
    }

    @Test
    void whatThePlanDoesNotHaveIsAdded() {
        press(together(60, Action.CALL, 1, "a"));
        scene.claim(LI);
        scene.summon(LI, Action.REQUEST_AMBULANCE, Action.CALL_SUPERVISOR, Action.MESSAGE);

        assertThat(scene.effects(""))
                .extracting(Effect::action)
                .containsExactly(Action.REQUEST_AMBULANCE, Action.CALL_SUPERVISOR);
        assertThat(scene.effects("a")).extracting(Effect::action).containsExactly(Action.MESSAGE);
        assertThat(scene.effects("")).extracting(effect -> effect.key().step()).doesNotHaveDuplicates();
    }

    @Test
    void lesserAlertBorrowsTheContactsOfTheGraverPlan() {
        scene.plan = new EscalationPlan(
                "own",
                List.of(together(60, Action.CALL, 1, "a")),
                List.of(),
                List.of(together(0, Action.SHOW_ALL_CONSOLES, 0)));
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.summon(LI, Action.CALL);

        assertThat(scene.asked("a")).containsExactly("0 VOICE");
    }

    @Test
    void withoutAnyContactNobodyIsCalled() {
        press(together(0, Action.SHOW_ALL_CONSOLES, 0));
        scene.claim(LI);
        Outcome outcome = scene.summon(LI, Action.CALL, Action.MESSAGE, Action.ALL_CONSOLES_LOUD, Action.INFORM);

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(scene.events(Event.EffectDue.class)).isEmpty();
        assertThat(scene.alert().steps()).hasSize(1);
    }

    @Test
    void whatWasTriedInVainIsTriedAnewAndWhoDeclinedIsLeftInPeace() {
        press(together(0, Action.CALL, 1, "a", "b", "c"));
        scene.claim(LI);
        scene.report("a", UNREACHABLE);
        scene.report("b", DECLINED);
        scene.summon(LI, Action.CALL);

        assertThat(scene.asked("a")).containsExactly("0 VOICE", "0 VOICE");
        assertThat(scene.asked("b")).containsExactly("0 VOICE");
        assertThat(scene.asked("c")).as("is out").containsExactly("0 VOICE");
        assertThat(scene.events(Event.StepDue.class))
                .extracting(Event.StepDue::attempt)
                .containsExactly(1, 2);
    }

    @Test
    void ifNobodyElseIsLeftWhoDeclinedIsAskedOnceMore() {
        press(together(0, Action.CALL, 1, "a", "b"));
        scene.claim(LI);
        scene.report("a", DECLINED);
        scene.report("b", UNREACHABLE);
        scene.summon(LI, Action.CALL);

        assertThat(scene.asked("a")).containsExactly("0 VOICE", "0 VOICE");
        assertThat(scene.asked("b")).containsExactly("0 VOICE", "0 VOICE");
    }

    @Test
    void ambulanceThatComesIsNotRequestedTwiceOneThatFailedIs() {
        press(ambulance(0));
        scene.claim(LI);
        scene.report("", ACCEPTED);
        scene.summon(LI, Action.REQUEST_AMBULANCE);
        assertThat(scene.asked("")).containsExactly("0 DISPATCH");

        Scene failed = new Scene();
        failed.plan = Plans.p1(ambulance(0));
        failed.hear(sos());
        failed.claim(LI);
        failed.report("", FAILED);
        failed.summon(LI, Action.REQUEST_AMBULANCE);
        failed.report("", FAILED);
        assertThat(failed.asked("")).containsExactly("0 DISPATCH", "0 DISPATCH", "0 VOICE");
    }

    @Test
    void ownerMaySendForMoreAlthoughSomebodyComes() {
        press(inTurn(0, Action.CALL, 1, "a"), inTurn(60, Action.CALL, 2, "b", "c"));
        scene.claim(LI);
        scene.report("a", ACCEPTED);
        scene.summon(LI, Action.CALL);
        scene.report("b", NO_ANSWER);

        assertThat(scene.asked("b")).containsExactly("0 VOICE", "0 SMS");
        assertThat(scene.asked("c")).containsExactly("0 VOICE");
    }

    @Test
    void summonedTwiceAsksOnce() {
        press(together(60, Action.CALL, 1, "a"));
        scene.claim(LI);
        scene.summon(LI, Action.CALL, Action.CALL);
        scene.summon(LI, Action.CALL);

        assertThat(scene.asked("a")).containsExactly("0 VOICE");
        assertThat(scene.events(Event.StepDue.class)).hasSize(1);
    }

    @Test
    void ambulanceIsUrgentWhateverTheAlertIs() {
        scene.plan = Plans.lesser();
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.summon(LI, Action.REQUEST_AMBULANCE);
        scene.pass(10);

        assertThat(scene.asked("")).containsExactly("0 DISPATCH", "10 VOICE");
    }

    @Test
    void keyOfWhatIsAddedAfterAReopeningIsNew() {
        press();
        scene.claim(LI);
        scene.summon(LI, Action.REQUEST_AMBULANCE);
        AlertId alert = scene.alert().id();
        scene.resolve(LI);
        scene.reopen(LI, alert);
        scene.summon(LI, Action.REQUEST_AMBULANCE);

        assertThat(scene.effects("")).hasSize(2).extracting(Effect::key).doesNotHaveDuplicates();
    }

    @Test
    void whoSendsForHelpIsThere() {
        Scene scene = new Scene();
        scene.hear(Scene.sos());
        scene.claim(Scene.LI);
        scene.pass(100);
        scene.summon(Scene.LI, Action.CALL_SUPERVISOR);
        scene.pass(119);
        assertThat(scene.alert().owner()).isEqualTo(Scene.LI);
        scene.pass(1);
        assertThat(scene.alert().owner()).isNull();
    }

    @Test
    void whatWasPlayedIsNoProgressOfAnExerciseThatBecameReal() {
        Scene scene = new Scene();
        scene.status = AlertStatus.EXERCISE;
        scene.hear(Scene.sos());
        scene.pass(60);
        scene.report("key", EffectReport.ACCEPTED);
        scene.claim(Scene.LI);
        assertThat(scene.alert().state()).isEqualTo(AlertState.RESPONDING);
        scene.status = AlertStatus.ACTUAL;
        scene.hear(Scene.sos());

        assertThat(scene.alert().state()).isEqualTo(AlertState.CLAIMED);
        assertThat(scene.alert().progress()).isEqualTo(AlertState.CLAIMED);
    }
}

package care.convoy.alert;

import static care.convoy.alert.EffectReport.ACCEPTED;
import static care.convoy.alert.EffectReport.DELIVERED;
import static care.convoy.alert.EffectReport.NO_ANSWER;
import static care.convoy.alert.EffectReport.QUEUED;
import static care.convoy.alert.EffectReport.UNDER_WAY;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever waits for a free line has not been tried in vain. */
class WaitingForLineTest {
    private final Scene scene = new Scene();

    private void press(EscalationStep... p1) {
        scene.plan = Plans.p1(p1);
        scene.hear(sos());
    }

    /** The channel says so each 20 s. */
    private void waits(String contact, int seconds) {
        for (int past = 0; past < seconds; past += 20) {
            scene.pass(20);
            scene.report(contact, QUEUED);
        }
    }

    private List<EffectReport> told() {
        return scene.events(Event.EffectReported.class).stream()
                .map(Event.EffectReported::report)
                .toList();
    }

    @Test
    void aPressSendsTheMessageMeanwhileAndThenWaitsAsLongAsItTakes() {
        press(Plans.together(0, Action.CALL, 1, "a"));
        waits("a", 20);
        assertThat(scene.asked("a")).containsExactly("0 VOICE", "20 SMS");
        scene.report("a", DELIVERED);
        scene.pass(5);
        assertThat(scene.asked("a")).containsExactly("0 VOICE", "20 SMS", "25 VOICE");

        waits("a", 3_600);
        assertThat(scene.asked("a")).hasSize(3);
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.QUEUED);
        assertThat(scene.reach("a").tries()).isEqualTo(2);
        assertThat(scene.alert().effectsOut())
                .containsExactly(scene.effects("a").getLast());

        scene.report("a", UNDER_WAY);
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.STARTED);
        scene.pass(59);
        scene.report("a", ACCEPTED);
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.ACCEPTED);
        assertThat(scene.asked("a")).hasSize(3);
    }

    @Test
    void itIsOnTheTimeLineOnceAndNotAgainAndAgain() {
        press(Plans.together(0, Action.CALL, 1, "a"));
        waits("a", 20);
        scene.report("a", DELIVERED);
        scene.pass(5);
        waits("a", 600);
        scene.report("a", UNDER_WAY);
        scene.report("a", UNDER_WAY);
        scene.report("a", NO_ANSWER);
        assertThat(told()).startsWith(QUEUED, DELIVERED, QUEUED, UNDER_WAY, NO_ANSWER);
    }

    @Test
    void whoWaitsAndIsHeardOfNoMoreHasFailed() {
        press(Plans.together(0, Action.CALL, 1, "a"));
        waits("a", 20);
        scene.report("a", DELIVERED);
        scene.pass(5);
        scene.report("a", QUEUED);
        scene.pass(59.9);
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.QUEUED);
        scene.pass(0.1);
        assertThat(scene.reach("a").state()).isNotEqualTo(Reach.State.QUEUED);
        assertThat(told()).containsExactly(QUEUED, DELIVERED, QUEUED, EffectReport.FAILED);
    }

    @Test
    void aCallThatIsTakenLateHasItsWholeTime() {
        press(Plans.together(0, Action.CALL, 1, "a"));
        scene.pass(35);
        scene.report("a", UNDER_WAY);
        scene.pass(59);
        assertThat(scene.asked("a")).containsExactly("0 VOICE");
        scene.report("a", ACCEPTED);
        assertThat(told()).containsExactly(ACCEPTED);
    }

    @Test
    void whatIsNotUrgentWaitsInItsPlace() {
        scene.plan = Plans.lesser(Plans.inTurn(0, Action.CALL, 1, "a", "b"));
        scene.hear(new BandRemoved());
        waits("a", 1_200);
        assertThat(scene.asked("a")).containsExactly("0 VOICE");
        assertThat(scene.asked("b")).isEmpty();
        scene.report("a", UNDER_WAY);
        scene.report("a", NO_ANSWER);
        scene.pass(0);
        assertThat(scene.asked("a")).hasSize(2);
    }

    @Test
    void whoeverClaimsStopsThoseWhoWaitAndNotThoseWhoAreCalled() {
        press(Plans.together(0, Action.CALL, 1, "waits", "called"));
        waits("waits", 20);
        scene.report("waits", DELIVERED);
        scene.report("called", UNDER_WAY);
        scene.pass(5);
        scene.report("waits", QUEUED);
        scene.claim(LI);
        assertThat(scene.reach("waits").state()).isEqualTo(Reach.State.STOPPED);
        assertThat(scene.reach("called").state()).isEqualTo(Reach.State.STARTED);
        assertThat(scene.alert().effectsOut()).extracting(Effect::contact).containsExactly("called");
    }

    @Test
    void whoOnlyWaitedIsNotToldThatSomebodyComes() {
        press(Plans.together(0, Action.CALL, 1, "waits", "comes"));
        scene.pass(20);
        scene.report("waits", QUEUED);
        scene.report("waits", EffectReport.UNREACHABLE);
        scene.pass(5);
        scene.report("waits", QUEUED);
        scene.report("comes", ACCEPTED);
        assertThat(scene.alert().steps().stream().map(step -> step.step().action()))
                .doesNotContain(Action.INFORM);
        assertThat(scene.reach("waits").state()).isEqualTo(Reach.State.STOPPED);
    }

    @Test
    void itSurvivesARestart() {
        press(Plans.together(0, Action.CALL, 1, "a"));
        waits("a", 20);
        scene.report("a", DELIVERED);
        scene.pass(5);
        scene.report("a", QUEUED);
        scene.restart();
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.QUEUED);
        scene.report("a", UNDER_WAY);
        scene.report("a", ACCEPTED);
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.ACCEPTED);
    }

    @Test
    void aLateWordOfAFormerTryChangesNothing() {
        press(Plans.together(0, Action.CALL, 1, "a"));
        EffectKey first = scene.effects("a").getLast().key();
        waits("a", 20);
        scene.report(first, QUEUED);
        scene.report(first, UNDER_WAY);
        assertThat(told()).containsExactly(QUEUED);
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.STARTED);
    }
}

package care.convoy.alert;

import static care.convoy.alert.EffectReport.ACCEPTED;
import static care.convoy.alert.EffectReport.DECLINED;
import static care.convoy.alert.Plans.together;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.escalation.EscalationStep.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

/** People change their minds again and again; no command may make the core throw. */
class InformedAgainTest {
    private final Scene scene = new Scene();

    @Test
    void whoWasInformedLongAgoMayStillSayThatTheyCome() {
        scene.plan = Plans.p1(together(10, Action.CALL, 1, "a", "b", "c"));
        scene.hear(sos());
        scene.pass(11);
        EffectKey ofA = scene.effects("a").getFirst().key();
        for (int i = 0; i < Steps.MAX_ADDED; i++) {
            scene.report(ofA, ACCEPTED);
            scene.pass(1);
            scene.report(ofA, DECLINED);
            scene.pass(1);
        }
        List<Effect> informing = scene.effects("b").stream()
                .filter(effect -> effect.action() == Action.INFORM)
                .toList();
        assertThat(informing).hasSizeGreaterThanOrEqualTo(Steps.MAX_ADDED);

        // the oldest of these steps may have made room for a newer one
        scene.report(informing.getFirst().key(), ACCEPTED);
        assertThat(scene.report(informing.getLast().key(), ACCEPTED)).isInstanceOf(Outcome.Done.class);

        assertThat(scene.alert().progress()).isEqualTo(AlertState.RESPONDING);
    }
}

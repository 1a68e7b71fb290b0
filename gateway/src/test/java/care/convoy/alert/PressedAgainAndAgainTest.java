package care.convoy.alert;

import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.escalation.EscalationStep.Action;
import org.junit.jupiter.api.Test;

/** Who presses without end must not keep away those who would be called for one press. */
class PressedAgainAndAgainTest {
    private final Scene scene = new Scene();

    @Test
    void pressesWithoutEndDelayNobody() {
        for (int i = 0; i < 10; i++) {
            scene.hear(sos());
            scene.pass(14);
        }

        assertThat(scene.startedAt(Action.ALL_CONSOLES_LOUD)).containsExactly(15L);
        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).contains(30L);
        assertThat(scene.startedAt(Action.CALL)).contains(60L);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).contains(120L);
    }
}

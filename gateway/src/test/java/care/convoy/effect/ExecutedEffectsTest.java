package care.convoy.effect;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.EffectReport;
import care.convoy.alert.Priority;
import care.convoy.effect.ExecutedEffects.Answer;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExecutedEffectsTest {
    private static final Case PRESS = Case.of(1, Priority.P1);
    private static final Case FALL = Case.of(2, Priority.P2);

    @Test
    void whatIsUnderWayIsNeverForgottenAndOfWhatIsOverTheOldest() {
        ExecutedEffects memory = new ExecutedEffects(4);
        assertThat(memory.take(FALL.effect(1), false)).isEqualTo(Answer.TAKEN);
        assertThat(memory.take(FALL.effect(2), false)).isEqualTo(Answer.TAKEN);
        assertThat(memory.take(FALL.effect(3), false)).isEqualTo(Answer.NO_ROOM);
        assertThat(memory.take(PRESS.effect(1), true)).isEqualTo(Answer.TAKEN);
        assertThat(memory.take(PRESS.effect(2), true)).isEqualTo(Answer.TAKEN);
        assertThat(memory.take(PRESS.effect(3), true)).isEqualTo(Answer.NO_ROOM);
        assertThat(memory.take(PRESS.effect(1), true)).isEqualTo(Answer.KNOWN);
        assertThat(memory.isCrowded()).isTrue();

        memory.reported(FALL.effect(1), EffectReport.NO_ANSWER);
        memory.settleAllBut(Set.of(PRESS.effect(2)));
        assertThat(memory.isCrowded()).isFalse();
        assertThat(memory.lastReport(FALL.effect(1))).isEqualTo(EffectReport.NO_ANSWER);
        for (int attempt = 3; attempt < 6; attempt++) {
            assertThat(memory.take(PRESS.effect(attempt), true)).isEqualTo(Answer.TAKEN);
        }
        memory.settleAllBut(Set.of());
        assertThat(memory.take(FALL.effect(1), false)).isEqualTo(Answer.TAKEN);
        assertThat(memory.take(PRESS.effect(5), true)).isEqualTo(Answer.KNOWN);
    }

    @Test
    void whatIsGivenBackAfterRoomWasMadeIsTakenUpAgain() {
        ExecutedEffects memory = new ExecutedEffects(2);
        memory.take(PRESS.effect(1), true);
        memory.take(PRESS.effect(2), true);
        memory.reported(PRESS.effect(2), EffectReport.ACCEPTED);
        memory.settleAllBut(Set.of());
        memory.giveBack(PRESS.effect(1));
        memory.giveBack(PRESS.effect(2));

        assertThat(memory.take(PRESS.effect(1), true)).isEqualTo(Answer.TAKEN);
        assertThat(memory.take(PRESS.effect(2), true))
                .as("reported, so it was executed")
                .isEqualTo(Answer.KNOWN);
    }
}

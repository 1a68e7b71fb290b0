package care.convoy.notify;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.EffectKey;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.escalation.EscalationStep.Action;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private final AlertView older = Cases.alert(1, Priority.P1, 0, Reach.State.DELIVERED);
    private final AlertView younger = Cases.alert(2, Priority.P1, 0, Reach.State.DELIVERED);
    private static final People PEOPLE = new People(
            Cases.directory(
                    Cases.contact("c1", "+86 139 0000 0001", ""),
                    Cases.contact("c2", "13900000002", ""),
                    Cases.contact("mute", "", "")),
            DutyDesks.NONE);

    private final Answers answers = new Answers(() -> List.of(younger, older), PEOPLE);

    @Test
    void isAboutWhatWasAskedLast() {
        Answers.Asked asked = Objects.requireNonNull(answers.ofNumber("8613900000001"));
        assertThat(asked.key()).isEqualTo(new EffectKey(younger.id(), Cases.STEP, 1));
        assertThat(asked.contact()).isEqualTo("c1");
        assertThat(answers.ofNumber("13900000001")).isEqualTo(asked);
    }

    @Test
    void whoWasNotAskedAnswersNothing() {
        assertThat(answers.ofNumber("13900000002")).isNull();
        assertThat(answers.ofNumber("13900000009")).isNull();
        assertThat(answers.ofNumber("")).isNull();
        assertThat(answers.of(older, "c2")).isNull();
        AlertView askedWithoutNumber = Cases.alert(
                4, Priority.P1, 0, Reach.State.FAILED, AlertState.QUEUED, AlertKind.SOS, Action.CALL, "mute");
        assertThat(new Answers(() -> List.of(askedWithoutNumber), PEOPLE).ofNumber(""))
                .isNull();
    }

    @Test
    void whoWasOnlyToldThatSomebodyGoesWasNotAsked() {
        AlertView informed = Cases.alert(
                3, Priority.P1, 0, Reach.State.DELIVERED, AlertState.QUEUED, AlertKind.SOS, Action.INFORM, "c1");
        assertThat(answers.of(informed, "c1")).isNull();
        assertThat(answers.of(older, "c1")).isNotNull();
    }
}

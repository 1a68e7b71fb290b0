package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.HELPED;
import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.WANG;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alert.Reach;
import care.convoy.alertlog.Receipt;
import care.convoy.device.Sealed;
import care.convoy.escalation.EscalationStep.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cards, and what is told from out there, while the log does not answer. */
class OutsideWithoutLogTest {
    private Plight plight;

    @BeforeEach
    void begin() throws IOException {
        plight = new Plight();
    }

    private static Sealed words(String text) {
        return Sealed.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private AlertView here(AlertId alert) {
        return plight.provisionalOpen.stream()
                .filter(view -> view.id().equals(alert))
                .findFirst()
                .orElseThrow();
    }

    private AlertView there(AlertId alert) {
        return Objects.requireNonNull(plight.inner.core.find(alert));
    }

    private <E extends Event> List<E> inTheLog(Class<E> kind) {
        return plight.inner.events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private List<Event.EffectDue> requested(List<? extends Event> events) {
        return events.stream()
                .filter(event ->
                        event instanceof Event.EffectDue due && due.effect().action() == Action.REQUEST_AMBULANCE)
                .map(Event.EffectDue.class::cast)
                .toList();
    }

    private Command.ReportScene ambulance(AlertId alert, Command.Scene stage, Sealed detail) {
        return new Command.ReportScene(plight.id(OperatorId.AMBULANCE), alert, "", stage, detail);
    }

    /** Pressed, and Li attends, all without the log. */
    private AlertId attended() {
        plight.loseLog();
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.answered(new Command.Claim(plight.id(LI), alert, -here(alert).version()));
        return alert;
    }

    @Test
    void aCardRequestsTheAmbulanceAtOnceAndIsBroughtToTheLogWithoutAnotherRequest() {
        AlertId alert = attended();
        Command.SendCard card = new Command.SendCard(plight.id(LI), alert, words("{\"breathes\":true}"));
        Receipt receipt = plight.answered(card);
        assertThat(receipt.durability()).isEqualTo(Receipt.Durability.LOCAL);
        Event.EffectDue request = requested(plight.provisional.stream()
                        .map(committed -> committed.event())
                        .toList())
                .getFirst();
        plight.answered(new Command.ReportEffect(request.effect().key(), EffectReport.ACCEPTED));

        plight.regainLog();

        assertThat(inTheLog(Event.CardSent.class)).containsExactly(new Event.CardSent(alert, LI, card.content()));
        assertThat(requested(plight.inner.events)).isEmpty();
        assertThat(there(alert).progress()).isEqualTo(AlertState.DISPATCHED);
        assertThat(there(alert).steps().stream()
                        .filter(step -> step.step().action() == Action.REQUEST_AMBULANCE)
                        .flatMap(step -> step.reaches().stream())
                        .map(Reach::state))
                .containsExactly(Reach.State.ACCEPTED);
        Receipt again = plight.answered(card);
        assertThat(((Outcome.Done) again.outcome()).duplicate()).isTrue();
        assertThat(inTheLog(Event.CardSent.class)).hasSize(1);
    }

    @Test
    void aCardOfACaseThatIsClosedMeanwhileIsOnTheTimeLineOfTheLog() {
        AlertId alert = attended();
        plight.answered(new Command.SendCard(plight.id(LI), alert, words("{}")));
        plight.answered(new Command.Resolve(plight.id(LI), alert, -here(alert).version(), HELPED, null));

        plight.regainLog();

        assertThat(plight.inner.core.open()).isEmpty();
        assertThat(inTheLog(Event.CardSent.class)).hasSize(1);
    }

    @Test
    void aCardOfSomebodyWhoDoesNotOwnItIsRefusedAndNotBroughtBack() {
        AlertId alert = attended();
        Receipt receipt = plight.answered(new Command.SendCard(plight.id(WANG), alert, words("{}")));
        assertThat(((Outcome.Refused) receipt.outcome()).reason()).isEqualTo(Outcome.Reason.NOT_OWNER);

        plight.regainLog();

        assertThat(inTheLog(Event.CardSent.class)).isEmpty();
    }

    @Test
    void whatTheAmbulanceTellsIsKnownHereAndBroughtToTheLog() {
        AlertId alert = attended();
        Command.ReportScene told = ambulance(alert, Command.Scene.ARRIVED, words("at the door"));
        plight.answered(told);
        assertThat(here(alert).state()).isEqualTo(AlertState.ON_SCENE);

        plight.regainLog();

        assertThat(there(alert).state()).isEqualTo(AlertState.ON_SCENE);
        assertThat(inTheLog(Event.SceneReported.class))
                .containsExactly(new Event.SceneReported(alert, "", Command.Scene.ARRIVED, words("at the door")));
        assertThat(((Outcome.Done) plight.answered(told).outcome()).duplicate()).isTrue();
        assertThat(inTheLog(Event.SceneReported.class)).hasSize(1);
    }

    @Test
    void anAmbulanceCalledOffWithoutTheLogGoesOnAskingThere() {
        AlertId alert = attended();
        plight.answered(ambulance(alert, Command.Scene.CANCELLED, null));
        assertThat(here(alert).attentionPending()).isTrue();

        plight.regainLog();

        assertThat(there(alert).attentionPending()).isTrue();
    }

    @Test
    void whoCloseItWithoutTheLogDoesNotCloseWhatTheLogKnowsToBeCalledOff() {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.answered(new Command.Claim(plight.id(LI), alert, there(alert).version()));
        plight.loseLog();
        plight.inner.apply(ambulance(alert, Command.Scene.CANCELLED, null));
        assertThat(there(alert).attentionPending()).isTrue();
        plight.answered(new Command.Resolve(plight.id(LI), alert, -here(alert).version(), HELPED, null));

        plight.regainLog();

        assertThat(there(alert).attentionPending()).isTrue();
        assertThat(inTheLog(Event.Resolved.class)).isEmpty();
    }

    @Test
    void aContactWhoIsThereIsBroughtToTheLogAndNobodyIsCalledBecauseOfItsPlan() {
        plight.loseLog();
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.answered(
                new Command.ReportScene(plight.id(OperatorId.CONTACT), alert, "c1", Command.Scene.ARRIVED, null));

        plight.regainLog();
        for (int i = 0; i < 120; i++) {
            plight.pass(java.time.Duration.ofSeconds(1));
            plight.inner.tick();
        }

        assertThat(inTheLog(Event.EffectDue.class)).isEmpty();
        assertThat(there(alert).progress()).isEqualTo(AlertState.ON_SCENE);
    }
}

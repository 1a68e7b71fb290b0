package care.convoy.alert;

import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.fall;
import static care.convoy.alert.Scene.sos;
import static care.convoy.alert.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Outcome.Reason;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is put off comes back by itself, and at once if anything is heard. */
class DeferralTest {
    private final Scene scene = new Scene();

    private static Reason reason(Outcome outcome) {
        return ((Outcome.Refused) outcome).reason();
    }

    @Test
    void waitsWithoutOwnerAndInSilence() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.pass(10);
        AlertView before = scene.alert();
        scene.apply(new Command.Defer(
                scene.id(LI),
                before.id(),
                before.version(),
                3_600_000,
                Command.DeferralReason.VISIT_UNDER_WAY,
                words("neighbour goes")));

        AlertView alert = scene.alert();
        assertThat(alert.state()).isEqualTo(AlertState.DEFERRED);
        assertThat(alert.owner()).isNull();
        assertThat(alert.abandoned()).isZero();
        assertThat(alert.abandonedBy()).isNull();
        assertThat(alert.heldUntilMillis()).isEqualTo(scene.nowMillis() + 3_600_000);
        assertThat(scene.events(Event.Deferred.class))
                .containsExactly(new Event.Deferred(
                        alert.id(),
                        LI,
                        alert.heldUntilMillis(),
                        Command.DeferralReason.VISIT_UNDER_WAY,
                        words("neighbour goes")));
        int told = scene.told.size();
        scene.pass(3_599);
        // but for the device, which was away and is not told any more that somebody attends
        assertThat(scene.told.subList(told, scene.told.size()))
                .allMatch(each -> each.event() instanceof Event.IntentMoved);
    }

    @Test
    void comesBackAndItsPlanBeginsAgain() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.defer(LI, 3_600);
        scene.restart();
        scene.pass(3_600);

        AlertView alert = scene.alert();
        assertThat(alert.state()).isEqualTo(AlertState.QUEUED);
        assertThat(alert.attentionPending()).isTrue();
        assertThat(alert.attentionAtMillis()).isEqualTo(scene.nowMillis());
        assertThat(alert.heldUntilMillis()).isZero();
        assertThat(scene.events(Event.Returned.class)).hasSize(1);
        scene.pass(120);
        assertThat(scene.startedAt(Action.ALL_CONSOLES_LOUD)).containsExactly(3_720L);
    }

    @Test
    void furtherSignalBringsItBackAtOnce() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(30);
        scene.claim(LI);
        scene.defer(LI, 600);
        scene.pass(60);
        scene.hear(new BandRemoved());

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(scene.events(Event.Returned.class)).hasSize(1);
    }

    @Test
    void pressBringsItBackAsP1() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.defer(LI, 600);
        scene.hear(sos());

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        scene.pass(60);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(60L);
    }

    @Test
    void claimTakesItEarly() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.defer(LI, 600);
        scene.pass(60);
        scene.claim(WANG);

        assertThat(scene.alert().state()).isEqualTo(AlertState.CLAIMED);
        assertThat(scene.alert().owner()).isEqualTo(WANG);
        assertThat(scene.alert().attentionPending()).isFalse();
        assertThat(scene.alert().heldUntilMillis()).isZero();
        scene.pass(120);
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void stepForAlwaysGoesOnAfterAnEarlyClaim() {
        EscalationStep always = new EscalationStep(
                100_000, EscalationStep.Condition.ALWAYS, Action.MESSAGE, 0, List.of("a"), List.of());
        scene.plan = new EscalationPlan("always", List.of(), List.of(), List.of(always));
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.defer(LI, 600);
        scene.pass(110);
        assertThat(scene.events(Event.StepDue.class)).isEmpty();
        scene.claim(LI);

        assertThat(scene.startedAt(Action.MESSAGE)).containsExactly(110L);
    }

    @Test
    void pressIsNeverPutOff() {
        scene.hear(sos());
        scene.claim(LI);

        assertThat(reason(scene.defer(LI, 60))).isEqualTo(Reason.P1_NEVER_WAITS);
        assertThat(scene.alert().state()).isEqualTo(AlertState.CLAIMED);
    }

    @Test
    void eachPriorityHasItsLimit() {
        scene.hear(fall(Movement.MOVING));
        scene.claim(LI);
        assertThat(reason(scene.defer(LI, 30 * 60 + 1))).isEqualTo(Reason.TOO_LONG);
        assertThat(scene.defer(LI, 30 * 60)).isInstanceOf(Outcome.Done.class);

        Scene lesser = new Scene();
        lesser.hear(new BandRemoved());
        lesser.claim(LI);
        assertThat(reason(lesser.defer(LI, 24 * 3_600 + 1))).isEqualTo(Reason.TOO_LONG);
        assertThat(lesser.defer(LI, 24 * 3_600)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void onlyTheOwnerWhoHasSeenAllPutsItOff() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        AlertView seen = scene.alert();
        assertThat(reason(scene.defer(WANG, 60))).isEqualTo(Reason.NOT_OWNER);
        scene.hear(new BandRemoved());
        assertThat(reason(scene.apply(new Command.Defer(
                        scene.id(LI), seen.id(), seen.version(), 60_000, Command.DeferralReason.OTHER, null))))
                .isEqualTo(Reason.VERSION_MISMATCH);
        assertThat(reason(scene.defer(LI, 60))).isEqualTo(Reason.ATTENTION_PENDING);
    }
}

package care.convoy.alert;

import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Outcome.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who takes an alert from whom, and how far help has come. */
class OwnershipTest {
    private final Scene scene = new Scene();

    private static Reason reason(Outcome outcome) {
        return ((Outcome.Refused) outcome).reason();
    }

    // ---- take-over

    @Test
    void takeOverChangesTheOwnerWithAFreshLeaseAndNothingElse() {
        scene.hear(sos());
        scene.claim(LI);
        scene.progress(LI, AlertState.RESPONDING);
        scene.pass(100);
        scene.takeOver(WANG);

        AlertView alert = scene.alert();
        assertThat(alert.owner()).isEqualTo(WANG);
        assertThat(alert.ownedSinceMillis()).isEqualTo(scene.nowMillis());
        assertThat(alert.leaseUntilMillis()).isEqualTo(scene.nowMillis() + 120_000);
        assertThat(alert.state()).isEqualTo(AlertState.RESPONDING);
        assertThat(alert.abandoned()).isZero();
        assertThat(scene.events(Event.TakenOver.class))
                .containsExactly(new Event.TakenOver(alert.id(), WANG, LI, alert.leaseUntilMillis()));
    }

    @Test
    void formerOwnerIsRefusedWithTheNewOne() {
        scene.hear(sos());
        scene.claim(LI);
        scene.takeOver(WANG);

        assertThat(scene.resolve(LI))
                .isEqualTo(new Outcome.Refused(
                        Reason.NOT_OWNER, WANG, scene.nowMillis(), scene.alert().version()));
        assertThat(reason(scene.renew(LI))).isEqualTo(Reason.NOT_OWNER);
        assertThat(reason(scene.progress(LI, AlertState.CONTACTING))).isEqualTo(Reason.NOT_OWNER);
    }

    @Test
    void takeOverWithAnOldVersionDoesNotSwallowAPress() {
        scene.hear(sos());
        scene.claim(LI);
        AlertView seen = scene.alert();
        scene.hear(sos());
        scene.apply(new Command.TakeOver(scene.id(WANG), seen.id(), seen.version()));

        assertThat(scene.alert().owner()).isEqualTo(WANG);
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void takeOverAcknowledgesAPressThatWasSeen() {
        scene.hear(sos());
        scene.claim(LI);
        scene.hear(sos());
        scene.takeOver(WANG);

        assertThat(scene.alert().attentionPending()).isFalse();
    }

    @Test
    void takeOverOfAnUnownedAlertIsAClaim() {
        scene.hear(sos());
        scene.takeOver(WANG);

        assertThat(scene.alert().owner()).isEqualTo(WANG);
        assertThat(scene.events(Event.Claimed.class)).hasSize(1);
        assertThat(scene.events(Event.TakenOver.class)).isEmpty();
    }

    // ---- progress

    static Stream<Arguments> everyPairOfStates() {
        List<AlertState> owned =
                Arrays.stream(AlertState.values()).filter(AlertState::isOwned).toList();
        return owned.stream().flatMap(from -> Arrays.stream(AlertState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("everyPairOfStates")
    void helpComesNearerOnly(AlertState from, AlertState to) {
        scene.hear(sos());
        scene.claim(LI);
        if (from != AlertState.CLAIMED) {
            scene.progress(LI, from);
        }
        boolean forward = to.compareTo(from) > 0 && to.compareTo(AlertState.HANDED_OVER) <= 0;
        Outcome outcome = scene.progress(LI, to);

        assertThat(outcome instanceof Outcome.Done).isEqualTo(forward);
        assertThat(forward || reason(outcome) == Reason.WRONG_STATE).isTrue();
        assertThat(scene.alert().state()).isEqualTo(forward ? to : from);
        assertThat(scene.alert().progress()).isEqualTo(forward ? to : from);
    }

    @Test
    void progressOutlivesItsOwner() {
        scene.hear(sos());
        scene.claim(LI);
        scene.progress(LI, AlertState.DISPATCHED);
        scene.pass(120);
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().progress()).isEqualTo(AlertState.DISPATCHED);
        scene.restart();
        scene.claim(WANG);

        assertThat(scene.alert().state()).isEqualTo(AlertState.DISPATCHED);
    }

    @Test
    void progressShowsThatTheOwnerIsThere() {
        scene.hear(sos());
        scene.claim(LI);
        scene.pass(100);
        scene.progress(LI, AlertState.CONTACTING);

        assertThat(scene.alert().leaseUntilMillis()).isEqualTo(scene.nowMillis() + 120_000);
        assertThat(scene.events(Event.Progressed.class))
                .containsExactly(new Event.Progressed(scene.alert().id(), LI, AlertState.CONTACTING));
    }

    @Test
    void alertIsResolvedFromAnyOwnedState() {
        scene.hear(sos());
        scene.claim(LI);
        scene.progress(LI, AlertState.ON_SCENE);

        assertThat(scene.resolve(LI)).isInstanceOf(Outcome.Done.class);
    }
}

package care.convoy.alert;

import static care.convoy.alert.Scene.HELPED;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command.Reconcile.StepDone;
import care.convoy.alert.Disposition.Verification;
import care.convoy.alert.Outcome.Reason;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.escalation.EscalationStep.Action;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was done while the log did not answer stays done, and nothing that was not known there is taken for settled. */
class ReconcilingTest {
    private static final Disposition FALSE_ALARM = new Disposition(
            Disposition.Cause.ACCIDENTAL_PRESS, Disposition.Outcome.ADVISED_BY_PHONE, true, Verification.NONE, null);

    private final Scene scene = new Scene();

    private Command.Reconcile reconcile(OperatorId owner, List<StepDone> steps, int signals, Disposition how) {
        AlertId alert = scene.alert().id();
        return Scene.reconcile(
                new CommandId(new OperatorId("node-1"), new UUID(3, 4)), alert, owner, steps, signals, how);
    }

    private static List<StepDone> steps(Priority priority, int... places) {
        return IntStream.of(places)
                .mapToObj(place -> new StepDone(priority, place, List.of()))
                .toList();
    }

    private Event.Reconciled told() {
        return scene.events(Event.Reconciled.class).getFirst();
    }

    @Test
    void stepsThatWereDoneAreNotStartedAgain() {
        scene.hear(sos());
        scene.apply(reconcile(null, steps(Priority.P1, 1, 2, 3), 1, null));
        scene.pass(130);

        assertThat(scene.startedAt(Action.ALL_CONSOLES_LOUD)).isEmpty();
        assertThat(scene.startedAt(Action.CALL)).isEmpty();
        assertThat(scene.startedAt(Action.MESSAGE)).containsExactly(60L);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(120L);
        assertThat(told().steps()).isEqualTo(3);
    }

    @Test
    void planDoneAltogetherStillReminds() {
        scene.hear(sos());
        scene.apply(reconcile(null, steps(Priority.P1, 0, 1, 2, 3, 4, 5), 1, null));
        scene.pass(60);

        assertThat(scene.events(Event.Reminded.class)).hasSize(1);
        assertThat(scene.events(Event.StepDue.class)).doesNotHaveDuplicates();
    }

    @Test
    void stepsDoneStayDoneAfterAFurtherPress() {
        scene.hear(sos());
        scene.apply(reconcile(null, steps(Priority.P1, 3), 1, null));
        scene.hear(sos());
        scene.pass(130);

        assertThat(scene.startedAt(Action.CALL)).isEmpty();
    }

    @Test
    void stepsThatThePlanDoesNotHaveAreIgnored() {
        scene.hear(sos());
        CoreState.Open before = scene.core().export().open().getFirst();
        scene.apply(reconcile(
                null,
                List.of(
                        new StepDone(Priority.P2, 3, List.of()),
                        new StepDone(Priority.P1, -1, List.of()),
                        new StepDone(Priority.P1, 6, List.of()),
                        new StepDone(Priority.P1, Integer.MAX_VALUE, List.of()),
                        new StepDone(Priority.P5, 0, List.of())),
                1,
                null));

        assertThat(scene.alert().steps()).isEqualTo(before.view().steps());
    }

    @Test
    void ownerKeepsAnAlertThatNobodyHas() {
        scene.hear(sos());
        scene.apply(reconcile(LI, List.of(), 1, null));

        assertThat(scene.alert().owner()).isEqualTo(LI);
        assertThat(scene.alert().leaseUntilMillis()).isEqualTo(scene.nowMillis() + 120_000);
        assertThat(scene.alert().attentionPending()).isFalse();
        assertThat(told().ownerKept()).isTrue();
    }

    @Test
    void signalThatWasNotKnownThereLeavesTheAlertInTheQueue() {
        scene.hear(sos());
        scene.hear(sos());
        scene.apply(reconcile(LI, List.of(), 1, HELPED));

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(told()).isEqualTo(new Event.Reconciled(scene.alert().id(), LI, false, 0, HELPED, false, null, 0));
    }

    @Test
    void ownerInTheLogStays() {
        scene.hear(sos());
        scene.claim(WANG);
        scene.apply(reconcile(LI, List.of(), 1, HELPED));

        assertThat(scene.alert().owner()).isEqualTo(WANG);
        assertThat(told().ownerKept()).isFalse();
        assertThat(told().resolved()).isFalse();
    }

    @Test
    void sameOwnerAcknowledgedWhatWasKnownThere() {
        scene.hear(sos());
        scene.claim(LI);
        scene.hear(sos());
        scene.apply(reconcile(LI, List.of(), 2, null));

        assertThat(scene.alert().attentionPending()).isFalse();
        assertThat(told().ownerKept()).isTrue();
    }

    @Test
    void sameOwnerDoesNotSwallowAPressThatWasNotKnownThere() {
        scene.hear(sos());
        scene.claim(LI);
        scene.hear(sos());
        scene.apply(reconcile(LI, List.of(), 1, HELPED));

        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(told().ownerKept()).isTrue();
        assertThat(told().resolved()).isFalse();
    }

    @Test
    void alertThatWasClosedThereIsResolved() {
        scene.hear(sos());
        AlertId alert = scene.alert().id();
        scene.apply(reconcile(LI, steps(Priority.P1, 0), 1, HELPED));

        assertThat(scene.core().open()).isEmpty();
        assertThat(told()).isEqualTo(new Event.Reconciled(alert, LI, true, 1, HELPED, true, null, 0));
        assertThat(scene.events(Event.Resolved.class)).containsExactly(new Event.Resolved(alert, LI, HELPED, null));
        assertThat(scene.ended().state()).isEqualTo(AlertState.FOLLOW_UP);
    }

    @Test
    void lesserAlertThatIsPutOffIsResolvedToo() {
        scene.hear(new BandRemoved());
        scene.claim(WANG);
        scene.defer(WANG, 600);
        scene.apply(reconcile(LI, List.of(), 1, HELPED));

        assertThat(scene.ended().state()).isEqualTo(AlertState.RESOLVED);
    }

    @Test
    void pressIsNotClosedAsFalseAlarmUnverifiedByThisWayEither() {
        scene.hear(sos());
        scene.apply(reconcile(LI, List.of(), 1, FALSE_ALARM));

        assertThat(scene.alert().state()).isEqualTo(AlertState.CLAIMED);
        assertThat(told().resolved()).isFalse();
        assertThat(told().disposition()).isEqualTo(FALSE_ALARM);
    }

    @Test
    void sentAgainItIsAnsweredAgain() {
        scene.hear(sos());
        Command.Reconcile reconcile = reconcile(LI, steps(Priority.P1, 1), 1, null);
        Outcome.Done first = (Outcome.Done) scene.apply(reconcile);
        int told = scene.told.size();

        assertThat(scene.apply(reconcile)).isEqualTo(new Outcome.Done(first.alert(), first.version(), true));
        assertThat(scene.told).hasSize(told);
        assertThat(scene.apply(reconcile(LI, steps(Priority.P1, 2), 1, null)))
                .isEqualTo(new Outcome.Refused(Reason.KEY_REUSED, null, 0, 0));
    }
}

package care.convoy.alert;

import static care.convoy.alert.Scene.BAND;
import static care.convoy.alert.Scene.HELPED;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command.DeferralReason;
import care.convoy.alert.Command.Reconcile;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep.Action;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where what a gateway did by itself and what the log knows differ, the more alarmed one counts. */
class TakenBackTest {
    private static final OperatorId ZHOU = new OperatorId("zhou");

    private final Scene scene = new Scene();
    private Reconcile.Known known = new Reconcile.Known(true, true, 1, List.of());
    private AlertState progress = AlertState.CLAIMED;
    private List<Reconcile.StepDone> steps = List.of();
    private List<Reconcile.SentFor> sentFor = List.of();

    private void take(OperatorId owner, List<OperatorId> former, boolean asks, Reconcile.PutOff putOff) {
        take(new Reconcile.Hands(owner, former, asks, putOff, null));
    }

    private void take(Reconcile.Hands hands) {
        scene.apply(new Reconcile(
                scene.id(new OperatorId("node-1")),
                scene.alert().id(),
                known,
                hands,
                new Reconcile.Reached(progress, steps, sentFor)));
    }

    private Reconcile.PutOff putOff(OperatorId operator, long seconds) {
        return new Reconcile.PutOff(operator, scene.nowMillis() + seconds * 1_000, DeferralReason.CALL_BACK_AGREED);
    }

    private static SignalKey key(long sequence) {
        return new SignalKey(BAND, 1, sequence);
    }

    // ---- hands

    @Test
    void whoGaveItBackThereHasItHereNoLonger() {
        scene.hear(sos());
        scene.claim(LI);
        take(null, List.of(LI), true, null);

        assertThat(scene.alert().owner()).isNull();
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(scene.alert().abandonedBy()).isEqualTo(LI);
        assertThat(scene.events(Event.Reconciled.class).getLast().leftBy()).isEqualTo(LI);
    }

    @Test
    void whoHasItHereAloneKeepsItAlthoughAnotherLeftItThere() {
        scene.hear(sos());
        scene.claim(WANG);
        take(null, List.of(LI), true, null);

        assertThat(scene.alert().owner()).isEqualTo(WANG);
    }

    @Test
    void whoTookItThereFromItsOwnerHasItHere() {
        scene.hear(sos());
        scene.claim(LI);
        take(WANG, List.of(LI), false, null);

        assertThat(scene.alert().owner()).isEqualTo(WANG);
        assertThat(scene.alert().attentionPending()).isFalse();
        assertThat(scene.events(Event.TakenOver.class)).hasSize(1);
    }

    @Test
    void whoTookItThereDoesNotAcknowledgeWhatWasNotKnownThere() {
        scene.hear(sos());
        scene.claim(LI);
        scene.hear(sos());
        take(WANG, List.of(LI), false, null);

        assertThat(scene.alert().owner()).isEqualTo(WANG);
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void whoTookItThereDoesNotTakeItFromOneWhomNobodyKnewThere() {
        scene.hear(sos());
        scene.claim(ZHOU);
        take(WANG, List.of(LI), false, null);

        assertThat(scene.alert().owner()).isEqualTo(ZHOU);
    }

    @Test
    void caseThatWasTakenOverAndClosedThereIsClosed() {
        scene.hear(sos());
        scene.claim(LI);
        take(new Reconcile.Hands(WANG, List.of(LI), false, null, HELPED));

        assertThat(scene.core().open()).isEmpty();
        assertThat(scene.ended().owner()).isEqualTo(WANG);
    }

    @Test
    void caseThatWasClosedThereStaysOpenWithItsOwnerWhenTheLogKnowsAFurtherPress() {
        scene.hear(sos());
        scene.claim(LI);
        scene.hear(sos());
        take(new Reconcile.Hands(LI, List.of(), false, null, HELPED));

        assertThat(scene.alert().owner()).isEqualTo(LI);
        assertThat(scene.alert().attentionPending()).isTrue();
        scene.pass(60);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(60L);
    }

    // ---- deferrals

    @Test
    void whatWasPutOffThereIsPutOffHereUntilTheSameTime() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        take(null, List.of(LI), false, putOff(LI, 600));

        assertThat(scene.alert().state()).isEqualTo(AlertState.DEFERRED);
        assertThat(scene.alert().heldUntilMillis()).isEqualTo(scene.nowMillis() + 600_000);
        assertThat(scene.events(Event.Deferred.class)).hasSize(1);
    }

    @Test
    void earlierEndOfADeferralCountsWhereverItWasSet() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.defer(LI, 300);
        long here = scene.alert().heldUntilMillis();
        take(null, List.of(LI), false, putOff(LI, 600));
        assertThat(scene.alert().heldUntilMillis()).isEqualTo(here);
        take(null, List.of(LI), false, putOff(LI, 100));

        assertThat(scene.alert().heldUntilMillis()).isEqualTo(scene.nowMillis() + 100_000);
    }

    @Test
    void whatWasPutOffThereRingsWhenASignalWasNotKnownThere() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.hear(new BandRemoved());
        take(null, List.of(LI), false, putOff(LI, 600));

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(scene.events(Event.Reconciled.class).getLast().putOffUntilMillis())
                .isEqualTo(scene.nowMillis() + 600_000);
    }

    @Test
    void whatWasPutOffThereUntilNowOrIsAnEmergencyHereRings() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        take(null, List.of(LI), false, putOff(LI, 0));
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);

        scene.hear(sos());
        scene.claim(LI);
        known = new Reconcile.Known(true, true, 2, List.of());
        take(null, List.of(LI), false, putOff(LI, 600));
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
    }

    @Test
    void whatIsPutOffHereAndAskedThereRings() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.defer(LI, 3_000);
        take(null, List.of(), true, null);

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void whatIsHeldOnTestHereAndRangThereRings() {
        scene.beginTest(3_600);
        scene.hear(sos());
        assertThat(scene.alert().state()).isEqualTo(AlertState.ON_TEST);
        take(null, List.of(), true, null);

        assertThat(scene.alert().attentionPending()).isTrue();
    }

    // ---- how far help has come

    @Test
    void progressIsTakenOverAndNeverGoesBack() {
        scene.hear(sos());
        progress = AlertState.ON_SCENE;
        take(LI, List.of(), false, null);
        assertThat(scene.alert().state()).isEqualTo(AlertState.ON_SCENE);
        assertThat(scene.events(Event.Progressed.class))
                .containsExactly(new Event.Progressed(scene.alert().id(), LI, AlertState.ON_SCENE));

        progress = AlertState.CONTACTING;
        take(LI, List.of(), false, null);
        assertThat(scene.alert().state()).isEqualTo(AlertState.ON_SCENE);
    }

    @Test
    void progressOfWhatNobodyOwnsIsKeptForTheNextOwner() {
        scene.hear(sos());
        progress = AlertState.DISPATCHED;
        take(null, List.of(LI), true, null);

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().progress()).isEqualTo(AlertState.DISPATCHED);
    }

    @Test
    void helpThatWasSentForBesideThePlanIsKnownAndNotSentForAgain() {
        scene.hear(new BandRemoved());
        sentFor = List.of(new Reconcile.SentFor(
                LI, Action.REQUEST_AMBULANCE, List.of(new Reconcile.Told("", EffectReport.ACCEPTED))));
        take(LI, List.of(), false, null);
        take(LI, List.of(WANG), false, null);

        assertThat(scene.events(Event.Summoned.class)).hasSize(1);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).hasSize(1);
        assertThat(scene.events(Event.EffectDue.class)).isEmpty();
        assertThat(scene.alert().progress()).isEqualTo(AlertState.DISPATCHED);
    }

    @Test
    void helpThatWasSentForGoesOnAlthoughSomebodyAttends() {
        scene.hear(sos());
        steps = List.of(
                new Reconcile.StepDone(Priority.P1, 5, List.of(new Reconcile.Told("", EffectReport.NO_ANSWER))));
        sentFor = List.of(new Reconcile.SentFor(LI, Action.REQUEST_AMBULANCE, List.of()));
        take(LI, List.of(), false, null);
        scene.pass(60);

        assertThat(scene.events(Event.EffectDue.class))
                .extracting(due -> due.effect().action())
                .contains(Action.REQUEST_AMBULANCE);
    }

    // ---- which signals

    @Test
    void signalsAreComparedByTheirKeysAndNotByTheirNumber() {
        scene.hear(sos());
        scene.hear(sos());
        known = new Reconcile.Known(true, true, 1, List.of(key(7)));
        take(new Reconcile.Hands(LI, List.of(), false, null, HELPED));
        assertThat(scene.alert().attentionPending()).isTrue();

        known = new Reconcile.Known(true, true, 1, List.of(key(7), key(2)));
        take(new Reconcile.Hands(LI, List.of(), false, null, HELPED));
        assertThat(scene.core().open()).isEmpty();
    }

    @Test
    void anotherAlertIsNotClosedAndItsPlanRuns() {
        scene.hear(sos());
        scene.hear(sos());
        known = new Reconcile.Known(false, true, 0, List.of(key(2)));
        steps = List.of(new Reconcile.StepDone(Priority.P1, 3, List.of()));
        take(new Reconcile.Hands(LI, List.of(), false, null, HELPED));
        scene.pass(60);

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.startedAt(Action.CALL)).containsExactly(60L);
    }

    @Test
    void moreSignalsThanTheTimeLineHoldsAreNotTakenForKnown() {
        Scene small = new Scene(new CoreLimits(10, 2, 100, 100, 2, 3, 4, 4, 4, 24));
        List<SignalKey> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            small.hear(sos());
            all.add(key(small.lastSequence()));
        }
        small.apply(new Reconcile(
                small.id(LI),
                small.alert().id(),
                new Reconcile.Known(true, true, 0, all),
                new Reconcile.Hands(LI, List.of(), false, null, HELPED),
                new Reconcile.Reached(AlertState.CLAIMED, List.of(), List.of())));

        assertThat(small.alert().attentionPending()).isTrue();
    }
}

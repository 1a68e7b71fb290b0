package care.convoy.alert;

import static care.convoy.alert.Scene.HELPED;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.fall;
import static care.convoy.alert.Scene.sos;
import static care.convoy.alert.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Disposition.Cause;
import care.convoy.alert.Disposition.Verification;
import care.convoy.alert.Outcome.Reason;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.Sealed;
import org.junit.jupiter.api.Test;

class AlertCoreDeskTest {
    private final Scene scene = new Scene();

    private static Reason reason(Outcome outcome) {
        return ((Outcome.Refused) outcome).reason();
    }

    private static Disposition falseAlarm(Verification verified, OperatorId cosigner) {
        return new Disposition(Cause.ACCIDENTAL_PRESS, Disposition.Outcome.ADVISED_BY_PHONE, true, verified, cosigner);
    }

    @Test
    void claimGivesALeaseAndAcknowledges() {
        scene.hear(sos());
        scene.pass(3);
        Outcome outcome = scene.claim(LI);

        AlertView alert = scene.alert();
        assertThat(outcome).isEqualTo(new Outcome.Done(alert.id(), alert.version(), false));
        assertThat(alert.state()).isEqualTo(AlertState.CLAIMED);
        assertThat(alert.owner()).isEqualTo(LI);
        assertThat(alert.ownedSinceMillis()).isEqualTo(scene.nowMillis());
        assertThat(alert.leaseUntilMillis()).isEqualTo(scene.nowMillis() + 120_000);
        assertThat(alert.attentionPending()).isFalse();
    }

    @Test
    void loserOfAClaimLearnsTheOwner() {
        scene.hear(sos());
        scene.claim(LI);
        long since = scene.nowMillis();
        scene.pass(1);

        assertThat(scene.claim(WANG))
                .isEqualTo(new Outcome.Refused(
                        Reason.OWNED_BY_OTHER, LI, since, scene.alert().version()));
    }

    @Test
    void claimDoesNotLoseAgainstAStepOrANoteThatMovedTheVersion() {
        scene.hear(sos());
        AlertView seen = scene.alert();
        scene.pass(15);
        scene.note(WANG);
        assertThat(scene.alert().version()).isGreaterThan(seen.version());

        scene.apply(new Command.Claim(scene.id(LI), seen.id(), seen.version()));
        assertThat(scene.alert().owner()).isEqualTo(LI);
        assertThat(scene.alert().attentionPending()).isFalse();
    }

    @Test
    void claimTakesButDoesNotAcknowledgeAPressThatWasNotSeen() {
        scene.hear(sos());
        AlertView seen = scene.alert();
        scene.hear(sos());
        scene.apply(new Command.Claim(scene.id(LI), seen.id(), seen.version()));

        assertThat(scene.alert().owner()).isEqualTo(LI);
        assertThat(scene.alert().attentionPending()).isTrue();
        scene.claim(LI);
        assertThat(scene.alert().attentionPending()).isFalse();
    }

    @Test
    void ownersClaimAcknowledgesTheSecondPress() {
        scene.hear(sos());
        scene.claim(LI);
        scene.hear(sos());
        AlertView asked = scene.alert();
        scene.pass(5);
        scene.claim(LI);

        assertThat(scene.alert().attentionPending()).isFalse();
        assertThat(scene.alert().ownedSinceMillis()).isEqualTo(asked.ownedSinceMillis());
        assertThat(scene.events(Event.Claimed.class)).hasSize(2);
    }

    @Test
    void ownersClaimWithAnOldVersionDoesNotSwallowTheSecondPress() {
        scene.hear(sos());
        scene.claim(LI);
        AlertView seen = scene.alert();
        scene.hear(sos());
        Outcome outcome = scene.apply(new Command.Claim(scene.id(LI), seen.id(), seen.version()));

        assertThat(reason(outcome)).isEqualTo(Reason.VERSION_MISMATCH);
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void ownersClaimWithNothingToAcknowledgeRenewsTheLease() {
        scene.hear(sos());
        scene.claim(LI);
        scene.pass(60);

        assertThat(((Outcome.Done) scene.claim(LI)).duplicate()).isTrue();
        assertThat(scene.alert().leaseUntilMillis()).isEqualTo(scene.nowMillis() + 120_000);
        assertThat(scene.events(Event.Claimed.class)).hasSize(1);
    }

    @Test
    void claimInThePreAlarmEndsIt() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(4);
        scene.claim(LI);
        scene.hear(Scene.cancel());

        assertThat(scene.alert().state()).isEqualTo(AlertState.CLAIMED);
        assertThat(scene.alert().attentionAtMillis()).isEqualTo(Scene.START_MILLIS + 4_000);
    }

    @Test
    void leaseLapsesAndTheAlertIsAbandonedOnTopOfTheQueue() {
        scene.hear(sos());
        scene.claim(LI);
        scene.pass(119.999);
        assertThat(scene.alert().owner()).isEqualTo(LI);
        scene.pass(0.001);

        AlertView alert = scene.alert();
        assertThat(alert.state()).isEqualTo(AlertState.QUEUED);
        assertThat(alert.owner()).isNull();
        assertThat(alert.leaseUntilMillis()).isZero();
        assertThat(alert.abandoned()).isEqualTo(1);
        assertThat(alert.abandonedBy()).isEqualTo(LI);
        assertThat(alert.attentionPending()).isTrue();
        assertThat(scene.events(Event.Abandoned.class))
                .containsExactly(new Event.Abandoned(alert.id(), LI, Event.Abandoned.Why.LEASE_LAPSED));
    }

    @Test
    void renewedLeaseHolds() {
        scene.hear(sos());
        scene.claim(LI);
        for (int i = 0; i < 10; i++) {
            scene.pass(100);
            scene.renew(LI);
        }

        assertThat(scene.alert().owner()).isEqualTo(LI);
        assertThat(scene.alert().timeline()).noneMatch(entry -> entry.event() instanceof Event.LeaseRenewed);
        assertThat(reason(scene.renew(WANG))).isEqualTo(Reason.NOT_OWNER);
    }

    @Test
    void ownersNoteRenewsTheLease() {
        scene.hear(sos());
        scene.claim(LI);
        scene.pass(100);
        scene.note(LI);
        scene.pass(100);
        assertThat(scene.alert().owner()).isEqualTo(LI);
        scene.note(WANG);
        scene.pass(100);
        assertThat(scene.alert().owner()).isNull();
    }

    @Test
    void releaseGivesTheAlertBack() {
        scene.hear(sos());
        scene.claim(LI);
        assertThat(reason(scene.apply(
                        new Command.Release(scene.id(WANG), scene.alert().id()))))
                .isEqualTo(Reason.NOT_OWNER);
        scene.apply(new Command.Release(scene.id(LI), scene.alert().id()));

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.events(Event.Abandoned.class))
                .containsExactly(new Event.Abandoned(scene.alert().id(), LI, Event.Abandoned.Why.RELEASED));
        scene.claim(WANG);
        assertThat(scene.alert().owner()).isEqualTo(WANG);
    }

    @Test
    void anybodyMayNoteUntilTheTimeLineIsFullOfNotes() {
        scene.hear(sos());
        for (int i = 0; i < 64; i++) {
            assertThat(scene.note(i % 2 == 0 ? LI : WANG)).isInstanceOf(Outcome.Done.class);
        }

        assertThat(reason(scene.note(LI))).isEqualTo(Reason.TOO_MANY_NOTES);
        assertThat(scene.events(Event.NoteAdded.class)).hasSize(64);
    }

    @Test
    void ownerResolvesWithADisposition() {
        scene.hear(sos());
        scene.claim(LI);
        AlertView seen = scene.alert();
        Sealed note = words("fine again");
        Outcome outcome = scene.apply(new Command.Resolve(scene.id(LI), seen.id(), seen.version(), HELPED, note));

        assertThat(outcome).isEqualTo(new Outcome.Done(seen.id(), seen.version() + 4, false));
        assertThat(scene.core().find(seen.id())).isNull();
        assertThat(scene.events(Event.Resolved.class)).containsExactly(new Event.Resolved(seen.id(), LI, HELPED, note));
        assertThat(scene.told.getLast().after().disposition()).isEqualTo(HELPED);
    }

    @Test
    void onlyTheOwnerResolves() {
        scene.hear(sos());
        assertThat(reason(scene.resolve(LI))).isEqualTo(Reason.NOT_OWNER);
        scene.claim(LI);
        assertThat(scene.resolve(WANG))
                .isEqualTo(new Outcome.Refused(
                        Reason.NOT_OWNER, LI, scene.nowMillis(), scene.alert().version()));
    }

    @Test
    void resolveIsRefusedIfAPressWasNotSeen() {
        scene.hear(sos());
        scene.claim(LI);
        AlertView seen = scene.alert();
        scene.hear(sos());

        assertThat(reason(scene.apply(new Command.Resolve(scene.id(LI), seen.id(), seen.version(), HELPED, null))))
                .isEqualTo(Reason.VERSION_MISMATCH);
        assertThat(reason(scene.resolve(LI))).isEqualTo(Reason.ATTENTION_PENDING);
        scene.claim(LI);
        assertThat(reason(scene.apply(new Command.Resolve(scene.id(LI), seen.id(), seen.version(), HELPED, null))))
                .isEqualTo(Reason.VERSION_MISMATCH);
        assertThat(scene.resolve(LI)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void resolveDoesNotLoseAgainstANoteOrALease() {
        scene.hear(sos());
        scene.claim(LI);
        AlertView seen = scene.alert();
        scene.note(WANG);
        scene.renew(LI);

        assertThat(scene.apply(new Command.Resolve(scene.id(LI), seen.id(), seen.version(), HELPED, null)))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void pressIsNotClosedAsFalseAlarmWithoutVerification() {
        scene.hear(sos());
        scene.claim(LI);

        assertThat(reason(scene.resolve(LI, falseAlarm(Verification.NONE, null))))
                .isEqualTo(Reason.NOT_VERIFIED);
        assertThat(scene.resolve(LI, falseAlarm(Verification.VOICE, null))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void cosignNeedsAnotherPerson() {
        scene.hear(sos());
        scene.claim(LI);

        assertThat(reason(scene.resolve(LI, falseAlarm(Verification.COSIGN, null))))
                .isEqualTo(Reason.COSIGNER_MISSING);
        assertThat(reason(scene.resolve(LI, falseAlarm(Verification.COSIGN, LI))))
                .isEqualTo(Reason.COSIGNER_MISSING);
        assertThat(scene.resolve(LI, falseAlarm(Verification.COSIGN, WANG))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void alertWithoutAPressMayBeAFalseAlarmUnverified() {
        scene.hear(new BandRemoved());
        scene.claim(LI);

        assertThat(scene.resolve(LI, falseAlarm(Verification.NONE, null))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void fallWithALaterPressIsAPress() {
        scene.hear(fall(Movement.STILL));
        scene.hear(sos());
        scene.claim(LI);

        assertThat(reason(scene.resolve(LI, falseAlarm(Verification.NONE, null))))
                .isEqualTo(Reason.NOT_VERIFIED);
    }

    @Test
    void commandSentAgainIsAnsweredAgainAndChangesNothing() {
        scene.hear(sos());
        Command.Claim claim = new Command.Claim(
                scene.id(LI), scene.alert().id(), scene.alert().version());
        Command.Claim late = new Command.Claim(
                scene.id(WANG), scene.alert().id(), scene.alert().version());
        Outcome.Done first = (Outcome.Done) scene.apply(claim);
        Outcome refused = scene.apply(late);
        Command.AddNote note = new Command.AddNote(scene.id(LI), scene.alert().id(), words("x"));
        scene.apply(note);
        scene.apply(note);
        scene.apply(new Command.Release(scene.id(LI), scene.alert().id()));
        int told = scene.told.size();

        assertThat(scene.apply(claim)).isEqualTo(new Outcome.Done(first.alert(), first.version(), true));
        assertThat(scene.apply(late)).isEqualTo(refused);
        assertThat(scene.told).hasSize(told);
        assertThat(scene.events(Event.NoteAdded.class)).hasSize(1);
        assertThat(scene.alert().owner()).isNull();
    }

    @Test
    void resolveSentAgainAfterTheEndIsAnsweredAgain() {
        scene.hear(sos());
        scene.claim(LI);
        Command.Resolve resolve = new Command.Resolve(
                scene.id(LI), scene.alert().id(), scene.alert().version(), HELPED, null);
        Outcome.Done first = (Outcome.Done) scene.apply(resolve);

        assertThat(scene.apply(resolve)).isEqualTo(new Outcome.Done(first.alert(), first.version(), true));
    }

    @Test
    void commandIdUsedForAnotherCommandIsRefused() {
        scene.hear(sos());
        CommandId id = scene.id(LI);
        scene.apply(new Command.Claim(id, scene.alert().id(), scene.alert().version()));

        assertThat(reason(scene.apply(new Command.Resolve(
                        id, scene.alert().id(), scene.alert().version(), HELPED, null))))
                .isEqualTo(Reason.KEY_REUSED);
    }

    @Test
    void commandIdUsedForOtherContentIsRefused() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        AlertView alert = scene.alert();
        CommandId note = scene.id(LI);
        scene.apply(new Command.AddNote(note, alert.id(), words("asleep")));
        assertThat(reason(scene.apply(new Command.AddNote(note, alert.id(), words("awake again")))))
                .isEqualTo(Reason.KEY_REUSED);
        // the same words sealed again are other bytes of the same length
        assertThat(scene.apply(new Command.AddNote(note, alert.id(), words("ASLEEP"))))
                .isInstanceOf(Outcome.Done.class);
        CommandId progress = scene.id(LI);
        scene.apply(new Command.Progress(progress, alert.id(), AlertState.CONTACTING));
        assertThat(reason(scene.apply(new Command.Progress(progress, alert.id(), AlertState.ON_SCENE))))
                .isEqualTo(Reason.KEY_REUSED);
        CommandId resolve = scene.id(LI);
        scene.apply(new Command.Resolve(resolve, alert.id(), alert.version(), HELPED, null));
        Disposition other = falseAlarm(Verification.VOICE, null);
        assertThat(reason(scene.apply(new Command.Resolve(resolve, alert.id(), alert.version(), other, null))))
                .isEqualTo(Reason.KEY_REUSED);
        assertThat(scene.apply(new Command.Resolve(resolve, alert.id(), alert.version() + 9, HELPED, null)))
                .isInstanceOf(Outcome.Done.class);
        CommandId test = scene.id(LI);
        scene.apply(new Command.BeginTest(test, Scene.BAND, 1_000));
        assertThat(reason(scene.apply(new Command.BeginTest(test, Scene.BAND, 2_000))))
                .isEqualTo(Reason.KEY_REUSED);
        assertThat(reason(scene.apply(new Command.EndTest(test, Scene.BAND)))).isEqualTo(Reason.KEY_REUSED);
    }

    @Test
    void answerOfAnOlderSnapshotHasNoContentToCompare() {
        scene.hear(sos());
        scene.claim(LI);
        Command.AddNote note = new Command.AddNote(scene.id(LI), scene.alert().id(), words("asleep"));
        scene.apply(note);
        CoreState state = scene.core().export();
        CoreState older = new CoreState(
                state.clock(),
                state.open(),
                state.tasks(),
                state.signals(),
                state.formers(),
                state.answered().stream()
                        .map(a -> new CoreState.Answered(a.id(), a.type(), a.alert(), a.device(), 0, a.outcome()))
                        .toList(),
                state.tests(),
                state.ended(),
                state.intents());
        AlertCore core = AlertCore.restore(older, CoreLimits.standard());

        assertThat(core.apply(scene.nowMillis(), note, (event, after) -> {}))
                .isEqualTo(new Outcome.Done(note.alert(), scene.alert().version(), true));
    }
}

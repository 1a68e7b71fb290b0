package care.convoy.alert;

import static care.convoy.alert.Command.Scene.ARRIVED;
import static care.convoy.alert.Command.Scene.CANCELLED;
import static care.convoy.alert.Command.Scene.DISPATCHED;
import static care.convoy.alert.Command.Scene.HANDED_OVER;
import static care.convoy.alert.Command.Scene.RECEIVED;
import static care.convoy.alert.EffectReport.ACCEPTED;
import static care.convoy.alert.EffectReport.DECLINED;
import static care.convoy.alert.EffectReport.DELIVERED;
import static care.convoy.alert.EffectReport.FAILED;
import static care.convoy.alert.Plans.ambulance;
import static care.convoy.alert.Plans.supervisor;
import static care.convoy.alert.Plans.together;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.sos;
import static care.convoy.alert.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cards for the ambulance service, and what is told by who is out there. */
class OutsideTest {
    private final Scene scene = new Scene();

    private void press(EscalationStep... p1) {
        scene.plan = Plans.p1(p1);
        scene.hear(sos());
    }

    private Reach request() {
        return scene.alert().steps().stream()
                .filter(step -> step.step().action() == Action.REQUEST_AMBULANCE)
                .flatMap(step -> step.reaches().stream())
                .findFirst()
                .orElseThrow();
    }

    private static Outcome.Reason reason(Outcome outcome) {
        return ((Outcome.Refused) outcome).reason();
    }

    // ---- cards

    @Test
    void aCardRequestsTheAmbulanceThatWasNotRequested() {
        press(supervisor(30), ambulance(120));
        scene.claim(LI);
        scene.pass(10);
        long version = scene.alert().version();
        Outcome outcome = scene.sendCard(LI);

        assertThat(((Outcome.Done) outcome).duplicate()).isFalse();
        assertThat(scene.told.stream().filter(told -> told.event() instanceof Event.CardSent))
                .singleElement()
                .satisfies(told -> assertThat(told.after().version()).isEqualTo(version + 1));
        assertThat(scene.events(Event.CardSent.class))
                .containsExactly(new Event.CardSent(scene.alert().id(), LI, words("{}")));
        assertThat(scene.events(Event.Summoned.class)).hasSize(1);
        assertThat(scene.asked("")).containsExactly("10 DISPATCH");
    }

    @Test
    void aCardAddsTheRequestThatThePlanDoesNotHave() {
        press(together(60, Action.CALL, 1, "a"));
        scene.claim(LI);
        scene.sendCard(LI);

        assertThat(scene.effects("")).extracting(Effect::action).containsExactly(Action.REQUEST_AMBULANCE);
    }

    @Test
    void oneCardIsOneRequestHoweverManyStepsThereAreForIt() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.sendCard(LI);
        scene.plan = Plans.p1(ambulance(120));
        scene.hear(sos());
        scene.claim(LI);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        scene.sendCard(LI);
        assertThat(scene.effects("")).as("requested as a P3").hasSize(1);
        scene.report("", DECLINED);
        scene.sendCard(LI);

        assertThat(scene.effects("")).hasSize(2);
    }

    @Test
    void whatAMergeTellsOfACardRequestsNoAmbulanceThatIsUnderWay() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.sendCard(LI);
        scene.plan = Plans.p1(ambulance(120));
        scene.hear(sos());
        scene.claim(LI);
        AlertId alert = scene.alert().id();
        scene.apply(new Command.Reconcile(
                scene.id(LI),
                alert,
                new Command.Reconcile.Known(true, true, 2, List.of()),
                new Command.Reconcile.Hands(LI, List.of(), false, null, null),
                new Command.Reconcile.Reached(
                        AlertState.CLAIMED,
                        List.of(),
                        List.of(new Command.Reconcile.SentFor(LI, Action.REQUEST_AMBULANCE, List.of())))));

        assertThat(scene.effects("")).hasSize(1);
    }

    @Test
    void aFurtherCardIsAnUpdateAndCallsNobodyAgain() {
        press(ambulance(120));
        scene.claim(LI);
        scene.sendCard(LI);
        scene.sendCard(LI);
        scene.report("", DELIVERED);
        scene.sendCard(LI);
        scene.report("", ACCEPTED);
        scene.sendCard(LI);

        assertThat(scene.events(Event.CardSent.class)).hasSize(4);
        assertThat(scene.events(Event.Summoned.class)).hasSize(1);
        assertThat(scene.effects("")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = EffectReport.class,
            names = {"FAILED", "UNREACHABLE", "DECLINED"})
    void aCardRequestsAnewWhatHasComeToNothing(EffectReport nothing) {
        press(ambulance(120));
        scene.claim(LI);
        scene.sendCard(LI);
        for (int tries = 0; tries < 40 && request().state() != Reach.State.FAILED; tries++) {
            scene.report("", nothing);
            scene.pass(nothing == DECLINED ? 0 : 60);
            scene.renew(LI);
        }
        int before = scene.effects("").size();
        scene.sendCard(LI);

        assertThat(scene.effects("")).hasSize(before + 1);
        assertThat(request().state()).isEqualTo(Reach.State.STARTED);
    }

    @Test
    void whatTheClockHadRequestedGoesOnWhoeverAttendsAfterACard() {
        press(ambulance(1));
        scene.pass(2);
        scene.claim(LI);
        scene.sendCard(LI);
        assertThat(scene.asked("")).as("under way").containsExactly("1 DISPATCH");
        scene.report("", FAILED);

        assertThat(scene.asked("")).hasSize(2);
    }

    @Test
    void onlyTheOwnerSendsACard() {
        press(ambulance(120));
        assertThat(reason(scene.sendCard(LI))).isEqualTo(Outcome.Reason.NOT_OWNER);
        scene.claim(WANG);
        assertThat(((Outcome.Refused) scene.sendCard(LI)).owner()).isEqualTo(WANG);

        assertThat(scene.events(Event.CardSent.class)).isEmpty();
        assertThat(scene.asked("")).isEmpty();
    }

    @Test
    void aCardIsKnownAgainByItsId() {
        press(ambulance(120));
        scene.claim(LI);
        Command card = new Command.SendCard(scene.id(LI), scene.alert().id(), words("{}"));
        Outcome.Done first = (Outcome.Done) scene.apply(card);
        scene.restart();
        Outcome.Done again = (Outcome.Done) scene.apply(card);

        assertThat(again).isEqualTo(new Outcome.Done(first.alert(), first.version(), true));
        assertThat(scene.events(Event.CardSent.class)).hasSize(1);
    }

    @Test
    void ofAnExerciseTheCardIsNotedAndTheRequestStaysAnExercise() {
        scene.status = AlertStatus.EXERCISE;
        press(ambulance(120));
        scene.claim(LI);
        scene.sendCard(LI);

        assertThat(scene.events(Event.CardSent.class)).hasSize(1);
        assertThat(scene.told.stream().filter(told -> told.event() instanceof Event.EffectDue))
                .singleElement()
                .satisfies(told -> assertThat(told.after().status()).isEqualTo(AlertStatus.EXERCISE));
    }

    @Test
    void aCardThatIsToldAfterwardsIsOnlyNoted() {
        press(ambulance(120));
        scene.claim(LI);
        Command card = new Command.SendCard(scene.id(WANG), scene.alert().id(), words("{}"), true);
        scene.apply(card);

        assertThat(scene.events(Event.CardSent.class)).hasSize(1);
        assertThat(scene.asked("")).isEmpty();
        assertThat(scene.alert().owner()).isEqualTo(LI);
    }

    @Test
    void theLastCardsStayOnTheTimeLineHoweverLongItGrows() {
        Scene small = new Scene(new CoreLimits(9, 9, 99, 9, 9, 999, 9, 9, 1, 40));
        small.plan = Plans.p1(ambulance(120));
        small.hear(sos());
        small.claim(LI);
        for (int i = 0; i < 60; i++) {
            small.sendCard(LI);
            small.ambulance(RECEIVED);
            small.release(LI);
            small.claim(LI);
        }
        List<Event.OfAlert> shown = small.alert().timeline().stream()
                .map(AlertView.TimelineEntry::event)
                .toList();

        assertThat(shown).hasSizeLessThanOrEqualTo(40);
        assertThat(shown.stream().filter(Event.CardSent.class::isInstance)).hasSize(Timeline.MOST_CARDS);
        assertThat(small.events(Event.CardSent.class)).as("the history has all").hasSize(60);
    }

    @Test
    void aShortTimeLineLosesCardsRatherThanNotes() {
        Scene small = new Scene(new CoreLimits(9, 9, 99, 9, 9, 999, 9, 9, 2, 20));
        small.plan = Plans.p1(ambulance(120));
        small.hear(sos());
        small.claim(LI);
        for (int i = 0; i < 30; i++) {
            small.sendCard(LI);
            small.note(LI);
        }

        assertThat(small.alert().timeline())
                .hasSizeLessThanOrEqualTo(20)
                .filteredOn(entry -> entry.event() instanceof Event.NoteAdded)
                .hasSize(2);
    }

    // ---- the ambulance

    @Test
    void whatTheAmbulanceTellsMovesProgressForward() {
        press(ambulance(120));
        scene.claim(LI);
        scene.ambulance(DISPATCHED);
        assertThat(scene.alert().state()).isEqualTo(AlertState.DISPATCHED);
        scene.ambulance(ARRIVED);
        assertThat(scene.alert().state()).isEqualTo(AlertState.ON_SCENE);
        scene.ambulance(DISPATCHED);
        assertThat(scene.alert().state()).as("never back").isEqualTo(AlertState.ON_SCENE);
        scene.ambulance(HANDED_OVER);
        assertThat(scene.alert().state()).isEqualTo(AlertState.HANDED_OVER);
        assertThat(scene.events(Event.SceneReported.class)).hasSize(4);
    }

    @Test
    void progressIsKeptWhileNobodyOwnsIt() {
        press(ambulance(120));
        scene.ambulance(ARRIVED);
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
        scene.claim(LI);

        assertThat(scene.alert().state()).isEqualTo(AlertState.ON_SCENE);
    }

    @Test
    void aReceiptIsEnoughForTheRequest() {
        press(ambulance(1));
        scene.pass(2);
        scene.report("", FAILED);
        assertThat(request().state()).isEqualTo(Reach.State.STARTED);
        scene.ambulance(RECEIVED);

        assertThat(request().state()).isEqualTo(Reach.State.DELIVERED);
        int asked = scene.asked("").size();
        scene.pass(600);
        assertThat(scene.asked("")).hasSize(asked);
    }

    @Test
    void whatIsToldCountsAlsoForARequestThatWasStoppedOrTriedInVain() {
        press(ambulance(1));
        scene.pass(2);
        scene.report("", FAILED);
        scene.report("", FAILED);
        scene.claim(LI);
        scene.ambulance(RECEIVED);
        assertThat(request().state()).isEqualTo(Reach.State.DELIVERED);
        int asked = scene.asked("").size();
        scene.release(LI);
        scene.pass(60);

        assertThat(scene.asked("")).as("it is known there").hasSize(asked);
    }

    @Test
    void anAmbulanceThatDrivesHasAccepted() {
        press(ambulance(1));
        scene.pass(2);
        scene.ambulance(DISPATCHED);
        assertThat(request().state()).isEqualTo(Reach.State.ACCEPTED);
        assertThat(scene.events(Event.EffectReported.class))
                .extracting(Event.EffectReported::report)
                .containsExactly(ACCEPTED);
        // the answer to the request itself comes late
        assertThat(((Outcome.Done) scene.report("", FAILED)).duplicate()).isTrue();
        scene.ambulance(RECEIVED);

        assertThat(request().state()).isEqualTo(Reach.State.ACCEPTED);
    }

    @Test
    void withoutARequestThePlansRequestIsStillToCome() {
        press(ambulance(120));
        scene.ambulance(DISPATCHED);
        scene.pass(130);

        assertThat(scene.asked("")).as("in doubt twice").isNotEmpty();
    }

    @Test
    void anAmbulanceThatIsCalledOffAsksForAttentionAgainAndIsLoudAtOnce() {
        press(together(15, Action.ALL_CONSOLES_LOUD, 0), supervisor(30), ambulance(120));
        scene.claim(LI);
        scene.sendCard(LI);
        scene.ambulance(DISPATCHED);
        scene.pass(40);
        long seen = scene.alert().version();
        scene.ambulance(CANCELLED);

        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(scene.alert().owner()).isEqualTo(LI);
        assertThat(request().state()).isEqualTo(Reach.State.DECLINED);
        assertThat(scene.startedAt(Action.ALL_CONSOLES_LOUD)).containsExactly(40L);
        Outcome closed =
                scene.apply(new Command.Resolve(scene.id(LI), scene.alert().id(), seen, Scene.HELPED, null));
        assertThat(reason(closed)).isEqualTo(Outcome.Reason.VERSION_MISMATCH);
        assertThat(reason(scene.resolve(LI))).isEqualTo(Outcome.Reason.ATTENTION_PENDING);
        scene.pass(31);
        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).as("nobody attends").containsExactly(70L);
        scene.claim(LI);
        assertThat(scene.alert().attentionPending()).isFalse();
        scene.sendCard(LI);
        assertThat(request().state()).isEqualTo(Reach.State.STARTED);
    }

    @Test
    void calledOffWhilePutOffComesBack() {
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.defer(LI, 600);
        scene.ambulance(CANCELLED);

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.events(Event.Returned.class)).hasSize(1);
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void whoIsOnTheWayGoesOnWhenTheAmbulanceIsCalledOff() {
        press(together(60, Action.CALL, 1, "a"), together(90, Action.CALL, 2, "b"), ambulance(1));
        scene.pass(61);
        scene.report("a", ACCEPTED);
        scene.ambulance(CANCELLED);
        scene.pass(600);

        assertThat(scene.asked("a")).containsExactly("60 VOICE");
        assertThat(scene.asked("b")).isEmpty();
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void withoutHelpThePlanBeginsAnew() {
        press(together(60, Action.CALL, 1, "a"), ambulance(120));
        scene.claim(LI);
        scene.sendCard(LI);
        scene.pass(100);
        scene.ambulance(CANCELLED);
        scene.pass(59);
        assertThat(scene.asked("a")).isEmpty();
        scene.pass(1);

        assertThat(scene.asked("a")).containsExactly("160 VOICE");
    }

    // ---- the rest

    @Test
    void whatIsToldIsKnownAgainByItsId() {
        press(ambulance(1));
        Command told = new Command.ReportScene(
                scene.id(OperatorId.AMBULANCE), scene.alert().id(), "", CANCELLED, words("no car"));
        scene.apply(told);
        scene.restart();
        scene.claim(LI);

        assertThat(((Outcome.Done) scene.apply(told)).duplicate()).isTrue();
        assertThat(scene.alert().attentionPending()).isFalse();
        Command other = new Command.ReportScene(
                ((Command.ReportScene) told).id(), scene.alert().id(), "", DISPATCHED, words("no car"));
        assertThat(reason(scene.apply(other))).isEqualTo(Outcome.Reason.KEY_REUSED);
    }

    @Test
    void afterTheEndOnlyTheHandingOverIsNoted() {
        press(ambulance(120));
        scene.claim(LI);
        AlertId alert = scene.alert().id();
        scene.resolve(LI);
        AlertState state = scene.ended().state();
        Outcome late = scene.apply(
                new Command.ReportScene(scene.id(OperatorId.AMBULANCE), alert, "", HANDED_OVER, words("ward 3")));

        assertThat(late).isInstanceOf(Outcome.Done.class);
        assertThat(scene.ended().state()).isEqualTo(state);
        assertThat(scene.events(Event.SceneReported.class)).hasSize(1);
        for (Command.Scene stage : List.of(RECEIVED, DISPATCHED, ARRIVED, CANCELLED)) {
            Outcome outcome =
                    scene.apply(new Command.ReportScene(scene.id(OperatorId.AMBULANCE), alert, "", stage, null));
            assertThat(reason(outcome)).isEqualTo(Outcome.Reason.WRONG_STATE);
        }
        scene.close(LI, alert);
        Outcome closed =
                scene.apply(new Command.ReportScene(scene.id(OperatorId.AMBULANCE), alert, "", HANDED_OVER, null));
        assertThat(reason(closed)).isEqualTo(Outcome.Reason.UNKNOWN_ALERT);
    }

    @Test
    void aMergeDoesNotCloseWhatWasCalledOffMeanwhile() {
        press(ambulance(120));
        scene.claim(LI);
        scene.ambulance(CANCELLED);
        scene.apply(Scene.reconcile(scene.id(LI), scene.alert().id(), LI, List.of(), 1, Scene.HELPED));
        assertThat(scene.alert().attentionPending()).isTrue();
        scene.claim(LI);
        scene.apply(Scene.reconcile(scene.id(LI), scene.alert().id(), LI, List.of(), 1, Scene.HELPED));

        assertThat(scene.ended().disposition()).as("acknowledged").isEqualTo(Scene.HELPED);
    }
}

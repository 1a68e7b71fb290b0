package care.convoy.alert;

import static care.convoy.alert.Plans.supervisor;
import static care.convoy.alert.Plans.together;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.fall;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command.Reconcile.Age;
import care.convoy.alert.Command.Reconcile.StepDone;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep.Action;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What age did while the log did not answer: what is more urgent, and what is earlier, counts. */
class AgedElsewhereTest {
    private final Scene scene = new Scene();
    private long news;

    @BeforeEach
    void plan() {
        scene.plan = new EscalationPlan(
                "own",
                List.of(
                        together(0, Action.SHOW_ALL_CONSOLES, 0),
                        together(60, Action.CALL, 1, "a"),
                        together(100, Action.CALL, 2, "b")),
                List.of(together(0, Action.SHOW_ALL_CONSOLES, 0), supervisor(30), together(40, Action.CALL, 1, "a")),
                List.of(together(0, Action.SHOW_ALL_CONSOLES, 0)),
                300_000,
                600_000);
    }

    private void tell(Age age, OperatorId owner, StepDone... steps) {
        news++;
        scene.apply(new Command.Reconcile(
                new CommandId(new OperatorId("node-1"), new UUID(3, news)),
                scene.alert().id(),
                new Command.Reconcile.Known(true, true, scene.alert().signals(), List.of()),
                new Command.Reconcile.Hands(owner, List.of(), owner == null, null, null),
                new Command.Reconcile.Reached(AlertState.CLAIMED, List.of(steps), List.of(), age)));
    }

    private long ago(long seconds) {
        return scene.nowMillis() - seconds * 1_000;
    }

    private static StepDone done(Priority priority, int place, Command.Reconcile.Told... told) {
        return new StepDone(priority, place, List.of(told));
    }

    private List<Event.PriorityRaised> raised() {
        return scene.events(Event.PriorityRaised.class);
    }

    @Test
    void raisedAlertIsRaisedAndItsStepsCountFromThenOn() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(130);
        tell(new Age(Priority.P1, ago(70), 0), null, done(Priority.P1, 0), done(Priority.P1, 1));

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        scene.pass(30);
        assertThat(scene.asked("b")).as("100 s after it was raised, 70 s ago").containsExactly("160 VOICE");
        scene.pass(600);
        assertThat(raised()).hasSize(1);
    }

    @Test
    void twoPrioritiesAreRaisedOneByOne() {
        scene.hear(new BandRemoved());
        tell(new Age(Priority.P1, ago(5), 0), null);

        AlertId alert = scene.alert().id();
        assertThat(raised())
                .containsExactly(
                        new Event.PriorityRaised(alert, Priority.P3, Priority.P2),
                        new Event.PriorityRaised(alert, Priority.P2, Priority.P1));
    }

    @Test
    void logThatRaisedItLaterByItselfHastensItsSteps() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(330);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        scene.pass(20);
        tell(new Age(Priority.P1, ago(65), 0), null, done(Priority.P1, 0));

        assertThat(scene.asked("a"))
                .as("was due 60 s after it was raised there")
                .contains("350 VOICE");
        assertThat(raised()).hasSize(1);
        assertThat(scene.events(Event.StepDue.class)).doesNotHaveDuplicates();
    }

    @Test
    void whoAttendsGoesOnAttendingToWhatIsMoreUrgentNow() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(31);
        scene.claim(LI);
        tell(new Age(Priority.P1, ago(10), 0), LI);
        scene.pass(110);

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.alert().owner()).isEqualTo(LI);
        assertThat(scene.asked("a")).isEmpty();
        scene.pass(30);
        assertThat(scene.alert().owner()).as("the lease has lapsed").isNull();
        assertThat(scene.asked("a")).as("as if nobody had attended").isNotEmpty();
    }

    @Test
    void whatWasPutOffAndIsMostUrgentNowRings() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(31);
        scene.claim(WANG);
        scene.apply(new Command.Defer(
                new CommandId(WANG, new UUID(9, 9)),
                scene.alert().id(),
                scene.alert().version(),
                600_000,
                Command.DeferralReason.OTHER,
                null));
        assertThat(scene.alert().state()).isEqualTo(AlertState.DEFERRED);
        tell(new Age(Priority.P1, ago(3), 0), null);

        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().attentionPending()).isTrue();
    }

    @Test
    void whatWasDoneUnderTheFormerPriorityIsKnown() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(80);
        tell(
                new Age(Priority.P1, ago(10), 0),
                null,
                done(Priority.P2, 2, new Command.Reconcile.Told("a", EffectReport.ACCEPTED)),
                done(Priority.P1, 0));

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.alert().progress()).as("somebody comes").isEqualTo(AlertState.RESPONDING);
        assertThat(scene.alert().steps())
                .filteredOn(step -> step.doneAtMillis() != 0 && step.step().action() == Action.CALL)
                .singleElement()
                .satisfies(step -> assertThat(step.reaches().getFirst().is(Reach.State.ACCEPTED))
                        .isTrue());
    }

    @Test
    void earlierTimeAtWhichAgeRaisesItCounts() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(40);
        tell(new Age(Priority.P2, 0, scene.nowMillis() + 20_000), null);
        scene.pass(19);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P2);
        scene.pass(1);

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
    }

    @Test
    void laterTimeOrOneOfAnotherPriorityDoesNotCount() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(40);
        tell(new Age(Priority.P2, 0, scene.nowMillis() + 900_000), null);
        tell(new Age(Priority.P3, 0, scene.nowMillis() + 10_000), null);
        scene.pass(280);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P2);
        scene.pass(10);

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
    }

    @Test
    void laterTimeDoesNotCountForOneThatRingsOnlyNow() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(5);
        assertThat(scene.alert().state()).isEqualTo(AlertState.PRE_ALARM);
        tell(new Age(Priority.P2, 0, scene.nowMillis() + 900_000), null);
        scene.pass(299);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P2);
        scene.pass(1);

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
    }

    @Test
    void whatAgeMadeUrgentElsewhereIsAsOldAfterARestart() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(40);
        tell(new Age(Priority.P1, ago(5), 0), null);
        scene.restart();
        scene.hear(new BandRemoved());
        scene.pass(200);

        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).isEmpty();
        scene.hear(sos());
        assertThat(scene.alert().kind()).isEqualTo(AlertKind.SOS);
    }

    @Test
    void itRemindsAsItsNewPriorityDoesAlsoIfAllOfThatIsDone() {
        scene.hear(fall(Movement.MOVING));
        scene.pass(100);
        tell(new Age(Priority.P1, ago(20), 0), null, done(Priority.P1, 0), done(Priority.P1, 1), done(Priority.P1, 2));
        int before = scene.events(Event.Reminded.class).size();
        scene.pass(60);
        assertThat(scene.events(Event.Reminded.class)).hasSize(before + 1);
    }
}

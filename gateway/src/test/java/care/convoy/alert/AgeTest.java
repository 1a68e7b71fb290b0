package care.convoy.alert;

import static care.convoy.alert.Plans.ambulance;
import static care.convoy.alert.Plans.supervisor;
import static care.convoy.alert.Plans.together;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.fall;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Age raises the priority of what nobody attends to; nothing lowers it. */
class AgeTest {
    private final Scene scene = new Scene();

    /** P3 becomes P2 after 600 s, P2 becomes P1 after 300 s more. */
    private void aging(long p2Seconds, long p3Seconds) {
        scene.plan = new EscalationPlan(
                "own",
                List.of(together(0, Action.SHOW_ALL_CONSOLES, 0), together(60, Action.CALL, 1, "a"), ambulance(120)),
                List.of(together(0, Action.SHOW_ALL_CONSOLES, 0), supervisor(30)),
                List.of(together(0, Action.SHOW_ALL_CONSOLES, 0)),
                p2Seconds * 1_000,
                p3Seconds * 1_000);
    }

    private List<Event.PriorityRaised> raised() {
        return scene.events(Event.PriorityRaised.class);
    }

    @Test
    void whatNobodyAttendsToBecomesMoreUrgentStepByStep() {
        aging(300, 600);
        scene.hear(new BandRemoved());
        scene.pass(599);
        assertThat(raised()).isEmpty();
        scene.pass(1);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P2);
        scene.pass(300);

        AlertId alert = scene.alert().id();
        assertThat(raised())
                .containsExactly(
                        new Event.PriorityRaised(alert, Priority.P3, Priority.P2),
                        new Event.PriorityRaised(alert, Priority.P2, Priority.P1));
        assertThat(scene.startedAt(Action.CALL_SUPERVISOR)).startsWith(630L);
        scene.pass(60);
        assertThat(scene.asked("a")).containsExactly("960 VOICE");
    }

    @Test
    void ageAloneRequestsNoAmbulanceButAFurtherPressDoes() {
        aging(300, 0);
        scene.hear(new BandRemoved());
        assertThat(scene.alert().priority()).isEqualTo(Priority.P2);
        scene.pass(600);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).isEmpty();
        scene.hear(sos());
        scene.pass(120);

        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(720L);
        assertThat(scene.alert().kind()).isEqualTo(AlertKind.SOS);
    }

    @Test
    void fallOfOneWhoMovesStaysOneWhenAgeRaisesIt() {
        aging(300, 600);
        scene.hear(fall(Movement.MOVING));
        scene.pass(30 + 300 + 200);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).isEmpty();
        scene.restart();
        scene.pass(200);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).isEmpty();
        scene.hear(fall(Movement.UNKNOWN));
        scene.pass(120);

        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).hasSize(1);
    }

    @Test
    void thatAgeAloneMadeItUrgentIsKnownAfterAFurtherSignalAndARestart() {
        aging(0, 0);
        scene.hear(fall(Movement.MOVING));
        scene.pass(30);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        scene.hear(new BandRemoved());
        scene.restart();
        scene.hear(new BandRemoved());
        scene.pass(200);

        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).isEmpty();
    }

    @Test
    void stillFallIsGraveAlthoughALaterOneMoved() {
        aging(300, 600);
        scene.hear(fall(Movement.STILL));
        scene.hear(fall(Movement.MOVING));
        scene.pass(120);

        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(120L);
    }

    @Test
    void stillFallOnAnAgedAlertIsGrave() {
        aging(0, 0);
        scene.hear(new BandRemoved());
        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        scene.hear(fall(Movement.STILL));
        scene.pass(120);

        assertThat(scene.alert().kind()).isEqualTo(AlertKind.FALL);
        assertThat(scene.startedAt(Action.REQUEST_AMBULANCE)).containsExactly(120L);
    }

    @Test
    void whoAttendsStopsTheAgeing() {
        aging(300, 600);
        scene.hear(new BandRemoved());
        scene.pass(500);
        scene.claim(LI);
        for (int i = 0; i < 10; i++) {
            scene.pass(100);
            scene.renew(LI);
        }

        assertThat(raised()).isEmpty();
    }

    @Test
    void abandonedAlertIsAsOldAsItIs() {
        aging(300, 600);
        scene.hear(new BandRemoved());
        scene.pass(550);
        scene.claim(LI);
        scene.pass(120);

        assertThat(raised()).hasSize(1);
    }

    @Test
    void furtherSignalsDoNotPutOffTheRaise() {
        aging(300, 600);
        scene.hear(new BandRemoved());
        for (int i = 0; i < 5; i++) {
            scene.pass(100);
            scene.hear(new BandRemoved());
        }
        scene.pass(99);
        assertThat(raised()).isEmpty();
        scene.pass(1);
        assertThat(raised()).hasSize(1);
        for (int i = 0; i < 3; i++) {
            scene.hear(new BandRemoved());
            scene.pass(100);
        }
        assertThat(raised()).hasSize(2);
    }

    @Test
    void ageCountsAnewFromTheFirstSignalAfterSomebodyAttended() {
        aging(300, 600);
        scene.hear(new BandRemoved());
        scene.pass(500);
        scene.claim(LI);
        scene.pass(100);
        scene.hear(new BandRemoved());
        scene.pass(10);
        scene.hear(new BandRemoved());
        scene.restart();
        assertThat(scene.core().export().open().getFirst().raiseAtMillis()).isEqualTo(Scene.START_MILLIS + 1_200_000);
    }

    @Test
    void signalThatMakesItMoreUrgentBeginsTheAgeOfThatPriority() {
        aging(300, 600);
        scene.hear(new BandRemoved());
        scene.pass(599);
        scene.hear(fall(Movement.MOVING));
        scene.pass(299);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P2);
        scene.pass(1);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
    }

    @Test
    void neitherPreAlarmNorDeferralNorTestAges() {
        aging(5, 5);
        scene.hear(fall(Movement.MOVING));
        scene.pass(29);
        assertThat(raised()).isEmpty();
        scene.claim(LI);
        scene.defer(LI, 600);
        scene.pass(599);
        assertThat(raised()).isEmpty();

        Scene test = new Scene();
        test.plan = scene.plan;
        test.beginTest(3_600);
        test.hear(new BandRemoved());
        test.pass(3_000);
        assertThat(test.events(Event.PriorityRaised.class)).isEmpty();
    }

    @Test
    void deferredAlertAgesFromItsReturn() {
        aging(100, 300);
        scene.hear(new BandRemoved());
        scene.claim(LI);
        scene.defer(LI, 600);
        scene.pass(600 + 299);
        assertThat(raised()).isEmpty();
        scene.pass(1);
        assertThat(raised()).hasSize(1);
    }

    @Test
    void planWithoutAgeingLeavesThePriority() {
        scene.hear(new BandRemoved());
        scene.pass(100_000);

        assertThat(raised()).isEmpty();
        assertThat(scene.core().export().open().getFirst().raiseAtMillis()).isZero();
    }

    @Test
    void restartKeepsTheTimeOfTheRaise() {
        aging(300, 600);
        scene.hear(new BandRemoved());
        scene.pass(700);
        assertThat(scene.core().export().open().getFirst().raiseAtMillis()).isEqualTo(Scene.START_MILLIS + 900_000);
        scene.restart();
        scene.pass(200);

        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
    }

    @Test
    void countdownOfAnAmbulanceIsShownOnlyIfItWillBeRequested() {
        aging(0, 0);
        scene.hear(new BandRemoved());
        assertThat(scene.alert().steps().getLast().skipped()).isTrue();
        scene.hear(sos());
        assertThat(scene.alert().steps().getLast().isPending()).isTrue();
    }
}

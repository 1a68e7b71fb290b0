package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.CoreState;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alert.Priority;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.MalformedFrame;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Age raises what nobody attends to also while the log is away, and what it raised stays raised. */
class AgedWithoutLogTest {
    /** A P3 becomes a P2 after 200 s, a P2 a P1 after 100 s. */
    private static final EscalationPlan PLAN = new EscalationPlan(
            "own",
            List.of(
                    step(0, Condition.ALWAYS, Action.SHOW_ALL_CONSOLES),
                    step(20, Condition.UNCLAIMED, Action.CALL, "c1"),
                    step(60, Condition.UNCLAIMED, Action.CALL, "c2"),
                    step(120, Condition.UNCLAIMED_GRAVE, Action.REQUEST_AMBULANCE)),
            List.of(
                    step(0, Condition.ALWAYS, Action.SHOW_ALL_CONSOLES),
                    step(50, Condition.UNCLAIMED, Action.ALL_CONSOLES_LOUD)),
            List.of(step(0, Condition.ALWAYS, Action.SHOW_ALL_CONSOLES)),
            100_000,
            200_000);

    private Plight plight;

    @BeforeEach
    void begin() throws IOException {
        plight = new Plight();
    }

    private static EscalationStep step(int seconds, Condition condition, Action action, String... contacts) {
        List<ChannelKind> channels = contacts.length == 0 ? List.of() : List.of(ChannelKind.VOICE);
        return new EscalationStep(seconds * 1_000L, condition, action, 1, List.of(contacts), channels);
    }

    private Command.Signal signal(long sequence, DeviceMessage.Alarm message) {
        return new Command.Signal(
                new SignalKey(new DeviceId("band-r1"), 1, sequence),
                plight.clock.wallMillis(),
                Command.NO_TIME,
                new ResidentId("r1"),
                message,
                AlertStatus.ACTUAL,
                PLAN,
                List.of());
    }

    /** A P2 after the 30 s of its pre-alarm, of one who moves. */
    private AlertId fall() {
        AlertId fall = alert(plight.answered(signal(1, new DeviceMessage.FallDetected(Movement.MOVING, 50, null))));
        letTheLogLive(31);
        return fall;
    }

    private void letTheLogLive(int seconds) {
        for (int i = 0; i < seconds; i++) {
            plight.pass(Duration.ofSeconds(1));
            plight.inner.tick();
        }
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

    private List<Event> provisional(Class<? extends Event> kind) {
        return plight.provisional.stream()
                .map(CommittedEvent::event)
                .<Event>map(event -> event)
                .filter(kind::isInstance)
                .toList();
    }

    private List<String> asked(List<Event> events) {
        return events.stream()
                .filter(Event.EffectDue.class::isInstance)
                .map(event -> ((Event.EffectDue) event).effect().contact())
                .filter(contact -> !contact.isEmpty())
                .toList();
    }

    private List<Event> inLog(Class<? extends Event> kind) {
        return plight.inner.events.stream().filter(kind::isInstance).toList();
    }

    @Test
    void whatWasTakenUpIsRaisedAtItsTimeAndItsContactsAreCalled() {
        AlertId fall = fall();
        letTheLogLive(60);
        plight.loseLog();
        plight.pass(Duration.ofSeconds(36));
        assertThat(here(fall).priority()).isEqualTo(Priority.P2);

        plight.pass(Duration.ofSeconds(3));
        assertThat(here(fall).priority()).isEqualTo(Priority.P1);
        plight.pass(Duration.ofSeconds(25));

        assertThat(provisional(Event.PriorityRaised.class))
                .containsExactly(new Event.PriorityRaised(fall, Priority.P2, Priority.P1));
        assertThat(asked(provisional(Event.EffectDue.class))).containsExactly("c1");
    }

    @Test
    void whatItRaisedStaysRaisedAndNoStepIsStartedTwice() {
        AlertId fall = fall();
        plight.loseLog();
        plight.pass(Duration.ofSeconds(125));
        report("c1", EffectReport.NO_ANSWER);
        assertThat(here(fall).priority()).isEqualTo(Priority.P1);
        assertThat(asked(provisional(Event.EffectDue.class))).startsWith("c1");

        plight.regainLog();
        letTheLogLive(60);

        assertThat(there(fall).priority()).isEqualTo(Priority.P1);
        assertThat(inLog(Event.PriorityRaised.class)).hasSize(1);
        assertThat(inLog(Event.StepDue.class)).doesNotHaveDuplicates();
        assertThat(asked(plight.inner.events))
                .as("c1 did not answer, and is not asked again")
                .doesNotContain("c1");
    }

    @Test
    void logWhoseClockIsBehindIsToldThatItWasRaisedAndSinceWhen() {
        AlertId fall = fall();
        plight.loseLog();
        plight.pass(Duration.ofSeconds(125));
        long raisedAt = plight.provisional.stream()
                .filter(event -> event.event() instanceof Event.PriorityRaised)
                .findFirst()
                .orElseThrow()
                .atMillis();

        Command.Reconcile news = newsOf(fall);

        assertThat(news.reached().age()).isEqualTo(new Command.Reconcile.Age(Priority.P1, raisedAt, 0));
        assertThat(news.reached().steps())
                .extracting(Command.Reconcile.StepDone::priority, Command.Reconcile.StepDone::step)
                .contains(tuple(Priority.P1, 0), tuple(Priority.P1, 1), tuple(Priority.P2, 0), tuple(Priority.P2, 1));
    }

    private Command.Reconcile newsOf(AlertId fall) {
        plight.regainLog();
        return plight.inner.applied.stream()
                .filter(command -> command instanceof Command.Reconcile news
                        && news.alert().equals(fall))
                .map(Command.Reconcile.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private void report(String contact, EffectReport report) {
        plight.provisional.stream()
                .filter(event -> event.event() instanceof Event.EffectDue due
                        && due.effect().contact().equals(contact))
                .map(event -> ((Event.EffectDue) event.event()).effect().key())
                .toList()
                .forEach(key -> plight.answered(new Command.ReportEffect(key, report)));
    }

    @Test
    void ageThatBeganWithoutTheLogGoesOnThere() {
        plight.loseLog();
        AlertId removed = alert(plight.answered(signal(1, new DeviceMessage.BandRemoved())));
        plight.pass(Duration.ofSeconds(150));
        plight.regainLog();
        assertThat(there(removed).priority()).isEqualTo(Priority.P3);

        letTheLogLive(50);

        assertThat(there(removed).priority()).as("200 s after it was heard").isEqualTo(Priority.P2);
    }

    @Test
    void alertThatAgeMadeUrgentRequestsNoAmbulanceByThat() {
        fall();
        letTheLogLive(105);
        assertThat(plight.inner.core.open()).extracting(AlertView::priority).containsExactly(Priority.P1);
        plight.loseLog();

        plight.answered(signal(2, new DeviceMessage.BandRemoved()));
        plight.pass(Duration.ofSeconds(200));

        assertThat(plight.provisionalOpen.getFirst().steps())
                .filteredOn(step -> step.step().action() == Action.REQUEST_AMBULANCE)
                .allMatch(step -> step.doneAtMillis() == 0)
                .isNotEmpty();
    }

    @Test
    void attendedAlertIsNotRaised() {
        AlertId fall = fall();
        plight.loseLog();
        plight.answered(new Command.Claim(plight.id(LI), fall, -here(fall).version()));
        for (int i = 0; i < 4; i++) {
            plight.pass(Duration.ofSeconds(50));
            plight.answered(new Command.RenewLease(plight.id(LI), fall));
        }

        assertThat(here(fall).priority()).isEqualTo(Priority.P2);
        plight.regainLog();
        assertThat(there(fall).owner()).isEqualTo(LI);
    }

    @Test
    void ageIsKnownAfterACrashToo() throws IOException {
        AlertId fall = fall();
        plight.loseLog();
        plight.pass(Duration.ofSeconds(20));

        plight.begin(new MemoryDisk(plight.disk.safe()));
        plight.pass(Duration.ofSeconds(75));
        assertThat(here(fall).priority()).isEqualTo(Priority.P2);
        plight.pass(Duration.ofSeconds(10));

        assertThat(here(fall).priority()).isEqualTo(Priority.P1);
    }

    /** As it was kept before age was: the steps of its own priority only, and no time at which age raises it. */
    @Test
    void knownAlertThatAnEarlierVersionKeptIsTakenUp() throws MalformedFrame {
        AlertId fall = fall();
        CoreState.Open now = Objects.requireNonNull(plight.inner.core.standing(fall));
        EscalationPlan kept = new EscalationPlan("known", List.of(), PLAN.p2(), List.of());
        CoreState.Open earlier =
                new CoreState.Open(now.view(), kept, now.attentionVersion(), null, now.nextStepIndex(), 0, 0, 0, 0);

        List<CoreState.Open> read =
                KnownFrame.decode(KnownFrame.encode(earlier, List.of())).open();
        EmergencyCore core = EmergencyCore.with(
                new EmergencyCore.Begin(read, List.of(), List.of(), now.view().attentionAtMillis()),
                CoreLimits.standard(),
                AlertCore::apply);
        core.advance(1, now.view().attentionAtMillis() + 600_000);

        assertThat(core.open())
                .extracting(AlertView::id, AlertView::priority)
                .containsExactly(tuple(fall, Priority.P2));
    }
}

package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.HELPED;
import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.WANG;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alert.Outcome;
import care.convoy.alert.Reach;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import care.convoy.escalation.EscalationStep.Order;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an emergency must not lose on its way back to the log, nor on its way out of it. */
class BroughtBackTest {
    private Plight plight;

    @BeforeEach
    void begin() throws IOException {
        plight = new Plight();
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

    private static EscalationStep step(int seconds, Action action, String... contacts) {
        List<ChannelKind> channels = contacts.length == 0 ? List.of() : List.of(ChannelKind.VOICE);
        return new EscalationStep(
                seconds * 1_000L, Condition.UNCLAIMED, action, 1, List.of(contacts), channels, Order.IN_TURN);
    }

    private static Command.Signal signal(DeviceMessage.Alarm message, EscalationStep... steps) {
        EscalationPlan plan = new EscalationPlan("own", List.of(steps), List.of(steps), List.of(steps));
        SignalKey key = new SignalKey(new DeviceId("band-r1"), 1, 1);
        return new Command.Signal(
                key,
                Plight.START_MILLIS,
                Command.NO_TIME,
                new ResidentId("r1"),
                message,
                AlertStatus.ACTUAL,
                plan,
                List.of());
    }

    /** The log's own life for a while, with nothing else. */
    private void letTheLogLive(int seconds) {
        for (int i = 0; i < seconds; i++) {
            plight.pass(Duration.ofSeconds(1));
            plight.inner.tick();
        }
    }

    private List<String> askedByTheLog() {
        return plight.inner.events.stream()
                .filter(Event.EffectDue.class::isInstance)
                .map(event -> ((Event.EffectDue) event).effect().contact())
                .toList();
    }

    @Test
    void furtherPressThatTheOwnerHasNotAcknowledgedGoesOnAsking() {
        plight.loseLog();
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.answered(new Command.Claim(plight.id(LI), alert, -here(alert).version()));
        plight.answered(press("r1", 2));
        assertThat(here(alert).owner()).isEqualTo(LI);
        assertThat(here(alert).attentionPending()).isTrue();

        plight.regainLog();

        assertThat(there(alert).attentionPending()).isTrue();
    }

    @Test
    void wordsOfADispositionAreTakenOver() {
        Sealed words = Sealed.copyOf("she had fallen asleep".getBytes(StandardCharsets.UTF_8));
        plight.loseLog();
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.answered(new Command.Claim(plight.id(LI), alert, -here(alert).version()));
        plight.answered(new Command.Resolve(plight.id(LI), alert, -here(alert).version(), HELPED, words));
        assertThat(plight.provisionalOpen).isEmpty();

        plight.regainLog();

        assertThat(plight.inner.core.open()).isEmpty();
        assertThat(plight.inner.events)
                .as("the words are on the log's time line once")
                .filteredOn(event ->
                        (event instanceof Event.NoteAdded note && note.text().equals(words))
                                || (event instanceof Event.Resolved resolved && words.equals(resolved.note())))
                .hasSize(1);
    }

    @Test
    void fallThatRangDoesNotGoBackToItsPreAlarmAndItsLineGoesOn() {
        plight.loseLog();
        DeviceMessage.Alarm fall =
                new DeviceMessage.FallDetected(DeviceMessage.Movement.MOVING, DeviceMessage.ABSENT, null);
        AlertId alert = alert(
                plight.answered(signal(fall, step(0, Action.SHOW_ALL_CONSOLES), step(15, Action.CALL, "c1", "c2"))));
        plight.pass(Duration.ofSeconds(50));
        assertThat(here(alert).state()).isEqualTo(AlertState.QUEUED);

        plight.regainLog();

        assertThat(there(alert).state()).isEqualTo(AlertState.QUEUED);
        letTheLogLive(900);
        assertThat(askedByTheLog()).contains("c1", "c2");
    }

    @Test
    void claimThatIsAcknowledgedSurvivesACrashAlsoInAJournalThatIsAlmostFull() throws IOException {
        plight = new Plight(new MemoryDisk(32 << 10));
        AlertId noted = alert(plight.answered(press("r1", 1)));
        AlertId claimed = alert(plight.answered(press("r2", 1)));
        plight.loseLog();
        boolean full = false;
        while (!full) {
            CompletableFuture<Receipt> note = plight.submit(plight.note(LI, noted, "x".repeat(300)));
            plight.log.poll();
            full = note.isCompletedExceptionally();
        }
        CompletableFuture<Receipt> claim = plight.submit(
                new Command.Claim(plight.id(LI), claimed, -here(claimed).version()));
        plight.log.poll();

        plight.begin(new MemoryDisk(plight.disk.safe()));
        plight.regainLog();

        assertThat(claim.isCompletedExceptionally() || LI.equals(there(claimed).owner()))
                .as("refused, or kept")
                .isTrue();
    }

    @Test
    void wordsThatCannotBeOpenedAnyMoreDoNotHoldUpTheRest() throws IOException {
        KnownAlerts known = new KnownAlerts(plight.clock);
        plight.inner.connect(known);
        NoteTransfer anotherKey = (_, _, _) -> {
            throw new IllegalStateException("sealed with another key");
        };
        plight.log = new SafeguardedLog(
                SafeguardConfig.of(1),
                new Surroundings(
                        plight.inner,
                        EmergencyJournal.on(new MemoryDisk(MemoryDisk.BYTES)),
                        known,
                        anotherKey,
                        List.of(plight),
                        plight.said::add));
        plight.log.watch();
        plight.loseLog();
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.answered(plight.note(LI, alert, "on my way"));
        plight.inner.apply(press("r1", 9));

        plight.regainLog();

        assertThat(plight.inner.core.open()).extracting(AlertView::presses).containsExactly(2);
        assertThat(plight.log.degradedBecause()).isNull();
        assertThat(plight.said).anyMatch(line -> line.contains("cannot be sealed anew"));
    }

    @Test
    void alertForWhichSomebodyWasComingIsRemindedOfInFull() {
        AlertId alert = alert(plight.answered(signal(
                new DeviceMessage.SosPressed(1, null),
                step(0, Action.SHOW_ALL_CONSOLES),
                step(5, Action.CALL_SUPERVISOR),
                new EscalationStep(
                        6_000, Condition.UNCLAIMED, Action.CALL, 1, List.of("c1", "c2"), List.of(ChannelKind.VOICE)))));
        letTheLogLive(10);
        plight.inner.events.stream()
                .filter(event -> event instanceof Event.EffectDue due
                        && due.effect().contact().equals("c1"))
                .map(event -> ((Event.EffectDue) event).effect().key())
                .toList()
                .forEach(key -> plight.inner.apply(new Command.ReportEffect(key, EffectReport.ACCEPTED)));
        assertThat(there(alert).steps()).as("c2 is told that c1 comes").hasSize(4);
        plight.loseLog();

        plight.pass(Duration.ofMinutes(5));

        assertThat(plight.provisional)
                .extracting(event -> event.event())
                .as("the supervisor is called again by the reminders")
                .contains(new Event.StepDue(alert, 1, 2));
    }

    // ---- what was decided here

    private AlertId claimedBeforeTheFault() {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        plight.answered(new Command.Claim(plight.id(LI), alert, there(alert).version()));
        return alert;
    }

    @Test
    void whoGaveItBackIsNotItsOwnerInTheLog() {
        AlertId alert = claimedBeforeTheFault();
        plight.loseLog();
        plight.answered(new Command.Release(plight.id(LI), alert));

        plight.regainLog();

        assertThat(there(alert).owner()).isNull();
        assertThat(there(alert).attentionPending()).isTrue();
    }

    @Test
    void whoClosedWhatAnotherOpenedAgainIsNotItsOwnerInTheLog() {
        AlertId alert = claimedBeforeTheFault();
        plight.loseLog();
        plight.answered(new Command.Resolve(plight.id(LI), alert, -here(alert).version(), HELPED, null));
        plight.answered(new Command.Reopen(plight.id(WANG), alert, null));
        plight.answered(new Command.Release(plight.id(WANG), alert));

        plight.regainLog();

        assertThat(there(alert).owner()).isNull();
        assertThat(there(alert).attentionPending()).isTrue();
    }

    @Test
    void supervisorWhoTookItIsItsOwnerInTheLog() {
        AlertId alert = claimedBeforeTheFault();
        plight.loseLog();
        plight.answered(
                new Command.TakeOver(plight.id(WANG), alert, -here(alert).version()));

        plight.regainLog();

        assertThat(there(alert).owner()).isEqualTo(WANG);
    }

    @Test
    void whatWasPutOffIsPutOffInTheLog() {
        AlertId alert =
                alert(plight.answered(signal(new DeviceMessage.BandRemoved(), step(0, Action.SHOW_ALL_CONSOLES))));
        plight.loseLog();
        plight.answered(new Command.Claim(plight.id(LI), alert, -here(alert).version()));
        plight.answered(new Command.Defer(
                plight.id(LI), alert, -here(alert).version(), 600_000, Command.DeferralReason.CALL_BACK_AGREED, null));
        long until = here(alert).heldUntilMillis();

        plight.regainLog();

        assertThat(there(alert).state()).isEqualTo(AlertState.DEFERRED);
        assertThat(there(alert).heldUntilMillis()).isEqualTo(until);
    }

    @Test
    void progressAndHelpThatWasSentForAreKnownToTheLog() {
        AlertId alert = claimedBeforeTheFault();
        plight.loseLog();
        plight.answered(new Command.Progress(plight.id(LI), alert, AlertState.CONTACTING));
        plight.answered(new Command.Summon(plight.id(LI), alert, List.of(Action.REQUEST_AMBULANCE)));
        plight.provisional.stream()
                .filter(event -> event.event() instanceof Event.EffectDue)
                .map(event -> ((Event.EffectDue) event.event()).effect().key())
                .toList()
                .forEach(key -> plight.answered(new Command.ReportEffect(key, EffectReport.ACCEPTED)));

        plight.regainLog();

        assertThat(there(alert).state()).isEqualTo(AlertState.DISPATCHED);
        assertThat(there(alert).steps())
                .filteredOn(step -> step.step().action() == Action.REQUEST_AMBULANCE)
                .singleElement()
                .satisfies(step -> assertThat(step.reaches().getFirst().state()).isEqualTo(Reach.State.ACCEPTED));
        assertThat(plight.inner.events).noneMatch(event -> event instanceof Event.EffectDue);
    }

    @Test
    void alertThatWasClosedElsewhereDoesNotCloseTheNextOne() {
        AlertId former = claimedBeforeTheFault();
        plight.loseLog();
        plight.inner.apply(
                new Command.Resolve(plight.id(LI), former, there(former).version(), HELPED, null));
        AlertId next = alert(plight.inner.apply(press("r1", 50)));
        plight.answered(press("r1", 2));
        plight.answered(new Command.Claim(plight.id(LI), former, -here(former).version()));
        plight.answered(new Command.Resolve(plight.id(LI), former, -here(former).version(), HELPED, null));
        assertThat(plight.provisionalOpen).isEmpty();

        plight.regainLog();

        assertThat(there(next).attentionPending())
                .as("nobody has seen its first press")
                .isTrue();
        assertThat(there(next).presses()).isEqualTo(2);
    }

    @Test
    void alertThatWasClosedElsewhereAndHereLeavesNothingOpen() {
        AlertId former = claimedBeforeTheFault();
        plight.loseLog();
        plight.inner.apply(
                new Command.Resolve(plight.id(LI), former, there(former).version(), HELPED, null));
        plight.answered(press("r1", 2));
        plight.answered(new Command.Claim(plight.id(LI), former, -here(former).version()));
        plight.answered(new Command.Resolve(plight.id(LI), former, -here(former).version(), HELPED, null));

        plight.regainLog();

        assertThat(plight.inner.core.open()).isEmpty();
    }

    @Test
    void furtherPressThatOnlyTheLogKnowsKeepsTheCaseOpenWithItsOwner() {
        AlertId alert = claimedBeforeTheFault();
        plight.loseLog();
        plight.inner.apply(press("r1", 50));
        plight.answered(press("r1", 2));
        plight.answered(new Command.Claim(plight.id(LI), alert, -here(alert).version()));
        plight.answered(new Command.Resolve(plight.id(LI), alert, -here(alert).version(), HELPED, null));

        plight.regainLog();

        assertThat(there(alert).owner()).isEqualTo(LI);
        assertThat(there(alert).attentionPending()).isTrue();
    }

    @Test
    void whatWasDecidedOnTheViewOfAnEmergencyAcknowledgesNothingInTheLog() {
        AlertId alert = claimedBeforeTheFault();
        plight.loseLog();
        plight.inner.apply(press("r1", 50));
        plight.answered(press("r1", 2));
        plight.answered(new Command.Claim(plight.id(LI), alert, -here(alert).version()));
        plight.answered(plight.note(LI, alert, "she answers"));
        long seen = -here(alert).version();
        plight.regainLog();

        assertThat(plight.answered(new Command.Claim(plight.id(LI), alert, seen))
                        .outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.VERSION_MISMATCH));
        assertThat(plight.answered(new Command.Resolve(plight.id(LI), alert, seen, HELPED, null))
                        .outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.VERSION_MISMATCH));
        assertThat(there(alert).attentionPending()).isTrue();
    }

    @Test
    void versionOfTheLogCountsHereAsFarAsTheAlertWasTakenUp() {
        AlertId alert = alert(plight.answered(press("r1", 1)));
        long inTheLog = there(alert).version();
        plight.loseLog();
        plight.answered(press("r1", 2));
        plight.answered(new Command.Claim(plight.id(LI), alert, inTheLog + 99));
        assertThat(here(alert).attentionPending())
                .as("the second press was not on that screen")
                .isTrue();

        AlertId untouched = alert(plight.inner.apply(press("r2", 1)));
        plight.regainLog();
        plight.loseLog();
        plight.answered(
                new Command.Claim(plight.id(LI), untouched, there(untouched).version()));
        assertThat(here(untouched).attentionPending()).isFalse();
    }
}

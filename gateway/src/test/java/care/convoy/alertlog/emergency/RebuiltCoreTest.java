package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Event;
import care.convoy.alert.EventSink;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog.Health;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.Receipt.Durability;
import care.convoy.alertlog.emergency.EmergencyCounters.Count;
import care.convoy.device.ResidentId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An error in the middle of a command leaves a core that is half changed; the journal is a file. */
class RebuiltCoreTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    @TempDir
    Path temporary;

    private final Faulty faulty = new Faulty();
    private Plight plight;

    /** A core that fails after the first event of what it is asked. */
    private static final class Faulty implements EmergencyCore.Handling {
        volatile Set<String> residents = Set.of();
        volatile int times;
        volatile boolean ticksToo;

        void failsFor(int howOften, String... whom) {
            residents = Set.of(whom);
            times = howOften;
        }

        @Override
        public Outcome apply(AlertCore core, long atMillis, Command command, EventSink sink) {
            boolean meant = command instanceof Command.Signal signal
                    && signal.resident() instanceof ResidentId(String name)
                    && residents.contains(name);
            if (!meant || times <= 0) {
                return core.apply(atMillis, command, sink);
            }
            times--;
            return core.apply(atMillis, command, (event, after) -> {
                sink.accept(event, after);
                throw new StackOverflowError("a test");
            });
        }

        @Override
        public void advance(AlertCore core, long atMillis, EventSink sink) {
            core.advance(atMillis, (event, after) -> {
                sink.accept(event, after);
                if (ticksToo) {
                    throw new AssertionError("a test");
                }
            });
        }
    }

    @BeforeEach
    void begin() throws IOException {
        plight = new Plight();
        plight.handling = faulty;
        plight.begin(file());
    }

    @AfterEach
    void end() {
        plight.log.close();
    }

    private EmergencyJournal file() throws IOException {
        return EmergencyJournal.open(temporary.resolve("journal"), plight.said::add);
    }

    /** As after a crash: the same file, and nothing else. */
    private void beginAgain() throws IOException {
        plight.log.close();
        plight.inner.health = Health.NO_QUORUM;
        plight.provisionalOpen = List.of();
        plight.begin(file());
    }

    private List<String> residents() {
        return plight.provisionalOpen.stream()
                .map(view -> Objects.requireNonNull(view.resident()).value())
                .toList();
    }

    private Map<AlertId, List<Event>> timelines() {
        return plight.provisionalOpen.stream()
                .collect(Collectors.toMap(
                        AlertView::id,
                        view -> view.timeline().stream()
                                .map(AlertView.TimelineEntry::event)
                                .map(Event.class::cast)
                                .toList()));
    }

    private void requireEachToldOnce() {
        assertThat(plight.provisional.stream()
                        .map(event -> event.position() + "." + event.ordinal())
                        .toList())
                .doesNotHaveDuplicates();
        assertThat(plight.provisional.stream().map(event -> event.event()).filter(Event.Raised.class::isInstance))
                .hasSameSizeAs(plight.provisionalOpen);
    }

    @Test
    void errorThatComesOnceCostsNothing() throws IOException {
        plight.loseLog();
        plight.answered(press("r1", 1));
        faulty.failsFor(1, "r2");

        Receipt second = plight.answered(press("r2", 1));

        assertThat(second.durability()).isEqualTo(Durability.LOCAL);
        assertThat(residents()).containsExactly("r1", "r2");
        assertThat(plight.log.counters().get(Count.REBUILT)).isEqualTo(1);
        assertThat(plight.log.coreFailure()).isNull();
        requireEachToldOnce();
        plight.answered(new Command.Claim(plight.id(LI), alert(second), -99));
        Map<AlertId, List<Event>> before = timelines();
        beginAgain();
        assertThat(timelines()).isEqualTo(before);
    }

    @Test
    void commandThatAlwaysFailsCostsItselfOnly() throws IOException {
        plight.loseLog();
        AlertId first = alert(plight.answered(press("r1", 1)));
        faulty.failsFor(Integer.MAX_VALUE, "r3");

        CompletableFuture<Receipt> before = plight.submit(press("r2", 1));
        CompletableFuture<Receipt> failing = plight.submit(press("r3", 1));
        CompletableFuture<Receipt> claim = plight.submit(new Command.Claim(plight.id(LI), first, -99));
        CompletableFuture<Receipt> after = plight.submit(press("r4", 1));
        plight.log.poll();

        assertThat(failing).isCompletedExceptionally();
        for (CompletableFuture<Receipt> other : List.of(before, claim, after)) {
            assertThat(other).isCompletedWithValueMatching(receipt -> receipt.durability() == Durability.LOCAL);
        }
        assertThat(residents()).containsExactly("r1", "r2", "r4");
        assertThat(plight.provisionalOpen.getFirst().owner()).isEqualTo(LI);
        assertThat(plight.log.coreFailure()).isNull();
        requireEachToldOnce();

        plight.answered(press("r5", 1));
        beginAgain();
        assertThat(residents()).containsExactly("r1", "r2", "r4", "r5");
        plight.regainLog();
        assertThat(plight.inner.core.open())
                .extracting(view -> Objects.requireNonNull(view.resident()).value())
                .containsExactlyInAnyOrder("r1", "r2", "r4", "r5");
        assertThat(plight.answered(press("r3", 1)).durability()).isEqualTo(Durability.COMMITTED);
    }

    @Test
    void whatTheLogHadToldIsThereAgain() {
        AlertId untouched = alert(plight.answered(press("r1", 1)));
        plight.inner.staysUp = true;
        plight.log.degrade("disk", "the disk is almost full");
        plight.pass(Duration.ofSeconds(2));
        AlertId late = alert(plight.inner.apply(press("r2", 1)));
        plight.inner.health = Health.STOPPED;
        plight.pass(Duration.ofSeconds(1));
        faulty.failsFor(1, "r3");

        AlertId own = alert(plight.answered(press("r3", 1)));

        assertThat(plight.log.counters().get(Count.REBUILT)).isEqualTo(1);
        assertThat(plight.provisionalOpen).extracting(AlertView::id).containsExactlyInAnyOrder(untouched, late, own);
        assertThat(plight.answered(press("r2", 1)).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Done.class, done -> assertThat(done.duplicate()).isTrue());
    }

    @Test
    void withoutAWholeCoreNothingIsAcknowledgedUntilThereIsOne() {
        plight.loseLog();
        plight.inner.mood = CoreLog.Mood.REFUSES;
        plight.answered(press("r1", 1));
        faulty.failsFor(Integer.MAX_VALUE, "r1", "r2");

        CompletableFuture<Receipt> failing = plight.submit(press("r2", 1));
        CompletableFuture<Receipt> sameBatch = plight.submit(press("r3", 1));
        plight.log.poll();
        CompletableFuture<Receipt> later = plight.submit(press("r4", 1));
        plight.pass(Duration.ofSeconds(3));

        assertThat(List.of(failing, sameBatch, later)).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(plight.log.coreFailure()).contains("cannot be built anew").contains("StackOverflowError");
        assertThat(plight.log.health()).isEqualTo(Health.NO_QUORUM);

        faulty.failsFor(0);
        plight.pass(Duration.ofSeconds(2));

        assertThat(plight.log.coreFailure()).isNull();
        assertThat(plight.log.health()).isEqualTo(Health.DEGRADED);
        assertThat(plight.answered(press("r4", 1)).durability()).isEqualTo(Durability.LOCAL);
        assertThat(residents()).containsExactly("r1", "r2", "r3", "r4");
        requireEachToldOnce();
        plight.regainLog();
        assertThat(plight.inner.core.openCount()).isEqualTo(4);
    }

    @Test
    void logThatIsBackIsAskedAtOnceWhileThereIsNoWholeCore() {
        plight.loseLog();
        plight.answered(press("r1", 1));
        faulty.failsFor(Integer.MAX_VALUE, "r1", "r2");
        plight.submit(press("r2", 1));
        plight.log.poll();

        plight.inner.health = Health.READY;
        plight.inner.mood = CoreLog.Mood.ANSWERS;
        Receipt third = plight.answered(press("r3", 1));
        plight.pass(Duration.ofSeconds(3));

        assertThat(third.durability()).isEqualTo(Durability.COMMITTED);
        assertThat(plight.inner.core.openCount()).isEqualTo(1);
        faulty.failsFor(0);
        plight.pass(Duration.ofSeconds(5));
        assertThat(plight.inner.core.openCount()).isEqualTo(3);
        assertThat(plight.log.degradedBecause()).isNull();
    }

    @Test
    void mergeThatIsUnderWayIsBegunAnewWithTheNewCore() {
        plight.loseLog();
        plight.answered(press("r1", 1));
        plight.inner.health = Health.READY;
        plight.inner.mood = CoreLog.Mood.ANSWERS;
        plight.log.poll();
        plight.log.poll();
        plight.inner.mood = CoreLog.Mood.LATE;
        plight.log.poll();
        faulty.failsFor(1, "r2");
        plight.answered(press("r2", 1));
        plight.inner.catchUp();
        plight.inner.mood = CoreLog.Mood.ANSWERS;
        plight.pass(Duration.ofSeconds(5));

        assertThat(plight.log.counters().get(Count.REBUILT)).isEqualTo(1);
        assertThat(plight.log.degradedBecause()).isNull();
        assertThat(plight.inner.core.openCount()).isEqualTo(2);
        assertThat(plight.inner.events.stream().filter(Event.Raised.class::isInstance))
                .hasSize(2);
    }

    @Test
    void timeThatCannotPassIsAReasonToTakeNothing() {
        plight.loseLog();
        plight.inner.mood = CoreLog.Mood.REFUSES;
        plight.answered(press("r1", 1));
        faulty.ticksToo = true;
        plight.pass(Duration.ofSeconds(20));

        assertThat(plight.log.coreFailure()).contains("fallen due");
        CompletableFuture<Receipt> refused = plight.submit(press("r2", 1));
        plight.log.poll();
        assertThat(refused).isCompletedExceptionally();

        faulty.ticksToo = false;
        plight.pass(Duration.ofSeconds(2));

        assertThat(plight.log.coreFailure()).isNull();
        assertThat(plight.answered(press("r2", 1)).durability()).isEqualTo(Durability.LOCAL);
        assertThat(plight.provisionalOpen.getFirst().steps())
                .filteredOn(step -> step.doneAtMillis() > 0)
                .hasSize(2);
    }

    @Test
    void thoseWhoSubmitMeanwhileAreAllAnswered() {
        plight.loseLog();
        faulty.failsFor(Integer.MAX_VALUE, "r7", "r77");
        plight.log.start();
        List<CompletableFuture<Receipt>> all = new ArrayList<>();
        for (int resident = 0; resident < 100; resident++) {
            all.add(plight.submit(press("r" + resident, 1)));
        }

        for (int resident = 0; resident < 100; resident++) {
            if (resident == 7 || resident == 77) {
                assertThat(all.get(resident)).failsWithin(BOUND);
            } else {
                assertThat(all.get(resident)).succeedsWithin(BOUND);
            }
        }
    }
}

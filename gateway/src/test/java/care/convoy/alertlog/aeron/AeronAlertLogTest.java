package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.Outcome;
import care.convoy.alert.Task;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.aeron.AlertLogCounters.Count;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AeronAlertLogTest extends LogFixture {
    @Test
    void aPressIsAnsweredOnceItIsCommittedToldAndKept() throws Exception {
        AeronAlertLog running = start(config());

        Receipt receipt = submit(running, Presses.of("band-1"));

        AlertId alert = alertOf(receipt);
        assertThat(receipt.durability()).isEqualTo(Receipt.Durability.COMMITTED);
        CommittedEvent raised = heard.await(Event.Raised.class);
        assertThat(raised.position()).isEqualTo(receipt.position());
        assertThat(raised.after()).isNotNull();
        assertThat(heard.views()).containsOnlyKeys(alert);
        assertThat(heard.logIds()).containsExactly(running.history().logId());
        assertThat(running.history().read(-1, -1, 10).getFirst().event()).isEqualTo(raised.event());
        assertThat(running.counters().get(Count.COMMITTED)).isPositive();
    }

    @Test
    void openAlertsAndTheirTimersSurviveARestart() throws Exception {
        AeronAlertLog running = start(config());
        AlertId alert = alertOf(submit(running, Presses.withStepAfter("band-1", 2_500)));
        Map<AlertId, AlertView> before = heard.views();
        long logId = running.history().logId();

        restart();

        assertThat(heard.logIds()).containsExactly(logId);
        assertThat(heard.views()).isEqualTo(before);
        CommittedEvent due = heard.await(Event.StepDue.class);
        assertThat(((Event.StepDue) due.event()).alert()).isEqualTo(alert);
    }

    @Test
    void aPressRepeatedAfterARestartIsKnown() throws Exception {
        AlertId alert = alertOf(submit(start(config()), Presses.of("band-1")));

        Receipt again = submit(restart(), Presses.of("band-1"));

        assertThat(again.outcome()).isInstanceOfSatisfying(Outcome.Done.class, done -> {
            assertThat(done.alert()).isEqualTo(alert);
            assertThat(done.duplicate()).isTrue();
        });
        assertThat(heard.views()).hasSize(1);
    }

    @Test
    void oneCommandTooManyFailsAtOnceAndTheOthersAreAnswered() throws Exception {
        AeronAlertLog running = start(config().withMaxOutstanding(8));
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            answers.add(running.submit(Presses.of("band-" + i)).toCompletableFuture());
        }
        int refused = 0;
        for (var answer : answers) {
            try {
                assertThat(answer.join().durability()).isEqualTo(Receipt.Durability.COMMITTED);
            } catch (CompletionException failed) {
                assertThat(failed).hasCauseInstanceOf(AlertLog.Unavailable.class);
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 1_992).isEqualTo((int)
                running.counters().get(Count.OVERLOADED));
        assertThat(heard.views()).hasSize(2_000 - refused);
        // the log's own tick may be on its way
        await("nothing is under way", () -> running.counters().outstanding() == 0);
    }

    @Test
    void aSecondInstanceOnTheSameDirectoryIsRefused() throws Exception {
        start(config());

        assertThatThrownBy(() -> AeronAlertLog.start(config(), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is in use by another running instance");
        assertThat(submit(log, Presses.of("band-1")).durability()).isEqualTo(Receipt.Durability.COMMITTED);
    }

    @Test
    void aCommandNotAnsweredInTimeFailsAndItsRepeatIsKnown() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        AlertLogConfig patient = config();
        AlertLogConfig hasty = new AlertLogConfig(
                patient.directory(),
                patient.membership(),
                patient.profile(),
                patient.limits(),
                patient.snapshots(),
                patient.maxOutstanding(),
                Duration.ofMillis(400));
        AeronAlertLog running = start(hasty, new Told(_ -> awaitUninterruptibly(stalled)));

        var first = running.submit(Presses.of("band-1")).toCompletableFuture();

        assertThatThrownBy(first::join)
                .hasCauseInstanceOf(AlertLog.Unavailable.class)
                .hasMessageContaining("did not answer within 400 ms");
        await("no quorum", () -> running.health() == AlertLog.Health.NO_QUORUM);
        stalled.countDown();
        await("ready again", () -> running.health() == AlertLog.Health.READY);
        assertThat(running.counters().get(Count.LATE_REPLIES)).isEqualTo(1);
        assertThat(submit(running, Presses.of("band-1")).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Done.class, done -> assertThat(done.duplicate()).isTrue());
        assertThat(heard.views()).hasSize(1);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aListenerThatThrowsIsGivenTheStateAndTheOthersHearAll() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Told clumsy = new Told(_ -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("clumsy on purpose");
            }
        });
        AeronAlertLog running = start(config(), clumsy);
        assertThat(clumsy.resets()).containsExactly(0);

        submit(running, Presses.of("band-1"));
        submit(running, Presses.of("band-2"));
        submit(running, Presses.of("band-3"));

        assertThat(clumsy.resets()).containsExactly(0, 2);
        assertThat(calls).hasValue(2);
        assertThat(heard.views()).hasSize(3);
        assertThat(running.counters().get(Count.LISTENER_FAILURES)).isEqualTo(1);
    }

    @Test
    void anErrorStopsTheLogForGood() throws Exception {
        AeronAlertLog running = start(config(), new Told(_ -> {
            throw new AssertionError("broken on purpose");
        }));

        var first = running.submit(Presses.of("band-1")).toCompletableFuture();

        assertThatThrownBy(first::join).hasCauseInstanceOf(AlertLog.Unavailable.class);
        assertThat(running.health()).isEqualTo(AlertLog.Health.STOPPED);
        assertThatThrownBy(running.submit(Presses.of("band-2")).toCompletableFuture()::join)
                .hasCauseInstanceOf(AlertLog.Unavailable.class);
    }

    /** Does something with each command's events, and remembers how many alerts each reset brought. */
    private static final class Told implements CommittedListener {
        private final Consumer<List<CommittedEvent>> action;
        private final List<Integer> resets = new CopyOnWriteArrayList<>();

        Told(Consumer<List<CommittedEvent>> action) {
            this.action = action;
        }

        @Override
        public void reset(
                long logId,
                Collection<AlertView> open,
                Collection<Task> tasks,
                Collection<CoreState.DeviceTest> tests) {
            resets.add(open.size());
        }

        @Override
        public void committed(List<CommittedEvent> events) {
            action.accept(events);
        }

        List<Integer> resets() {
            return resets;
        }
    }

    @Test
    void aClosedLogLeavesNoThreadAndRefusesCommands() throws Exception {
        AeronAlertLog running = start(config());
        running.close();

        assertThat(running.health()).isEqualTo(AlertLog.Health.STOPPED);
        assertThatThrownBy(running.submit(Presses.of("band-1")).toCompletableFuture()::join)
                .hasCauseInstanceOf(AlertLog.Unavailable.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("log-")
                        || name.contains("driver-conductor")
                        || name.startsWith("archive")
                        || name.startsWith("consensus-module")
                        || name.startsWith("clustered-service"));
    }
}

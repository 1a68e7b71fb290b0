package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Event;
import care.convoy.alert.Outcome;
import care.convoy.alert.Task;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.aeron.AlertLogCounters.Count;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AeronAlertLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int portBase = 20_000 + 10 * ThreadLocalRandom.current().nextInt(1_000);

    @TempDir
    private Path directory;

    private Heard heard = new Heard();
    private @Nullable AeronAlertLog log;

    @AfterEach
    void close() {
        if (log != null) {
            log.close();
        }
    }

    private AlertLogConfig config() {
        AlertLogConfig config = AlertLogConfig.single(directory.resolve("log"), portBase);
        return new AlertLogConfig(
                config.directory(),
                config.membership(),
                config.profile(),
                config.limits(),
                config.snapshots(),
                config.maxOutstanding(),
                Duration.ofSeconds(30));
    }

    private AeronAlertLog start(AlertLogConfig config, CommittedListener... more) throws Exception {
        heard = new Heard();
        List<CommittedListener> listeners = new ArrayList<>(List.of(more));
        listeners.add(heard);
        AeronAlertLog started = AeronAlertLog.start(config, listeners);
        log = started;
        assertThat(started.awaitReady(PATIENCE)).as("ready").isTrue();
        return started;
    }

    private AeronAlertLog restart() throws Exception {
        close();
        return start(config());
    }

    private static Receipt submit(AlertLog log, Command command) {
        return log.submit(command)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static AlertId alertOf(Receipt receipt) {
        assertThat(receipt.outcome()).isInstanceOf(Outcome.Done.class);
        AlertId alert = ((Outcome.Done) receipt.outcome()).alert();
        assertThat(alert).isNotNull();
        return alert;
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

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
    void snapshotAndTailAreTheStateThatWas() throws Exception {
        AeronAlertLog running = start(config());
        for (int i = 0; i < 200; i++) {
            submit(running, Presses.of("early-" + i));
        }
        running.snapshotSoon();
        await("snapshot", () -> running.counters().get(Count.SNAPSHOTS) == 1);
        for (int i = 0; i < 50; i++) {
            submit(running, Presses.of("late-" + i));
            submit(running, Presses.of("early-" + i, 2));
        }
        Map<AlertId, AlertView> before = heard.views();
        List<CommittedEvent> told = allEvents(running);

        AeronAlertLog restarted = restart();

        assertThat(before).hasSize(250);
        assertThat(heard.views()).isEqualTo(before);
        assertThat(allEvents(restarted)).isEqualTo(told);
    }

    private static List<CommittedEvent> allEvents(AeronAlertLog running) {
        List<CommittedEvent> all = new ArrayList<>();
        List<CommittedEvent> next = running.history().read(-1, -1, 100);
        while (!next.isEmpty()) {
            all.addAll(next);
            next = running.history()
                    .read(next.getLast().position(), next.getLast().ordinal(), 100);
        }
        return all;
    }

    @Test
    void eventsThatTheJournalLostAreBroughtBackByReplay() throws Exception {
        AeronAlertLog running = start(config());
        for (int i = 0; i < 20; i++) {
            submit(running, Presses.of("early-" + i));
        }
        running.snapshotSoon();
        await("snapshot", () -> running.counters().get(Count.SNAPSHOTS) == 1);
        long size = Files.size(journalFile());
        for (int i = 0; i < 20; i++) {
            submit(running, Presses.of("late-" + i));
        }
        List<CommittedEvent> told = allEvents(running);
        running.close();
        try (var file = FileChannel.open(journalFile(), StandardOpenOption.WRITE)) {
            file.truncate(size + 100);
        }

        assertThat(allEvents(start(config()))).isEqualTo(told);
    }

    private Path journalFile() throws IOException {
        try (Stream<Path> files = Files.list(config().directory().resolve("events"))) {
            return files.filter(Files::isRegularFile).sorted().toList().getLast();
        }
    }

    @Test
    void aDamagedSnapshotIsPassedOverAtTheNextStart() throws Exception {
        AeronAlertLog running = start(config());
        for (int i = 0; i < 30; i++) {
            submit(running, Presses.of("band-" + i));
        }
        for (int round = 1; round <= 2; round++) {
            int taken = round;
            running.snapshotSoon();
            await("snapshot", () -> running.counters().get(Count.SNAPSHOTS) == taken);
            submit(running, Presses.of("after-" + round));
        }
        Map<AlertId, AlertView> before = heard.views();
        running.close();
        damageLastSnapshot();

        AeronAlertLog refusing = AeronAlertLog.start(config(), List.of());
        log = refusing;
        await("stopped", () -> refusing.health() == AlertLog.Health.STOPPED);
        restart();

        assertThat(heard.views()).isEqualTo(before);
    }

    /** The service's recording is the one that holds the alerts, so it is the longer one of the two. */
    private void damageLastSnapshot() throws IOException {
        List<Path> recordings;
        try (Stream<Path> files = Files.list(config().directory().resolve("archive"))) {
            recordings = files.filter(file -> file.toString().endsWith(".rec"))
                    .sorted(Comparator.comparingLong(AeronAlertLogTest::recordingId))
                    .toList();
        }
        for (Path recording : recordings.subList(recordings.size() - 2, recordings.size())) {
            byte[] bytes = Files.readAllBytes(recording);
            for (int i = 0; i < 4_000; i++) {
                if (bytes[i] == 'b' && bytes[i + 1] == 'a' && bytes[i + 2] == 'n' && bytes[i + 3] == 'd') {
                    bytes[i] = 'B';
                }
            }
            Files.write(recording, bytes);
        }
    }

    private static long recordingId(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('-')));
    }

    @Test
    void theLogIsPurgedUpToTheLastButOneSnapshot() throws Exception {
        AeronAlertLog running = start(config());
        submit(running, Presses.of("band-1"));
        Path first = config().directory().resolve("archive").resolve("0-0.rec");
        assertThat(first).exists();
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            answers.add(running.submit(Presses.bulk(i)).toCompletableFuture());
            if (answers.size() == 1_000) {
                answers.forEach(CompletableFuture::join);
                answers.clear();
            }
        }
        for (int round = 1; round <= 2; round++) {
            int taken = round;
            running.snapshotSoon();
            await("snapshot", () -> running.counters().get(Count.SNAPSHOTS) == taken);
            submit(running, Presses.of("after-" + round));
        }
        await("purged", () -> Files.notExists(first));
        Map<AlertId, AlertView> before = heard.views();

        restart();

        assertThat(heard.views()).isEqualTo(before).hasSize(3);
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
        assertThat(running.counters().outstanding()).isZero();
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
        public void reset(long logId, Collection<AlertView> open, Collection<Task> tasks) {
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

package care.convoy.sim.load;

import care.convoy.sim.console.AlertApi;
import care.convoy.sim.console.FeedWatch;
import care.convoy.sim.console.OpenAlert;
import care.convoy.sim.fleet.FleetDevice;
import care.convoy.sim.ledger.PressBook;
import care.convoy.sim.ledger.PressLedger;
import care.convoy.sim.ledger.Reconciliation;
import care.convoy.sim.load.Tally.Count;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run from the first connect to the reconciliation: connect, warm up, measure, settle, compare. Blocks the main thread.
 */
public final class LoadRun {
    private static final int ONLINE_SECONDS = 60;
    private static final int SNAPSHOT_SECONDS = 20;
    private static final long MILLIS_A_SECOND = 1_000;
    private static final long LOOK_EVERY_MILLIS = 100;

    /** Devices go on with their heartbeats while presses settle, so some ack is always on its way. */
    private static final long LAST_ACKS_NANOS = TimeUnit.SECONDS.toNanos(3);

    /**
     * What a run needs.
     *
     * @param api the gateway's API, null: nothing is reconciled with the gateway
     * @param ledger written as the run goes, null: none
     */
    public record Surroundings(
            List<FleetDevice> identities,
            Fleet.Network network,
            @Nullable AlertApi api,
            @Nullable PressLedger ledger) {
        public Surroundings {
            identities = List.copyOf(identities);
        }
    }

    /**
     * How it is driven and shown.
     *
     * @param connectsPerSecond how fast devices come online
     * @param feed whether the console's feed is watched
     * @param quiet no progress lines
     */
    public record Options(long seed, double connectsPerSecond, boolean feed, boolean quiet) {}

    private final Surroundings surroundings;
    private final LoadPlan plan;
    private final Options options;
    private final CountDownLatch stopped = new CountDownLatch(1);

    public LoadRun(Surroundings surroundings, LoadPlan plan, Options options) {
        this.surroundings = surroundings;
        this.plan = plan;
        this.options = options;
    }

    /** Ends the load early, in order: what waits is still settled and reconciled. Safe on any thread. */
    public void stop() {
        stopped.countDown();
    }

    /**
     * Runs.
     *
     * @throws IOException with a line for people if the gateway cannot be reached or lets nobody in
     */
    public Summary run() throws IOException, InterruptedException {
        PressBook book = new PressBook();
        AlertApi api = surroundings.api();
        if (api != null) {
            noteOpenAlerts(api, book);
        }
        FeedLatency feedLatency = options.feed() ? new FeedLatency() : null;
        Tally tally = new Tally(book, surroundings.ledger(), feedLatency);
        try (Fleet fleet = Fleet.of(surroundings.identities(), surroundings.network(), tally, options.seed());
                FeedWatch feed = watch(api, feedLatency)) {
            Progress progress = new Progress(tally, fleet, System.err, options.quiet());
            Drive drive = new Drive(fleet);
            fleet.connect(options.connectsPerSecond());
            awaitOnline(fleet, tally, progress);
            load(drive, tally, progress);
            Summary.Effort effort = measure(drive, tally, fleet.size(), progress);
            drive.stop();
            settle(book, tally, feedLatency, progress);
            progress.end();
            Reconciliation reconciliation = api == null ? null : Reconciliation.of(book, api.openAlerts());
            int interruptions = feed == null ? 0 : feed.interruptions();
            return new Summary(tally, effort, book, reconciliation, feedLatency, interruptions);
        }
    }

    private void noteOpenAlerts(AlertApi api, PressBook book) throws IOException, InterruptedException {
        PressLedger ledger = surroundings.ledger();
        for (OpenAlert alert : api.openAlerts()) {
            book.wasOpen(alert);
            if (ledger != null && !alert.residentId().isEmpty()) {
                ledger.wasOpen(alert);
            }
        }
    }

    private static @Nullable FeedWatch watch(@Nullable AlertApi api, @Nullable FeedLatency latency)
            throws IOException, InterruptedException {
        if (api == null || latency == null) {
            return null;
        }
        FeedWatch watch = FeedWatch.open(api, latency::seen);
        if (!watch.awaitSnapshot(SNAPSHOT_SECONDS)) {
            watch.close();
            throw new IOException("the feed sent no snapshot within " + SNAPSHOT_SECONDS + " s");
        }
        return watch;
    }

    private void awaitOnline(Fleet fleet, Tally tally, Progress progress) throws IOException, InterruptedException {
        double connecting = fleet.size() / options.connectsPerSecond();
        long deadline = ONLINE_SECONDS + (long) connecting;
        if (!until(() -> fleet.onlineCount() == fleet.size(), deadline, "connect", progress)) {
            throw new IOException("only " + fleet.onlineCount() + " of " + fleet.size() + " devices were let in within "
                    + deadline + " s; connections ended by " + tally.endings());
        }
    }

    private void load(Drive drive, Tally tally, Progress progress) throws InterruptedException {
        if (plan.reportsPerSecond() > 0) {
            drive.reports(plan.reportsPerSecond());
        }
        pass(plan.warmUpSeconds(), "warm-up", progress);
        tally.measureFrom(System.nanoTime());
    }

    private Summary.Effort measure(Drive drive, Tally tally, int devices, Progress progress)
            throws InterruptedException {
        Duration cpuBefore = processCpu();
        long messagesBefore = tally.messages();
        long started = System.nanoTime();
        if (plan.hasPresses()) {
            drive.presses(plan.pressesPerSecond(), plan.presses());
        }
        BooleanSupplier done = () -> System.nanoTime() - started >= TimeUnit.SECONDS.toNanos(plan.seconds())
                && (!plan.hasPresses() || tally.count(Count.PRESSES) >= plan.presses());
        BooleanSupplier doneOrBroken = () -> {
            drive.requireRunning();
            return done.getAsBoolean();
        };
        until(doneOrBroken, Long.MAX_VALUE, "load", progress);
        Duration window = Duration.ofNanos(System.nanoTime() - started);
        return new Summary.Effort(processCpu().minus(cpuBefore), window, devices, tally.messages() - messagesBefore);
    }

    private void settle(PressBook book, Tally tally, @Nullable FeedLatency feed, Progress progress)
            throws InterruptedException {
        long started = System.nanoTime();
        BooleanSupplier settled = () -> book.waitingCount() == 0
                && (feed == null || feed.unseen() == 0)
                && (tally.unansweredReports() == 0 || System.nanoTime() - started > LAST_ACKS_NANOS);
        CountDownLatch never = new CountDownLatch(1);
        long deadline = started + TimeUnit.SECONDS.toNanos(plan.settleSeconds());
        while (!settled.getAsBoolean() && System.nanoTime() - deadline < 0) {
            never.await(MILLIS_A_SECOND, TimeUnit.MILLISECONDS);
            progress.line("settle");
        }
    }

    private void pass(long seconds, String phase, Progress progress) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        until(() -> System.nanoTime() - deadline >= 0, Long.MAX_VALUE, phase, progress);
    }

    /** @return whether it came to be, in time and before the run was stopped */
    private boolean until(BooleanSupplier condition, long seconds, String phase, Progress progress)
            throws InterruptedException {
        long started = System.nanoTime();
        long shownSeconds = 0;
        while (!condition.getAsBoolean()) {
            long passed = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
            if (passed >= seconds) {
                return false;
            }
            if (passed > shownSeconds) {
                shownSeconds = passed;
                progress.line(phase);
            }
            if (stopped.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    private static Duration processCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}

package care.convoy.alertlog;

import care.convoy.alert.AlertCore;
import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.CoreState;
import care.convoy.alert.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The alert log on virtual time: the real core behind a log that loses, doubles, delays and reorders commands and answers,
 * whose clock jumps, and that crashes and comes back from a snapshot and the entries after it. What is on its disk stays;
 * a restart that does not lead to the very state of before the crash is an error.
 *
 * <p>One thread, that of the virtual time.
 */
public final class SimulatedAlertLog implements AlertLog {
    /** How long a submitter waits. */
    public static final long DEADLINE_MILLIS = 800;

    /**
     * What may go wrong.
     *
     * @param loss of a command on its way, of an answer, and of a timer: probability
     * @param doubling of a command on its way: probability
     * @param maxDelayMillis of a command and of an answer
     * @param maxSyncMillis until entries are on disk
     */
    public record Faults(double loss, double doubling, int maxDelayMillis, int maxSyncMillis) {
        public static final Faults NONE = new Faults(0, 0, 1, 1);
    }

    /** An entry on disk. @param command null for the log's own timer */
    private record Entry(long callbackMillis, Command command) {}

    private record Waiting(Command command, CompletableFuture<Receipt> answer) {}

    private final VirtualTime time;
    private final Random random;
    private final CoreLimits limits;
    private final CommittedListener listener;
    private final long logId;
    private final List<Entry> disk = new ArrayList<>();
    private final List<Waiting> notSynced = new ArrayList<>();
    private Faults faults = Faults.NONE;
    private CoreState snapshot = CoreState.empty();
    private int snapshotAt;
    private AlertCore core;
    private CoreState beforeCrash;
    private boolean running = true;
    private long life;
    private long timer;
    private long clockErrorMillis;
    private long lastCallbackMillis;
    private long coreMillis;

    public SimulatedAlertLog(VirtualTime time, Random random, CoreLimits limits, CommittedListener listener) {
        this.time = time;
        this.random = random;
        this.limits = limits;
        this.listener = listener;
        logId = random.nextLong();
        core = new AlertCore(limits);
    }

    public void faults(Faults now) {
        faults = now;
    }

    /** The log's clock is wrong by this from now on. */
    public void clockJump(long millis) {
        clockErrorMillis += millis;
    }

    public AlertCore core() {
        return core;
    }

    @Override
    public CompletionStage<Receipt> submit(Command command) {
        CompletableFuture<Receipt> answer = new CompletableFuture<>();
        time.in(DEADLINE_MILLIS, () -> answer.completeExceptionally(new Unavailable("no answer in time")));
        int copies = random.nextDouble() < faults.doubling() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (random.nextDouble() >= faults.loss()) {
                time.in(delay(faults.maxDelayMillis()), () -> arrive(new Waiting(command, answer)));
            }
        }
        return answer;
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public Health health() {
        return running ? Health.READY : Health.STOPPED;
    }

    @Override
    public void close() {
        running = false;
    }

    /** Loses everything but what is on disk. */
    public void crash() {
        running = false;
        life++;
        beforeCrash = core.export();
        notSynced.clear();
    }

    /** Comes back from the snapshot and the entries after it. */
    public void restart() {
        core = AlertCore.restore(snapshot, limits);
        for (Entry entry : disk.subList(snapshotAt, disk.size())) {
            if (entry.command() == null) {
                core.advance(entry.callbackMillis(), (event, after) -> {});
            } else {
                core.apply(entry.callbackMillis(), entry.command(), (event, after) -> {});
            }
        }
        if (!core.export().equals(beforeCrash)) {
            throw new AssertionError("replay differs from live:\n" + core.export() + "\n" + beforeCrash);
        }
        running = true;
        listener.reset(logId, core.open(), core.tasks());
        armTimer();
    }

    public void takeSnapshot() {
        if (running) {
            snapshot = core.export();
            snapshotAt = disk.size();
        }
    }

    private void arrive(Waiting waiting) {
        if (!running) {
            return;
        }
        notSynced.add(waiting);
        if (notSynced.size() == 1) {
            long thisLife = life;
            time.in(delay(faults.maxSyncMillis()), () -> {
                if (life == thisLife) {
                    synced();
                }
            });
        }
    }

    private void synced() {
        List<Waiting> batch = List.copyOf(notSynced);
        notSynced.clear();
        for (Waiting waiting : batch) {
            Outcome outcome = write(waiting.command());
            Receipt receipt = new Receipt(disk.size() - 1, Receipt.Durability.COMMITTED, outcome);
            if (random.nextDouble() >= faults.loss()) {
                time.in(delay(faults.maxDelayMillis()), () -> waiting.answer().complete(receipt));
            }
        }
        armTimer();
    }

    private Outcome write(Command command) {
        Entry entry = new Entry(time.nowMillis() + clockErrorMillis, command);
        int position = disk.size();
        disk.add(entry);
        List<CommittedEvent> events = new ArrayList<>();
        Outcome outcome = null;
        if (command == null) {
            core.advance(
                    entry.callbackMillis(),
                    (event, after) ->
                            events.add(new CommittedEvent(position, events.size(), core.nowMillis(), event, after)));
        } else {
            outcome = core.apply(
                    entry.callbackMillis(),
                    command,
                    (event, after) ->
                            events.add(new CommittedEvent(position, events.size(), core.nowMillis(), event, after)));
        }
        checkCoreTime(entry.callbackMillis());
        if (!events.isEmpty()) {
            listener.committed(events);
        }
        return outcome;
    }

    /** Core time is the sum of the differences of callback times, none counting less than 0. */
    private void checkCoreTime(long callbackMillis) {
        coreMillis += disk.size() == 1 ? callbackMillis : Math.max(0, callbackMillis - lastCallbackMillis);
        lastCallbackMillis = callbackMillis;
        if (core.nowMillis() != coreMillis) {
            throw new AssertionError("core time is " + core.nowMillis() + ", should be " + coreMillis);
        }
    }

    private void armTimer() {
        long due = core.millisToNextDeadline();
        long thisTimer = ++timer;
        // a lost timer is made good by the ticks
        if (due != Long.MAX_VALUE && random.nextDouble() >= faults.loss()) {
            time.in(due, () -> {
                if (running && timer == thisTimer) {
                    write(null);
                    armTimer();
                }
            });
        }
    }

    private long delay(int maxMillis) {
        return random.nextInt(maxMillis + 1);
    }
}

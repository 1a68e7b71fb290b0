package care.convoy.simulation;

import care.convoy.alert.AlertCore;
import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.CoreState;
import care.convoy.alert.EventSink;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.CommandCodec;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.MalformedFrame;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.SnapshotCodec;
import care.convoy.alertlog.SnapshotLoader;
import care.convoy.alertlog.emergency.PausableLog;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The alert log on virtual time: the real core and the real encodings behind a log that loses, doubles, delays and reorders
 * commands and answers, whose clock jumps, whose disk fills up, and that crashes and comes back from a snapshot and the
 * entries after it. What is on its disk stays; a restart that does not lead to the very state of before is an error.
 */
class SimulatedAlertLog implements PausableLog {
    /** How long a submitter waits. */
    static final long DEADLINE_MILLIS = 800;

    /** Longer than it takes to stop. */
    private static final int STOPS_WITHIN_MILLIS = 300;

    /**
     * What may go wrong.
     *
     * @param loss of a command on its way, of an answer, and of a timer: probability
     * @param doubling of a command on its way: probability
     * @param maxDelayMillis of a command and of an answer
     * @param maxSyncMillis until entries are on disk
     */
    record Faults(double loss, double doubling, int maxDelayMillis, int maxSyncMillis) {
        static final Faults NONE = new Faults(0, 0, 1, 1);
    }

    /** Hears what is decided, and that it was decided. */
    interface Observer {
        /** The core is back; what it told while it read its log again was told before, or its end was lost. */
        void restarted(List<CommittedEvent> replayed);

        /** A command was applied, or null for time that has passed. */
        void applied(Command command, List<CommittedEvent> events);
    }

    /** An entry on disk. @param command encoded; null for the log's own timer */
    private record Entry(long callbackMillis, byte[] command) {}

    /** A command on its way. */
    record Waiting(Command command, CompletableFuture<Receipt> answer) {}

    private record Saved(List<byte[]> chunks, int entries) {}

    private final VirtualTime time;
    private final Random random;
    private final CoreLimits limits;
    private final Tally tally;
    private final List<Entry> disk = new ArrayList<>();
    private final List<Waiting> notSynced = new ArrayList<>();
    private final List<Command> survivors = new ArrayList<>();
    private Observer observer;
    private Faults faults = Faults.NONE;
    private Saved snapshot;
    private Saved lastButOne;
    private AlertCore core;
    private long hashBeforeCrash;
    private boolean running = true;
    private boolean full;
    private boolean paused;
    private long life;
    private long timer;
    private long clockErrorMillis;
    private long lastCallbackMillis;
    private long coreMillis;
    private long dueAtMillis = Long.MAX_VALUE;

    SimulatedAlertLog(VirtualTime time, Random random, CoreLimits limits, Tally tally) {
        this.time = time;
        this.random = random;
        this.limits = limits;
        this.tally = tally;
        core = new AlertCore(limits);
        lastButOne = save();
        snapshot = lastButOne;
    }

    void observer(Observer hears) {
        observer = hears;
    }

    void faults(Faults now) {
        faults = now;
    }

    /** The log's clock is wrong by this from now on. */
    void clockJump(long millis) {
        clockErrorMillis += millis;
        dueAtMillis = Long.MAX_VALUE;
    }

    /** The log's clock is right from now on. */
    void clockRight() {
        clockJump(-clockErrorMillis);
    }

    AlertCore core() {
        return core;
    }

    /** Whether it decides now. */
    boolean works() {
        return running && !full;
    }

    @Override
    public CompletionStage<Receipt> submit(Command command) {
        CompletableFuture<Receipt> answer = new CompletableFuture<>();
        time.in(DEADLINE_MILLIS, () -> answer.completeExceptionally(new Unavailable("no answer in time")));
        int copies = 1;
        if (random.nextDouble() < faults.doubling()) {
            tally.count(Fault.COMMAND_DOUBLED);
            copies = 2;
        }
        for (int i = 0; i < copies; i++) {
            if (random.nextDouble() < faults.loss()) {
                tally.count(Fault.COMMAND_LOST);
            } else {
                time.in(delay(faults.maxDelayMillis()), () -> arrive(new Waiting(command, answer)));
            }
        }
        return answer;
    }

    @Override
    public boolean leads() {
        return running;
    }

    @Override
    public Health health() {
        return running ? Health.READY : Health.STOPPED;
    }

    @Override
    public void close() {
        running = false;
    }

    /** Nothing more can be written, or can be again. */
    void diskFull(boolean isFull) {
        full = isFull;
        dueAtMillis = Long.MAX_VALUE;
        if (isFull) {
            tally.count(Fault.DISK_FULL);
            notSynced.clear();
        } else if (running) {
            armTimer();
        }
    }

    @Override
    public void pause() {
        paused = true;
        time.in(random.nextInt(STOPS_WITHIN_MILLIS), () -> {
            if (paused && running) {
                stop();
            }
        });
    }

    @Override
    public boolean isPaused() {
        return paused && !running;
    }

    @Override
    public void resume() {
        paused = false;
        time.in(random.nextInt(2_000), () -> {
            if (!running && !paused) {
                restart();
            }
        });
    }

    /** Loses everything but what is on disk; of what was not yet answered some has reached it. */
    void crash() {
        tally.count(Fault.CORE_CRASHED);
        stop();
    }

    private void stop() {
        running = false;
        life++;
        hashBeforeCrash = SnapshotCodec.stateHash(core.export());
        int reached = full ? 0 : random.nextInt(notSynced.size() + 1);
        if (reached > 0) {
            tally.count(Fault.CORE_CRASHED_WITH_UNANSWERED_ENTRIES);
        }
        lost().ifPresent(entries -> disk.subList(entries, disk.size()).clear());
        notSynced.subList(0, reached).forEach(waiting -> survivors.add(waiting.command()));
        notSynced.clear();
    }

    /** From which entry on what was applied has not reached the disk: a log that waits for it loses nothing. */
    OptionalInt lost() {
        return OptionalInt.empty();
    }

    /** How many entries there are. */
    int entries() {
        return disk.size();
    }

    /** Comes back from a snapshot and the entries after it. */
    void restart() {
        paused = false;
        Saved from = random.nextInt(4) == 0 ? lastButOne : snapshot;
        List<CommittedEvent> replayed = new ArrayList<>();
        core = replay(from, replayed);
        long hash = SnapshotCodec.stateHash(core.export());
        tally.require(hash == hashBeforeCrash, () -> "replay differs from live: " + core.export());
        running = true;
        dueAtMillis = Long.MAX_VALUE;
        observer.restarted(replayed);
        List<Command> tail = List.copyOf(survivors);
        survivors.clear();
        tail.forEach(this::write);
        armTimer();
    }

    void takeSnapshot() {
        if (works()) {
            lastButOne = snapshot;
            snapshot = save();
        }
    }

    private Saved save() {
        List<byte[]> chunks = new ArrayList<>();
        long hash = SnapshotCodec.write(1, core, chunks::add);
        tally.require(hash == SnapshotCodec.stateHash(core.export()), () -> "a snapshot holds another state");
        return new Saved(chunks, disk.size());
    }

    /** Every event there ever was, from the entries alone; the state must be the one that lives. */
    List<CommittedEvent> replayAll() {
        List<CommittedEvent> all = new ArrayList<>();
        AlertCore replayed = AlertCore.restore(CoreState.empty(), limits);
        replay(replayed, 0, all);
        tally.require(
                SnapshotCodec.stateHash(replayed.export()) == SnapshotCodec.stateHash(core.export()),
                () -> "the whole log leads to another state than snapshots and life");
        return all;
    }

    private AlertCore replay(Saved from, List<CommittedEvent> events) {
        try {
            SnapshotLoader loader = new SnapshotLoader();
            for (byte[] chunk : from.chunks()) {
                loader.accept(chunk);
            }
            AlertCore restored = AlertCore.restore(loader.snapshot().state(), limits);
            replay(restored, from.entries(), events);
            return restored;
        } catch (MalformedFrame damaged) {
            throw new AssertionError("a snapshot cannot be read", damaged);
        }
    }

    private void replay(AlertCore into, int from, List<CommittedEvent> events) {
        for (int at = from; at < disk.size(); at++) {
            int position = at;
            int[] ordinal = {0};
            apply(
                    into,
                    disk.get(at),
                    (event, after) ->
                            events.add(new CommittedEvent(position, ordinal[0]++, into.nowMillis(), event, after)));
        }
    }

    private static Outcome apply(AlertCore to, Entry entry, EventSink sink) {
        if (entry.command() == null) {
            to.advance(entry.callbackMillis(), sink);
            return null;
        }
        try {
            return to.apply(entry.callbackMillis(), CommandCodec.decode(entry.command()), sink);
        } catch (MalformedFrame damaged) {
            throw new AssertionError("an entry cannot be read", damaged);
        }
    }

    /** A command has come; it is answered when it is on disk and applied. */
    void arrive(Waiting waiting) {
        if (!works()) {
            return;
        }
        notSynced.add(waiting);
        if (notSynced.size() == 1) {
            long thisLife = life;
            time.in(delay(faults.maxSyncMillis()), () -> {
                if (life == thisLife && !full) {
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
            answer(waiting, new Receipt(disk.size() - 1, Receipt.Durability.COMMITTED, outcome));
        }
        armTimer();
    }

    void answer(Waiting waiting, Receipt receipt) {
        if (random.nextDouble() < faults.loss()) {
            tally.count(Fault.ANSWER_LOST);
        } else {
            time.in(delay(faults.maxDelayMillis()), () -> waiting.answer().complete(receipt));
        }
    }

    Outcome write(Command command) {
        tally.commands++;
        byte[] encoded = command == null ? null : CommandCodec.encode(command);
        Entry entry = new Entry(time.nowMillis() + clockErrorMillis, encoded);
        int position = disk.size();
        disk.add(entry);
        List<CommittedEvent> events = new ArrayList<>();
        Outcome outcome = apply(
                core,
                entry,
                (event, after) ->
                        events.add(new CommittedEvent(position, events.size(), core.nowMillis(), event, after)));
        checkCoreTime(entry.callbackMillis());
        if (position % 3 == 0) {
            SnapshotCodec.prepare(core, 4);
        }
        observer.applied(command, events);
        return outcome;
    }

    /** Core time is the sum of the differences of callback times, none counting less than 0. */
    private void checkCoreTime(long callbackMillis) {
        coreMillis += disk.size() == 1 ? callbackMillis : Math.max(0, callbackMillis - lastCallbackMillis);
        lastCallbackMillis = callbackMillis;
        tally.require(
                core.nowMillis() == coreMillis, () -> "core time is " + core.nowMillis() + ", should be " + coreMillis);
        if (faults == Faults.NONE) {
            long late = time.nowMillis() - dueAtMillis;
            tally.require(late <= 5, () -> "a timer of a calm log was " + late + " ms late");
        }
        long wait = core.millisToNextDeadline();
        dueAtMillis = wait == Long.MAX_VALUE || faults != Faults.NONE ? Long.MAX_VALUE : time.nowMillis() + wait;
    }

    private void armTimer() {
        long due = core.millisToNextDeadline();
        long thisTimer = ++timer;
        if (due == Long.MAX_VALUE) {
            return;
        }
        // a lost timer is made good by the ticks
        if (random.nextDouble() < faults.loss()) {
            tally.count(Fault.TIMER_LOST);
            return;
        }
        time.in(due, () -> {
            if (works() && timer == thisTimer) {
                write(null);
                armTimer();
            }
        });
    }

    private long delay(int maxMillis) {
        return random.nextInt(maxMillis + 1);
    }
}

package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertCore;
import care.convoy.alert.Command;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.emergency.EmergencyCounters.Count;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The alert log, and what the gateway does while it does not answer.
 *
 * <pre>
 *            no answer within 800 ms, not ready for as long
 *   NORMAL ------------------------------------------------------------> DEGRADED
 *     ^  '-- degrade(): what is under way is awaited, the log stopped --^    | ready, two probes answered
 *     '---- frozen for an instant: nothing is left to be told ---- merging <-'
 * </pre>
 *
 * In DEGRADED every command that matters is forced into the emergency journal before anything is answered, and the receipt
 * says {@code LOCAL}. Without a journal this is the log itself: what does not become durable fails. {@link #submit} never
 * blocks; its stage completes on the log's or the emergency's thread. Any thread may call it. Commands that wait for the
 * journal are bounded; one more fails with {@code Unavailable}.
 */
public final class SafeguardedLog implements AlertLog {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int BATCH = 256;
    private static final String LOG_FULL =
            "the alert log holds as many open alerts as it can; it takes over the rest when cases are closed";

    private final PausableLog inner;
    private final Emergency.Parts parts;
    private final KnownAlerts known;
    private final Return back;
    private final EmergencyCounters counters = new EmergencyCounters();
    private final Departure departure;
    private final ConcurrentLinkedQueue<Waiting> atInner = new ConcurrentLinkedQueue<>();
    private final ArrayBlockingQueue<Waiting> forJournal;
    private final Thread thread = Thread.ofPlatform().name("emergency").daemon().unstarted(this::runForEver);
    private final long answerWithinNanos;

    private volatile @Nullable String degradedBecause;
    /** Why the emergency's core takes nothing; null while it does. */
    private volatile @Nullable String coreFailure;

    private volatile boolean watching;
    private volatile boolean closed;

    private @Nullable Emergency emergency;
    private long tickedNanos;
    private long readyNanos;
    private volatile long degradedNanos;
    private final LongAdder degradedBeforeNanos = new LongAdder();

    /** It is driven by {@link #poll}, or by a thread of its own after {@link #start}. */
    public SafeguardedLog(SafeguardConfig config, Surroundings around) {
        this(config, around, AlertCore::apply);
    }

    /** @param handling how the core of an emergency is asked */
    SafeguardedLog(SafeguardConfig config, Surroundings around, EmergencyCore.Handling handling) {
        inner = around.inner();
        known = around.known();
        back = new Return(inner, known, config, this::wake);
        EmergencyClock clock = known.clock();
        parts = new Emergency.Parts(
                around.journal(),
                known,
                config,
                clock,
                counters,
                around.notes(),
                around.listeners(),
                around.say(),
                handling);
        forJournal = new ArrayBlockingQueue<>(config.maxWaiting());
        answerWithinNanos = config.answerWithin().toNanos();
        departure = new Departure(inner, answerWithinNanos);
        tickedNanos = clock.nanos();
        readyNanos = clock.nanos();
        EmergencyJournal journal = around.journal();
        if (journal != null && !journal.found().isEmpty()) {
            emergency = Emergency.resume(parts, journal.found());
            entered("the emergency journal of a former run is brought to the log");
        }
    }

    /** Starts the thread that drives it. */
    public void start() {
        thread.start();
    }

    /** From now on a log that is not ready is a reason to go on without it; before, it was only starting. */
    public void watch() {
        readyNanos = parts.clock().nanos();
        watching = true;
        wake();
    }

    /**
     * Stops the log and goes on without it, and comes not back to it before {@link #recover}: as for a disk that is almost
     * full. What comes from now on is for the journal; it waits until the log has answered what is under way and has
     * stopped, each at most as long as an answer may take. Without a usable journal nothing is changed.
     *
     * @param by who says so; each has a word of its own
     */
    public void degrade(String by, String why) {
        departure.hold(by, why);
        wake();
    }

    /** The reason that this one gave to {@link #degrade} is gone. */
    public void recover(String by) {
        departure.release(by);
        wake();
    }

    /** Whether the log is not to be used although it could be. */
    private boolean isLeft() {
        return departure.isWanted() && hasJournal();
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public CompletionStage<Receipt> submit(Command command) {
        Waiting waiting = new Waiting(command, parts.clock().nanos());
        boolean normal = degradedBecause == null && !departure.isWanted();
        boolean matters = matters(command);
        if (!hasJournal() || (normal && (!watching || !matters || inner.health() == Health.READY))) {
            atInner(waiting);
        } else if (matters) {
            toJournal(waiting);
        } else {
            waiting.fail("the alert log does not answer; this is of no importance before it does");
        }
        return waiting.answer;
    }

    private static boolean matters(Command command) {
        return switch (command) {
            case Command.Signal _, Command.ByOperator _, Command.OnDevice _, Command.ReportEffect _ -> true;
            // what a device is told cannot be known again when the log is back: it is ordered then
            case Command.Order _, Command.ReportIntent _ -> false;
            case Command.CureTask _, Command.Tick _, Command.Reconcile _, Command.Remember _ -> false;
        };
    }

    /** Whether something could be taken without the log. Without a core to handle it a journal is of no use. */
    private boolean hasJournal() {
        return isJournalUsable() && coreFailure == null;
    }

    private void atInner(Waiting waiting) {
        boolean matters = matters(waiting.command);
        if (matters && hasJournal()) {
            atInner.add(waiting);
        }
        try {
            inner.submit(waiting.command).whenComplete((receipt, failure) -> {
                if (failure == null) {
                    waiting.answer.complete(receipt);
                } else {
                    failed(waiting, matters, failure);
                }
                if (departure.isWanted()) {
                    wake();
                }
            });
        } catch (RuntimeException refusedAtOnce) {
            failed(waiting, matters, refusedAtOnce);
        }
    }

    private void backToInner(Waiting waiting) {
        waiting.back();
        atInner(waiting);
    }

    /** A log that is ready and refuses at once has too much to do, or does not understand: that is no emergency. */
    private void failed(Waiting waiting, boolean matters, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        boolean waited = parts.clock().nanos() - waiting.submittedNanos >= answerWithinNanos / 2;
        boolean away = cause instanceof Unavailable && (waited || inner.health() != Health.READY);
        if (away && matters && hasJournal() && !closed) {
            if (waiting.divert()) {
                toJournal(waiting);
            }
        } else if (!waiting.isDiverted()) {
            waiting.answer.completeExceptionally(cause);
        }
    }

    private void toJournal(Waiting waiting) {
        waiting.divert();
        if (!forJournal.offer(waiting)) {
            counters.increment(Count.NO_ROOM);
            waiting.fail("too many commands wait for the emergency journal");
        }
        wake();
    }

    private void runForEver() {
        while (!closed) {
            long nanos;
            try {
                nanos = poll();
            } catch (RuntimeException | Error failed) {
                note(failed);
                nanos = LOOK_NANOS;
            }
            LockSupport.parkNanos(this, nanos);
        }
    }

    /** Whatever it was, this thread is the last that takes alarms: it goes on, also if memory is too short to say so. */
    private void note(Throwable failed) {
        counters.increment(Count.FAILURES);
        try {
            parts.say().accept("the safeguard of the alert log failed: " + failed);
        } catch (RuntimeException | Error cannotBeSaid) {
            // it is counted
        }
    }

    /**
     * Does what is to be done now, without waiting for anything but the journal's disk. One thread.
     *
     * @return after how many nanoseconds at most it is to be called again
     */
    public long poll() {
        long now = parts.clock().nanos();
        long wait = divertOverdue(now);
        boolean gone = depart(now);
        if (emergency == null) {
            look(now, gone);
        }
        boolean departing = isLeft() && emergency == null;
        if (!back.isFrozen() && !departing) {
            drain();
        }
        Emergency current = emergency;
        if (current != null && !current.isWhole()) {
            back.breakOff();
        } else if (current != null) {
            if (departure.hasComeToRest()) {
                current.adopt(known);
            }
            goOn(current, now);
        }
        coreFailure = emergency == null ? null : emergency.failure();
        boolean busy = departing || back.isUnderWay() || !forJournal.isEmpty();
        return busy ? Math.min(SOON_NANOS, wait) : Math.min(LOOK_NANOS, wait);
    }

    /** The log has had its time. @return when the next one has, from now */
    private long divertOverdue(long now) {
        Waiting oldest = atInner.peek();
        while (oldest != null) {
            long left = answerWithinNanos - (now - oldest.submittedNanos);
            if (!oldest.answer.isDone() && !oldest.isDiverted()) {
                if (left > 0) {
                    return left;
                }
                if (oldest.divert()) {
                    toJournal(oldest);
                }
            }
            atInner.poll();
            oldest = atInner.peek();
        }
        return Long.MAX_VALUE;
    }

    /** Leaves the log if somebody said so. @return whether the emergency may begin */
    private boolean depart(long now) {
        if (!isLeft()) {
            departure.callOff();
            return false;
        }
        return departure.step(emergency == null && !atInner.isEmpty(), now);
    }

    /** Whether the log is away for too long although nobody asks it for anything: open alerts go on all the same. */
    private void look(long now, boolean gone) {
        String reason = departure.because();
        if (isLeft() && reason != null) {
            if (gone) {
                enter(reason);
            }
        } else if (!watching || inner.health() == Health.READY) {
            readyNanos = now;
        } else if (now - readyNanos >= answerWithinNanos) {
            enter("the alert log is " + inner.health());
        }
    }

    private void drain() {
        List<Waiting> batch = new ArrayList<>();
        while (forJournal.drainTo(batch, BATCH) > 0) {
            try {
                drain(batch);
            } finally {
                // after an error nobody is to wait for ever; of the answered ones this changes nothing
                batch.forEach(waiting -> waiting.failUnlessSent("the gateway failed over it"));
            }
            batch.clear();
        }
    }

    private void drain(List<Waiting> batch) {
        Emergency current = emergency;
        if (current == null && isMisled(batch)) {
            batch.forEach(this::backToInner);
        } else {
            (current == null ? enter("the alert log did not answer in time") : current).take(batch);
        }
    }

    /** They came for the journal at the very instant at which the log was back; none of them was ever with the log. */
    private boolean isMisled(List<Waiting> batch) {
        long now = parts.clock().nanos();
        return inner.health() == Health.READY
                && batch.stream().allMatch(waiting -> now - waiting.submittedNanos < answerWithinNanos / 2);
    }

    private Emergency enter(String why) {
        Emergency begun = Emergency.begin(parts, known);
        emergency = begun;
        entered(why);
        return begun;
    }

    private void entered(String why) {
        degradedNanos = parts.clock().nanos();
        degradedBecause = why;
        counters.increment(Count.ENTERED);
        parts.say().accept("DEGRADED: " + why);
    }

    private void goOn(Emergency current, long now) {
        if (!back.isFrozen() && now - tickedNanos >= LOOK_NANOS) {
            tickedNanos = now;
            current.tick();
        }
        if (isLeft()) {
            back.breakOff();
        } else if (back.step(current, now)) {
            leave();
        } else if (current.isLogFull()) {
            degradedBecause = LOG_FULL;
        }
    }

    /** The log has everything. What has come meanwhile goes to it at once. */
    private void leave() {
        EmergencyJournal journal = parts.journal();
        if (journal != null && !journal.isBroken()) {
            try {
                journal.begin();
            } catch (IOException failed) {
                parts.say().accept("the emergency journal is broken, and will be brought to the log again: " + failed);
            }
        }
        emergency = null;
        back.breakOff();
        degradedBeforeNanos.add(parts.clock().nanos() - degradedNanos);
        readyNanos = parts.clock().nanos();
        counters.increment(Count.LEFT);
        Emergency.tell(parts, List.of(), List.of());
        degradedBecause = null;
        parts.say().accept("the alert log has taken over everything");
        List<Waiting> late = new ArrayList<>();
        forJournal.drainTo(late);
        late.forEach(this::backToInner);
    }

    /** {@code DEGRADED} while the gateway goes on by itself, or would for the next command. */
    @Override
    public Health health() {
        Health log = inner.health();
        if (!hasJournal()) {
            return log;
        }
        boolean away = watching && log != Health.READY;
        return degradedBecause != null || departure.isWanted() || away ? Health.DEGRADED : log;
    }

    /** Not while all open alerts were taken up here: the same plan would be carried out twice. */
    @Override
    public boolean leads() {
        boolean carriedOutHere =
                (degradedBecause != null || isLeft()) && parts.config().adoptOwned();
        return !carriedOutHere && inner.leads();
    }

    /** Why the gateway goes on by itself; null while it does not. */
    public @Nullable String degradedBecause() {
        return degradedBecause;
    }

    /** Whether commands can be made safe without the log. */
    public boolean isJournalUsable() {
        EmergencyJournal journal = parts.journal();
        return journal != null && !journal.isBroken();
    }

    /** Why the gateway can take nothing by itself although it has a journal; null if it can. It tries again each second. */
    public @Nullable String coreFailure() {
        return coreFailure;
    }

    /** Whether the journal has no room for another alarm, so that none is acknowledged while the log is away. */
    public boolean isJournalFull() {
        EmergencyJournal journal = parts.journal();
        return journal != null && journal.isFull();
    }

    /** Bytes in the journal that the log has not yet taken over. */
    public int journalBytes() {
        EmergencyJournal journal = parts.journal();
        return journal == null ? 0 : journal.bytesUsed();
    }

    public EmergencyCounters counters() {
        return counters;
    }

    /** How long all emergencies of this process have lasted. */
    public long degradedSeconds() {
        long now = degradedBecause == null ? 0 : parts.clock().nanos() - degradedNanos;
        return TimeUnit.NANOSECONDS.toSeconds(degradedBeforeNanos.sum() + now);
    }

    /** Ends the thread and the log; what waits fails. The journal stays as it is for the next start. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        inner.close();
        List<Waiting> late = new ArrayList<>();
        forJournal.drainTo(late);
        late.forEach(waiting -> waiting.fail("the gateway stops"));
        EmergencyJournal journal = parts.journal();
        if (journal != null) {
            try {
                journal.close();
            } catch (IOException failed) {
                parts.say().accept("the emergency journal cannot be closed: " + failed);
            }
        }
    }
}

package care.convoy.effect;

import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.Intent.State;
import care.convoy.alert.Task;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.ProvisionalListener;
import care.convoy.device.DeviceId;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.DownlinkRouter;
import care.convoy.ingest.Fate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells devices what the core wants them told: a replica of its intents on each gateway node, and the node that holds a
 * device's connection sends. When a device comes it is sent all that is pending; what a device can confirm is repeated with
 * growing pauses until it has or its time is over, what it cannot is sent once on each connection. What came of it returns
 * to the log as {@link Command.ReportIntent}, submitted until the log has answered.
 *
 * <p>At most {@value #MOST_OF_DEVICE} of a device and {@value #MOST_IN_FLIGHT} in all are on their way at once; the others
 * wait a second. As large as the core's own list. Thread-safe: what it hears it notes under its lock, which is held shortly
 * and under which nobody is called; sending and reporting is done by the thread {@code downlinks}.
 *
 * <p>While the gateway goes on without the log, what its emergency core says of a case is told at once and once, if the
 * device is connected; what the log wanted it told of its case waits until the log is back.
 */
public final class IntentDelivery
        implements CommittedListener, ProvisionalListener, DownlinkRouter.Hearer, AutoCloseable {
    static final int MOST_OF_DEVICE = 4;
    static final int MOST_IN_FLIGHT = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(IntentDelivery.class);
    private static final int AT_ONCE = 256;
    private static final long IDLE_MILLIS = 1_000;
    private static final long AGAIN_MILLIS = 1_000;
    private static final long DROPPED_MILLIS = 5_000;
    private static final long REPORT_AGAIN_MILLIS = 5_000;
    /** Who confirms at once is not noted as sent before. */
    private static final long SAY_SENT_MILLIS = 3_000;

    private final DownlinkRouter router;
    private final IntentWords words;
    private final LongSupplier millis;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final ToldMeanwhile meanwhile = new ToldMeanwhile();
    private final Map<Long, PendingIntent> byId = new HashMap<>();
    private final Map<DeviceId, TreeMap<Long, PendingIntent>> byDevice = new HashMap<>();
    private final TreeSet<PendingIntent> schedule = new TreeSet<>((one, other) -> one.dueMillis == other.dueMillis
            ? Long.compare(one.intent.id(), other.intent.id())
            : Long.compare(one.dueMillis, other.dueMillis));
    private final Thread thread = Thread.ofPlatform().name("downlinks").daemon().unstarted(this::runForEver);
    private int inFlight;
    private long coreMillis;
    private long coreAtMillis;
    private volatile @Nullable AlertLog log;
    private volatile boolean closed;

    public IntentDelivery(DownlinkRouter router, IntentWords words) {
        this(router, words, PendingIntent.elapsed());
    }

    /** @param millis passes evenly and is never set */
    IntentDelivery(DownlinkRouter router, IntentWords words, LongSupplier millis) {
        this.router = router;
        this.words = words;
        this.millis = millis;
    }

    /** Begins to tell. @param to which the reports go; the log whose events this hears */
    public void start(AlertLog to) {
        use(to);
        thread.start();
    }

    void use(AlertLog to) {
        log = to;
    }

    public DeliveryCounters counters() {
        return counters;
    }

    /** Intents that are not at their end, whoever holds their devices' connections. */
    public synchronized int pending() {
        return byId.size();
    }

    /** Intents that were sent here and that a device has still to confirm. */
    public synchronized int inFlight() {
        return inFlight;
    }

    // ---- what the core says

    @Override
    public synchronized void intents(long nowMillis, Collection<Intent> pending) {
        byId.clear();
        byDevice.clear();
        schedule.clear();
        inFlight = 0;
        coreIs(nowMillis);
        pending.forEach(this::add);
        wake();
    }

    @Override
    public void reset(
            long logId, Collection<AlertView> alerts, Collection<Task> tasks, Collection<CoreState.DeviceTest> tests) {
        // the intents were told before
    }

    @Override
    public synchronized void committed(List<CommittedEvent> events) {
        coreIs(events.getLast().atMillis());
        for (CommittedEvent each : events) {
            switch (each.event()) {
                case Event.Intended intended -> add(intended.intent());
                case Event.DeviceIntended intended -> add(intended.intent());
                case Event.IntentMoved moved -> moved(moved.intent(), moved.to());
                case Event.DeviceIntentMoved moved -> moved(moved.intent(), moved.to());
                default -> {}
            }
        }
    }

    /** What the log takes over later it says again in its own words; that is {@link ToldMeanwhile} then. */
    @Override
    public void provisional(Collection<AlertView> alerts, List<CommittedEvent> events) {
        if (alerts.isEmpty() && events.isEmpty()) {
            takenOver();
        }
        for (CommittedEvent each : events) {
            if (each.event() instanceof Event.Intended(var _, Intent intent)
                    && intent.kind().isOfAlert()) {
                long id = tellAlone(intent);
                if (!router.send(intent.device(), words.provisional(intent, id))) {
                    told(intent.device(), id, Fate.DROPPED);
                }
            }
        }
    }

    /** What the log wanted the device told of its case before is outrun by this. */
    private synchronized long tellAlone(Intent intent) {
        for (PendingIntent each :
                byDevice.getOrDefault(intent.device(), new TreeMap<>()).values()) {
            if (each.intent.kind().isOfAlert() && !each.hasEnded()) {
                each.outrun = true;
                landed(each);
            }
        }
        return meanwhile.note(intent);
    }

    /** What the log still wants told now, it wants. */
    private synchronized void takenOver() {
        meanwhile.takenOver();
        for (PendingIntent each : byId.values()) {
            if (each.outrun) {
                each.outrun = false;
                due(each, millis.getAsLong());
            }
        }
        wake();
    }

    private void coreIs(long nowMillis) {
        coreMillis = nowMillis;
        coreAtMillis = millis.getAsLong();
    }

    private void add(Intent intent) {
        PendingIntent added = new PendingIntent(intent);
        byId.put(intent.id(), added);
        byDevice.computeIfAbsent(intent.device(), _ -> new TreeMap<>()).put(intent.id(), added);
        long now = millis.getAsLong();
        due(added, now);
        ToldMeanwhile.Told same = meanwhile.same(intent);
        if (same != null) {
            same.log = added;
            count(same.fate, added, now);
        } else {
            added.outrun = meanwhile.hasOutrun(intent);
        }
        wake();
    }

    /** The device was told this while the log was away; its word on that counts for the log's. */
    private void count(@Nullable Fate fate, PendingIntent added, long now) {
        if (fate == Fate.AWAITED || fate == null) {
            added.awaited = true;
            inFlight++;
            var _ = added.send(now);
            due(added, Math.min(added.repeatMillis, now + SAY_SENT_MILLIS));
        } else {
            told(added.intent.device(), added.intent.id(), fate);
        }
    }

    private void moved(long id, State to) {
        PendingIntent known = byId.get(id);
        if (known != null && to.isEnd()) {
            remove(known);
        } else if (known != null) {
            known.saidSent = true;
        }
    }

    private void remove(PendingIntent ended) {
        Intent intent = ended.intent;
        unschedule(ended);
        landed(ended);
        byId.remove(intent.id());
        TreeMap<Long, PendingIntent> of = byDevice.get(intent.device());
        if (of != null && of.remove(intent.id()) != null && of.isEmpty()) {
            byDevice.remove(intent.device());
        }
    }

    // ---- what the connections say

    @Override
    public synchronized void reachable(DeviceId device) {
        meanwhile.reconnected(device);
        TreeMap<Long, PendingIntent> waiting = byDevice.get(device);
        if (waiting == null) {
            return;
        }
        for (PendingIntent each : waiting.values()) {
            if (!each.hasEnded()) {
                landed(each);
                each.beginConnection();
                due(each, millis.getAsLong());
            }
        }
        wake();
    }

    @Override
    public synchronized void told(DeviceId device, long commandId, Fate fate) {
        if (commandId > Intent.MOST_IDS) {
            toldAlone(device, commandId, fate);
            return;
        }
        PendingIntent about = byId.get(commandId);
        if (about == null || about.hasEnded() || !about.intent.device().equals(device)) {
            return;
        }
        long now = millis.getAsLong();
        switch (fate) {
            case DROPPED -> {
                counters.dropped.increment();
                landed(about);
                due(about, now + DROPPED_MILLIS);
            }
            case SENT -> {
                landed(about);
                about.sentHere = true;
                unschedule(about);
                say(about, State.SENT, now);
            }
            case AWAITED -> {
                if (!about.saidSent && about.report == null) {
                    due(about, Math.min(about.repeatMillis, now + SAY_SENT_MILLIS));
                }
            }
            case CONFIRMED -> ended(about, State.ACKNOWLEDGED, now);
            case UNSUPPORTED -> ended(about, State.UNSUPPORTED, now);
            case REFUSED -> ended(about, State.REFUSED, now);
            case FAILED -> ended(about, State.FAILED, now);
        }
        wake();
    }

    private void toldAlone(DeviceId device, long commandId, Fate fate) {
        PendingIntent log = meanwhile.heard(device, commandId, fate);
        if (log != null) {
            told(device, log.intent.id(), fate);
        }
    }

    private void ended(PendingIntent about, State how, long now) {
        (how == State.ACKNOWLEDGED ? counters.confirmed : counters.refused).increment();
        landed(about);
        say(about, how, now);
    }

    private void say(PendingIntent about, State state, long now) {
        if (state == State.SENT && about.saidSent) {
            return;
        }
        about.report = state;
        due(about, now);
    }

    private void landed(PendingIntent about) {
        if (about.awaited) {
            about.awaited = false;
            inFlight--;
        }
    }

    // ---- the thread

    private void runForEver() {
        while (!closed) {
            long wait = IDLE_MILLIS;
            try {
                wait = look();
            } catch (RuntimeException failed) {
                LOG.error("downlinks.look.failed", failed);
            }
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(Math.max(1, wait)));
        }
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    /** Does what is due. @return after how many milliseconds it is to be called again, unless it is woken */
    long look() {
        long now = millis.getAsLong();
        for (int i = 0; i < AT_ONCE; i++) {
            PendingIntent next = takeDue(now);
            if (next == null) {
                break;
            }
            attend(next, now);
        }
        synchronized (this) {
            return schedule.isEmpty()
                    ? IDLE_MILLIS
                    : Math.clamp(schedule.first().dueMillis - millis.getAsLong(), 0, IDLE_MILLIS);
        }
    }

    private synchronized @Nullable PendingIntent takeDue(long now) {
        if (schedule.isEmpty() || schedule.first().dueMillis > now) {
            return null;
        }
        PendingIntent next = schedule.first();
        unschedule(next);
        return next;
    }

    /** It is not scheduled: whatever happens meanwhile schedules it again. */
    private void attend(PendingIntent next, long now) {
        State report = toReport(next, now);
        if (report != null) {
            submit(next, report);
        }
        // asked without the lock, for sessions have locks of their own
        if (router.isReachable(next.intent.device())) {
            long left = begin(next, now);
            if (left > 0) {
                send(next, left);
            }
        }
    }

    private synchronized @Nullable State toReport(PendingIntent next, long now) {
        if (next.reporting) {
            return null;
        }
        boolean saySent = next.awaited && !next.saidSent && now < next.repeatMillis;
        State report = next.report == null && saySent ? State.SENT : next.report;
        next.reporting = report != null;
        next.report = report;
        return report;
    }

    /** Whether it may go out now, and then it counts as on its way. @return how long it may be told from now; 0 if not at all */
    private synchronized long begin(PendingIntent next, long now) {
        Intent intent = next.intent;
        long left = intent.expiresAtMillis() - (coreMillis + now - coreAtMillis);
        boolean wanted =
                byId.get(intent.id()) == next && !next.hasEnded() && !next.sentHere && !next.outrun && left > 0;
        if (!wanted || (next.awaited && now < next.repeatMillis)) {
            return 0;
        }
        if (!next.awaited) {
            if (inFlight >= MOST_IN_FLIGHT || onTheWay(intent.device()) >= MOST_OF_DEVICE) {
                counters.held.increment();
                due(next, now + AGAIN_MILLIS);
                return 0;
            }
            next.awaited = true;
            inFlight++;
        }
        counters.sent.increment();
        if (!next.send(now)) {
            counters.repeated.increment();
        }
        due(next, next.repeatMillis);
        return left;
    }

    private long onTheWay(DeviceId device) {
        return byDevice.getOrDefault(device, new TreeMap<>()).values().stream()
                .filter(each -> each.awaited)
                .count();
    }

    private void send(PendingIntent next, long validMillis) {
        DeviceId device = next.intent.device();
        Downlink downlink;
        try {
            downlink = words.of(next.intent);
        } catch (RuntimeException doesNotOpen) {
            LOG.error("downlinks.words.closed device={} intent={}", device, next.intent.id(), doesNotOpen);
            told(device, next.intent.id(), Fate.FAILED);
            return;
        }
        if (!router.send(device, downlink, validMillis)) {
            told(device, next.intent.id(), Fate.DROPPED);
        }
    }

    private void submit(PendingIntent about, State state) {
        AlertLog to = log;
        if (to == null) {
            settled(about, state, false);
            return;
        }
        try {
            var command = new Command.ReportIntent(about.intent.device(), about.intent.id(), state);
            var _ = to.submit(command).whenComplete((receipt, failure) -> settled(about, state, failure == null));
        } catch (RuntimeException refusedAtOnce) {
            settled(about, state, false);
        }
    }

    private synchronized void settled(PendingIntent about, State state, boolean answered) {
        about.reporting = false;
        if (byId.get(about.intent.id()) != about) {
            return;
        }
        if (!answered) {
            counters.resubmitted.increment();
            due(about, millis.getAsLong() + REPORT_AGAIN_MILLIS);
        } else if (state.isEnd()) {
            remove(about);
        } else {
            about.saidSent = true;
            if (about.report == state) {
                about.report = null;
            }
            if (about.report != null) {
                due(about, millis.getAsLong());
            } else if (!about.sentHere) {
                due(about, about.repeatMillis);
            }
        }
        wake();
    }

    private void due(PendingIntent about, long atMillis) {
        unschedule(about);
        about.dueMillis = atMillis;
        about.scheduled = true;
        schedule.add(about);
    }

    private void unschedule(PendingIntent about) {
        if (about.scheduled) {
            schedule.remove(about);
            about.scheduled = false;
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }
}

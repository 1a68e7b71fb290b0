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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells devices what the core wants them told: a replica of its intents on each gateway node ({@link DeliveryBook}), and the
 * node that holds a device's connection sends. When a device comes it is sent all that is pending; what a device can confirm is
 * repeated with growing pauses until it has or its time is over, what it cannot is sent once on each connection. What came of it
 * returns to the log as {@link Command.ReportIntent}, submitted until the log has answered.
 *
 * <p>Thread-safe: what it hears it notes in the book; sending and reporting is done by the thread {@code downlinks}.
 *
 * <p>While the gateway goes on without the log, what its emergency core says of a case is told at once and once, if the
 * device is connected; what the log wanted it told of its case waits until the log is back.
 */
public final class IntentDelivery
        implements CommittedListener, ProvisionalListener, DownlinkRouter.Hearer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IntentDelivery.class);
    private static final int AT_ONCE = 256;
    private static final long IDLE_MILLIS = 1_000;

    private final DownlinkRouter router;
    private final IntentWords words;
    private final LongSupplier millis;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final DeliveryBook book;
    private final Thread thread = Thread.ofPlatform().name("downlinks").daemon().unstarted(this::runForEver);
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
        book = new DeliveryBook(millis, this::wake, counters);
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
    public int pending() {
        return book.size();
    }

    /** Intents that were sent here and that a device has still to confirm. */
    public int inFlight() {
        return book.inFlight();
    }

    // ---- what it hears

    @Override
    public void intents(long nowMillis, Collection<Intent> pending) {
        book.intents(nowMillis, pending);
    }

    @Override
    public void reset(
            long logId, Collection<AlertView> alerts, Collection<Task> tasks, Collection<CoreState.DeviceTest> tests) {
        // the intents were told before
    }

    @Override
    public void committed(List<CommittedEvent> events) {
        book.committed(events);
    }

    /** What the log takes over later it says again in its own words; that is {@link ToldMeanwhile} then. */
    @Override
    public void provisional(Collection<AlertView> alerts, List<CommittedEvent> events) {
        if (alerts.isEmpty() && events.isEmpty()) {
            book.takenOver();
        }
        for (CommittedEvent each : events) {
            if (each.event() instanceof Event.Intended(var _, Intent intent)
                    && intent.kind().isOfAlert()) {
                long id = book.tellAlone(intent);
                if (!router.send(intent.device(), words.provisional(intent, id))) {
                    told(intent.device(), id, Fate.DROPPED);
                }
            }
        }
    }

    @Override
    public void reachable(DeviceId device) {
        book.reachable(device);
    }

    @Override
    public void told(DeviceId device, long commandId, Fate fate) {
        book.told(device, commandId, fate);
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
            PendingIntent next = book.takeDue(now);
            if (next == null) {
                break;
            }
            attend(next, now);
        }
        return Math.min(IDLE_MILLIS, book.untilDue());
    }

    /** It is not scheduled: whatever happens meanwhile schedules it again. */
    private void attend(PendingIntent next, long now) {
        State report = book.toReport(next, now);
        if (report != null) {
            submit(next, report);
        }
        // asked without the lock, for sessions have locks of their own
        if (router.isReachable(next.intent.device())) {
            long left = book.begin(next, now);
            if (left > 0) {
                send(next, left);
            }
        }
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
            book.settled(about, state, false);
            return;
        }
        try {
            var command = new Command.ReportIntent(about.intent.device(), about.intent.id(), state);
            var _ = to.submit(command).whenComplete((receipt, failure) -> book.settled(about, state, failure == null));
        } catch (RuntimeException refusedAtOnce) {
            book.settled(about, state, false);
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }
}

package care.convoy.effect;

import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.Intent.State;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.device.DeviceId;
import care.convoy.ingest.Fate;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this node has to tell devices, how far it has come with each, and so what is to be done next: a replica of the core's
 * intents, and what the connections said of them. It decides and does nothing; {@link IntentDelivery} sends and reports.
 *
 * <p>At most {@value #MOST_OF_DEVICE} of a device and {@value #MOST_IN_FLIGHT} in all are on their way at once; the others
 * wait a second. Thread-safe; its lock is held shortly, and nobody is called under it but for the waking of the thread.
 */
final class DeliveryBook {
    static final int MOST_OF_DEVICE = 4;
    static final int MOST_IN_FLIGHT = 2_000;

    private static final long AGAIN_MILLIS = 1_000;
    private static final long DROPPED_MILLIS = 5_000;
    private static final long REPORT_AGAIN_MILLIS = 5_000;
    /** Who confirms at once is not noted as sent before. */
    private static final long SAY_SENT_MILLIS = 3_000;

    private final LongSupplier millis;
    private final Runnable wake;
    private final DeliveryCounters counters;
    private final ToldMeanwhile meanwhile = new ToldMeanwhile();
    private final PendingIntents pending = new PendingIntents();
    private long coreMillis;
    private long coreAtMillis;

    /**
     * @param millis passes evenly and is never set
     * @param wake calls for a look at what is due, sooner than it was told
     */
    DeliveryBook(LongSupplier millis, Runnable wake, DeliveryCounters counters) {
        this.millis = millis;
        this.wake = wake;
        this.counters = counters;
    }

    synchronized int size() {
        return pending.all().size();
    }

    synchronized int inFlight() {
        return pending.inFlight();
    }

    // ---- what the core says

    synchronized void intents(long nowMillis, Collection<Intent> all) {
        pending.clear();
        coreIs(nowMillis);
        all.forEach(this::add);
        wake.run();
    }

    synchronized void committed(List<CommittedEvent> events) {
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

    /** The emergency core says it. What the log wanted the device told of its case before is outrun by this. @return its id */
    synchronized long tellAlone(Intent intent) {
        for (PendingIntent each : pending.of(intent.device())) {
            if (each.intent.kind().isOfAlert() && !each.hasEnded()) {
                each.outrun = true;
                pending.landed(each);
            }
        }
        return meanwhile.note(intent);
    }

    /** The log has taken over all that the emergency core said; what it still wants told now, it wants. */
    synchronized void takenOver() {
        meanwhile.takenOver();
        for (PendingIntent each : pending.all()) {
            if (each.outrun) {
                each.outrun = false;
                pending.due(each, millis.getAsLong());
            }
        }
        wake.run();
    }

    private void coreIs(long nowMillis) {
        coreMillis = nowMillis;
        coreAtMillis = millis.getAsLong();
    }

    private void add(Intent intent) {
        PendingIntent added = new PendingIntent(intent);
        pending.add(added);
        long now = millis.getAsLong();
        pending.due(added, now);
        ToldMeanwhile.Told same = meanwhile.same(intent);
        if (same != null) {
            same.log = added;
            count(same.fate, added, now);
        } else {
            added.outrun = meanwhile.hasOutrun(intent);
        }
        wake.run();
    }

    /** The device was told this while the log was away; its word on that counts for the log's. */
    private void count(@Nullable Fate fate, PendingIntent added, long now) {
        if (fate == Fate.AWAITED || fate == null) {
            pending.leaves(added);
            var _ = added.send(now);
            pending.due(added, Math.min(added.repeatMillis, now + SAY_SENT_MILLIS));
        } else {
            told(added.intent.device(), added.intent.id(), fate);
        }
    }

    private void moved(long id, State to) {
        PendingIntent known = pending.find(id);
        if (known != null && to.isEnd()) {
            pending.remove(known);
        } else if (known != null) {
            known.saidSent = true;
        }
    }

    // ---- what the connections say

    synchronized void reachable(DeviceId device) {
        meanwhile.reconnected(device);
        Collection<PendingIntent> waiting = pending.of(device);
        if (waiting.isEmpty()) {
            return;
        }
        for (PendingIntent each : waiting) {
            if (!each.hasEnded()) {
                pending.landed(each);
                each.beginConnection();
                pending.due(each, millis.getAsLong());
            }
        }
        wake.run();
    }

    synchronized void told(DeviceId device, long commandId, Fate fate) {
        if (commandId > Intent.MOST_IDS) {
            toldAlone(device, commandId, fate);
            return;
        }
        PendingIntent about = pending.find(commandId);
        if (about == null || about.hasEnded() || !about.intent.device().equals(device)) {
            return;
        }
        long now = millis.getAsLong();
        switch (fate) {
            case DROPPED -> {
                counters.dropped.increment();
                pending.landed(about);
                pending.due(about, now + DROPPED_MILLIS);
            }
            case SENT -> {
                pending.landed(about);
                about.sentHere = true;
                pending.unschedule(about);
                say(about, State.SENT, now);
            }
            case AWAITED -> {
                if (!about.saidSent && about.report == null) {
                    pending.due(about, Math.min(about.repeatMillis, now + SAY_SENT_MILLIS));
                }
            }
            case CONFIRMED -> ended(about, State.ACKNOWLEDGED, now);
            case UNSUPPORTED -> ended(about, State.UNSUPPORTED, now);
            case REFUSED -> ended(about, State.REFUSED, now);
            case FAILED -> ended(about, State.FAILED, now);
        }
        wake.run();
    }

    private void toldAlone(DeviceId device, long commandId, Fate fate) {
        PendingIntent log = meanwhile.heard(device, commandId, fate);
        if (log != null) {
            told(device, log.intent.id(), fate);
        }
    }

    private void ended(PendingIntent about, State how, long now) {
        (how == State.ACKNOWLEDGED ? counters.confirmed : counters.refused).increment();
        pending.landed(about);
        say(about, how, now);
    }

    private void say(PendingIntent about, State state, long now) {
        if (state == State.SENT && about.saidSent) {
            return;
        }
        about.report = state;
        pending.due(about, now);
    }

    // ---- what is to be done

    synchronized @Nullable PendingIntent takeDue(long now) {
        return pending.takeDue(now);
    }

    /** After how many milliseconds the next one is due; 0 if one is, {@code Long.MAX_VALUE} if there is none. */
    synchronized long untilDue() {
        long next = pending.nextDueMillis();
        return next == Long.MAX_VALUE ? next : Math.max(0, next - millis.getAsLong());
    }

    /** What the log is to be told of it now; null for nothing. {@link #settled} ends it. */
    synchronized @Nullable State toReport(PendingIntent next, long now) {
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
    synchronized long begin(PendingIntent next, long now) {
        Intent intent = next.intent;
        long left = intent.expiresAtMillis() - (coreMillis + now - coreAtMillis);
        boolean wanted = pending.holds(next) && !next.hasEnded() && !next.sentHere && !next.outrun && left > 0;
        if (!wanted || (next.awaited && now < next.repeatMillis)) {
            return 0;
        }
        if (!next.awaited) {
            if (pending.inFlight() >= MOST_IN_FLIGHT || pending.inFlight(intent.device()) >= MOST_OF_DEVICE) {
                counters.held.increment();
                pending.due(next, now + AGAIN_MILLIS);
                return 0;
            }
            pending.leaves(next);
        }
        counters.sent.increment();
        if (!next.send(now)) {
            counters.repeated.increment();
        }
        pending.due(next, next.repeatMillis);
        return left;
    }

    /** @param answered whether the log has taken this report, or refused it for good */
    synchronized void settled(PendingIntent about, State state, boolean answered) {
        about.reporting = false;
        if (!pending.holds(about)) {
            return;
        }
        if (!answered) {
            counters.resubmitted.increment();
            pending.due(about, millis.getAsLong() + REPORT_AGAIN_MILLIS);
        } else if (state.isEnd()) {
            pending.remove(about);
        } else {
            about.saidSent = true;
            if (about.report == state) {
                about.report = null;
            }
            if (about.report != null) {
                pending.due(about, millis.getAsLong());
            } else if (!about.sentHere) {
                pending.due(about, about.repeatMillis);
            }
        }
        wake.run();
    }
}

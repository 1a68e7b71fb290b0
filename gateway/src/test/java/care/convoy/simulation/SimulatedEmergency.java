package care.convoy.simulation;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.ProvisionalListener;
import care.convoy.alertlog.emergency.EmergencyClock;
import care.convoy.alertlog.emergency.EmergencyJournal;
import care.convoy.alertlog.emergency.KnownAlerts;
import care.convoy.alertlog.emergency.PausableLog;
import care.convoy.alertlog.emergency.SafeguardConfig;
import care.convoy.alertlog.emergency.SafeguardedLog;
import care.convoy.alertlog.emergency.Surroundings;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One life of the real safeguard around the log: its journal outlives it, and what it decides by itself is known here. */
final class SimulatedEmergency implements ProvisionalListener {
    /** A look, the answers that are awaited, and the log's own time to stop. */
    private static final long LEFT_WITHIN_MILLIS = 3_000;

    /** While it merges, an emergency stands still at the end. */
    private static final long LATE_MILLIS = 10_000;

    private static final long UNKNOWN = Long.MAX_VALUE;

    private final SimulatedWorld world;
    private final VirtualTime time;
    private final SafeguardedLog log;
    private final KnownAlerts known;
    private final Runnable changed;
    private final Map<AlertId, AlertView> open = new LinkedHashMap<>();
    private final Map<AlertId, AlertView> handled = new LinkedHashMap<>();
    private final Map<AlertId, Set<OperatorId>> owners = new HashMap<>();
    private final Set<AlertId> ended;
    private final Map<AlertId, AgeCheck> ages = new HashMap<>();
    private List<CommittedEvent> lastEvents = List.of();
    private boolean alive = true;
    private boolean degraded;
    private boolean inEra;
    /** A former life may have brought it to the log already, which has gone on since: old news changes nothing there. */
    private boolean resumed = true;
    /** Whether the log has told its state since this life began; one that was stopped before cannot. */
    private boolean heardState;

    /** Core time here less virtual time, as it is all through an emergency; unknown before the first event. */
    private long coreAheadMillis = UNKNOWN;

    private long leftAtMillis = Long.MAX_VALUE / 2;

    /** What outlives a gateway. @param ended the alerts that were closed without the log */
    record Kept(SimulatedMedium medium, Set<AlertId> ended) {
        static Kept anew(SimulatedMedium medium) {
            return new Kept(medium, new HashSet<>());
        }
    }

    SimulatedEmergency(SimulatedWorld world, PausableLog inner, Kept kept, Runnable changed) {
        this.world = world;
        this.changed = changed;
        time = world.time();
        ended = kept.ended();
        EmergencyClock clock = new EmergencyClock() {
            @Override
            public long nanos() {
                return time.nowMillis() * 1_000_000;
            }

            @Override
            public long wallMillis() {
                return world.gatewayWallMillis();
            }
        };
        known = new KnownAlerts(clock);
        log = new SafeguardedLog(
                new SafeguardConfig(Duration.ofMillis(800), true, world.limits(), 16_384, Duration.ofMillis(300)),
                new Surroundings(
                        inner, journal(kept.medium()), known, (text, from, to) -> text, List.of(this), said -> {}));
        resumed = log.degradedBecause() != null;
        inEra = resumed;
        if (!resumed) {
            world.gateway().newEra();
        }
        log.watch();
        poll();
    }

    private static EmergencyJournal journal(SimulatedMedium medium) {
        if (medium == null) {
            return null;
        }
        try {
            return EmergencyJournal.on(medium);
        } catch (IOException unreadable) {
            return null;
        }
    }

    AlertLog log() {
        return log;
    }

    /** Somebody wants the log to be left, or does so no longer. */
    void leaveLog(String by, boolean leave) {
        boolean leftAlready = leave && world.logLeftBy().size() > 1 && leftAtMillis <= time.nowMillis();
        leftAtMillis = leftAlready ? leftAtMillis : time.nowMillis();
        if (leave) {
            log.degrade(by, "left on purpose");
        } else {
            log.recover(by);
        }
    }

    KnownAlerts known() {
        return known;
    }

    void heardState() {
        heardState = true;
    }

    void die() {
        alive = false;
    }

    private void poll() {
        if (!alive || world.isOver()) {
            return;
        }
        boolean atRest = world.log().isPaused();
        long nanos = log.poll();
        boolean now = log.degradedBecause() != null;
        if (now && !degraded) {
            world.tally().count(Fault.DEGRADED);
        }
        if (now != inEra) {
            inEra = now;
            world.gateway().newEra();
        }
        if (atRest && heardState && hasLeftLog() && world.log().isPaused()) {
            world.truth().checkAdopted(this);
        }
        degraded = now;
        checkAges();
        time.in(now || world.isLogLeft() ? Math.max(1, nanos / 1_000_000) : 400, this::poll);
    }

    /** What nobody attends to here is raised by age as it is in the log. */
    private void checkAges() {
        if (degraded && coreAheadMillis != UNKNOWN) {
            open.values().forEach(view -> {
                AgeCheck age = ages.get(view.id());
                if (age != null) {
                    age.check(view, time.nowMillis() + coreAheadMillis, LATE_MILLIS);
                }
            });
        }
    }

    /** Those that were taken up are as old as in the log; of a former life's it is not known from when they are. */
    private void noteAges(Collection<AlertView> alerts, List<CommittedEvent> events) {
        for (CommittedEvent event : events) {
            coreAheadMillis = event.atMillis() - time.nowMillis();
            if (event.after() != null && event.event() instanceof Event.OfAlert of) {
                AgeCheck age = ages.get(of.alert());
                if (of instanceof Event.Raised) {
                    age = new AgeCheck(world.planOf(event.after().resident()), world.tally());
                    ages.put(of.alert(), age);
                }
                if (age != null) {
                    age.hear(of, event.after(), event.atMillis(), false);
                    boolean aged = of instanceof Event.PriorityRaised && age.isAged();
                    if (aged) {
                        world.tally().count(Fault.AGED_WITHOUT_LOG);
                    }
                }
            }
        }
        if (!resumed) {
            alerts.forEach(
                    view -> ages.computeIfAbsent(view.id(), _ -> world.truth().ageOf(view)));
        }
    }

    boolean isDegraded() {
        return log.degradedBecause() != null;
    }

    /** The safeguard takes what a listener throws for a failure of that listener, and goes on: it must not go unnoticed. */
    @Override
    public void provisional(Collection<AlertView> alerts, List<CommittedEvent> events) {
        try {
            hear(alerts, events);
        } catch (RuntimeException | Error objection) {
            world.objects(objection);
            throw objection;
        }
    }

    private void hear(Collection<AlertView> alerts, List<CommittedEvent> events) {
        if (alerts.isEmpty() && events.isEmpty()) {
            // with a broken journal the log is asked at once again: it has gone on since
            if (!resumed && !handled.isEmpty() && log.isJournalUsable()) {
                handled.forEach((id, last) -> world.truth().takenBack(last, owners.getOrDefault(id, Set.of())));
            }
            resumed = false;
            handled.clear();
            owners.clear();
            ages.clear();
            coreAheadMillis = UNKNOWN;
        }
        noteAges(alerts, events);
        open.clear();
        alerts.forEach(alert -> open.put(alert.id(), alert));
        alerts.forEach(this::noteOwner);
        for (CommittedEvent event : events) {
            if (event.after() != null) {
                handled.put(event.after().id(), event.after());
                noteOwner(event.after());
            }
        }
        for (CommittedEvent event : events) {
            if (event.event() instanceof Event.Claimed && world.isLogLeft()) {
                world.tally().count(Fault.CLAIMED_WHILE_LOG_WAS_LEFT);
            }
            if (event.event() instanceof Event.Resolved resolved) {
                ended.add(resolved.alert());
            }
        }
        lastEvents = events;
        changed.run();
    }

    private void noteOwner(AlertView view) {
        if (view.owner() != null) {
            owners.computeIfAbsent(view.id(), id -> new HashSet<>()).add(view.owner());
        }
    }

    /** Open alerts as they stand here; empty while the log answers. */
    Map<AlertId, AlertView> open() {
        return open;
    }

    List<CommittedEvent> lastEvents() {
        return lastEvents;
    }

    /** Whether the log has been left for so long that it must have been stopped. */
    boolean hasLeftLog() {
        return alive
                && world.isLogLeft()
                && isDegraded()
                && log.isJournalUsable()
                && time.nowMillis() - leftAtMillis > LEFT_WITHIN_MILLIS;
    }

    /** Whether somebody looks after it here, or has closed it. */
    boolean has(AlertId alert) {
        return open.containsKey(alert) || ended.contains(alert);
    }

    /** Whether somebody has an alert here. */
    boolean concerns(ResidentId resident, DeviceId device) {
        return open.values().stream()
                .anyMatch(view -> resident != null ? resident.equals(view.resident()) : device.equals(view.device()));
    }
}

package care.convoy.effect;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreState;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alert.Priority;
import care.convoy.alert.Task;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.ProvisionalListener;
import care.convoy.alertlog.Receipt;
import care.convoy.effect.EffectLane.Job;
import care.convoy.escalation.EscalationStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes what the core decided, on the node that leads, and brings back what came of it. What an emergency core of this
 * gateway decided is executed whoever leads.
 *
 * <p><b>At least once.</b> The outbox is the core's state: {@link AlertView#effectsOut} is what is out and not reported. A
 * node that begins to lead executes what of it this process has not executed, with the same key; so does a start after a
 * crash between an effect and its report. Two nodes may execute the same one when the lead changes.
 *
 * <p><b>Threads.</b> Events come on the log's service thread and on the emergency core's, which only hand over. P1 has a
 * lane of its own, so that nothing else delays it; a third thread looks every {@value #LOOK_MILLIS} ms who leads and submits
 * again what the log did not take.
 *
 * <p><b>Bounds.</b> Each lane holds {@value #MOST_WAITING} effects; what finds no room stays in the core's state and is
 * taken up at a later look, nothing is dropped. For reports see {@link EffectReports}, for what is remembered
 * {@link ExecutedEffects}; the open alerts are as many as the core's.
 */
public final class EffectRunner implements CommittedListener, ProvisionalListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EffectRunner.class);
    private static final int LOOK_MILLIS = 200;
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_REMEMBERED = 100_000;

    private final Channels channels;
    private final EffectCounters counters = new EffectCounters();
    private final ExecutedEffects executed;
    private final EffectReports reports;
    private final EffectLane p1Lane;
    private final EffectLane lane;
    private final ConcurrentHashMap<AlertId, AlertView> open = new ConcurrentHashMap<>();
    private final Thread watch =
            Thread.ofPlatform().name("effects-watch").daemon().unstarted(this::lookForEver);
    private volatile ConcurrentHashMap<AlertId, AlertView> provisional = new ConcurrentHashMap<>();
    private volatile @Nullable AlertLog log;
    private volatile boolean leading;
    /** Whether the open alerts may hold effects that nobody has taken up. */
    private volatile boolean behind;

    /** How much it holds. */
    record Bounds(int waiting, int remembered, int reports) {}

    public EffectRunner(Channels channels) {
        this(channels, new Bounds(MOST_WAITING, MOST_REMEMBERED, MOST_WAITING));
    }

    EffectRunner(Channels channels, Bounds bounds) {
        this.channels = channels;
        executed = new ExecutedEffects(bounds.remembered());
        reports = new EffectReports(this::submit, bounds.reports(), counters);
        p1Lane = new EffectLane("effects-p1", bounds.waiting(), this::execute);
        lane = new EffectLane("effects", bounds.waiting(), this::execute);
    }

    /** Begins to execute. @param log to which the reports go; the one whose events this hears */
    public void start(AlertLog log) {
        use(log);
        p1Lane.start();
        lane.start();
        watch.start();
    }

    void use(AlertLog log) {
        this.log = log;
    }

    // ---- what the core says

    @Override
    public void reset(
            long logId, Collection<AlertView> views, Collection<Task> tasks, Collection<CoreState.DeviceTest> tests) {
        open.clear();
        for (AlertView view : views) {
            if (view.state().isOpen()) {
                open.put(view.id(), view);
            }
        }
        behind = true;
    }

    @Override
    public void committed(List<CommittedEvent> events) {
        for (CommittedEvent event : events) {
            AlertView after = event.after();
            if (after == null) {
                continue;
            }
            if (after.state().isOpen()) {
                open.put(after.id(), after);
            } else {
                open.remove(after.id());
            }
            channels.stood(after);
            // a node that is about to lead finds it among the open alerts
            if (leading && event.event() instanceof Event.EffectDue due) {
                var _ = take(new Job(due.effect(), after, false));
            }
        }
    }

    @Override
    public void provisional(Collection<AlertView> alerts, List<CommittedEvent> events) {
        if (events.isEmpty()) {
            ConcurrentHashMap<AlertId, AlertView> now = new ConcurrentHashMap<>();
            alerts.forEach(alert -> now.put(alert.id(), alert));
            provisional = now;
            behind = true;
        }
        for (CommittedEvent event : events) {
            AlertView after = event.after();
            if (after != null && after.state().isOpen()) {
                provisional.put(after.id(), after);
            } else if (after != null) {
                provisional.remove(after.id());
            }
            if (after != null) {
                channels.stood(after);
            }
            if (after != null && event.event() instanceof Event.EffectDue due) {
                var _ = take(new Job(due.effect(), after, true));
            }
        }
    }

    // ---- taking up

    /** Takes an effect up once; of one that this process knows, the last report is said again. */
    private boolean take(Job job) {
        return switch (executed.take(job.effect(), isP1(job))) {
            case TAKEN -> {
                boolean fits = laneOf(job).offer(job);
                if (!fits) {
                    executed.giveBack(job.effect());
                    postpone();
                }
                yield fits;
            }
            case NO_ROOM -> {
                postpone();
                yield false;
            }
            case KNOWN -> {
                EffectReport known = executed.lastReport(job.effect());
                if (known != null) {
                    reports.say(job.effect().key(), known, isP1(job));
                }
                yield false;
            }
        };
    }

    private void postpone() {
        counters.postponed.increment();
        behind = true;
    }

    private EffectLane laneOf(Job job) {
        return isP1(job) ? p1Lane : lane;
    }

    private static boolean isP1(Job job) {
        return job.alert().priority() == Priority.P1;
    }

    private void lookForEver() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                lookUnharmed();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look that failed must not be the last. */
    private void lookUnharmed() {
        try {
            look();
        } catch (RuntimeException broken) {
            LOG.error("a look at the open effects failed", broken);
        }
    }

    /** One look: who leads, what was not taken up, what was not answered. */
    void look() {
        AlertLog now = log;
        boolean leads = now != null && now.leads();
        if (leads && !leading) {
            leading = true;
            behind = true;
        } else if (!leads) {
            leading = false;
        }
        if (behind) {
            behind = false;
            if (executed.isCrowded()) {
                executed.settleAllBut(underWay());
            }
            provisional.values().forEach(alert -> takeStarted(alert, true));
            if (leads) {
                open.values().forEach(alert -> takeStarted(alert, false));
            }
        }
        reports.resubmit();
    }

    private Set<Effect> underWay() {
        Set<Effect> effects = new HashSet<>();
        open.values().forEach(alert -> effects.addAll(alert.effectsOut()));
        provisional.values().forEach(alert -> effects.addAll(alert.effectsOut()));
        return effects;
    }

    /** What a log began when it came back, before it was told who attends meanwhile, is passed over. */
    private void takeStarted(AlertView alert, boolean isProvisional) {
        for (Effect effect : alert.effectsOut()) {
            if (isWanted(alert, effect) && take(new Job(effect, alert, isProvisional))) {
                counters.takenOver.increment();
            }
        }
    }

    /** Whether nobody attends, or the step goes on in any case. */
    private static boolean isWanted(AlertView alert, Effect effect) {
        return alert.attentionPending()
                || alert.steps().stream()
                        .anyMatch(step -> step.index() == effect.key().step()
                                && step.step().condition() == EscalationStep.Condition.ALWAYS);
    }

    // ---- executing

    private void execute(Job job) {
        Effect effect = job.effect();
        if (!job.provisional() && !leading) {
            executed.giveBack(effect);
            counters.overtaken.increment();
            // it may lead again by now, and has looked already
            behind = true;
            return;
        }
        Channel channel = channels.find(effect.channel(), job.alert().status());
        if (channel == null) {
            counters.noChannel.increment();
            told(job, EffectReport.UNREACHABLE);
            return;
        }
        counters.executed.increment();
        try {
            channel.send(effect, job.alert(), report -> told(job, report));
        } catch (RuntimeException broken) {
            counters.broken.increment();
            LOG.error("channel {} failed on {}", effect.channel(), effect.key(), broken);
            told(job, EffectReport.FAILED);
        }
    }

    private void told(Job job, EffectReport report) {
        EffectReport believed = wasOnlyPlayed(job) ? EffectReport.FAILED : report;
        executed.reported(job.effect(), believed);
        reports.say(job.effect().key(), believed, isP1(job));
    }

    /** Whether the alert became real since: who was played to come does not come. */
    private boolean wasOnlyPlayed(Job job) {
        if (job.alert().status() == AlertStatus.ACTUAL) {
            return false;
        }
        AlertId id = job.alert().id();
        AlertView durable = open.get(id);
        AlertView local = provisional.get(id);
        return (durable != null && durable.status() == AlertStatus.ACTUAL)
                || (local != null && local.status() == AlertStatus.ACTUAL);
    }

    private CompletionStage<Receipt> submit(Command command) {
        AlertLog to = log;
        return to != null ? to.submit(command) : CompletableFuture.failedStage(new AlertLog.Unavailable("not started"));
    }

    // ---- the rest

    /** The open alerts, those that this gateway decides by itself last; in no other order. */
    public Collection<AlertView> openAlerts() {
        List<AlertView> alerts = new ArrayList<>(open.values());
        alerts.addAll(provisional.values());
        return alerts;
    }

    /**
     * Brings an answer to the log that came by itself, on whatever node. It is submitted until the log has answered.
     *
     * @param key what it answers
     * @return done when the log has it; failed if that must be waited for, and whoever can says it again later
     */
    public CompletionStage<Receipt> answered(EffectKey key, EffectReport report) {
        return submit(new Command.ReportEffect(key, report)).whenComplete((receipt, failure) -> {
            if (failure != null) {
                reports.say(key, report, true);
            }
        });
    }

    /** Works off both lanes on the calling thread, in place of their own. */
    void workAll() {
        p1Lane.workAll();
        lane.workAll();
    }

    public EffectCounters counters() {
        return counters;
    }

    /** Effects that wait for their channel. */
    public int depth() {
        return p1Lane.depth() + lane.depth();
    }

    /** Reports that the log has not answered. */
    public int reportsWaiting() {
        return reports.waiting();
    }

    @Override
    public void close() {
        watch.interrupt();
        p1Lane.close();
        lane.close();
    }
}

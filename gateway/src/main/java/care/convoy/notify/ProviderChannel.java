package care.convoy.notify;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.effect.Channel;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.resident.Resident;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel by one provider: finds who is meant and what to say, lets the urgent go first where lines are few, and
 * leaves a provider alone that does not answer. The core hears at once what can be known at once, so that it tries the next
 * way: nobody waits behind a dead provider.
 *
 * <p><b>Order</b>: P1 first, then the older alert. Whoever waits for a line has not been tried: the core is told so each
 * {@value #LOOK_AT_LINE_MILLIS} ms, and when its turn has come. <b>Bounds</b>: {@value #MOST_WAITING} wait; then the last that is no P1 gives
 * way, counted, and counts as failed, which the core tries again. What waits is dropped when its alert needs it no more, and what is
 * under way is withdrawn when somebody else comes or the alert has ended. Of what the provider says nothing for {@value #SILENT_MILLIS} ms has
 * failed and its line is free, counted: a provider that forgets a message must not hold up the others.
 *
 * <p>One thread of its own does everything; {@link #send} and {@link #stood} only hand over.
 */
public final class ProviderChannel implements Channel, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderChannel.class);
    private static final int MOST_WAITING = 50_000;
    /** A third of what the core waits for the next word of it. */
    private static final long LOOK_AT_LINE_MILLIS = 20_000;

    private static final long PAUSE_MILLIS = 1_000;
    /** Longer than any call; the core has given it up long before. */
    private static final long SILENT_MILLIS = 180_000;

    private final Provider provider;
    private final Context context;
    private final InstantSource clock;
    private final ChannelCounters counters = new ChannelCounters();
    private final Worker worker;

    private final Waiting waiting;
    /** With the number of its start: what was throttled is started more than once. */
    private final Map<EffectKey, Long> underWay = new HashMap<>();

    private final Map<AlertId, Map<EffectKey, Job>> byAlert = new HashMap<>();
    private final Circuit circuit = new Circuit();
    /** Of whom the core was told that they wait. */
    private final Set<EffectKey> saidToWait = new HashSet<>();

    private boolean looksAtLine;
    private long numbers;
    private long starts;
    private long pausedUntil = Long.MIN_VALUE;
    private volatile int depth;
    private volatile int busy;
    private volatile boolean open;

    /**
     * What every channel of a gateway shares.
     *
     * @param links addresses of pages
     */
    public record Context(People people, Wording wording, Links links) {}

    /** Addresses of the pages on which somebody can answer. */
    public interface Links {
        /** The page of this contact about this alert, at most 72 characters; "" if there is none. Any thread. */
        String of(AlertView alert, Recipient to);
    }

    public ProviderChannel(Provider provider, Context context, InstantSource clock) {
        this(provider, context, clock, Worker.named("notify-" + provider.name()), MOST_WAITING);
    }

    ProviderChannel(Provider provider, Context context, InstantSource clock, Worker worker, int most) {
        this.provider = provider;
        this.context = context;
        this.clock = clock;
        this.worker = worker;
        waiting = new Waiting(most);
    }

    @Override
    public ChannelKind kind() {
        return provider.kind();
    }

    @Override
    public boolean isRehearsal() {
        return provider.isRehearsal();
    }

    @Override
    public void send(Effect effect, AlertView alert, Consumer<EffectReport> report) {
        hand(() -> take(effect, alert, report));
    }

    @Override
    public void stood(AlertView now) {
        if (depth + busy > 0) {
            hand(() -> look(now));
        }
    }

    private void hand(Runnable work) {
        worker.execute(() -> unharmed(work));
    }

    /** What failed must not end what follows. */
    private void unharmed(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException broken) {
            LOG.error("channel {} failed", provider.name(), broken);
        }
    }

    // ---- what is to be said

    private void take(Effect effect, AlertView alert, Consumer<EffectReport> report) {
        Recipient to = context.people().find(effect, alert);
        if (to == null) {
            counters.noAddress.increment();
            report.accept(EffectReport.UNREACHABLE);
            return;
        }
        if (alert.priority() != Priority.P1 && !isHour(to)) {
            counters.outOfHours.increment();
            report.accept(EffectReport.UNREACHABLE);
            return;
        }
        if (byAlert.getOrDefault(alert.id(), Map.of()).containsKey(effect.key())) {
            return;
        }
        keep(new Job(numbers++, clock.millis(), message(effect, alert, to), alert, report));
        pump();
    }

    private boolean isHour(Recipient to) {
        return to.hours()
                .contains(Instant.ofEpochMilli(clock.millis())
                        .atZone(context.wording().zone())
                        .toLocalTime());
    }

    private Message message(Effect effect, AlertView alert, Recipient to) {
        Resident resident = context.people().resident(alert);
        boolean asks = switch (effect.action()) {
            case CALL, MESSAGE -> !to.contact().isEmpty();
            case INFORM, CALL_SUPERVISOR, REQUEST_AMBULANCE, SHOW_ALL_CONSOLES, ALL_CONSOLES_LOUD -> false;
        };
        String link = asks ? context.links().of(alert, to) : "";
        return new Message(
                effect.key(),
                effect.action(),
                alert.priority() == Priority.P1,
                to,
                context.wording().text(effect, alert, resident, to.language()),
                context.wording().speech(effect, alert, resident, to.language()),
                link);
    }

    private void keep(Job job) {
        byAlert.computeIfAbsent(job.alert().id(), id -> new HashMap<>())
                .put(job.message().key(), job);
        Job out = waiting.offer(job);
        if (out != null) {
            counters.crowdedOut.increment();
            forget(out);
            out.report().accept(EffectReport.FAILED);
        }
    }

    private void forget(Job job) {
        saidToWait.remove(job.message().key());
        Map<EffectKey, Job> ofAlert = byAlert.get(job.alert().id());
        if (ofAlert != null) {
            ofAlert.remove(job.message().key());
            if (ofAlert.isEmpty()) {
                byAlert.remove(job.alert().id());
            }
        }
    }

    // ---- lines

    /** Lets go whoever can. */
    private void pump() {
        while (underWay.size() < provider.lines() && !waiting.isEmpty()) {
            long now = clock.millis();
            if (now < pausedUntil) {
                break;
            }
            Job next = waiting.poll();
            if (next == null) {
                break;
            }
            if (circuit.admits(now)) {
                start(next);
            } else {
                counters.shed.increment();
                forget(next);
                next.report().accept(EffectReport.FAILED);
            }
        }
        if (!waiting.isEmpty() && !looksAtLine) {
            looksAtLine = true;
            worker.after(LOOK_AT_LINE_MILLIS, () -> unharmed(this::lookAtLine));
        }
        depth = waiting.size();
        busy = underWay.size();
        open = circuit.isOpen();
    }

    /** Tells the core of everybody who has waited since the last look. */
    private void lookAtLine() {
        looksAtLine = false;
        waiting.forEach(job -> {
            if (clock.millis() - job.sinceMillis() >= LOOK_AT_LINE_MILLIS) {
                saidToWait.add(job.message().key());
                job.report().accept(EffectReport.QUEUED);
            }
        });
        pump();
    }

    private void start(Job job) {
        EffectKey key = job.message().key();
        if (saidToWait.remove(key)) {
            job.report().accept(EffectReport.UNDER_WAY);
        }
        long start = starts++;
        underWay.put(key, start);
        counters.sent.increment();
        worker.after(SILENT_MILLIS, () -> unharmed(() -> endSilent(job, start)));
        try {
            provider.send(job.message(), told -> hand(() -> told(job, told)));
        } catch (RuntimeException broken) {
            LOG.error("provider {} failed on {}", provider.name(), key, broken);
            told(job, Told.FAILED);
        }
    }

    private void endSilent(Job job, long start) {
        if (Objects.equals(underWay.get(job.message().key()), start)) {
            counters.silent.increment();
            told(job, Told.DOWN);
        }
    }

    private void told(Job job, Told told) {
        counters.count(told);
        if (told == Told.ANSWERED) {
            job.report().accept(EffectReport.UNDER_WAY);
            return;
        }
        boolean first = underWay.remove(job.message().key()) != null;
        if (first) {
            judge(told);
        }
        if (told == Told.THROTTLED && first) {
            pausedUntil = clock.millis() + PAUSE_MILLIS;
            // it keeps its place; one that is not wanted any more goes at the next look
            Job out = waiting.offer(job);
            if (out != null) {
                counters.crowdedOut.increment();
                forget(out);
                out.report().accept(EffectReport.FAILED);
            }
            worker.after(PAUSE_MILLIS, () -> unharmed(this::pump));
        } else {
            forget(job);
            EffectReport report = reportOf(told);
            if (report != null) {
                job.report().accept(report);
            }
        }
        pump();
    }

    private void judge(Told told) {
        switch (told) {
            case DOWN -> circuit.failed(clock.millis());
            case FAILED, THROTTLED, WITHDRAWN -> circuit.undecided();
            case ANSWERED,
                    TAKEN,
                    DELIVERED,
                    ACCEPTED,
                    DECLINED,
                    NO_ANSWER,
                    BUSY,
                    REJECTED,
                    UNHEARD,
                    ASKED_FOR_CENTRE,
                    UNREACHABLE -> circuit.succeeded();
        }
    }

    /** What the core is told; null if it is told nothing yet. */
    private static @Nullable EffectReport reportOf(Told told) {
        return switch (told) {
            case TAKEN, ANSWERED, WITHDRAWN -> null;
            case DELIVERED, ASKED_FOR_CENTRE -> EffectReport.DELIVERED;
            case ACCEPTED -> EffectReport.ACCEPTED;
            case DECLINED -> EffectReport.DECLINED;
            case NO_ANSWER, BUSY, REJECTED, UNHEARD -> EffectReport.NO_ANSWER;
            case UNREACHABLE -> EffectReport.UNREACHABLE;
            case FAILED, DOWN, THROTTLED -> EffectReport.FAILED;
        };
    }

    // ---- what is wanted no more

    /** Compares what waits and what is under way with the alert as it stands. */
    private void look(AlertView now) {
        Map<EffectKey, Job> ofAlert = byAlert.get(now.id());
        if (ofAlert == null) {
            return;
        }
        List<EffectKey> out = now.effectsOut().stream().map(Effect::key).toList();
        for (Job job : new ArrayList<>(ofAlert.values())) {
            EffectKey key = job.message().key();
            if (underWay.containsKey(key)) {
                if (isStopped(now, key, job.message().to().contact())) {
                    provider.withdraw(key);
                }
            } else if (!out.contains(key)) {
                waiting.remove(job);
                forget(job);
                counters.withdrawn.increment();
            } else if (job.alert().priority() != now.priority()) {
                waiting.remove(job);
                keep(job.with(now));
            }
        }
        pump();
    }

    /**
     * Whether the core asks this person no more, because somebody else comes or they have answered by another way. A call that only took too
     * long is not torn from the hand.
     */
    private static boolean isStopped(AlertView now, EffectKey key, String contact) {
        if (!now.state().isOpen()) {
            return true;
        }
        for (AlertView.Step step : now.steps()) {
            if (step.index() == key.step()) {
                return step.reaches().stream()
                        .anyMatch(reach -> reach.contact().equals(contact) && isOver(reach.state()));
            }
        }
        return true;
    }

    private static boolean isOver(Reach.State state) {
        return switch (state) {
            case STOPPED, ACCEPTED, DECLINED -> true;
            case WAITING, STARTED, QUEUED, DELIVERED, FAILED -> false;
        };
    }

    // ---- the rest

    public ChannelCounters counters() {
        return counters;
    }

    /** Messages that wait for a line. */
    public int depth() {
        return depth;
    }

    /** Lines in use. */
    public int busy() {
        return busy;
    }

    /** Whether the provider is left alone for a while because it does not answer. */
    public boolean isCircuitOpen() {
        return open;
    }

    @Override
    public void close() {
        worker.close();
        provider.close();
    }
}

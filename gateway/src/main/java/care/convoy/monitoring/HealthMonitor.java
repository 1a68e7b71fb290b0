package care.convoy.monitoring;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.Intent;
import care.convoy.alert.OperatorId;
import care.convoy.alertlog.AlertLog;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.device.ResidentId;
import care.convoy.ingest.Answer;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.Report;
import care.convoy.ingest.Taken;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import care.convoy.vitals.Ask;
import care.convoy.vitals.Finding;
import care.convoy.vitals.Outcome;
import care.convoy.vitals.RuleBook;
import care.convoy.vitals.presence.AreaSilence;
import care.convoy.vitals.presence.InactivityWatch;
import care.convoy.vitals.presence.Notice;
import care.convoy.vitals.presence.SilenceWheel;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what the devices of this gateway say, and their silence, on a thread of its own ({@code health}). What a rule finds goes to
 * the intake as an alarm of the device does; a measurement that is to be taken again is ordered of the device.
 *
 * <p>State is in memory. After a restart silence is judged anew, two intervals later; what lasts is found again and joins its
 * open alert. An exception in the rules of one person costs that person's state, which begins anew, and is counted.
 */
public final class HealthMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);
    private static final int BATCH = 1_000;
    private static final long WAIT_MILLIS = 200;
    private static final long CHECK_MILLIS = 15_000;
    private static final long TIDY_MILLIS = 60_000;
    private static final int HEAP_SHARE = 4;
    /** All rules of a person with what is usual for them, everything full. */
    private static final long PERSON_BYTES = 8_192;
    /** In whose name devices are asked to measure again. */
    private static final OperatorId RULES = new OperatorId("rules");

    private final Sources sources;
    private final HealthQueue queue;
    private final InstantSource clock;
    private final FindingSignals signals;
    private final SilenceWatch silence;
    final LearnedKeeper learned;
    private final Map<ResidentId, PersonWatch> persons = new HashMap<>();
    private final Map<Open, AlertKind> open = new HashMap<>();
    private final LongAdder findings = new LongAdder();
    private final LongAdder asked = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder unjudged = new LongAdder();
    private final int mostPersons;
    private final Thread thread = Thread.ofPlatform().name("health").daemon().unstarted(this::runForEver);
    private final long startMillis;
    private final long startNanos;
    private long checkDueMillis;
    private long tidyDueMillis;
    private long nowMillis;
    private PersonWatch.Rules rules;

    /** What was raised and may be over one day. */
    private record Open(String rule, DeviceId device) {}

    /**
     * Where it looks and what it speaks to.
     *
     * @param rules the numbers in force; may change at any time
     * @param intake takes a signal, as {@code Intake::accept}
     * @param shelf where what was learned of persons is kept
     */
    public record Sources(
            DeviceRegistry devices,
            ResidentDirectory residents,
            LatestBoard latest,
            AlertLog log,
            RulesInForce rules,
            BiFunction<Report, Answer, Taken> intake,
            Shelf shelf) {}

    /** Where what was learned of persons is kept over a restart. Called by the thread {@code learned} only; both may throw. */
    public interface Shelf {
        /** What was kept of these residents; nothing of those of whom nothing was. */
        Map<ResidentId, byte[]> find(Collection<ResidentId> residents);

        void keep(Map<ResidentId, byte[]> learned);
    }

    private final Outcomes outcomes = new Outcomes() {
        @Override
        public void take(Outcome outcome) {
            switch (outcome) {
                case Finding finding -> found(finding);
                case Ask ask -> measureAgain(ask.device());
            }
        }

        @Override
        public void take(Notice notice) {
            switch (notice) {
                case Notice.Raised raised -> {
                    open.put(
                            new Open(raised.rule(), raised.device()),
                            raised.finding().kind());
                    found(raised.finding());
                }
                // numbers of what is told already
                case Notice.Updated _ -> {}
                case Notice.Cured cured -> {
                    AlertKind kind = open.remove(new Open(cured.rule(), cured.device()));
                    if (kind != null) {
                        signals.over(cured.device(), kind, nowMillis);
                    }
                }
            }
        }
    };

    /**
     * How it judges.
     *
     * @param zone in which people sleep and wake
     * @param alone whether no other gateway may hear the same devices: only then is a device that is not heard here silent
     * @param mostPersons as many are judged; who is first heard when there are as many is not, and that is counted
     */
    public record Manner(ZoneId zone, boolean alone, int mostPersons) {
        /** As many persons as a quarter of the heap has room for: rules never take the memory that alarms need. */
        public Manner(ZoneId zone, boolean alone) {
            this(zone, alone, (int)
                    Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / HEAP_SHARE / PERSON_BYTES));
        }
    }

    public HealthMonitor(Sources sources, HealthQueue queue, EvidenceSeal seal, Manner manner, InstantSource clock) {
        this.sources = sources;
        this.queue = queue;
        this.clock = clock;
        rules = PersonWatch.Rules.standard(manner.zone());
        mostPersons = manner.mostPersons();
        learned = new LearnedKeeper(sources.shelf());
        signals = new FindingSignals(sources.intake(), sources.devices()::find, seal);
        startMillis = clock.millis();
        startNanos = System.nanoTime();
        nowMillis = startMillis;
        silence = new SilenceWatch(
                sources.devices(),
                device -> wearer(device.residents()),
                this::around,
                rules.book(),
                manner.alone() ? outcomes : new Unsaid(),
                startMillis);
    }

    /** Of devices that another gateway may have heard. */
    private static final class Unsaid implements Outcomes {
        @Override
        public void take(Outcome outcome) {
            // known here, and told to nobody
        }

        @Override
        public void take(Notice notice) {
            // likewise
        }
    }

    public void start() {
        queue.open();
        learned.start();
        thread.start();
    }

    private void runForEver() {
        List<HealthQueue.Heard> heard = new ArrayList<>(BATCH);
        // what was heard of before the start is missed if it does not come back
        sources.devices().all().forEach(device -> {
            if (sources.latest().find(device.id()) != null) {
                silence.heard(device.id(), false);
            }
        });
        try {
            while (!Thread.currentThread().isInterrupted()) {
                queue.drain(heard, BATCH, WAIT_MILLIS);
                turn(heard, startMillis + (System.nanoTime() - startNanos) / 1_000_000);
                heard.clear();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * One turn.
     *
     * @param steadyMillis a clock that does not jump, epoch milliseconds at the start
     */
    void turn(List<HealthQueue.Heard> heard, long steadyMillis) {
        nowMillis = clock.millis();
        for (HealthQueue.Heard one : heard) {
            guarded(residentOf(one), () -> hear(one));
        }
        silence.judgeBy(sources.rules().now().book());
        guarded(null, () -> silence.advance(steadyMillis));
        if (steadyMillis >= checkDueMillis) {
            checkDueMillis = steadyMillis + CHECK_MILLIS;
            List.copyOf(persons.keySet()).forEach(resident -> guarded(resident, () -> check(resident)));
        }
        if (steadyMillis >= tidyDueMillis) {
            tidyDueMillis = steadyMillis + TIDY_MILLIS;
            guarded(null, this::keepLearned);
            guarded(null, silence::tidy);
        }
        guarded(null, () -> signals.turn(nowMillis));
        learned.poll((resident, kept) -> guarded(resident, () -> {
            PersonWatch person = persons.get(resident);
            if (person != null) {
                person.learn(kept, nowMillis);
            }
        }));
    }

    /** Asks for what was kept of those who are new, and gives away what is to be kept; what finds no room waits for the next time. */
    private void keepLearned() {
        for (Map.Entry<ResidentId, PersonWatch> each : persons.entrySet()) {
            PersonWatch person = each.getValue();
            if (!person.isRestored()) {
                if (!person.isAskedFor()) {
                    person.askedFor(learned.want(each.getKey()));
                }
                continue;
            }
            byte[] bytes = person.toKeep(nowMillis);
            if (bytes != null && learned.offer(each.getKey(), bytes)) {
                person.kept(nowMillis);
            }
        }
    }

    private void hear(HealthQueue.Heard heard) {
        // the network noticed that a connection is gone: no sign of life
        if (!(heard.message() instanceof DeviceMessage.ConnectionLost)) {
            silence.heard(heard.device(), true);
        }
        Worn worn = PersonWatch.worn(heard.message());
        if (worn != Worn.UNKNOWN) {
            silence.worn(heard.device(), worn == Worn.ON);
        }
        ResidentId resident = residentOf(heard);
        if (resident != null && persons.size() >= mostPersons && !persons.containsKey(resident)) {
            unjudged.increment();
        } else if (resident != null) {
            RulesInForce.Numbers numbers = sources.rules().now();
            PersonWatch person = persons.computeIfAbsent(
                    resident,
                    id -> new PersonWatch(
                            rulesBy(numbers.book()),
                            numbers.of(id),
                            sources.residents().find(id)));
            if (!person.isJudgedBy(numbers.book(), numbers.of(resident))) {
                judgeAnew(resident, person);
            }
            person.hear(heard, outcomes);
        }
    }

    /** The same for all persons of a book. */
    private PersonWatch.Rules rulesBy(RuleBook book) {
        if (rules.book() != book) {
            rules = new PersonWatch.Rules(book, rules.falls(), rules.inactivity(), rules.upkeep());
        }
        return rules;
    }

    private void judgeAnew(ResidentId resident, PersonWatch person) {
        RulesInForce.Numbers numbers = sources.rules().now();
        person.judgeBy(numbers.book(), numbers.of(resident), sources.residents().find(resident));
    }

    private void check(ResidentId resident) {
        PersonWatch person = persons.get(resident);
        if (person != null) {
            judgeAnew(resident, person);
            person.check(nowMillis, silence::isHeard, outcomes);
        }
    }

    /** Of whom nothing was heard since the start nothing is known but the hour. */
    private AreaSilence.Around around(DeviceId device) {
        DeviceLatest latest = sources.latest().find(device);
        int battery = latest == null ? DeviceMessage.ABSENT : latest.batteryPercent();
        RegisteredDevice known = sources.devices().find(device);
        PersonWatch person = known == null || known.residents().isEmpty()
                ? null
                : persons.get(known.residents().getFirst());
        if (person == null) {
            boolean awake = new InactivityWatch(rules.inactivity()).isAwake(nowMillis);
            return new AreaSilence.Around(awake, false, battery, -1, -1);
        }
        return person.around(device, silence::isHeard, battery, nowMillis);
    }

    private void found(Finding finding) {
        findings.increment();
        signals.found(finding, nowMillis);
    }

    /** Best effort: that nobody answers raises nothing. */
    private void measureAgain(DeviceId device) {
        asked.increment();
        var _ = sources.log()
                .submit(new Command.Order(new CommandId(RULES, UUID.randomUUID()), device, null, new Intent.Measure()));
    }

    private void guarded(@Nullable ResidentId resident, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            failures.increment();
            LOG.error("health rules failed", failed);
            if (resident != null) {
                persons.remove(resident);
            }
        }
    }

    private @Nullable ResidentId residentOf(HealthQueue.Heard heard) {
        if (heard.resident() != null) {
            return heard.resident();
        }
        RegisteredDevice device = sources.devices().find(heard.device());
        return device == null || device.residents().isEmpty()
                ? null
                : device.residents().getFirst();
    }

    private @Nullable Resident wearer(List<ResidentId> residents) {
        return residents.isEmpty() ? null : sources.residents().find(residents.getFirst());
    }

    /** What rules have found. */
    public long findings() {
        return findings.sum();
    }

    /** Findings that are in the alert log. */
    public long said() {
        return signals.said();
    }

    /** Findings for which there was no room. */
    public long dropped() {
        return signals.dropped();
    }

    /** Measurements that were to be taken again. */
    public long asked() {
        return asked.sum();
    }

    /** Exceptions of rules. */
    public long failures() {
        return failures.sum();
    }

    /** Devices by state, as the health thread last left it. */
    public int devices(SilenceWheel.State state) {
        return silence.count(state);
    }

    /** Devices whose silence nobody would notice. */
    public long unwatched() {
        return silence.unwatched();
    }

    /** Messages of persons for whom there was no room. */
    public long unjudged() {
        return unjudged.sum();
    }

    /** Tries of the database that failed, of what was learned. */
    public long learnedFailures() {
        return learned.failures();
    }

    @Override
    public void close() {
        learned.close();
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

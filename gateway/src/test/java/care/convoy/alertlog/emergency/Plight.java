package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.Disposition;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.ProvisionalListener;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A gateway with its safeguarded log on virtual time; one thread. */
final class Plight implements ProvisionalListener {
    static final OperatorId LI = new OperatorId("li");
    static final OperatorId WANG = new OperatorId("wang");
    static final Disposition HELPED = new Disposition(
            Disposition.Cause.ASSISTANCE,
            Disposition.Outcome.CONTACT_ATTENDED,
            false,
            Disposition.Verification.VOICE,
            null);
    static final EscalationPlan PLAN = plan();

    static final long START_MILLIS = 1_790_000_000_000L;

    final List<String> said = new ArrayList<>();
    final List<CommittedEvent> provisional = new ArrayList<>();
    List<AlertView> provisionalOpen = List.of();
    final VirtualClock clock;
    private final CoreLimits limits;
    final CoreLog inner;
    /** How the emergency's core is asked, from the next {@link #begin} on. */
    EmergencyCore.Handling handling = AlertCore::apply;

    MemoryDisk disk;
    SafeguardedLog log;
    KnownAlerts known;
    private long commands;

    /** Time that only the test moves. */
    static final class VirtualClock implements EmergencyClock {
        long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public long wallMillis() {
            return START_MILLIS + TimeUnit.NANOSECONDS.toMillis(nanos);
        }
    }

    Plight() throws IOException {
        this(new MemoryDisk(MemoryDisk.BYTES));
    }

    Plight(MemoryDisk disk) throws IOException {
        this(disk, CoreLimits.standard());
    }

    Plight(MemoryDisk disk, CoreLimits limits) throws IOException {
        this.disk = disk;
        this.limits = limits;
        clock = new VirtualClock();
        inner = new CoreLog(clock::wallMillis, new KnownAlerts(clock), limits);
        begin(disk);
    }

    /** The gateway's process begins, or begins again after a crash, on a disk; the log stays as it is. */
    void begin(MemoryDisk on) throws IOException {
        disk = on;
        begin(EmergencyJournal.on(on));
    }

    /** @param journal null if it cannot be had */
    void begin(EmergencyJournal journal) {
        known = new KnownAlerts(clock);
        inner.connect(known);
        log = new SafeguardedLog(
                new SafeguardConfig(Duration.ofMillis(800), true, limits, 16_384, Duration.ofMillis(300)),
                new Surroundings(inner, journal, known, (text, _, _) -> text, List.of(this), said::add),
                handling);
        log.watch();
    }

    /** The gateway's process begins and cannot have a journal. */
    void beginWithoutJournal() {
        begin((EmergencyJournal) null);
    }

    @Override
    public void provisional(Collection<AlertView> alerts, List<CommittedEvent> events) {
        provisionalOpen = List.copyOf(alerts);
        provisional.addAll(events);
    }

    private static EscalationPlan plan() {
        EscalationStep show =
                new EscalationStep(0, Condition.ALWAYS, Action.SHOW_ALL_CONSOLES, 0, List.of(), List.of());
        EscalationStep call = new EscalationStep(
                15_000, Condition.UNCLAIMED, Action.CALL, 1, List.of("c1"), List.of(ChannelKind.VOICE));
        EscalationStep loud =
                new EscalationStep(60_000, Condition.UNCLAIMED, Action.ALL_CONSOLES_LOUD, 0, List.of(), List.of());
        List<EscalationStep> steps = List.of(show, call, loud);
        return new EscalationPlan("test", steps, steps, steps);
    }

    static Command.Signal press(String resident, long sequence) {
        SignalKey key = new SignalKey(new DeviceId("band-" + resident), 1, sequence);
        return new Command.Signal(
                key,
                START_MILLIS,
                Command.NO_TIME,
                new ResidentId(resident),
                new DeviceMessage.SosPressed(1, null),
                AlertStatus.ACTUAL,
                PLAN,
                List.of());
    }

    CommandId id(OperatorId operator) {
        commands++;
        return new CommandId(operator, new UUID(1, commands));
    }

    Command.AddNote note(OperatorId operator, AlertId alert, String words) {
        return new Command.AddNote(id(operator), alert, Sealed.copyOf(words.getBytes(StandardCharsets.UTF_8)));
    }

    /** Submits; the answer may come later. */
    CompletableFuture<Receipt> submit(Command command) {
        return log.submit(command).toCompletableFuture();
    }

    /** Submits and lets the gateway work; for commands that are answered without time passing. */
    Receipt answered(Command command) {
        CompletableFuture<Receipt> answer = submit(command);
        log.poll();
        return answer.join();
    }

    /** The alert that the answer names. */
    static AlertId alert(Receipt receipt) {
        if (receipt.outcome() instanceof Outcome.Done done && done.alert() != null) {
            return done.alert();
        }
        throw new AssertionError("no alert: " + receipt);
    }

    /** Lets time pass as a thread would. */
    void pass(Duration time) {
        long until = clock.nanos + time.toNanos();
        while (clock.nanos < until) {
            long wait = Math.max(1, log.poll());
            clock.nanos = Math.min(until, clock.nanos + wait);
        }
        log.poll();
    }

    /** The log is away from now on, and the gateway has noticed. */
    void loseLog() {
        inner.health = AlertLog.Health.NO_QUORUM;
        inner.mood = CoreLog.Mood.DEAF;
        pass(Duration.ofSeconds(1));
    }

    /** The log is back, and everything is brought to it. */
    void regainLog() {
        inner.health = AlertLog.Health.READY;
        inner.mood = CoreLog.Mood.ANSWERS;
        inner.diesAfter = Integer.MAX_VALUE;
        inner.tick();
        pass(Duration.ofSeconds(5));
    }
}

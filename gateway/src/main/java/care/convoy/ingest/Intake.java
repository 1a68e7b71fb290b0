package care.convoy.ingest;

import care.convoy.alert.Command;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where every device message goes: an alarm to the alert log, answered once durable; anything else to the telemetry lane.
 *
 * <p>Called on the sessions' event loops; never blocks and never waits for the telemetry lane or the database. Alarms on
 * their way are bounded by {@link IntakeConfig#maxAlarmsInFlight}; beyond that an alarm is not taken and not acknowledged,
 * so that the device repeats it. When the log does not answer, the same command is sent again with the same key for
 * {@link IntakeConfig#resubmitFor}; a repeat from the device meanwhile joins the wait.
 */
public final class Intake implements AutoCloseable {
    private static final long BACK_MILLIS = TimeUnit.DAYS.toMillis(30);
    private static final long AHEAD_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private final IntakeConfig config;
    private final AlertLog log;
    private final TelemetryLane lane;
    private final Function<ResidentId, EscalationPlan> plans;
    private final ToIntFunction<Command> encodedBytes;
    private final IntakeCounters counters = new IntakeCounters();
    private final SignalKeys keys = new SignalKeys();
    private final ConcurrentHashMap<Press, AlarmInFlight> inFlight = new ConcurrentHashMap<>();
    private final AtomicInteger inFlightCount = new AtomicInteger();
    private final RetryTimer timer;
    private volatile boolean alarmsOnly;
    private volatile Set<DeviceId> probes = Set.of();

    /** A repeat has the number and the type: a press behind a test of the same number must not be taken for that test. */
    private record Press(SignalKey key, Class<? extends DeviceMessage> type) {
        static Press of(Command.Signal signal) {
            return new Press(signal.key(), signal.message().getClass());
        }
    }

    /**
     * Starts the thread that sends unanswered alarms again.
     *
     * @param plans a resident's escalation plan, from memory; called on event loops
     * @param encodedBytes how large the log's encoding of a command is; may throw when it is too large to be encoded
     */
    public Intake(
            IntakeConfig config,
            AlertLog log,
            TelemetryLane lane,
            Function<ResidentId, EscalationPlan> plans,
            ToIntFunction<Command> encodedBytes) {
        this(config, log, new Sources(lane, plans, encodedBytes), RetryTimer.system());
    }

    /** Where the rest goes, and where an alarm's command gets its plan and its length from. */
    record Sources(
            TelemetryLane lane, Function<ResidentId, EscalationPlan> plans, ToIntFunction<Command> encodedBytes) {}

    Intake(IntakeConfig config, AlertLog log, Sources sources, RetryTimer timer) {
        this.config = config;
        this.log = log;
        this.lane = sources.lane();
        this.plans = sources.plans();
        this.encodedBytes = sources.encodedBytes();
        this.timer = timer;
    }

    public IntakeCounters counters() {
        return counters;
    }

    /** Alarms that wait for the log now. */
    public int alarmsInFlight() {
        return inFlightCount.get();
    }

    /** Whether half of the room for alarms is free; who can let its devices wait leaves the rest to those who cannot. */
    public boolean hasRoomForPatient() {
        return inFlightCount.get() < (config.maxAlarmsInFlight() + 1) / 2;
    }

    /**
     * Whether to take nothing but alarms, because the disk has little room left: measurements are shown and shed, and a
     * test, a band taken off or put on and an empty battery are not taken, so that the device repeats them. Tests of the
     * gateway's own devices are: {@link #alwaysTakeTestsOf}.
     */
    public void takeAlarmsOnly(boolean only) {
        alarmsOnly = only;
    }

    /**
     * Devices of the gateway's own, whose tests prove that alarms can be taken: they are taken as long as alarms are. A test
     * each minute needs no room to speak of.
     */
    public void alwaysTakeTestsOf(Collection<DeviceId> devices) {
        probes = Set.copyOf(devices);
    }

    /** Takes a message. @param answer used only if this says {@link Taken#WAIT_FOR_ANSWER} */
    public Taken accept(Report report, Answer answer) {
        return switch (report.message()) {
            case DeviceMessage.Alarm alarm -> acceptAlarm(report, alarm, answer);
            case DeviceMessage telemetry ->
                acceptTelemetry(report.device(), report.stamp().timeMillis(), report.receivedAtMillis(), telemetry);
        };
    }

    /**
     * The short way for what is no alarm, without a {@link Report} to allocate.
     *
     * @param timeMillis the device's time or {@link Command#NO_TIME}
     * @return {@link Taken#QUEUED}, {@link Taken#SHED} or {@link Taken#NOT_PERMITTED}
     */
    public Taken acceptTelemetry(
            RegisteredDevice device, long timeMillis, long receivedAtMillis, DeviceMessage message) {
        if (!device.isServed()) {
            return Taken.NOT_PERMITTED;
        }
        long atMillis = plausible(timeMillis, receivedAtMillis) ? timeMillis : receivedAtMillis;
        long claimedMillis = timeMillis == Command.NO_TIME ? atMillis : timeMillis;
        Telemetry telemetry =
                new Telemetry(device.id(), residentOf(device), atMillis, receivedAtMillis, claimedMillis, message);
        if (alarmsOnly) {
            counters.refusedForRoom.increment();
            lane.shed(telemetry);
            return Taken.SHED;
        }
        if (!lane.offer(telemetry)) {
            return Taken.SHED;
        }
        counters.telemetry.increment();
        return Taken.QUEUED;
    }

    private static boolean plausible(long timeMillis, long receivedAtMillis) {
        return timeMillis >= receivedAtMillis - BACK_MILLIS && timeMillis <= receivedAtMillis + AHEAD_MILLIS;
    }

    private static @Nullable ResidentId residentOf(RegisteredDevice device) {
        List<ResidentId> residents = device.residents();
        return residents.isEmpty() ? null : residents.getFirst();
    }

    private static boolean raisesAlarm(DeviceMessage.Alarm message) {
        return switch (message) {
            case DeviceMessage.SosPressed _, DeviceMessage.FallDetected _, DeviceMessage.WearerCancelled _ -> true;
            case DeviceMessage.AlarmRaised _ -> true;
            case DeviceMessage.TestPressed _, DeviceMessage.BandRemoved _, DeviceMessage.BandWorn _ -> false;
            case DeviceMessage.BatteryLow _, DeviceMessage.RuleCleared _ -> false;
            case DeviceMessage.RuleFound found -> !found.isTask();
        };
    }

    private boolean isProbe(Report report, DeviceMessage.Alarm message) {
        return message instanceof DeviceMessage.TestPressed
                && probes.contains(report.device().id());
    }

    /**
     * Whether this may come from the device at all: of one that is blocked or closed only a call for help, or its being taken
     * back, is taken; somebody may still press.
     */
    public static boolean permits(RegisteredDevice device, DeviceMessage message) {
        return device.isServed()
                || switch (message) {
                    case DeviceMessage.SosPressed _, DeviceMessage.FallDetected _, DeviceMessage.WearerCancelled _ ->
                        true;
                    case DeviceMessage.AlarmRaised raised ->
                        raised.reason() == DeviceMessage.AlarmRaised.Reason.UNSPECIFIED;
                    case DeviceMessage.TestPressed _, DeviceMessage.BandRemoved _, DeviceMessage.BandWorn _ -> false;
                    case DeviceMessage.BatteryLow _, DeviceMessage.Heartbeat _, DeviceMessage.VitalsMeasured _ -> false;
                    case DeviceMessage.RuleFound _, DeviceMessage.RuleCleared _ -> false;
                    case DeviceMessage.Located _, DeviceMessage.ActivityChanged _, DeviceMessage.ConnectionLost _ ->
                        false;
                };
    }

    private Taken acceptAlarm(Report report, DeviceMessage.Alarm alarm, Answer answer) {
        if (!permits(report.device(), alarm)) {
            return Taken.NOT_PERMITTED;
        }
        if (alarmsOnly && !raisesAlarm(alarm) && !isProbe(report, alarm)) {
            counters.refusedForRoom.increment();
            return Taken.NO_ROOM;
        }
        counters.alarms.increment();
        if (!report.dropped().isEmpty()) {
            counters.damaged.increment();
        }
        SignalKey key = keys.keyOf(report.device().id(), report.stamp(), report.receivedAtMillis());
        Press press = new Press(key, alarm.getClass());
        AlarmInFlight same = inFlight.get(press);
        if (same != null && same.join(answer)) {
            return Taken.WAIT_FOR_ANSWER;
        }
        if (inFlightCount.incrementAndGet() > config.maxAlarmsInFlight()) {
            inFlightCount.decrementAndGet();
            counters.noRoom.increment();
            return Taken.NO_ROOM;
        }
        AlarmInFlight alarmInFlight = new AlarmInFlight(signal(key, report, alarm), answer, timer.nanos());
        inFlight.put(press, alarmInFlight);
        submit(alarmInFlight);
        return Taken.WAIT_FOR_ANSWER;
    }

    private Command.Signal signal(SignalKey key, Report report, DeviceMessage.Alarm alarm) {
        ResidentId resident = residentOf(report.device());
        Command.Signal signal = new Command.Signal(
                key,
                report.receivedAtMillis(),
                report.stamp().timeMillis(),
                resident,
                alarm,
                config.status(),
                resident == null ? config.defaultPlan() : planOf(resident),
                report.dropped());
        return signal.plan().equals(config.defaultPlan()) || fits(signal) ? signal : withDefaultPlan(signal);
    }

    /** A plan that cannot be had must not cost the alarm. */
    private EscalationPlan planOf(ResidentId resident) {
        try {
            return plans.apply(resident);
        } catch (RuntimeException planSourceBroken) {
            counters.defaultPlans.increment();
            return config.defaultPlan();
        }
    }

    private boolean fits(Command.Signal signal) {
        try {
            return encodedBytes.applyAsInt(signal) <= config.maxCommandBytes();
        } catch (RuntimeException tooLargeToEncode) {
            return false;
        }
    }

    private Command.Signal withDefaultPlan(Command.Signal signal) {
        counters.defaultPlans.increment();
        return new Command.Signal(
                signal.key(),
                signal.receivedAtMillis(),
                signal.deviceTimeMillis(),
                signal.resident(),
                signal.message(),
                signal.status(),
                config.defaultPlan(),
                signal.dropped());
    }

    private void submit(AlarmInFlight alarm) {
        try {
            log.submit(alarm.command()).whenComplete((receipt, failure) -> {
                if (failure != null) {
                    failed(alarm, failure);
                } else if (receipt.outcome() instanceof Outcome.Refused) {
                    // Durable, but no alert came of it (the core is full): the device must repeat, not believe.
                    giveUp(alarm);
                } else {
                    counters.durable.increment();
                    settle(alarm, receipt);
                }
            });
        } catch (RuntimeException refusedAtOnce) {
            failed(alarm, refusedAtOnce);
        }
    }

    private void failed(AlarmInFlight alarm, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (!(cause instanceof AlertLog.Unavailable) && !alarm.command().plan().equals(config.defaultPlan())) {
            alarm.replace(withDefaultPlan(alarm.command()));
        }
        long waitedNanos = timer.nanos() - alarm.startedNanos;
        if (waitedNanos >= config.resubmitFor().toNanos()) {
            giveUp(alarm);
            return;
        }
        try {
            timer.later(() -> resubmit(alarm), alarm.nextDelayMillis());
        } catch (RejectedExecutionException closed) {
            giveUp(alarm);
        }
    }

    private void resubmit(AlarmInFlight alarm) {
        counters.resubmitted.increment();
        submit(alarm);
    }

    private void giveUp(AlarmInFlight alarm) {
        counters.notDurable.increment();
        settle(alarm, null);
    }

    private void settle(AlarmInFlight alarm, @Nullable Receipt receipt) {
        inFlight.remove(Press.of(alarm.command()), alarm);
        inFlightCount.decrementAndGet();
        alarm.settle(receipt);
    }

    /** Stops sending again; alarms still unanswered stay unacknowledged, so their devices repeat them. */
    @Override
    public void close() {
        timer.close();
    }
}

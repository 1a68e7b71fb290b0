package care.convoy.simulation;

import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.OperatorId;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.emergency.PausableLog;
import care.convoy.device.ResidentId;
import care.convoy.escalation.ConvoyMember;
import care.convoy.escalation.CountyPolicy;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.StandardPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** One bad world by seed: devices, operators, contacts, a log with faults, a database, and the truth that watches. */
final class SimulatedWorld {
    private static final long START_MILLIS = 1_790_000_000_000L;
    private static final long UNRULY_MILLIS = 8 * 60_000;
    private static final long LAST_ACTS_MILLIS = 60_000;
    private static final long MOST_CALM_MILLIS = 120 * 60_000;
    private static final long DAY_AND_MORE_MILLIS = 26 * 3_600_000L;
    private static final int DEFAULT_PLAN = 4;
    private static final int SOON_OLD = 5;
    private static final EscalationPlan[] PLANS = plans();

    private final Random random;
    private final VirtualTime time = new VirtualTime(START_MILLIS);
    private final Tally tally = new Tally();
    private final Truth truth;
    private final SimulatedAlertLog log;
    private final SimulatedHistory history;
    private final SimulatedGateway gateway;
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final CoreLimits limits;
    private final EscalationPlan plan;
    private final boolean flood;
    private boolean unruly = true;
    private boolean over;
    private final Set<String> leftBy = new TreeSet<>();
    private long marks;
    private Throwable objection;

    /** What a world is made of; a planted fault is another one. */
    interface Parts {
        default SimulatedAlertLog log(SimulatedWorld world, CoreLimits limits) {
            return new SimulatedAlertLog(world.time, world.random, limits, world.tally);
        }

        default SimulatedHistory history(SimulatedWorld world) {
            return new SimulatedHistory(world.time, world.random, world.tally);
        }

        default SimulatedMedium medium(SimulatedWorld world) {
            int size = world.random.nextInt(8) == 0 ? 64 << 10 : 512 << 10;
            double failing = world.random.nextInt(20) == 0 ? 0.01 : 0;
            return new SimulatedMedium(world.random, world.tally, size, failing);
        }

        default SimulatedGateway gateway(SimulatedWorld world, PausableLog log) {
            // a full core and an emergency at once takes hours of virtual time until operators have made room; the
            // emergency's own tests have it
            return new SimulatedGateway(world, log, world.isTight() ? null : medium(world));
        }
    }

    SimulatedWorld(long seed, Parts parts) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        flood = random.nextInt(12) == 0;
        plan = PLANS[random.nextInt(PLANS.length)];
        boolean tight = flood && random.nextBoolean();
        limits = tight ? tight(3 + random.nextInt(8)) : CoreLimits.standard();
        log = parts.log(this, limits);
        truth = new Truth(time, log, tally, this::planOf);
        history = parts.history(this);
        gateway = parts.gateway(this, log);
        log.observer(new SimulatedAlertLog.Observer() {
            @Override
            public void restarted(List<CommittedEvent> replayed) {
                history.append(replayed);
                if (gateway.isRunning()) {
                    truth.runnerIsUp();
                    gateway.reset(log.core().open());
                }
                truth.checkAll();
            }

            @Override
            public void applied(Command command, List<CommittedEvent> events) {
                truth.committed(command, events);
                truth.checkAll();
                if (gateway.emergency().hasLeftLog()) {
                    truth.checkLeft(events);
                }
                history.append(events);
                if (command != null) {
                    gateway.answered(log.core().answersLeftBy(command));
                }
                gateway.committed(events);
            }
        });
    }

    private static EscalationPlan[] plans() {
        List<ConvoyMember> members = List.of(
                new ConvoyMember("key", 1, Set.of(ConvoyMember.Capability.KEY), false, List.of()),
                new ConvoyMember("post-a", 2, Set.of(), true, List.of()),
                new ConvoyMember("aunt", 2, Set.of(), false, List.of()),
                new ConvoyMember("post-b", 3, Set.of(), true, List.of()));
        EscalationPlan[] plans = new EscalationPlan[7];
        for (int grade = 1; grade <= 4; grade++) {
            plans[grade - 1] = StandardPlan.of(members.subList(0, grade), grade, CountyPolicy.standard());
        }
        plans[DEFAULT_PLAN] = StandardPlan.of(List.of(), false);
        plans[SOON_OLD] = soonOld(plans[2], 40_000, 20_000);
        plans[SOON_OLD + 1] = soonOld(plans[3], 15_000, 30_000);
        return plans;
    }

    /** So that age raises what nobody attends to also while the log is away for a while. */
    private static EscalationPlan soonOld(EscalationPlan plan, long p2Millis, long p3Millis) {
        return new EscalationPlan("soon old", plan.p1(), plan.p2(), plan.p3(), p2Millis, p3Millis);
    }

    private static CoreLimits tight(int openAlerts) {
        CoreLimits standard = CoreLimits.standard();
        return new CoreLimits(
                openAlerts,
                standard.tasks(),
                standard.knownSignals(),
                standard.knownSignalsPerDevice(),
                standard.formerAlerts(),
                standard.answeredCommands(),
                2,
                standard.endedAlerts(),
                2,
                24);
    }

    /** A time of trouble, then calm until everything is done, then a day in which nobody does anything. */
    void run() {
        gateway.start();
        populate();
        trouble();
        gateway.tick();
        time.runUntil(START_MILLIS + UNRULY_MILLIS);
        calm();
        // what a device was about to do it still does
        time.runUntil(time.nowMillis() + LAST_ACTS_MILLIS);
        long end = time.nowMillis() + MOST_CALM_MILLIS;
        while (time.nowMillis() < end && !isDone()) {
            time.runUntil(time.nowMillis() + 10_000);
            requireNoObjection();
        }
        requireNoObjection();
        devices.forEach(device -> tally.require(!device.hasUnanswered(), () -> "not answered: " + device));
        truth.everythingIsDone();
        over = true;
        time.runUntil(time.nowMillis() + DAY_AND_MORE_MILLIS);
        truth.nothingIsLeft();
        history.check(log.replayAll());
        requireNoObjection();
    }

    /** Something did not hold, where what is thrown is caught by the product. */
    void objects(Throwable why) {
        objection = objection == null ? why : objection;
    }

    private void requireNoObjection() {
        if (objection != null) {
            throw new AssertionError(objection.getMessage(), objection);
        }
    }

    private boolean isDone() {
        return truth.open().isEmpty()
                && !gateway.emergency().isDegraded()
                && devices.stream().noneMatch(SimulatedDevice::hasUnanswered);
    }

    private void populate() {
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            ResidentId resident = random.nextInt(6) == 0 ? null : new ResidentId("r" + i / (1 + random.nextInt(2)));
            SimulatedDevice device = new SimulatedDevice(this, "d" + i, resident);
            devices.add(device);
            // not faster: beyond 64 signals within their repeats a device outruns the memory of its keys
            every(5_000 + random.nextInt(200_000), device::act);
        }
        if (flood) {
            for (int i = 0; i < 30; i++) {
                SimulatedDevice device = new SimulatedDevice(this, "f" + i, new ResidentId("flood" + i));
                devices.add(device);
                time.in(120_000 + random.nextInt(60_000), () -> {
                    tally.count(Fault.DEVICE_FLOOD);
                    device.press();
                });
            }
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            new SimulatedOperator(this, new OperatorId("op" + i)).work();
        }
        every(10_000 + random.nextInt(200_000), new SimulatedOutside(this)::tell);
    }

    private void trouble() {
        if (random.nextInt(5) > 0) {
            log.faults(new SimulatedAlertLog.Faults(
                    random.nextDouble() * 0.3,
                    random.nextDouble() * 0.3,
                    1 + random.nextInt(1_500),
                    random.nextInt(random.nextBoolean() ? 60 : 500)));
        } else {
            log.faults(new SimulatedAlertLog.Faults(0, 0, 1, 1));
        }
        every(20_000 + random.nextInt(400_000), this::crashCore);
        every(20_000 + random.nextInt(400_000), this::crashGateway);
        every(60_000 + random.nextInt(600_000), () -> forAWhile(60_000, this::databaseDown));
        every(60_000 + random.nextInt(900_000), () -> forAWhile(20_000, this::diskFull));
        every(60_000 + random.nextInt(600_000), () -> forAWhile(90_000, this::diskAlmostFull));
        if (random.nextBoolean()) {
            every(20_000 + random.nextInt(60_000), () -> forAWhile(120_000, this::administratorLeaves));
        }
        every(10_000 + random.nextInt(300_000), this::takeSnapshot);
        every(5_000 + random.nextInt(900_000), this::jumpCoreClock);
        every(5_000 + random.nextInt(900_000), this::jumpGatewayClock);
    }

    private void calm() {
        unruly = false;
        diskAlmostFull(0);
        administratorLeaves(0);
        log.diskFull(false);
        if (!log.leads()) {
            log.restart();
        }
        if (!gateway.isRunning()) {
            restartGateway();
        }
        log.faults(SimulatedAlertLog.Faults.NONE);
        log.clockRight();
        var _ = log.submit(new Command.Tick());
        history.calm();
        gateway.calm();
        devices.forEach(SimulatedDevice::calm);
    }

    private void crashCore() {
        if (log.leads()) {
            log.crash();
            history.crash();
            time.in(500 + random.nextInt(20_000), () -> {
                if (!log.leads() && !log.isPaused()) {
                    log.restart();
                }
            });
        }
    }

    private void crashGateway() {
        if (gateway.isRunning()) {
            gateway.crash();
            truth.runnerIsDown();
            time.in(200 + random.nextInt(10_000), () -> {
                if (!gateway.isRunning()) {
                    restartGateway();
                }
            });
        }
    }

    /** One process holds both: a log that was stopped on purpose begins again with it. */
    private void restartGateway() {
        if (log.isPaused()) {
            log.restart();
        }
        if (log.leads()) {
            truth.runnerIsUp();
        }
        gateway.restart();
    }

    private void takeSnapshot() {
        if (log.works()) {
            history.save();
            log.takeSnapshot();
        }
    }

    private void databaseDown(long isDown) {
        history.databaseDown(isDown == 1);
    }

    private void diskFull(long isFull) {
        log.diskFull(isFull == 1);
    }

    private void diskAlmostFull(long isAlmostFull) {
        leaveLog("disk", isAlmostFull == 1);
    }

    private void administratorLeaves(long leaves) {
        leaveLog("administrator", leaves == 1);
    }

    private void leaveLog(String by, boolean leaves) {
        if (leaves ? leftBy.add(by) : leftBy.remove(by)) {
            if (leaves) {
                tally.count(Fault.LOG_LEFT_ON_PURPOSE);
            }
            gateway.leaveLog(by, leaves);
        }
    }

    private void jumpCoreClock() {
        boolean day = random.nextInt(4) == 0;
        tally.count(day ? Fault.CORE_CLOCK_JUMPED_A_DAY : Fault.CORE_CLOCK_JUMPED);
        long jump = day ? 86_400_000 : random.nextLong(-120_000, 120_000);
        log.clockJump(jump);
        if (day) {
            time.in(1 + random.nextInt(60_000), () -> {
                if (unruly) {
                    log.clockJump(-jump);
                }
            });
        }
    }

    private void jumpGatewayClock() {
        tally.count(Fault.GATEWAY_CLOCK_JUMPED);
        long jump = random.nextBoolean() ? 86_400_000 : random.nextLong(-120_000, 120_000);
        gateway.clockJump(jump);
        time.in(1 + random.nextInt(60_000), () -> gateway.clockJump(-jump));
    }

    /** Begins with 1 and ends with 0. */
    private void forAWhile(int mostMillis, LongConsumer trouble) {
        trouble.accept(1);
        time.in(1 + random.nextInt(mostMillis), () -> {
            if (unruly) {
                trouble.accept(0);
            }
        });
    }

    /** Again and again while there is trouble, on average at this interval. */
    private void every(int meanMillis, Runnable action) {
        time.in(1 + random.nextInt(2 * meanMillis), () -> {
            if (unruly) {
                action.run();
                every(meanMillis, action);
            }
        });
    }

    VirtualTime time() {
        return time;
    }

    Random random() {
        return random;
    }

    Tally tally() {
        return tally;
    }

    SimulatedAlertLog log() {
        return log;
    }

    long gatewayWallMillis() {
        return gateway.wallMillis();
    }

    /** Whether the log is to be left: its disk is almost full, or an administrator says so. */
    boolean isLogLeft() {
        return !leftBy.isEmpty();
    }

    /** Who says so. */
    Set<String> logLeftBy() {
        return leftBy;
    }

    boolean isTight() {
        return limits.openAlerts() < CoreLimits.standard().openAlerts();
    }

    CoreLimits limits() {
        return limits;
    }

    SimulatedGateway gateway() {
        return gateway;
    }

    Truth truth() {
        return truth;
    }

    EscalationPlan defaultPlan() {
        return PLANS[DEFAULT_PLAN];
    }

    EscalationPlan planOf(ResidentId resident) {
        return resident == null ? defaultPlan() : plan;
    }

    /** Whether age raises soon what nobody attends to. */
    boolean agesSoon() {
        return plan == PLANS[SOON_OLD] || plan == PLANS[SOON_OLD + 1];
    }

    SimulatedDevice anyDevice() {
        return devices.get(random.nextInt(devices.size()));
    }

    /** A number that only one press or fall carries. */
    long nextMark() {
        return ++marks;
    }

    /** Whether it is the time of trouble. */
    boolean isUnruly() {
        return unruly;
    }

    /** Whether everything is done. */
    boolean isOver() {
        return over;
    }
}

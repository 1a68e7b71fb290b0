package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Task;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.escalation.ConvoyMember;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.StandardPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** One bad world by seed: devices, operators, a log with faults, and the truth that watches. */
final class SimulatedWorld implements CommittedListener {
    static final EscalationPlan PLAN = StandardPlan.of(
            List.of(
                    new ConvoyMember("key", 1, Set.of(ConvoyMember.Capability.KEY), false, List.of()),
                    new ConvoyMember("post-a", 2, Set.of(), true, List.of())),
            true);

    private static final long START_MILLIS = 1_790_000_000_000L;
    private static final long UNRULY_MILLIS = 15 * 60_000;
    private static final long CALM_MILLIS = 60 * 60_000;

    private final Random random;
    private final VirtualTime time = new VirtualTime(START_MILLIS);
    private final Truth truth;
    private final SimulatedAlertLog log;
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final Map<AlertId, AlertView> screen = new TreeMap<>();
    private boolean unruly = true;
    private int crashes;

    SimulatedWorld(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        log = new SimulatedAlertLog(time, random, CoreLimits.standard(), this);
        truth = new Truth(log);
    }

    /** Fifteen minutes of trouble, then calm until everything is done. */
    void run() {
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            ResidentId resident = random.nextInt(6) == 0 ? null : new ResidentId("r" + i / (1 + random.nextInt(2)));
            SimulatedDevice device = new SimulatedDevice(this, new DeviceId("d" + i), resident);
            devices.add(device);
            // not faster: beyond 64 signals within their repeats a device outruns the memory of its keys, and asks
            // twice
            every(5_000 + random.nextInt(200_000), device::act);
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            new SimulatedOperator(this, new OperatorId("op" + i)).work();
        }
        if (random.nextInt(5) > 0) {
            log.faults(new SimulatedAlertLog.Faults(
                    random.nextDouble() * 0.3,
                    random.nextDouble() * 0.3,
                    1 + random.nextInt(1_500),
                    random.nextInt(60)));
        }
        every(20_000 + random.nextInt(400_000), this::crash);
        every(10_000 + random.nextInt(300_000), log::takeSnapshot);
        every(5_000 + random.nextInt(900_000), () -> log.clockJump(random.nextLong(-90_000_000, 120_000)));
        tick();
        time.runUntil(START_MILLIS + UNRULY_MILLIS);
        unruly = false;
        log.faults(SimulatedAlertLog.Faults.NONE);
        time.runUntil(START_MILLIS + UNRULY_MILLIS + CALM_MILLIS);
        if (devices.stream().anyMatch(SimulatedDevice::hasUnanswered)) {
            throw new AssertionError("a device is still not answered");
        }
        truth.everythingIsDone();
    }

    int crashes() {
        return crashes;
    }

    VirtualTime time() {
        return time;
    }

    Random random() {
        return random;
    }

    SimulatedAlertLog log() {
        return log;
    }

    Truth truth() {
        return truth;
    }

    /** Whether it is the time of trouble. */
    boolean isUnruly() {
        return unruly;
    }

    /** What the consoles show, a little late. */
    Map<AlertId, AlertView> screen() {
        return screen;
    }

    @Override
    public void reset(long logId, Collection<AlertView> open, Collection<Task> tasks) {
        truth.restarted(open);
        time.in(random.nextInt(400), () -> {
            screen.clear();
            open.forEach(this::show);
        });
    }

    @Override
    public void committed(List<CommittedEvent> events) {
        events.forEach(truth::committed);
        truth.checkAll();
        for (CommittedEvent event : events) {
            if (event.after() != null) {
                time.in(random.nextInt(400), () -> show(event.after()));
            }
        }
    }

    private void show(AlertView view) {
        if (!view.state().isOpen()) {
            screen.remove(view.id());
        } else if (!truth.hasEnded(view.id())
                && (!screen.containsKey(view.id()) || screen.get(view.id()).version() < view.version())) {
            screen.put(view.id(), view);
        }
    }

    private void crash() {
        if (log.health() == AlertLog.Health.READY) {
            crashes++;
            log.crash();
            time.in(500 + random.nextInt(20_000), log::restart);
        }
    }

    private void tick() {
        if (log.core().openCount() > 0) {
            log.submit(new Command.Tick()).exceptionally(unanswered -> null);
        }
        time.in(1_000, this::tick);
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
}

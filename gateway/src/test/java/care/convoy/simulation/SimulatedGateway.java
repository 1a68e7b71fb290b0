package care.convoy.simulation;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreState;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.ChangedAlerts;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.emergency.PausableLog;
import care.convoy.ingest.Answer;
import care.convoy.ingest.Intake;
import care.convoy.ingest.IntakeConfig;
import care.convoy.ingest.Report;
import care.convoy.ingest.Taken;
import care.convoy.ingest.VirtualIntake;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The gateway: the real intake before the log, the runner of effects and the consoles' screen behind it. A crash takes all
 * three; after it the log's state is read anew.
 */
class SimulatedGateway {
    private final SimulatedWorld world;
    private final VirtualTime time;
    private final Random random;
    private final PausableLog inner;
    private final SimulatedEmergency.Kept kept;
    private final Map<AlertId, AlertView> screen = new TreeMap<>();
    private SimulatedRunner runner;
    private SimulatedEmergency emergency;
    private Intake intake;
    private boolean running = true;
    private long life;
    private long era;
    private long crashedAtMillis;
    private long clockErrorMillis;

    SimulatedGateway(SimulatedWorld world, PausableLog inner, SimulatedMedium medium) {
        this.world = world;
        this.inner = inner;
        kept = SimulatedEmergency.Kept.anew(medium);
        time = world.time();
        random = world.random();
    }

    /** For the first time. */
    void start() {
        runner = newRunner();
        emergency = newEmergency();
        intake = newIntake();
    }

    SimulatedRunner newRunner() {
        return new SimulatedRunner(world, this);
    }

    private SimulatedEmergency newEmergency() {
        return new SimulatedEmergency(world, inner, kept, this::provisional);
    }

    /** Something changed that only this gateway knows. */
    private void provisional() {
        if (emergency != null) {
            runner.provisional(emergency.lastEvents());
            world.truth().checkLocal(emergency);
        }
    }

    private Intake newIntake() {
        IntakeConfig config = IntakeConfig.of(AlertStatus.ACTUAL, world.defaultPlan());
        return VirtualIntake.on(time, config, log(), world::planOf);
    }

    /** The log, and what stands in for it while it does not answer. */
    AlertLog log() {
        return emergency.log();
    }

    SimulatedEmergency emergency() {
        return emergency;
    }

    /** Another number after each crash. */
    long life() {
        return life;
    }

    /** Another number after each beginning and end of an emergency; a crash in it changes nothing. */
    long era() {
        return era;
    }

    void newEra() {
        era++;
    }

    /** When it last crashed, by true time. */
    long crashedAtMillis() {
        return crashedAtMillis;
    }

    boolean isRunning() {
        return running;
    }

    void clockJump(long millis) {
        clockErrorMillis += millis;
    }

    long wallMillis() {
        return Math.max(0, time.nowMillis() + clockErrorMillis);
    }

    /** A message has come in. @param acknowledge told once it is durable, as long as this gateway lives */
    void receive(SimulatedDevice.Message message, Consumer<Receipt> acknowledge) {
        if (!running) {
            return;
        }
        long thisLife = life;
        Report report =
                new Report(message.device(), message.stamp(), message.content(), message.dropped(), wallMillis());
        Taken taken = intake.accept(report, new Answer() {
            @Override
            public Executor loop() {
                // on its own, for a stage would keep to itself what the truth objects to
                return task -> time.in(0, task);
            }

            @Override
            public void durable(Receipt receipt) {
                if (life == thisLife) {
                    acknowledge.accept(receipt);
                }
            }

            @Override
            public void notDurable() {}
        });
        world.tally().require(taken == Taken.WAIT_FOR_ANSWER, () -> "an alarm was not taken: " + taken);
    }

    void crash() {
        world.tally().count(Fault.GATEWAY_CRASHED);
        running = false;
        life++;
        crashedAtMillis = time.nowMillis();
        intake.close();
        runner.crash();
        emergency.die();
        if (kept.medium() != null) {
            kept.medium().crash();
        }
        screen.clear();
    }

    void restart() {
        running = true;
        emergency = newEmergency();
        world.truth().checkLocal(emergency);
        intake = newIntake();
        if (world.log().leads()) {
            reset(world.log().core().open());
        }
        if (world.isLogLeft()) {
            // the watch of the disk sees it again, and the administrator says so again
            later(random.nextInt(1_000), life, () -> world.logLeftBy().forEach(by -> emergency.leaveLog(by, true)));
        }
    }

    /** Somebody wants the log to be left, or does so no longer. */
    void leaveLog(String by, boolean leave) {
        if (running) {
            emergency.leaveLog(by, leave);
        }
    }

    void calm() {
        runner.calm();
    }

    // ---- what the core says

    void reset(Collection<AlertView> open) {
        if (running) {
            emergency.known().reset(1, open, List.of(), world.log().core().tests());
            emergency.known().answered(world.log().core().answers());
            emergency.known().standing(world.log().core().standing());
            emergency.heardState();
            runner.takeUp(open);
            long thisLife = life;
            later(random.nextInt(400), thisLife, () -> {
                screen.clear();
                open.forEach(this::show);
            });
        }
    }

    void answered(List<CoreState.Answered> answers) {
        if (running) {
            emergency.known().answered(answers);
        }
    }

    void committed(List<CommittedEvent> events) {
        if (!running) {
            return;
        }
        if (!events.isEmpty()) {
            emergency.known().standing(ChangedAlerts.after(events, world.log().core()));
            emergency.known().committed(events);
        }
        runner.committed(events);
        for (CommittedEvent event : events) {
            if (event.after() != null) {
                later(random.nextInt(400), life, () -> show(event.after()));
            }
        }
    }

    private void later(long millis, long thisLife, Runnable action) {
        time.in(millis, () -> {
            if (life == thisLife) {
                action.run();
            }
        });
    }

    private void show(AlertView view) {
        AlertView shown = screen.get(view.id());
        if (view.state().compareTo(AlertState.CLOSED) >= 0) {
            screen.remove(view.id());
        } else if (!world.truth().isSuperseded(view) && (shown == null || shown.version() < view.version())) {
            screen.put(view.id(), view);
        }
    }

    /** What the consoles show, a little late: open alerts and those that are ended and not closed. */
    Map<AlertId, AlertView> screen() {
        if (emergency.open().isEmpty()) {
            return screen;
        }
        Map<AlertId, AlertView> overlaid = new TreeMap<>(screen);
        overlaid.putAll(emergency.open());
        return overlaid;
    }

    /** Time passes while something is open. */
    void tick() {
        if (world.isOver()) {
            return;
        }
        if (running && world.log().core().openCount() > 0) {
            log().submit(new Command.Tick()).exceptionally(unanswered -> null);
        }
        time.in(1_000, this::tick);
    }
}

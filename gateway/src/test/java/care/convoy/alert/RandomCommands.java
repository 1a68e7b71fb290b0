package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A seeded stream of commands, likely and absurd, on few ids so that they meet; with clocks that stutter and jump. */
final class RandomCommands {
    /** A command and the callback time at which it is applied. */
    record Timed(long callbackMillis, Command command) {}

    private static final Action[] SUMMONED = {
        Action.CALL, Action.MESSAGE, Action.CALL_SUPERVISOR, Action.REQUEST_AMBULANCE
    };

    private final Random random;
    private long nowMillis = Scene.START_MILLIS;
    private long ids;

    RandomCommands(long seed) {
        random = new Random(seed);
    }

    /** @param core whose alerts the next command may be about */
    Timed next(AlertCore core) {
        nowMillis += switch (random.nextInt(20)) {
            case 0 -> -random.nextLong(60_000);
            case 1 -> random.nextLong(600_000);
            case 2, 3, 4 -> random.nextLong(40_000);
            case 5 -> random.nextInt(40) == 0 ? random.nextLong(26 * 3_600_000) : 1;
            default -> random.nextLong(3_000);
        };
        List<AlertView> known = new ArrayList<>(core.open());
        known.addAll(core.ended());
        return new Timed(nowMillis, command(known, List.copyOf(core.intents())));
    }

    private Command command(List<AlertView> known, List<Intent> intents) {
        int kind = random.nextInt(30);
        if (kind < 8) {
            return signal();
        }
        AlertView about = known.isEmpty() ? null : known.get(random.nextInt(known.size()));
        AlertId alert = about == null ? new AlertId(new UUID(1, random.nextInt(3))) : about.id();
        long version = about == null ? 0 : about.version() - random.nextInt(3);
        // an owner is more likely to command than another
        OperatorId operator =
                about == null || about.owner() == null || random.nextInt(3) == 0 ? operator() : about.owner();
        CommandId id = id(operator);
        return switch (kind) {
            case 8, 9, 10 -> new Command.Claim(id, alert, version);
            case 11 -> new Command.RenewLease(id, alert);
            case 12 -> new Command.Release(id, alert);
            case 13 -> new Command.AddNote(id, alert, Scene.words("n" + random.nextInt()));
            case 14 -> new Command.Resolve(id, alert, version, disposition(), note());
            case 15 -> new Command.TakeOver(id, alert, version);
            case 16 -> later(id, alert, version);
            case 17 ->
                random.nextBoolean() ? new Command.Reopen(id, alert, note()) : new Command.Close(id, alert, note());
            case 18, 21, 22, 23 -> report(alert, about);
            case 19 -> new Command.Summon(id, alert, List.of(SUMMONED[random.nextInt(SUMMONED.length)]));
            case 28 -> new Command.SendCard(id, alert, Scene.words("c" + random.nextInt()), random.nextInt(4) == 0);
            case 29 -> reportScene(id, alert, about);
            case 25 -> order(id, about);
            case 26, 27 -> reportIntent(intents);
            case 20 -> reconcile(id, alert, about == null ? 1 : about.signals());
            default -> withoutAlert(id);
        };
    }

    private Command reportScene(CommandId id, AlertId alert, AlertView about) {
        List<String> named = about == null
                ? List.of()
                : about.steps().stream()
                        .flatMap(step -> step.step().contacts().stream())
                        .toList();
        if (random.nextInt(3) == 0) {
            String contact = named.isEmpty() ? "nobody" : named.get(random.nextInt(named.size()));
            return new Command.ReportScene(id, alert, contact, Command.Scene.ARRIVED, note());
        }
        Command.Scene[] stages = Command.Scene.values();
        return new Command.ReportScene(id, alert, "", stages[random.nextInt(stages.length)], note());
    }

    private Command order(CommandId id, AlertView about) {
        List<Intent.What> all = List.of(
                new Intent.Locate(),
                new Intent.Measure(),
                new Intent.Show(Scene.words("m")),
                new Intent.Configure(60, 0, Intent.Configure.UNCHANGED),
                new Intent.FallAlarm(false));
        DeviceId device = about == null ? Scene.BAND : about.device();
        AlertId alert = about == null || random.nextInt(4) == 0 ? null : about.id();
        return new Command.Order(id, device, alert, all.get(random.nextInt(all.size())));
    }

    private Command reportIntent(List<Intent> intents) {
        Intent.State state = random.nextBoolean() ? Intent.State.SENT : Intent.State.ACKNOWLEDGED;
        if (intents.isEmpty() || random.nextInt(8) == 0) {
            return new Command.ReportIntent(Scene.BAND, random.nextInt(9), state);
        }
        Intent one = intents.get(random.nextInt(intents.size()));
        return new Command.ReportIntent(one.device(), one.id(), state);
    }

    private Command later(CommandId id, AlertId alert, long version) {
        AlertState[] states = AlertState.values();
        return random.nextBoolean()
                ? new Command.Progress(id, alert, states[random.nextInt(states.length)])
                : new Command.Defer(
                        id,
                        alert,
                        version,
                        random.nextLong(-1, 2 * Command.MAX_DEFERRAL_P2_MILLIS),
                        Command.DeferralReason.OTHER,
                        note());
    }

    /** Of an effect that is out, if there is one. */
    private Command report(AlertId alert, AlertView about) {
        List<EffectKey> out = new ArrayList<>();
        if (about != null) {
            for (AlertView.Step step : about.steps()) {
                step.reaches().stream()
                        .filter(reach -> reach.attempt() > 0)
                        .forEach(reach -> out.add(new EffectKey(alert, step.index(), reach.attempt())));
            }
        }
        EffectKey key = out.isEmpty()
                ? new EffectKey(alert, random.nextInt(6), random.nextInt(3))
                : out.get(random.nextInt(out.size()));
        int former = random.nextInt(4) == 0 ? random.nextInt(4) : 0;
        return new Command.ReportEffect(new EffectKey(alert, key.step(), key.attempt() - former), news());
    }

    /** Most calls are in vain. */
    private EffectReport news() {
        EffectReport[] reports = EffectReport.values();
        return random.nextInt(8) == 0 ? EffectReport.ACCEPTED : reports[random.nextInt(reports.length - 1)];
    }

    private List<Command.Reconcile.Told> told() {
        List<Command.Reconcile.Told> told = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String contact = random.nextInt(4) == 0 ? "" : "c" + random.nextInt(6);
            told.add(new Command.Reconcile.Told(contact, news()));
        }
        return told;
    }

    private Command reconcile(CommandId id, AlertId alert, int signals) {
        List<Command.Reconcile.StepDone> steps = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            steps.add(new Command.Reconcile.StepDone(
                    Priority.values()[random.nextInt(3)], random.nextInt(-1, 8), told()));
        }
        return new Command.Reconcile(
                id,
                alert,
                new Command.Reconcile.Known(
                        random.nextInt(4) > 0, random.nextInt(4) > 0, signals - random.nextInt(2), List.of()),
                hands(),
                new Command.Reconcile.Reached(
                        AlertState.values()[random.nextInt(AlertState.values().length)],
                        steps,
                        random.nextInt(3) == 0
                                ? List.of(new Command.Reconcile.SentFor(
                                        operator(), EscalationStep.Action.REQUEST_AMBULANCE, told()))
                                : List.of(),
                        random.nextInt(3) == 0 ? age() : Command.Reconcile.Age.NONE));
    }

    private Command.Reconcile.Age age() {
        return new Command.Reconcile.Age(
                Priority.values()[random.nextInt(5)],
                random.nextBoolean() ? 0 : nowMillis + random.nextLong(-400_000, 10_000),
                random.nextBoolean() ? 0 : nowMillis + random.nextLong(-10_000, 400_000));
    }

    private Command.Reconcile.Hands hands() {
        boolean waits = random.nextInt(3) == 0;
        OperatorId former = operator();
        long until = random.nextLong(Command.MAX_DEFERRAL_P3_MILLIS);
        return new Command.Reconcile.Hands(
                waits || random.nextBoolean() ? null : operator(),
                waits || random.nextBoolean() ? List.of(former) : List.of(),
                random.nextInt(3) == 0,
                waits ? new Command.Reconcile.PutOff(former, until, Command.DeferralReason.OTHER) : null,
                random.nextInt(3) == 0 ? disposition() : null);
    }

    private Command withoutAlert(CommandId id) {
        return switch (random.nextInt(6)) {
            case 0 -> new Command.Tick();
            case 1 -> new Command.CureTask(device(), AlertKind.LOW_BATTERY);
            case 2 -> new Command.EndTest(id, device());
            default -> new Command.BeginTest(id, device(), random.nextLong(-1, Command.MAX_TEST_MILLIS / 4));
        };
    }

    private Command signal() {
        AlertStatus status = random.nextInt(4) == 0 ? AlertStatus.EXERCISE : AlertStatus.ACTUAL;
        ResidentId resident = random.nextInt(5) == 0 ? null : new ResidentId("r" + random.nextInt(4));
        List<String> dropped = new ArrayList<>();
        for (int i = random.nextInt(60) - 40; i > 0; i--) {
            dropped.add("member" + i);
        }
        return new Command.Signal(
                new SignalKey(device(), random.nextInt(2), random.nextInt(12)),
                nowMillis - random.nextInt(1_000),
                random.nextBoolean() ? Command.NO_TIME : nowMillis,
                resident,
                message(),
                status,
                random.nextBoolean() ? Scene.PLAN : new RandomPlans(random).plan(),
                dropped);
    }

    private DeviceMessage.Alarm message() {
        return switch (random.nextInt(13)) {
            case 12 -> new DeviceMessage.RuleFound(matter(), 1 + random.nextInt(5), evidence());
            case 11 -> new DeviceMessage.RuleCleared(matter());
            case 10 ->
                new DeviceMessage.AlarmRaised(DeviceMessage.AlarmRaised.Reason.values()[random.nextInt(3)], null);
            case 0, 1, 2 -> new DeviceMessage.SosPressed(random.nextInt(-2, 5), null);
            case 3, 4 -> new DeviceMessage.FallDetected(Movement.MOVING, 50, null);
            case 5 -> new DeviceMessage.FallDetected(Movement.STILL, 90, null);
            case 6 -> new DeviceMessage.WearerCancelled(random.nextInt(-1, 12));
            case 7 -> new DeviceMessage.BandRemoved();
            case 8 -> random.nextBoolean() ? new DeviceMessage.BandWorn() : new DeviceMessage.TestPressed();
            default -> new DeviceMessage.BatteryLow(random.nextInt(100));
        };
    }

    private DeviceMessage.Matter matter() {
        return DeviceMessage.Matter.values()[random.nextInt(DeviceMessage.Matter.values().length)];
    }

    private Sealed evidence() {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        return Sealed.copyOf(bytes);
    }

    private Disposition disposition() {
        return new Disposition(
                Disposition.Cause.values()[random.nextInt(Disposition.Cause.values().length)],
                Disposition.Outcome.ADVISED_BY_PHONE,
                random.nextBoolean(),
                Disposition.Verification.values()[random.nextInt(4)],
                random.nextBoolean() ? null : operator());
    }

    private DeviceId device() {
        return new DeviceId("d" + random.nextInt(5));
    }

    private OperatorId operator() {
        return new OperatorId("op" + random.nextInt(3));
    }

    private Sealed note() {
        return random.nextBoolean() ? null : Scene.words("r");
    }

    private CommandId id(OperatorId operator) {
        long value = random.nextInt(8) == 0 && ids > 0 ? random.nextLong(ids) : ids++;
        return new CommandId(operator, new UUID(9, value));
    }
}

package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A seeded stream of commands, likely and absurd, on few ids so that they meet; with clocks that stutter and jump. */
final class RandomCommands {
    /** A command and the callback time at which it is applied. */
    record Timed(long callbackMillis, Command command) {}

    private final Random random;
    private long nowMillis = Scene.START_MILLIS;
    private long ids;

    RandomCommands(long seed) {
        random = new Random(seed);
    }

    /** @param known alerts that commands may be about */
    Timed next(List<AlertView> known) {
        nowMillis += switch (random.nextInt(20)) {
            case 0 -> -random.nextLong(60_000);
            case 1 -> random.nextLong(600_000);
            case 2, 3, 4 -> random.nextLong(40_000);
            default -> random.nextLong(3_000);
        };
        return new Timed(nowMillis, command(known));
    }

    private Command command(List<AlertView> known) {
        int kind = random.nextInt(16);
        if (kind < 8) {
            return signal();
        }
        AlertView about = known.isEmpty() ? null : known.get(random.nextInt(known.size()));
        AlertId alert = about == null ? new AlertId(new UUID(1, random.nextInt(3))) : about.id();
        long version = about == null ? 0 : about.version() - random.nextInt(3);
        return switch (kind) {
            case 8, 9, 10 -> new Command.Claim(id(), alert, version);
            case 11 -> new Command.RenewLease(id(), alert);
            case 12 -> new Command.Release(id(), alert);
            case 13 -> new Command.AddNote(id(), alert, Scene.words("n" + random.nextInt()));
            case 14 ->
                new Command.Resolve(
                        id(), alert, version, disposition(), random.nextBoolean() ? null : Scene.words("r"));
            default ->
                random.nextBoolean() ? new Command.Tick() : new Command.CureTask(device(), AlertKind.LOW_BATTERY);
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
                Scene.PLAN,
                dropped);
    }

    private DeviceMessage.Alarm message() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new DeviceMessage.SosPressed(random.nextInt(-2, 5), null);
            case 3, 4 -> new DeviceMessage.FallDetected(Movement.MOVING, 50, null);
            case 5 -> new DeviceMessage.FallDetected(Movement.STILL, 90, null);
            case 6 -> new DeviceMessage.WearerCancelled(random.nextInt(-1, 12));
            case 7 -> new DeviceMessage.BandRemoved();
            case 8 -> random.nextBoolean() ? new DeviceMessage.BandWorn() : new DeviceMessage.TestPressed();
            default -> new DeviceMessage.BatteryLow(random.nextInt(100));
        };
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

    private CommandId id() {
        long value = random.nextInt(8) == 0 && ids > 0 ? random.nextLong(ids) : ids++;
        return new CommandId(operator(), new UUID(9, value));
    }
}

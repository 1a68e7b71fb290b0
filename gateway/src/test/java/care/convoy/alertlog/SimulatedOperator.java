package care.convoy.alertlog;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.Disposition;
import care.convoy.alert.OperatorId;
import care.convoy.alert.QueueOrder;
import care.convoy.alert.Sealed;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * An operator who takes what is next, attends, repeats what was not answered, closes cases; and sometimes vanishes, closes
 * what somebody else attends to, or does not look at the screen.
 */
final class SimulatedOperator {
    private static final Disposition HELPED = new Disposition(
            Disposition.Cause.ASSISTANCE,
            Disposition.Outcome.ADVISED_BY_PHONE,
            false,
            Disposition.Verification.VOICE,
            null);

    private final SimulatedWorld world;
    private final Random random;
    private final OperatorId id;
    private long commands;
    private Command.ByOperator unanswered;
    private long awayUntilMillis;

    SimulatedOperator(SimulatedWorld world, OperatorId id) {
        this.world = world;
        random = world.random();
        this.id = id;
    }

    /** One look at the screen, and one thing done. */
    void work() {
        if (world.isUnruly() && random.nextInt(60) == 0) {
            awayUntilMillis = world.time().nowMillis() + 30_000 + random.nextInt(400_000);
        }
        if (world.time().nowMillis() >= awayUntilMillis || !world.isUnruly()) {
            if (unanswered == null) {
                unanswered = decide();
            }
            if (unanswered != null) {
                send(unanswered);
            }
        }
        world.time().in(500 + random.nextInt(2_500), this::work);
    }

    private void send(Command.ByOperator command) {
        world.truth().submitted(command);
        world.log().submit(command).whenComplete((receipt, failure) -> {
            if (receipt != null && unanswered == command) {
                unanswered = null;
            }
        });
    }

    private Command.ByOperator decide() {
        if (world.isUnruly() && random.nextInt(40) == 0) {
            return meddle();
        }
        Optional<AlertView> mine = world.screen().values().stream()
                .filter(alert -> id.equals(alert.owner()))
                .findFirst();
        if (mine.isPresent()) {
            return attend(mine.get());
        }
        return world.screen().values().stream()
                .filter(alert -> alert.owner() == null || random.nextInt(50) == 0)
                .filter(alert -> alert.state() != AlertState.PRE_ALARM || random.nextInt(10) == 0)
                .min(new QueueOrder())
                .map(next -> (Command.ByOperator) new Command.Claim(nextId(), next.id(), next.version()))
                .orElse(null);
    }

    /** Tries to close whatever there is, as it once was. */
    private Command.ByOperator meddle() {
        return world.screen().values().stream()
                .skip(random.nextInt(3))
                .findFirst()
                .map(any -> new Command.Resolve(nextId(), any.id(), any.version() - random.nextInt(6), HELPED, null))
                .orElse(null);
    }

    private Command.ByOperator attend(AlertView mine) {
        if (mine.attentionPending() && random.nextInt(8) > 0) {
            return new Command.Claim(nextId(), mine.id(), mine.version());
        }
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> new Command.Resolve(nextId(), mine.id(), mine.version(), HELPED, null);
            case 3 -> new Command.AddNote(nextId(), mine.id(), Sealed.copyOf(new byte[] {1}));
            case 4 -> world.isUnruly() ? new Command.Release(nextId(), mine.id()) : null;
            case 5, 6, 7, 8 -> new Command.RenewLease(nextId(), mine.id());
            default -> null;
        };
    }

    private CommandId nextId() {
        return new CommandId(id, new UUID(id.value().hashCode(), ++commands));
    }
}

package care.convoy.simulation;

import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.device.Sealed;
import care.convoy.escalation.EscalationStep.Action;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Ambulances and contacts: they tell how near they are, in any order, also of what nobody asked them for; what was not
 * answered they tell again for a while, and some of it twice.
 */
final class SimulatedOutside {
    private static final int MOST_TRIES = 40;

    private final SimulatedWorld world;
    private final Random random;
    /** What was refused is not told again by the same number. */
    private final Set<CommandId> refused = new HashSet<>();

    private long told;

    SimulatedOutside(SimulatedWorld world) {
        this.world = world;
        random = world.random();
    }

    /** Somebody tells something. */
    void tell() {
        List<AlertView> shown = List.copyOf(world.gateway().screen().values());
        if (shown.isEmpty() || !world.gateway().isRunning()) {
            return;
        }
        AlertView about = shown.get(random.nextInt(shown.size()));
        Command.ReportScene report = random.nextInt(3) == 0 ? contact(about) : ambulance(about);
        if (report != null) {
            world.truth().scene(report);
            send(report, 0);
            if (random.nextInt(8) == 0) {
                world.tally().count(Fault.SCENE_TOLD_TWICE);
                world.time().in(random.nextInt(60_000), () -> {
                    if (!refused.contains(report.id())) {
                        send(report, MOST_TRIES);
                    }
                });
            }
        }
    }

    private Command.ReportScene ambulance(AlertView about) {
        boolean requested = about.steps().stream()
                .filter(step -> step.step().action() == Action.REQUEST_AMBULANCE)
                .flatMap(step -> step.reaches().stream())
                .anyMatch(reach -> reach.attempt() > 0);
        if (!requested && random.nextInt(5) > 0) {
            return null;
        }
        Command.Scene[] stages = Command.Scene.values();
        Command.Scene stage = stages[random.nextInt(stages.length)];
        if (stage == Command.Scene.CANCELLED) {
            world.tally().count(Fault.AMBULANCE_CALLED_OFF);
        }
        return new Command.ReportScene(id(OperatorId.AMBULANCE), about.id(), "", stage, mark());
    }

    private Command.ReportScene contact(AlertView about) {
        List<String> named = about.steps().stream()
                .flatMap(step -> step.step().contacts().stream())
                .distinct()
                .toList();
        if (named.isEmpty()) {
            return null;
        }
        String contact = named.get(random.nextInt(named.size()));
        world.tally().count(Fault.CONTACT_ARRIVED);
        return new Command.ReportScene(id(OperatorId.CONTACT), about.id(), contact, Command.Scene.ARRIVED, mark());
    }

    private void send(Command.ReportScene report, int tries) {
        world.gateway().log().submit(report).whenComplete((receipt, failure) -> {
            if (receipt != null) {
                world.truth().sceneAnswered(report, receipt);
                if (receipt.outcome() instanceof Outcome.Refused) {
                    refused.add(report.id());
                }
            } else if (tries < MOST_TRIES) {
                world.time().in(500 + random.nextInt(4_000), () -> {
                    if (world.gateway().isRunning()) {
                        send(report, tries + 1);
                    }
                });
            }
        });
    }

    private CommandId id(OperatorId actor) {
        return new CommandId(actor, new UUID(actor.value().hashCode(), ++told));
    }

    /** Words that no other report has. */
    private Sealed mark() {
        return mark(told);
    }

    static Sealed mark(long number) {
        return Sealed.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }
}

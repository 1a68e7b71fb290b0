package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.Reach;
import care.convoy.escalation.EscalationStep;
import java.util.List;
import java.util.Random;

/** Draws steps of alerts, and how far they have come. */
final class StepSamples {
    private final Random random;
    private final Samples samples;

    StepSamples(Random random, Samples samples) {
        this.random = random;
        this.samples = samples;
    }

    /** What somebody out there tells. */
    Command told(CommandId id, AlertId alert) {
        boolean ambulance = random.nextBoolean();
        return new Command.ReportScene(
                id,
                alert,
                ambulance ? "" : samples.name(),
                ambulance ? samples.one(Command.Scene.class) : Command.Scene.ARRIVED,
                samples.orNull(samples::sealed));
    }

    AlertView.Step stepOfAlert(EscalationStep step) {
        return new AlertView.Step(
                random.nextInt(9),
                step,
                samples.number(),
                samples.number(),
                random.nextBoolean(),
                random.nextInt(3),
                samples.list(3, () -> reach(step)));
    }

    private Reach reach(EscalationStep step) {
        List<String> contacts = step.contacts();
        String contact = contacts.isEmpty() || random.nextInt(9) == 0
                ? random.nextBoolean() ? "" : samples.name()
                : contacts.get(random.nextInt(contacts.size()));
        return new Reach(
                contact,
                random.nextInt(4),
                random.nextInt(9),
                random.nextInt(40),
                samples.one(Reach.State.class),
                random.nextInt(4) == 0 ? Long.MAX_VALUE : samples.number(),
                random.nextInt(32),
                random.nextBoolean());
    }
}

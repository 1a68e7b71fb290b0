package care.convoy.escalation;

import java.util.List;
import java.util.stream.Collectors;

/** A plan as a table that people can read. */
final class Printed {
    private Printed() {}

    static String steps(List<EscalationStep> steps) {
        return steps.stream().map(Printed::step).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String step(EscalationStep step) {
        StringBuilder line =
                new StringBuilder("%d %s %s".formatted(step.afterMillis() / 1_000, step.condition(), step.action()));
        if (step.ring() > 0) {
            line.append(" ring ").append(step.ring());
        }
        if (!step.contacts().isEmpty()) {
            line.append(' ').append(step.order()).append(' ').append(String.join(" ", step.contacts()));
        }
        if (!step.channels().isEmpty()) {
            line.append(" by ").append(step.channels().stream().map(Enum::name).collect(Collectors.joining(" ")));
        }
        return line.toString();
    }
}

package care.convoy.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Counts what went wrong and what was checked; a check that fails ends the world. One thread. */
final class Tally {
    final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    long checks;
    long presses;
    long alerts;
    long commands;
    long effects;
    long effectsRepeated;
    long effectsWithoutLog;
    long local;
    long events;
    long intents;

    void count(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void require(boolean holds, Supplier<String> otherwise) {
        checks++;
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }

    void add(Tally other) {
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        checks += other.checks;
        presses += other.presses;
        alerts += other.alerts;
        commands += other.commands;
        effects += other.effects;
        effectsRepeated += other.effectsRepeated;
        events += other.events;
        intents += other.intents;
        effectsWithoutLog += other.effectsWithoutLog;
        local += other.local;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                "%,d answered presses (%,d by the gateway alone), %,d alerts, %,d commands, %,d events"
                        .formatted(presses, local, alerts, commands, events));
        text.append(", %,d intents".formatted(intents));
        text.append(", %,d effects executed (%,d of them again) and %,d without the log, %,d checks"
                .formatted(effects, effectsRepeated, effectsWithoutLog, checks));
        faults.forEach((fault, count) -> text.append(
                "%n  %,12d  %s".formatted(count, fault.name().toLowerCase().replace('_', ' '))));
        return text.toString();
    }
}

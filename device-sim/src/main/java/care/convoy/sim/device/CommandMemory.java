package care.convoy.sim.device;

import care.convoy.firmware.CommandOutcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last 8 commands with their outcomes, so that a repeat is answered and not done again (PROTOCOL.md §6). */
final class CommandMemory {
    private static final int REMEMBERED = 8;

    private final Map<Long, CommandOutcome> outcomes = new LinkedHashMap<>();

    @Nullable
    CommandOutcome outcomeOf(long commandId) {
        return outcomes.get(commandId);
    }

    void remember(long commandId, CommandOutcome outcome) {
        outcomes.put(commandId, outcome);
        if (outcomes.size() > REMEMBERED) {
            outcomes.remove(outcomes.keySet().iterator().next());
        }
    }
}

package care.convoy.monitoring;

import care.convoy.device.ResidentId;
import care.convoy.vitals.RuleBook;
import java.util.Map;

/** The rule book and the persons' own limits that are in force on this node. Set by one thread, read by any. */
public final class RulesInForce {
    private volatile Numbers numbers = new Numbers(RuleBook.standard(), Map.of());

    /** @param personal layers by resident, checked by {@link RuleBook#personal} */
    public record Numbers(RuleBook book, Map<ResidentId, Map<String, Object>> personal) {
        public Numbers {
            personal = Map.copyOf(personal);
        }

        Map<String, Object> of(ResidentId resident) {
            return personal.getOrDefault(resident, Map.of());
        }
    }

    /** As they are now. */
    public Numbers now() {
        return numbers;
    }

    /** From now on each person's next message is judged by these; what was measured and told before stays known. */
    public void set(Numbers next) {
        numbers = next;
    }
}

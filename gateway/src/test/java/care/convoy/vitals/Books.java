package care.convoy.vitals;

import java.util.LinkedHashMap;
import java.util.Map;

/** Rule books of tests. */
final class Books {
    private Books() {}

    /** No least time, limits as they once were: 'three of the last five within 10 minutes'. */
    static RuleBook hasty() {
        Map<String, Object> thresholds = new LinkedHashMap<>();
        ((Map<?, ?>) RuleBook.standard().toMap().get("thresholds")).forEach((rule, given) -> {
            Map<String, Object> changed = new LinkedHashMap<>();
            ((Map<?, ?>) given).forEach((name, value) -> changed.put(name.toString(), value));
            changed.putAll(Map.of("need", 3, "of", 5, "leastMinutes", 0, "withinMinutes", 10, "againMinutes", 240));
            thresholds.put(rule.toString(), changed);
        });
        Map<String, Object> tree = new LinkedHashMap<>(RuleBook.standard().toMap());
        tree.put("thresholds", thresholds);
        tree.put("news2", Map.of("oldestMinutes", 240, "need", 2, "of", 3, "withinMinutes", 10, "againMinutes", 240));
        return RuleBook.parse(tree);
    }
}

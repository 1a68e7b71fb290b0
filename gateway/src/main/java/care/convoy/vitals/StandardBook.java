package care.convoy.vitals;

import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers that come with the gateway; docs/health.md says why each is as it is. */
final class StandardBook {
    private StandardBook() {}

    static Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", 0);
        tree.put("thresholds", thresholds());
        tree.put(
                "grades",
                Map.of(
                        "3", Map.of("heartRate.high", limit(115, 105), "temperature.high", limit(38.0, 37.5)),
                        "4", Map.of("heartRate.high", limit(110, 100), "temperature.high", limit(37.8, 37.4))));
        tree.put(
                "conditions",
                Map.of(
                        "atrialFibrillation",
                        Map.of("heartRate.high", Map.of("beyond", 130, "clear", 115, "need", 4)),
                        "betaBlocker",
                        Map.of("heartRate.high", limit(110, 100), "heartRate.low", limit(40, 45)),
                        "copd",
                        Map.of("spo2.low", limit(86, 88))));
        tree.put("news2", Map.of("oldestMinutes", 240, "need", 2, "of", 3, "withinMinutes", 10, "againMinutes", 240));
        return tree;
    }

    private static Map<String, Object> thresholds() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("heartRate.high", threshold(120, 110, 3, 5, 10, 10));
        all.put("heartRate.low", threshold(45, 50, 3, 5, 10, 5));
        all.put("spo2.low", threshold(92, 94, 3, 5, 10, 2));
        all.put("systolic.high", threshold(180, 170, 2, 3, 30, 15));
        all.put("systolic.low", threshold(95, 105, 2, 3, 30, 5));
        all.put("diastolic.high", threshold(110, 100, 2, 3, 30, 10));
        all.put("temperature.high", threshold(38.5, 38.0, 2, 3, 60, 0.5));
        all.put("temperature.low", threshold(35.5, 36.0, 2, 3, 60, 0.5));
        all.put("respiration.high", threshold(24, 21, 3, 5, 10, 3));
        all.put("respiration.low", threshold(9, 11, 3, 5, 10, 1));
        return all;
    }

    private static Map<String, Object> threshold(
            double beyond, double clear, int need, int of, int minutes, double step) {
        Map<String, Object> all = new LinkedHashMap<>(limit(beyond, clear));
        all.putAll(Map.of("need", need, "of", of, "withinMinutes", minutes, "priority", "P3"));
        all.putAll(Map.of("worseStep", step, "againMinutes", 240));
        return all;
    }

    private static Map<String, Object> limit(double beyond, double clear) {
        return Map.of("beyond", beyond, "clear", clear);
    }
}

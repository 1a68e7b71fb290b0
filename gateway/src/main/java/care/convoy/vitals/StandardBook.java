package care.convoy.vitals;

import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers that come with the gateway; docs/health.md says why each is as it is. */
final class StandardBook {
    private static final int NEED = 6;
    private static final int OF = 8;
    private static final int LEAST_MINUTES = 20;
    private static final int WITHIN_MINUTES = 60;
    private static final int AGAIN_MINUTES = 480;

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
                        Map.of("heartRate.high", limit(130, 115)),
                        "betaBlocker",
                        Map.of("heartRate.high", limit(110, 100), "heartRate.low", limit(38, 43)),
                        "copd",
                        Map.of("spo2.low", danger(86, 88, 80))));
        tree.put(
                "news2",
                Map.of(
                        "oldestMinutes",
                        30,
                        "need",
                        NEED,
                        "of",
                        OF,
                        "leastMinutes",
                        LEAST_MINUTES,
                        "withinMinutes",
                        WITHIN_MINUTES,
                        "againMinutes",
                        AGAIN_MINUTES));
        tree.put("danger", Map.of("need", 4, "of", 4, "leastMinutes", 6, "withinMinutes", 30));
        tree.put("silence", silence());
        return tree;
    }

    private static Map<String, Object> silence() {
        Map<String, Object> grades = new LinkedHashMap<>();
        SilenceRule standard = SilenceRule.standard();
        for (int grade = 0; grade < standard.grades().size(); grade++) {
            SilenceRule.Grade one = standard.grades().get(grade);
            grades.put(
                    Integer.toString(grade),
                    Map.of(
                            "task",
                            one.task().name(),
                            "taskAfterMinutes",
                            one.taskAfterMinutes(),
                            "alert",
                            one.alert(),
                            "alertAfterMinutes",
                            one.alertAfterMinutes()));
        }
        return Map.of(
                "grades",
                grades,
                "nightPercent",
                standard.nightPercent(),
                "explainedTimes",
                standard.explainedTimes(),
                "emptyPercent",
                standard.emptyPercent(),
                "troubleMinutes",
                standard.troubleMinutes());
    }

    private static Map<String, Object> thresholds() {
        Map<String, Object> all = new LinkedHashMap<>();
        Map<String, Object> pulse = lasting(danger(120, 110, 150), 10);
        pulse.putAll(Map.of("need", 4, "of", 6, "leastMinutes", 12, "withinMinutes", 40));
        all.put("heartRate.high", pulse);
        all.put("heartRate.low", lasting(danger(42, 46, 32), 5));
        Map<String, Object> saturation = lasting(danger(91, 93, 84), 2);
        saturation.put("need", NEED + 1);
        all.put("spo2.low", saturation);
        all.put("systolic.high", spot(limit(180, 170), 30, 15));
        all.put("systolic.low", spot(limit(95, 105), 30, 5));
        all.put("diastolic.high", spot(limit(110, 100), 30, 10));
        all.put("temperature.high", spot(limit(38.5, 38.0), 60, 0.5));
        all.put("temperature.low", spot(limit(35.5, 36.0), 60, 0.5));
        all.put("respiration.high", lasting(danger(24, 21, 35), 3));
        all.put("respiration.low", lasting(danger(9, 11, 6), 1));
        return all;
    }

    /** Of what a band measures all day. */
    private static Map<String, Object> lasting(Map<String, Object> limits, double step) {
        Map<String, Object> all = new LinkedHashMap<>(limits);
        all.putAll(Map.of("need", NEED, "of", OF, "leastMinutes", LEAST_MINUTES, "withinMinutes", WITHIN_MINUTES));
        all.putAll(Map.of("priority", "P3", "worseStep", step, "againMinutes", AGAIN_MINUTES));
        return all;
    }

    /** Of what is taken by hand, twice a day. */
    private static Map<String, Object> spot(Map<String, Object> limits, int minutes, double step) {
        Map<String, Object> all = new LinkedHashMap<>(limits);
        all.putAll(Map.of("need", 2, "of", 3, "withinMinutes", minutes));
        all.putAll(Map.of("priority", "P3", "worseStep", step, "againMinutes", AGAIN_MINUTES));
        return all;
    }

    private static Map<String, Object> danger(double beyond, double clear, double danger) {
        return Map.of("beyond", beyond, "clear", clear, "danger", danger);
    }

    private static Map<String, Object> limit(double beyond, double clear) {
        return Map.of("beyond", beyond, "clear", clear);
    }
}

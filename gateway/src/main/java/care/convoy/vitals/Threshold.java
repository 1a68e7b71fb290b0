package care.convoy.vitals;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * A limit of one vital, with duration and hysteresis: 'above 120 for 3 of the last 5 measurements within 10 minutes; over at 110'.
 *
 * @param high whether values above the limit count, or below it
 * @param off not applied
 * @param beyond the limit, in the units of {@code device.Vitals}; the limit itself does not count
 * @param clear a value here or on the safe side of it ends a course
 * @param need of the last {@code of} measurements
 * @param worseStep in the same units
 * @param source where {@code beyond} comes from
 */
public record Threshold(
        Vital vital,
        boolean high,
        boolean off,
        int beyond,
        int clear,
        int need,
        int of,
        int withinMinutes,
        Priority priority,
        int worseStep,
        int againMinutes,
        Source source) {

    /** As {@code heartRate.high}. */
    public String id() {
        return id(vital, high);
    }

    static String id(Vital vital, boolean high) {
        return vital.id() + (high ? ".high" : ".low");
    }

    int severity(int value) {
        return high ? value : -value;
    }

    Course course() {
        return new Course(
                severity(beyond),
                severity(clear),
                need,
                of,
                withinMinutes * 60_000L,
                worseStep,
                againMinutes * 60_000L);
    }

    Finding finding(int book, DeviceId device, long nowMillis, Sustained window) {
        Course course = course();
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < window.size(); i++) {
            if (window.counts(course, i)) {
                items.add(new Item(vital.id(), vital.shown(window.value(i)), vital.unit(), window.atMillis(i), ""));
            }
        }
        List<Limit> limits = List.of(
                new Limit(
                        vital.id(),
                        high ? Comparison.ABOVE : Comparison.BELOW,
                        vital.shown(beyond),
                        vital.unit(),
                        source),
                new Limit("measurements", Comparison.AT_LEAST, need, "of" + of, source),
                new Limit("within", Comparison.AT_MOST, withinMinutes, "min", source));
        return Finding.of(AlertKind.VITALS, priority, device, nowMillis, new Explanation(id(), book, items, limits));
    }
}

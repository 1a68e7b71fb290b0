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
 * @param danger beyond this it is told sooner, and as P2, whatever is usual for the person and whatever they do meanwhile; the vital's
 *     own bound if there is none
 * @param need of the last {@code of} measurements
 * @param leastMinutes from the oldest measurement that counts to the newest, 0 or more
 * @param worseStep in the same units
 * @param source where {@code beyond} comes from
 */
public record Threshold(
        Vital vital,
        boolean high,
        boolean off,
        int beyond,
        int clear,
        int danger,
        int need,
        int of,
        int leastMinutes,
        int withinMinutes,
        Priority priority,
        int worseStep,
        int againMinutes,
        Source source) {
    private static final long MINUTE = 60_000;

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
                leastMinutes * MINUTE,
                withinMinutes * MINUTE,
                worseStep,
                againMinutes * MINUTE,
                vital.isReadTooLow() && !high);
    }

    boolean hasDanger() {
        return danger != bound(vital, high);
    }

    static int bound(Vital vital, boolean high) {
        return high ? vital.most() : vital.least();
    }

    /** At whatever hour, and whatever the person does. */
    Course dangerCourse(DangerRule how) {
        return new Course(
                severity(danger),
                severity(beyond),
                how.need(),
                how.of(),
                how.leastMinutes() * MINUTE,
                how.withinMinutes() * MINUTE,
                worseStep,
                againMinutes * MINUTE,
                vital.isReadTooLow() && !high);
    }

    /** The same with another limit. */
    Threshold moved(int limit, Source from) {
        return new Threshold(
                vital,
                high,
                off,
                limit,
                limit + clear - beyond,
                danger,
                need,
                of,
                leastMinutes,
                withinMinutes,
                priority,
                worseStep,
                againMinutes,
                from);
    }

    Finding finding(int book, DeviceId device, long nowMillis, Sustained window) {
        return finding(id(), priority, course(), new Told(book, device, nowMillis, window), beyond, source);
    }

    Finding danger(RuleBook book, DeviceId device, long nowMillis, Sustained window) {
        Priority urgent = priority.compareTo(Priority.P2) < 0 ? priority : Priority.P2;
        Told told = new Told(book.version(), device, nowMillis, window);
        return finding(dangerId(), urgent, dangerCourse(book.danger()), told, danger, Source.STANDARD);
    }

    /** As {@code heartRate.danger.high}. */
    String dangerId() {
        return vital.id() + (high ? ".danger.high" : ".danger.low");
    }

    private record Told(int book, DeviceId device, long nowMillis, Sustained window) {}

    private Finding finding(String rule, Priority how, Course course, Told told, int limit, Source limitSource) {
        Sustained window = told.window();
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
                        vital.shown(limit),
                        vital.unit(),
                        limitSource),
                new Limit("measurements", Comparison.AT_LEAST, course.need(), "of" + course.of(), limitSource),
                course.leastMillis() == 0
                        ? new Limit(
                                "within",
                                Comparison.AT_MOST,
                                course.withinMillis() / (double) MINUTE,
                                "min",
                                limitSource)
                        : new Limit(
                                "lasting",
                                Comparison.AT_LEAST,
                                course.leastMillis() / (double) MINUTE,
                                "min",
                                limitSource));
        Explanation why = new Explanation(rule, told.book(), items, limits);
        return Finding.of(AlertKind.VITALS, how, told.device(), told.nowMillis(), why);
    }
}

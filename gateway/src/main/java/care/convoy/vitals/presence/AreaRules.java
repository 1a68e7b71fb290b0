package care.convoy.vitals.presence;

import care.convoy.alert.Priority;
import java.util.List;

/**
 * When silent devices are an area, and what one silent device is worth.
 *
 * @param version of the rule book, 0 or more; stands in each explanation
 * @param leastDevices so many must fall silent, 2 to 1,000,000
 * @param leastSharePercent so many of those that were present must be among them, 1 to 100
 * @param windowMillis within so long, 1 minute to 1 day; two usual intervals
 * @param curedBelowPercent the area is cured when fewer than so many of its most silent are left, 0 to 99
 * @param areaPriority of an area's finding
 * @param singles what one silent device is worth by care grade, from 0, unknown, to 4: five members
 * @throws IllegalArgumentException naming the member that is out of range
 */
public record AreaRules(
        int version,
        int leastDevices,
        int leastSharePercent,
        long windowMillis,
        int curedBelowPercent,
        Priority areaPriority,
        List<Single> singles) {
    private static final int MINUTE = 60_000;
    private static final int DAY = 86_400_000;

    /**
     * One silent device.
     *
     * @param priority P3 to P5
     * @param afterMillis so long after its deadline, 0 to 7 days; 0: at once, in an area's silence too. With a later one
     *     the device is told of only if it is not part of an area by then
     */
    public record Single(Priority priority, long afterMillis) {
        public Single {
            within("silence.singles.afterMillis", afterMillis, 0, 7L * DAY);
            if (priority.compareTo(Priority.P3) < 0) {
                throw new IllegalArgumentException(
                        "silence.singles.priority: " + priority + " is not one of P3, P4, P5");
            }
        }

        boolean isAtOnce() {
            return afterMillis == 0;
        }
    }

    public AreaRules {
        within("silence.version", version, 0, Integer.MAX_VALUE);
        within("silence.leastDevices", leastDevices, 2, 1_000_000);
        within("silence.leastSharePercent", leastSharePercent, 1, 100);
        within("silence.windowMillis", windowMillis, MINUTE, DAY);
        within("silence.curedBelowPercent", curedBelowPercent, 0, 99);
        if (singles.size() != 5) {
            throw new IllegalArgumentException(
                    "silence.singles: " + singles.size() + " members; give five, for the grades 0 (unknown) to 4");
        }
        singles = List.copyOf(singles);
    }

    /**
     * 10 devices and 30 % within 10 minutes, cured below 10 %. Grades 3 and 4: P3 at once; an unknown grade P4 after 30
     * minutes, grade 2 P4 after 2 hours, grade 1 P5 after 12 hours.
     */
    public static AreaRules standard() {
        return new AreaRules(
                1,
                10,
                30,
                10L * MINUTE,
                10,
                Priority.P3,
                List.of(
                        new Single(Priority.P4, 30L * MINUTE),
                        new Single(Priority.P5, 720L * MINUTE),
                        new Single(Priority.P4, 120L * MINUTE),
                        new Single(Priority.P3, 0),
                        new Single(Priority.P3, 0)));
    }

    static void within(String member, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    member + ": " + value + " is not within " + least + " and " + most + "; give one that is");
        }
    }
}

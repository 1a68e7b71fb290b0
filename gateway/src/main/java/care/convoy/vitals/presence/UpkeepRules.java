package care.convoy.vitals.presence;

import java.time.ZoneId;

/**
 * What keeps a device useful: charge, the monthly test, being worn.
 *
 * @param version of the rule book, 0 or more
 * @param zone the person's
 * @param emptyPercent at that charge the device is as good as off, 0 to 20
 * @param emptyWithinMillis told if empty within so long, 1 to 72 hours
 * @param testMillis between two test presses, 1 to 366 days
 * @param removedMillis a band off for longer is a task, by care grade 3 and 4, and four times as long an alert; 5 minutes to 7 days
 * @param removedLowGradeMillis the same for other grades, at least as long
 * @throws IllegalArgumentException naming the member that is out of range
 */
public record UpkeepRules(
        int version,
        ZoneId zone,
        int emptyPercent,
        long emptyWithinMillis,
        long testMillis,
        long removedMillis,
        long removedLowGradeMillis) {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    public UpkeepRules {
        AreaRules.within("upkeep.version", version, 0, Integer.MAX_VALUE);
        AreaRules.within("upkeep.emptyPercent", emptyPercent, 0, 20);
        AreaRules.within("upkeep.emptyWithinMillis", emptyWithinMillis, HOUR, 72 * HOUR);
        AreaRules.within("upkeep.testMillis", testMillis, DAY, 366 * DAY);
        AreaRules.within("upkeep.removedMillis", removedMillis, 5 * MINUTE, 7 * DAY);
        AreaRules.within("upkeep.removedLowGradeMillis", removedLowGradeMillis, removedMillis, 7 * DAY);
    }

    /** Empty at 3 %, told 8 hours before; a test each 35 days; off for 2 hours, other grades 12 hours. */
    public static UpkeepRules standard(ZoneId zone) {
        return new UpkeepRules(1, zone, 3, 8 * HOUR, 35 * DAY, 2 * HOUR, 12 * HOUR);
    }
}

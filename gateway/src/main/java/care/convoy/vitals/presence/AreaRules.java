package care.convoy.vitals.presence;

import care.convoy.alert.Priority;
import care.convoy.vitals.RuleBook;
import care.convoy.vitals.SilenceRule;

/**
 * When silent devices are an area, and what one silent device is worth.
 *
 * @param version of the rule book, 0 or more; stands in each explanation
 * @param leastDevices so many must fall silent, 2 to 1,000,000
 * @param leastSharePercent so many of those that were present must be among them, 1 to 100
 * @param windowMillis within so long, 1 minute to 1 day; two usual intervals
 * @param curedBelowPercent the area is cured when fewer than so many of its most silent are left, 0 to 99
 * @param areaPriority of an area's finding
 * @param singles what one silent device is worth
 * @throws IllegalArgumentException naming the member that is out of range
 */
public record AreaRules(
        int version,
        int leastDevices,
        int leastSharePercent,
        long windowMillis,
        int curedBelowPercent,
        Priority areaPriority,
        SilenceRule singles) {
    private static final int MINUTE = 60_000;
    private static final int DAY = 86_400_000;

    public AreaRules {
        within("silence.version", version, 0, Integer.MAX_VALUE);
        within("silence.leastDevices", leastDevices, 2, 1_000_000);
        within("silence.leastSharePercent", leastSharePercent, 1, 100);
        within("silence.windowMillis", windowMillis, MINUTE, DAY);
        within("silence.curedBelowPercent", curedBelowPercent, 0, 99);
    }

    /** 10 devices and 30 % within 10 minutes, cured below 10 %; one silent device is worth what the book says. */
    public static AreaRules by(RuleBook book) {
        return new AreaRules(book.version(), 10, 30, 10L * MINUTE, 10, Priority.P3, book.silence());
    }

    static void within(String member, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    member + ": " + value + " is not within " + least + " and " + most + "; give one that is");
        }
    }
}

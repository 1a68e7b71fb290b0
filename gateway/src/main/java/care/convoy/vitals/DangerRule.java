package care.convoy.vitals;

import java.util.Set;

/**
 * How long a value has to be in danger before it is told, as P2.
 *
 * @param need how many of the last {@code of} measurements, 1 to {@code of}
 * @param of 1 to 8
 * @param leastMinutes from the oldest measurement that counts to the newest, 0 to {@code withinMinutes}
 * @param withinMinutes 1 to 1440
 */
public record DangerRule(int need, int of, int leastMinutes, int withinMinutes) {
    private static final Set<String> MEMBERS = Set.of("need", "of", "leastMinutes", "withinMinutes");
    private static final int DAY = 24 * 60;
    private static final DangerRule STANDARD = new DangerRule(4, 4, 6, 30);

    /** What holds where a book says nothing: four measurements in a row over six minutes. */
    static DangerRule standard() {
        return STANDARD;
    }

    /** @throws IllegalArgumentException naming the member and what to write instead */
    static DangerRule of(BookReader given) {
        given.only(MEMBERS);
        int of = given.whole("of", 1, Course.MOST, STANDARD.of);
        int within = given.whole("withinMinutes", 1, DAY, STANDARD.withinMinutes);
        return new DangerRule(
                given.whole("need", 1, of, Math.min(of, STANDARD.need)),
                of,
                given.whole("leastMinutes", 0, within, Math.min(within, STANDARD.leastMinutes)),
                within);
    }
}

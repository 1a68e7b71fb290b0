package care.convoy.vitals.presence;

/**
 * What after a fall makes it an emergency, and when near-falls are worth a call.
 *
 * @param version of the rule book, 0 or more
 * @param stillMillis without movement after the fall, 30 seconds to 10 minutes
 * @param windowMillis so long after the fall its consequences are looked for, 1 to 60 minutes
 * @param stillLevel an activity of that or less is stillness, 0 to 50
 * @param heartRateAtMost beats per minute, 20 to 80: as low is critical
 * @param heartRateAtLeast beats per minute, 90 to 250: as high is critical
 * @param spo2AtMost percent, 60 to 99: as low is critical; with NEWS2 scale 2 give 83
 * @param nearFalls so many, 2 to 10
 * @param nearFallMillis within so long, 1 hour to 60 days
 * @throws IllegalArgumentException naming the member that is out of range
 */
public record FallRules(
        int version,
        long stillMillis,
        long windowMillis,
        int stillLevel,
        int heartRateAtMost,
        int heartRateAtLeast,
        int spo2AtMost,
        int nearFalls,
        long nearFallMillis) {
    private static final long MINUTE = 60_000;
    private static final long DAY = 1440 * MINUTE;

    public FallRules {
        AreaRules.within("fall.version", version, 0, Integer.MAX_VALUE);
        AreaRules.within("fall.stillMillis", stillMillis, MINUTE / 2, 10 * MINUTE);
        AreaRules.within("fall.windowMillis", windowMillis, MINUTE, 60 * MINUTE);
        AreaRules.within("fall.stillLevel", stillLevel, 0, 50);
        AreaRules.within("fall.heartRateAtMost", heartRateAtMost, 20, 80);
        AreaRules.within("fall.heartRateAtLeast", heartRateAtLeast, 90, 250);
        AreaRules.within("fall.spo2AtMost", spo2AtMost, 60, 99);
        AreaRules.within("fall.nearFalls", nearFalls, 2, 10);
        AreaRules.within("fall.nearFallMillis", nearFallMillis, 60 * MINUTE, 60 * DAY);
        if (stillMillis > windowMillis) {
            throw new IllegalArgumentException("fall.stillMillis: longer than fall.windowMillis; give a longer window");
        }
    }

    /** Still for 60 s, or heart rate at most 40 or at least 131, or SpO2 at most 91 within 10 minutes; 3 near-falls in 7 days. */
    public static FallRules standard() {
        return new FallRules(1, MINUTE, 10 * MINUTE, 5, 40, 131, 91, 3, 7 * DAY);
    }
}

package care.convoy.sim.physiology;

import java.util.random.RandomGenerator;

/**
 * One illness of one person.
 *
 * @param fromMillis epoch milliseconds of its first effect
 * @param toMillis of its last, after {@code fromMillis}
 * @param severity about 0.5 mild to 1.5 severe
 * @throws IllegalArgumentException if it ends before it begins
 */
public record Episode(Illness illness, long fromMillis, long toMillis, double severity) {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    /** Karjalainen and Viitasalo 1986: 8.5 beats per minute for each degree of fever. */
    private static final double BEATS_A_DEGREE = 8.5;

    public Episode {
        if (toMillis <= fromMillis) {
            throw new IllegalArgumentException("episode: toMillis is after fromMillis");
        }
    }

    /** Drawn between {@code earliest} and {@code latest}. */
    static Episode draw(Illness illness, long earliest, long latest, RandomGenerator chance) {
        long length = switch (illness) {
            case NONE -> throw new IllegalArgumentException("episode: no illness has no course");
            case INFECTION -> chance.nextLong(3 * DAY, 5 * DAY);
            case FIBRILLATION -> chance.nextLong(HOUR / 2, 18 * HOUR);
            case COPD_EXACERBATION -> chance.nextLong(7 * DAY, 10 * DAY);
            case HYPOGLYCAEMIA -> chance.nextLong(30 * MINUTE, 60 * MINUTE);
            case FALL -> HOUR;
            case COLLAPSE -> chance.nextLong(8 * HOUR, 16 * HOUR);
            case HEART_FAILURE -> chance.nextLong(12 * DAY, 14 * DAY);
            case BROKEN_BAND, FALL_THEN_SILENT -> chance.nextLong(18 * HOUR, 30 * HOUR);
        };
        long from = chance.nextLong(earliest, Math.max(earliest + 1, latest - length));
        return new Episode(illness, from, from + length, chance.nextDouble(0.5, 1.5));
    }

    /** Whether it is going on. */
    public boolean isAt(long millis) {
        return millis >= fromMillis && millis < toMillis;
    }

    Strain strain(long millis) {
        if (!isAt(millis)) {
            return Strain.NONE;
        }
        double passed = (double) (millis - fromMillis) / (toMillis - fromMillis);
        return switch (illness) {
            case NONE, BROKEN_BAND, FALL_THEN_SILENT -> Strain.NONE;
            case INFECTION -> infection(severity * trapeze(passed, 0.2, 0.3));
            case FIBRILLATION -> new Strain(30 + 30 * severity, 2, -0.5, 0, 0, -8, 0.5, 12);
            case COPD_EXACERBATION -> worseLungs(severity * trapeze(passed, 0.25, 0.3));
            case HYPOGLYCAEMIA -> new Strain(30 * severity * trapeze(passed, 0.3, 0.3), 3, 0, 0, -1.5, 15, 0, 0);
            case FALL -> new Strain(18 * severity, 4, 0, 0, -0.5, 10, 0, 0);
            case COLLAPSE -> new Strain(6 * severity, 1, -0.5, 0, -0.5, 0, 0, 0, 0);
            case HEART_FAILURE -> failingHeart(severity * passed);
        };
    }

    private static Strain infection(double much) {
        double fever = 1.9 * much;
        return new Strain(
                BEATS_A_DEGREE * fever, 3.5 * much, -2 * much, fever, 0.7 * fever, -8 * much, 1 - 0.6 * much, 0);
    }

    private static Strain worseLungs(double much) {
        return new Strain(14 * much, 6 * much, -5 * much, 0.3 * much, 0, 4 * much, 1 - 0.6 * much, 0);
    }

    private static Strain failingHeart(double much) {
        return new Strain(11 * much, 4 * much, -2 * much, 0, -0.4 * much, -4 * much, 1 - 0.5 * much, 0, 1 + 5 * much);
    }

    /** Rises to 1 over the first share, falls over the last. */
    private static double trapeze(double passed, double rise, double fall) {
        return Math.clamp(Math.min(passed / rise, (1 - passed) / fall), 0, 1);
    }
}

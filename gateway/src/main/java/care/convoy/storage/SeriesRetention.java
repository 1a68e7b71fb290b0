package care.convoy.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * For how long the series are kept. What is older is deleted by whole chunks: a day of rows or positions, a month of means of
 * 5 minutes, a year of daily ones.
 *
 * @param vitals the measurements themselves, 7 days or more
 * @param rollups their means, as long as the measurements or longer
 * @param locations positions, a day or more
 * @throws IllegalArgumentException if one is shorter, saying which
 */
public record SeriesRetention(Period vitals, Period rollups, Period locations) {
    /** 13 months, 10 years, 30 days. */
    public static final SeriesRetention STANDARD =
            new SeriesRetention(Period.ofMonths(13), Period.ofYears(10), Period.ofDays(30));

    private static final Pattern WRITTEN = Pattern.compile("([1-9][0-9]{0,3})([dmy])");
    /** Later than this nothing is taken into the series. */
    private static final Duration LONGEST_BACK = Duration.ofDays(60);

    public SeriesRetention {
        if (daysOf(vitals) < 7) {
            throw new IllegalArgumentException("measurements: 7 days or more");
        }
        if (daysOf(rollups) < daysOf(vitals)) {
            throw new IllegalArgumentException("means: as long as measurements or longer");
        }
        if (daysOf(locations) < 1) {
            throw new IllegalArgumentException("positions: a day or more");
        }
    }

    /**
     * Reads a length of time.
     *
     * @param written a number and {@code d}, {@code m} or {@code y}, as {@code 30d}
     * @throws IllegalArgumentException if it is not of that form
     */
    public static Period parse(String written) {
        Matcher matcher = WRITTEN.matcher(written.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + written + "': a number and d, m or y, as 30d, 13m or 10y");
        }
        int number = Integer.parseInt(matcher.group(1));
        return switch (matcher.group(2)) {
            case "d" -> Period.ofDays(number);
            case "m" -> Period.ofMonths(number);
            default -> Period.ofYears(number);
        };
    }

    /** What is older goes. */
    static Instant before(Instant now, Period kept) {
        return now.atOffset(ZoneOffset.UTC).minus(kept).toInstant();
    }

    /** How old a measurement may be when it is written. */
    Duration acceptedBack() {
        return shorter(vitals);
    }

    /** How old a position may be when it is written. */
    Duration acceptedFixesBack() {
        return shorter(locations);
    }

    private static Duration shorter(Period kept) {
        Duration days = Duration.ofDays(daysOf(kept));
        return days.compareTo(LONGEST_BACK) < 0 ? days : LONGEST_BACK;
    }

    /** At least. */
    private static long daysOf(Period period) {
        return period.getYears() * 365L + period.getMonths() * 30L + period.getDays();
    }
}

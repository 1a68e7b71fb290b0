package care.convoy.console.health;

import care.convoy.console.HealthSeries.Bucket;
import care.convoy.console.HealthSeries.Limit;
import care.convoy.console.HealthSeries.Measure;
import care.convoy.console.HealthSeries.Spread;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Seven days beside the four weeks before them: what is usual for this person, and whether that changed. It compares and counts,
 * and says nothing of why.
 *
 * @param days the seven, oldest first, those without a word included
 * @param trends what can be said of each that was measured in these five weeks
 * @param steps the same of steps a day, null if none were told
 */
public record WeekSummary(
        List<DayLine> days,
        Map<Measure, Trend> trends,
        @Nullable Trend steps) {
    /** Days of the week that is told of. */
    public static final int DAYS = 7;
    /** Days before it that it is compared with. */
    public static final int BEFORE = 28;
    /** A day counts as worn from this many hours with a measurement on. */
    public static final int WORN_HOURS = 12;

    private static final int FEWEST_NOW = 3;
    private static final int FEWEST_BEFORE = 7;
    /** Makes a median of deviations comparable with a standard deviation. */
    private static final double NORMAL = 1.4826;

    public WeekSummary {
        days = List.copyOf(days);
        trends = Map.copyOf(trends);
    }

    /** One day. @param values of the day: lowest and highest of the hours' middles, and their median @param steps -1 if none */
    public record DayLine(LocalDate date, Map<Measure, Spread> values, int steps, int wornHours) {
        public DayLine {
            values = Map.copyOf(values);
        }

        /** Whether it was on the body for most of the day. */
        public boolean isWorn() {
            return wornHours >= WORN_HOURS;
        }
    }

    /** How the week stands to those before. */
    public enum Change {
        /** Too few days to compare. */
        UNKNOWN,
        SAME,
        LITTLE_HIGHER,
        CLEARLY_HIGHER,
        LITTLE_LOWER,
        CLEARLY_LOWER
    }

    /**
     * What can be said of one measure.
     *
     * @param now median of the days of the week, null if none
     * @param before median of the days before, null if none
     * @param daysBeyond days of the week on which an hour's middle was beyond a limit
     */
    public record Trend(@Nullable Double now, @Nullable Double before, Change change, int daysBeyond) {}

    /**
     * Makes the summary.
     *
     * @param hours steps of an hour, from {@value #BEFORE} days before {@code first} on
     * @param first the first of the seven days
     */
    public static WeekSummary of(List<Bucket> hours, LocalDate first, List<Limit> limits) {
        Map<LocalDate, List<Bucket>> byDay = new HashMap<>();
        hours.forEach(hour -> byDay.computeIfAbsent(Window.day(hour.at()), day -> new ArrayList<>())
                .add(hour));
        List<DayLine> before = lines(byDay, first.minusDays(BEFORE), BEFORE);
        List<DayLine> week = lines(byDay, first, DAYS);
        Map<Measure, Trend> trends = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            List<Double> now = middles(week, measure);
            List<Double> then = middles(before, measure);
            if (!now.isEmpty() || !then.isEmpty()) {
                trends.put(measure, trend(now, then, noticeable(measure), beyond(week, measure, limits)));
            }
        }
        List<Double> stepsNow = steps(week);
        List<Double> stepsThen = steps(before);
        Trend steps = stepsNow.isEmpty() && stepsThen.isEmpty()
                ? null
                : trend(stepsNow, stepsThen, stepsThen.isEmpty() ? 0 : Chart.median(stepsThen) / 4, 0);
        return new WeekSummary(week, trends, steps);
    }

    private static List<DayLine> lines(Map<LocalDate, List<Bucket>> byDay, LocalDate first, int count) {
        return first.datesUntil(first.plusDays(count))
                .map(date -> line(date, byDay.getOrDefault(date, List.of())))
                .toList();
    }

    private static DayLine line(LocalDate date, List<Bucket> hours) {
        Map<Measure, Spread> values = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            List<Double> middles = new ArrayList<>();
            for (Bucket hour : hours) {
                Spread spread = hour.values().get(measure);
                if (spread != null) {
                    middles.add(spread.middle());
                }
            }
            if (!middles.isEmpty()) {
                values.put(
                        measure,
                        new Spread(
                                middles.stream().min(Double::compare).orElseThrow(),
                                Chart.median(middles),
                                middles.stream().max(Double::compare).orElseThrow(),
                                middles.size()));
            }
        }
        int steps = hours.stream().mapToInt(Bucket::steps).max().orElse(-1);
        Chart day = new Chart(Window.midnight(date), Window.midnight(date.plusDays(1)), Duration.ofHours(1), hours);
        int worn = day.days().stream().mapToInt(Chart.Day::wornHours).sum();
        return new DayLine(date, values, steps, worn);
    }

    private static List<Double> middles(List<DayLine> days, Measure measure) {
        List<Double> middles = new ArrayList<>();
        for (DayLine day : days) {
            Spread spread = day.values().get(measure);
            if (spread != null) {
                middles.add(spread.middle());
            }
        }
        return middles;
    }

    /** Of days on which it was worn: a band in a drawer counts no steps. */
    private static List<Double> steps(List<DayLine> days) {
        return days.stream()
                .filter(day -> day.isWorn() && day.steps() >= 0)
                .map(day -> (double) day.steps())
                .toList();
    }

    private static int beyond(List<DayLine> week, Measure measure, List<Limit> limits) {
        List<Limit> of =
                limits.stream().filter(limit -> limit.measure() == measure).toList();
        int days = 0;
        for (DayLine day : week) {
            Spread spread = day.values().get(measure);
            if (spread != null && of.stream().anyMatch(limit -> isBeyond(spread, limit))) {
                days++;
            }
        }
        return days;
    }

    private static boolean isBeyond(Spread spread, Limit limit) {
        return limit.above() ? spread.high() > limit.value() : spread.low() < limit.value();
    }

    /** Smaller changes are no news, however steady a person is; our own choice, from no standard. */
    private static double noticeable(Measure measure) {
        return switch (measure) {
            case HEART_RATE -> 5;
            case SPO2 -> 1.5;
            case SYSTOLIC -> 8;
            case DIASTOLIC -> 5;
            case CORE -> 0.3;
            case SKIN -> 1;
            case RESPIRATION -> 2;
        };
    }

    private static Trend trend(List<Double> now, List<Double> before, double noticeable, int beyond) {
        Double middleNow = now.isEmpty() ? null : Chart.median(now);
        Double middleBefore = before.isEmpty() ? null : Chart.median(before);
        if (middleNow == null || middleBefore == null || now.size() < FEWEST_NOW || before.size() < FEWEST_BEFORE) {
            return new Trend(middleNow, middleBefore, Change.UNKNOWN, beyond);
        }
        double usual = middleBefore;
        double spread = NORMAL
                * Chart.median(
                        before.stream().map(value -> Math.abs(value - usual)).toList());
        double by = middleNow - usual;
        return new Trend(middleNow, middleBefore, change(by, noticeable, spread), beyond);
    }

    private static Change change(double by, double noticeable, double spread) {
        double size = Math.abs(by);
        if (size < Math.max(noticeable, spread)) {
            return Change.SAME;
        }
        boolean clear = size >= Math.max(2 * noticeable, 3 * spread);
        if (by > 0) {
            return clear ? Change.CLEARLY_HIGHER : Change.LITTLE_HIGHER;
        }
        return clear ? Change.CLEARLY_LOWER : Change.LITTLE_LOWER;
    }
}

package care.convoy.console.health;

import care.convoy.console.HealthSeries.Bucket;
import care.convoy.console.HealthSeries.Measure;
import care.convoy.console.HealthSeries.Span;
import care.convoy.console.HealthSeries.Spread;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A series as it is drawn: in steps, with its gaps named, so that nobody draws a line where nothing was measured.
 *
 * @param buckets oldest first, each at {@code from} plus a whole number of steps
 */
public record Chart(Instant from, Instant to, Duration step, List<Bucket> buckets) {
    /** Between two measurements further apart than this many of a measure's usual intervals lies a gap. */
    private static final int MISSED = 3;
    /** No gap is shorter: a single measurement that failed is none. */
    private static final Duration LEAST = Duration.ofMinutes(15);
    /** Assumed between measurements where too few are there to tell. */
    private static final Duration UNKNOWN = Duration.ofHours(2);

    public Chart {
        buckets = List.copyOf(buckets);
    }

    /** One day of the county. @param steps -1 if none were told @param wornHours hours with a measurement, of those shown */
    public record Day(LocalDate date, int steps, int battery, int wornHours) {}

    /**
     * Puts finer steps together: lowest and highest of all, and the median of their middles.
     *
     * @param from where steps are counted from
     */
    public static List<Bucket> coarser(List<Bucket> fine, Instant from, Duration step) {
        TreeMap<Instant, List<Bucket>> groups = new TreeMap<>();
        for (Bucket bucket : fine) {
            long index = Duration.between(from, bucket.at()).dividedBy(step);
            groups.computeIfAbsent(from.plus(step.multipliedBy(index)), at -> new ArrayList<>())
                    .add(bucket);
        }
        List<Bucket> coarse = new ArrayList<>();
        groups.forEach((at, group) -> coarse.add(merged(at, group)));
        return coarse;
    }

    private static Bucket merged(Instant at, List<Bucket> group) {
        Map<Measure, Spread> values = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            List<Spread> spreads = group.stream()
                    .flatMap(bucket -> bucket.values().containsKey(measure)
                            ? List.of(bucket.values().get(measure)).stream()
                            : java.util.stream.Stream.<Spread>empty())
                    .toList();
            if (!spreads.isEmpty()) {
                values.put(
                        measure,
                        new Spread(
                                spreads.stream().mapToDouble(Spread::low).min().orElseThrow(),
                                median(spreads.stream().map(Spread::middle).toList()),
                                spreads.stream().mapToDouble(Spread::high).max().orElseThrow(),
                                spreads.stream().mapToInt(Spread::count).sum()));
            }
        }
        return new Bucket(at, values, mostSteps(group), leastBattery(group));
    }

    private static int mostSteps(List<Bucket> group) {
        return group.stream().mapToInt(Bucket::steps).max().orElse(-1);
    }

    private static int leastBattery(List<Bucket> group) {
        return group.stream()
                .mapToInt(Bucket::battery)
                .filter(battery -> battery >= 0)
                .min()
                .orElse(-1);
    }

    /** The median; of an even number the mean of the two in the middle. @throws IllegalArgumentException if there is none */
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a median of nothing");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /**
     * Where this was not measured for longer than three of its usual intervals, at least 15 minutes and a step; the beginning
     * and the end included. A line may be drawn everywhere else.
     */
    public List<Span> gaps(Measure measure) {
        List<Instant> measured = buckets.stream()
                .filter(bucket -> bucket.values().containsKey(measure))
                .map(Bucket::at)
                .toList();
        Duration longest = longest(measured);
        List<Span> gaps = new ArrayList<>();
        @Nullable Instant covered = null;
        for (Instant at : measured) {
            add(gaps, covered == null ? from : covered, at, longest);
            covered = at.plus(step);
        }
        add(gaps, covered == null ? from : covered, to, longest);
        return gaps;
    }

    private static void add(List<Span> gaps, Instant from, Instant to, Duration longest) {
        if (Duration.between(from, to).compareTo(longest) > 0) {
            gaps.add(new Span(from, to));
        }
    }

    /** The longest time between the end of a step and the next that is no gap. */
    private Duration longest(List<Instant> measured) {
        if (step.compareTo(Duration.ofDays(1)) >= 0) {
            return Duration.ZERO;
        }
        List<Double> intervals = new ArrayList<>();
        for (int i = 1; i < measured.size(); i++) {
            intervals.add((double)
                    Duration.between(measured.get(i - 1), measured.get(i)).toSeconds());
        }
        Duration usual =
                intervals.size() < MISSED ? UNKNOWN.dividedBy(MISSED) : Duration.ofSeconds((long) median(intervals));
        Duration longest = usual.multipliedBy(MISSED);
        Duration least = LEAST.compareTo(step) > 0 ? LEAST : step;
        return longest.compareTo(least) > 0 ? longest : least;
    }

    /** What is told of whole days, oldest first; days without a word are left out. Needs steps of at most an hour for hours. */
    public List<Day> days() {
        TreeMap<LocalDate, List<Bucket>> days = new TreeMap<>();
        buckets.forEach(bucket -> days.computeIfAbsent(Window.day(bucket.at()), day -> new ArrayList<>())
                .add(bucket));
        List<Day> told = new ArrayList<>();
        days.forEach((date, group) -> {
            Set<Long> hours = new HashSet<>();
            group.stream()
                    .filter(bucket -> bucket.values().containsKey(Measure.HEART_RATE)
                            || bucket.values().containsKey(Measure.SPO2))
                    .forEach(bucket -> hours.add(bucket.at().getEpochSecond() / 3_600));
            told.add(new Day(date, mostSteps(group), leastBattery(group), hours.size()));
        });
        return told;
    }
}

package care.convoy.console.health;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.HealthSeries.Bucket;
import care.convoy.console.HealthSeries.Measure;
import care.convoy.console.HealthSeries.Span;
import care.convoy.console.HealthSeries.Spread;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChartTest {
    private static final Instant FROM = Instant.parse("2026-11-21T16:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Bucket pulse(long minute, double value) {
        return new Bucket(
                FROM.plus(MINUTE.multipliedBy(minute)),
                Map.of(Measure.HEART_RATE, new Spread(value - 1, value, value + 1, 1)),
                -1,
                -1);
    }

    private static Chart minutes(int hours, List<Bucket> buckets) {
        return new Chart(FROM, FROM.plus(Duration.ofHours(hours)), MINUTE, buckets);
    }

    private static List<Bucket> each(long everyMinutes, long from, long to) {
        List<Bucket> buckets = new ArrayList<>();
        for (long minute = from; minute < to; minute += everyMinutes) {
            buckets.add(pulse(minute, 70));
        }
        return buckets;
    }

    private static Span span(long from, long to) {
        return new Span(FROM.plus(MINUTE.multipliedBy(from)), FROM.plus(MINUTE.multipliedBy(to)));
    }

    @Test
    void gapsAreNamedAtTheBeginningInTheMiddleAndAtTheEnd() {
        List<Bucket> buckets = new ArrayList<>(each(1, 30, 60));
        buckets.addAll(each(1, 100, 110));
        assertThat(minutes(3, buckets).gaps(Measure.HEART_RATE))
                .containsExactly(span(0, 30), span(60, 100), span(110, 180));
        assertThat(minutes(3, buckets).gaps(Measure.SPO2)).containsExactly(span(0, 180));
    }

    @Test
    void whatIsMeasuredSeldomHasLongerGaps() {
        // each 30 minutes: two that failed are no gap, three are
        List<Bucket> seldom = new ArrayList<>(each(30, 0, 240));
        seldom.remove(4);
        assertThat(minutes(4, seldom).gaps(Measure.HEART_RATE)).isEmpty();
        seldom.subList(3, 6).clear();
        assertThat(minutes(4, seldom).gaps(Measure.HEART_RATE)).containsExactly(span(61, 210));
    }

    @Test
    void aQuarterOfAnHourAndOfADayDecide() {
        List<Bucket> buckets = new ArrayList<>(each(1, 0, 30));
        buckets.addAll(each(1, 45, 60));
        assertThat(minutes(1, buckets).gaps(Measure.HEART_RATE)).isEmpty();
        buckets.remove(30);
        assertThat(minutes(1, buckets).gaps(Measure.HEART_RATE)).containsExactly(span(30, 46));
        Duration day = Duration.ofDays(1);
        Chart days =
                new Chart(FROM, FROM.plus(day.multipliedBy(3)), day, List.of(pulse(0, 70), pulse(2 * 24 * 60, 70)));
        assertThat(days.gaps(Measure.HEART_RATE)).containsExactly(span(24 * 60, 48 * 60));
    }

    @Test
    void coarserStepsHaveTheMedianAndTheExtremes() {
        List<Bucket> fine = List.of(pulse(0, 60), pulse(5, 200), pulse(10, 62), pulse(30, 80), pulse(40, 90));
        List<Bucket> coarse = Chart.coarser(fine, FROM, Duration.ofMinutes(30));
        assertThat(coarse).hasSize(2);
        assertThat(coarse.getFirst().values().get(Measure.HEART_RATE)).isEqualTo(new Spread(59, 62, 201, 3));
        assertThat(coarse.getLast().at()).isEqualTo(FROM.plus(Duration.ofMinutes(30)));
        assertThat(coarse.getLast().values().get(Measure.HEART_RATE)).isEqualTo(new Spread(79, 85, 91, 2));
    }

    @Test
    void daysAreOfTheCountyAndHoursWithAMeasurementAreCounted() {
        List<Bucket> buckets = new ArrayList<>(each(1, 0, 90));
        buckets.add(new Bucket(FROM.plus(Duration.ofHours(20)), Map.of(), 4_200, 17));
        buckets.addAll(each(1, 24 * 60, 24 * 60 + 10));
        assertThat(minutes(48, buckets).days())
                .containsExactly(
                        new Chart.Day(LocalDate.of(2026, 11, 22), 4_200, 17, 2),
                        new Chart.Day(LocalDate.of(2026, 11, 23), -1, -1, 1));
    }

    @Test
    void windowsEndWithTheStepOfNowAndBeginWithADayOfTheCounty() {
        Instant now = Instant.parse("2026-11-22T17:10:20Z");
        assertThat(Window.DAY.from(now)).isEqualTo("2026-11-21T17:11:00Z");
        assertThat(Window.DAY.to(now)).isEqualTo("2026-11-22T17:11:00Z");
        assertThat(Window.WEEK.from(now)).as("the county has the 23rd already").isEqualTo("2026-11-16T16:00:00Z");
        assertThat(Window.WEEK.to(now)).isEqualTo("2026-11-22T17:30:00Z");
        assertThat(Window.QUARTER.from(now)).isEqualTo("2026-08-25T16:00:00Z");
        assertThat(Window.QUARTER.to(now)).isEqualTo("2026-11-23T16:00:00Z");
    }
}

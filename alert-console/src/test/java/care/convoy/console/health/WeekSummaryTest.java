package care.convoy.console.health;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.HealthSeries.Bucket;
import care.convoy.console.HealthSeries.Limit;
import care.convoy.console.HealthSeries.Measure;
import care.convoy.console.HealthSeries.Spread;
import care.convoy.console.health.WeekSummary.Change;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeekSummaryTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 16);
    private static final List<Limit> LIMITS = List.of(
            new Limit(Measure.HEART_RATE, true, 110, "GRADE"), new Limit(Measure.HEART_RATE, false, 45, "STANDARD"));

    private final List<Bucket> hours = new ArrayList<>();

    /** Some hours of a day with this pulse; as many steps as told. */
    private void day(LocalDate date, int count, double pulse, int steps) {
        for (int hour = 0; hour < count; hour++) {
            hours.add(new Bucket(
                    Window.midnight(date).plus(Duration.ofHours(hour)),
                    Map.of(Measure.HEART_RATE, new Spread(pulse - 20, pulse, pulse + 60, 12)),
                    steps,
                    -1));
        }
    }

    private void weeksBefore(double pulse) {
        for (int day = 1; day <= WeekSummary.BEFORE; day++) {
            day(FIRST.minusDays(day), 20, pulse + day % 3 - 1, 3_000);
        }
    }

    private WeekSummary.Trend pulseOf(double pulse) {
        weeksBefore(70);
        for (int day = 0; day < 7; day++) {
            day(FIRST.plusDays(day), 20, pulse, 3_100);
        }
        return WeekSummary.of(hours, FIRST, LIMITS).trends().getOrDefault(Measure.HEART_RATE, none());
    }

    private static WeekSummary.Trend none() {
        return new WeekSummary.Trend(null, null, Change.UNKNOWN, -1);
    }

    @Test
    void aWeekLikeThoseBeforeIsTheSame() {
        assertThat(pulseOf(74)).isEqualTo(new WeekSummary.Trend(74.0, 70.0, Change.SAME, 0));
    }

    @Test
    void aLittleAndAClearChange() {
        assertThat(pulseOf(76).change()).isEqualTo(Change.LITTLE_HIGHER);
        hours.clear();
        assertThat(pulseOf(80).change()).isEqualTo(Change.CLEARLY_HIGHER);
        hours.clear();
        assertThat(pulseOf(64).change()).isEqualTo(Change.LITTLE_LOWER);
        hours.clear();
        assertThat(pulseOf(59).change()).isEqualTo(Change.CLEARLY_LOWER);
    }

    @Test
    void whoWasNeverSteadyNeedsALargerChange() {
        for (int day = 1; day <= WeekSummary.BEFORE; day++) {
            day(FIRST.minusDays(day), 20, day % 2 == 0 ? 60 : 80, 3_000);
        }
        for (int day = 0; day < 7; day++) {
            day(FIRST.plusDays(day), 20, 80, 3_000);
        }
        assertThat(WeekSummary.of(hours, FIRST, LIMITS).trends().getOrDefault(Measure.HEART_RATE, none()))
                .isEqualTo(new WeekSummary.Trend(80.0, 70.0, Change.SAME, 0));
    }

    @Test
    void daysBeyondALimitAreThoseWithSuchAnHourNotWithOneWildValue() {
        // the extremes of these hours are beyond the limit all week, their middles on two days
        weeksBefore(70);
        for (int day = 0; day < 7; day++) {
            day(FIRST.plusDays(day), 20, day < 2 ? 111 : 110, 3_000);
        }
        assertThat(WeekSummary.of(hours, FIRST, LIMITS)
                        .trends()
                        .getOrDefault(Measure.HEART_RATE, none())
                        .daysBeyond())
                .isEqualTo(2);
    }

    @Test
    void tooFewDaysAreNotCompared() {
        weeksBefore(70);
        day(FIRST, 20, 120, 3_000);
        day(FIRST.plusDays(1), 20, 120, 3_000);
        WeekSummary week = WeekSummary.of(hours, FIRST, LIMITS);
        assertThat(week.trends().getOrDefault(Measure.HEART_RATE, none()).change())
                .isEqualTo(Change.UNKNOWN);
        assertThat(WeekSummary.of(List.of(), FIRST, LIMITS).trends()).isEmpty();
        assertThat(WeekSummary.of(List.of(), FIRST, LIMITS).steps()).isNull();
        assertThat(WeekSummary.of(List.of(), FIRST, LIMITS).days()).hasSize(7);
    }

    @Test
    void stepsOfDaysInADrawerDoNotCount() {
        weeksBefore(70);
        day(FIRST, 20, 70, 1_000);
        day(FIRST.plusDays(1), 11, 70, 9);
        day(FIRST.plusDays(2), 20, 70, 1_000);
        day(FIRST.plusDays(3), 12, 70, 1_200);
        WeekSummary week = WeekSummary.of(hours, FIRST, LIMITS);
        assertThat(week.steps()).isEqualTo(new WeekSummary.Trend(1_000.0, 3_000.0, Change.CLEARLY_LOWER, 0));
        assertThat(week.days().stream().filter(WeekSummary.DayLine::isWorn)).hasSize(3);
    }
}

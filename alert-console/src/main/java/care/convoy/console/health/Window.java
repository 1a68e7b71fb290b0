package care.convoy.console.health;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a chart reaches back, and in which steps. Days are days of the county. */
public enum Window {
    /** As measured, by the minute. */
    DAY("24h", Duration.ofMinutes(1), Duration.ofMinutes(1)),
    /** Seven days of the county, today included: medians of half an hour out of means of 5 minutes. */
    WEEK("7d", Duration.ofMinutes(5), Duration.ofMinutes(30)),
    /** Ninety days of the county, today included: means of days. */
    QUARTER("90d", Duration.ofDays(1), Duration.ofDays(1));

    /** Where the residents live. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final String wireName;
    private final Duration read;
    private final Duration step;

    Window(String wireName, Duration read, Duration step) {
        this.wireName = wireName;
        this.read = read;
        this.step = step;
    }

    /** By its name in the contract. */
    public static Optional<Window> named(String name) {
        return Stream.of(values())
                .filter(window -> window.wireName.equals(name))
                .findFirst();
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }

    /** Steps in which the series is read. */
    public Duration read() {
        return read;
    }

    /** Steps in which it is shown. */
    public Duration step() {
        return step;
    }

    /** Whether the middle of a step is a median, or a mean. */
    public boolean medians() {
        return !read.equals(step);
    }

    /** The end of the step in which this moment lies. */
    public Instant to(Instant moment) {
        return switch (this) {
            case DAY, WEEK ->
                Instant.ofEpochSecond((moment.getEpochSecond() / step.toSeconds() + 1) * step.toSeconds());
            case QUARTER -> midnight(day(moment).plusDays(1));
        };
    }

    /** The first moment that is shown. */
    public Instant from(Instant moment) {
        return switch (this) {
            case DAY -> to(moment).minus(Duration.ofDays(1));
            case WEEK -> midnight(day(moment).minusDays(6));
            case QUARTER -> midnight(day(moment).minusDays(89));
        };
    }

    /** The county's day. */
    public static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZONE);
    }

    /** When a day of the county begins. */
    public static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }
}

package care.convoy.console.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times in the contract: ISO 8601 in UTC, always with milliseconds, so that texts sort as times do. */
public final class Times {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern STEP = Pattern.compile("(\\d{1,7})([smhd]?)");
    private static final Pattern EPOCH_MILLIS = Pattern.compile("\\d{10,14}");

    private Times() {}

    /** As {@code 2026-03-02T04:03:00.125Z}. */
    public static String text(Instant time) {
        return MILLIS.format(time);
    }

    /** Reads ISO 8601 with an offset or Z, or epoch milliseconds; empty if it is neither. */
    public static Optional<Instant> instant(String text) {
        try {
            if (EPOCH_MILLIS.matcher(text).matches()) {
                return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
            }
            // a plus sign that was not escaped in a query arrives as a blank
            return Optional.of(OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Reads {@code 300}, {@code 300s}, {@code 5m} or {@code PT5M}; empty if it is none or not above zero. */
    public static Optional<Duration> step(String text) {
        Matcher plain = STEP.matcher(text);
        Duration step;
        if (plain.matches()) {
            long number = Long.parseLong(plain.group(1));
            step = switch (plain.group(2)) {
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofSeconds(number);
            };
        } else {
            try {
                step = Duration.parse(text);
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
        return step.isPositive() && step.equals(Duration.ofSeconds(step.toSeconds()))
                ? Optional.of(step)
                : Optional.empty();
    }
}

package care.convoy.fhir;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time span out of {@code date} parameters: prefixes {@code eq ge le gt lt sa eb} before a year, month, day, minute, second or
 * fraction. A value is the whole span it names: {@code gt2026-03} is after March. Without a zone it is the county's.
 *
 * @param fromMillis inclusive
 * @param toMillis exclusive
 */
record DateRange(long fromMillis, long toMillis) {
    static final DateRange ALL = new DateRange(0, 253_402_300_799_999L);

    private static final Pattern SHAPE = Pattern.compile("([a-z]{2})?([0-9]{4}.*)");
    private static final Pattern TIME = Pattern.compile(
            "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(:[0-9]{2})?(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})?");
    private static final Set<String> KNOWN = Set.of("eq", "ge", "le", "gt", "lt", "sa", "eb");

    boolean isEmpty() {
        return fromMillis >= toMillis;
    }

    /** What both hold. */
    DateRange and(DateRange other) {
        return new DateRange(Math.max(fromMillis, other.fromMillis), Math.min(toMillis, other.toMillis));
    }

    /**
     * Reads one.
     *
     * @param name of the parameter, for the message
     * @throws FhirProblem naming it
     */
    static DateRange parse(String name, String value, ZoneId zone) {
        // an unescaped plus of an offset arrives as a space
        Matcher matcher = SHAPE.matcher(value.strip().replace(' ', '+'));
        if (!matcher.matches()) {
            throw bad(name, value);
        }
        String prefix = matcher.group(1) == null ? "eq" : matcher.group(1);
        if (!KNOWN.contains(prefix)) {
            throw FhirProblem.parameter(name, "the prefix " + prefix + " is not supported; eq, ge, le, gt, lt are");
        }
        DateRange span = span(name, matcher.group(2), zone);
        return switch (prefix) {
            case "ge" -> new DateRange(span.fromMillis, ALL.toMillis);
            case "gt", "sa" -> new DateRange(span.toMillis, ALL.toMillis);
            case "le" -> new DateRange(ALL.fromMillis, span.toMillis);
            case "lt", "eb" -> new DateRange(ALL.fromMillis, span.fromMillis);
            default -> span;
        };
    }

    private static DateRange span(String name, String text, ZoneId zone) {
        try {
            return switch (text.length()) {
                case 4 ->
                    days(
                            Year.parse(text).atDay(1),
                            Year.parse(text).plusYears(1).atDay(1),
                            zone);
                case 7 ->
                    days(
                            YearMonth.parse(text).atDay(1),
                            YearMonth.parse(text).plusMonths(1).atDay(1),
                            zone);
                case 10 -> days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1), zone);
                default -> time(name, text, zone);
            };
        } catch (DateTimeException notADate) {
            throw bad(name, text);
        }
    }

    private static DateRange days(LocalDate first, LocalDate behind, ZoneId zone) {
        return new DateRange(
                first.atStartOfDay(zone).toInstant().toEpochMilli(),
                behind.atStartOfDay(zone).toInstant().toEpochMilli());
    }

    private static DateRange time(String name, String text, ZoneId zone) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw bad(name, text);
        }
        boolean seconds = matcher.group(2) != null;
        if (matcher.group(3) != null && !seconds) {
            throw bad(name, text);
        }
        String local = matcher.group(1)
                + (seconds ? matcher.group(2) : ":00")
                + (matcher.group(3) == null ? "" : matcher.group(3));
        Instant begin = matcher.group(4) == null
                ? LocalDateTime.parse(local).atZone(zone).toInstant()
                : OffsetDateTime.parse(local + matcher.group(4)).toInstant();
        Duration precision = !seconds
                ? Duration.ofMinutes(1)
                : matcher.group(3) == null ? Duration.ofSeconds(1) : fraction(matcher.group(3));
        return new DateRange(begin.toEpochMilli(), begin.plus(precision).toEpochMilli());
    }

    /** Rows are exact to the millisecond. */
    private static Duration fraction(String digits) {
        return Duration.ofMillis(Math.max(1, (long) Math.pow(10, 4 - digits.length())));
    }

    private static FhirProblem bad(String name, String value) {
        return FhirProblem.parameter(
                name,
                FhirProblem.shown(value)
                        + " is no date; give one as 2026, 2026-03, 2026-03-08 or 2026-03-08T10:00:00+08:00 (+ as %2B),"
                        + " with eq, ge, le, gt or lt before it if wanted");
    }
}

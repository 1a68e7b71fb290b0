package care.convoy.notify;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When somebody may be reached for what is not urgent: spans of local time as {@code 08:00-12:00;14:00-21:30}, also over
 * midnight. What cannot be read is always: in doubt somebody is called. Immutable.
 */
final class ContactHours {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,2}:\\d{2})\\s*[-–~～至]\\s*(\\d{1,2}:\\d{2})");
    private static final Pattern BETWEEN = Pattern.compile("[;,；，、]");

    private final List<Span> spans;

    private record Span(LocalTime from, LocalTime to) {
        boolean contains(LocalTime time) {
            if (from.equals(to)) {
                return true;
            }
            return from.isBefore(to)
                    ? !time.isBefore(from) && time.isBefore(to)
                    : !time.isBefore(from) || time.isBefore(to);
        }
    }

    private ContactHours(List<Span> spans) {
        this.spans = List.copyOf(spans);
    }

    /** Reads what the contacts file says; empty is always. */
    static ContactHours of(String written) {
        List<Span> spans = new ArrayList<>();
        for (String part : BETWEEN.split(written.strip(), -1)) {
            Matcher span = SPAN.matcher(part.strip());
            if (!span.matches()) {
                return new ContactHours(List.of());
            }
            try {
                spans.add(new Span(time(span.group(1)), time(span.group(2))));
            } catch (DateTimeException noTime) {
                return new ContactHours(List.of());
            }
        }
        return new ContactHours(spans);
    }

    /** 24:00 is the end of the day. */
    private static LocalTime time(String written) {
        String four = written.length() == 4 ? "0" + written : written;
        return four.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(four);
    }

    /** Whether this is a time to reach them. */
    boolean contains(LocalTime time) {
        return spans.isEmpty() || spans.stream().anyMatch(span -> span.contains(time));
    }
}

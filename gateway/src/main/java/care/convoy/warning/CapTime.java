package care.convoy.warning;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Section 3.3.3, DateTime: "[YYYY]-[MM]-[DD]T[hh]:[mm]:[ss][+/-][hh]:[mm]"; UTC is written {@code -00:00}, and "alphabetic
 * timezone designators such as Z MUST NOT be used". A fraction of a second is taken and dropped. Years 1970 to 2999.
 */
final class CapTime {
    private static final Pattern FORM =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d{1,9})?([+-]\\d\\d:\\d\\d)");

    private CapTime() {}

    /** Null of nothing. @throws CapFault if it is none */
    static @Nullable Instant read(@Nullable XmlElement element) throws CapFault {
        return element == null ? null : read(element.path(), element.text());
    }

    /** @throws CapFault if it is none */
    static Instant read(String path, String text) throws CapFault {
        var form = FORM.matcher(text);
        if (form.matches()) {
            try {
                // java.time knows no negative zero in every form
                String offset = form.group(2).equals("-00:00") ? "+00:00" : form.group(2);
                OffsetDateTime time = OffsetDateTime.parse(form.group(1) + offset);
                if (time.getYear() >= 1970 && time.getYear() < 3000) {
                    return time.toInstant();
                }
            } catch (DateTimeException none) {
                // told below
            }
        }
        throw new CapFault(
                path, "is no time; write 2026-06-01T08:30:00+08:00, UTC as 2026-06-01T00:30:00-00:00, never Z");
    }
}

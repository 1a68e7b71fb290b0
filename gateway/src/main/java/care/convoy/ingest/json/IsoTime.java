package care.convoy.ingest.json;

import care.convoy.alert.Command;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** ISO 8601 date and time with an offset (RFC 3339 profile), as {@code 2026-03-01T08:00:00.250+08:00}. */
final class IsoTime {
    /** The end of year 9999. */
    static final long MAX_MILLIS = 253_402_300_799_999L;

    private static final int MAX_LENGTH = 40;

    private IsoTime() {}

    /** Epoch milliseconds from 1970 to 9999, or {@link Command#NO_TIME}; without an offset it could be any hour. */
    static long parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Command.NO_TIME;
        }
        try {
            long millis = OffsetDateTime.parse(text).toInstant().toEpochMilli();
            return millis < 0 || millis > MAX_MILLIS ? Command.NO_TIME : millis;
        } catch (DateTimeException | ArithmeticException notATime) {
            return Command.NO_TIME;
        }
    }
}

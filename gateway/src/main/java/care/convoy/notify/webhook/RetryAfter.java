package care.convoy.notify.webhook;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** For how long a receiver asks to be left alone (RFC 9110 §10.2.3): seconds, or a date. */
final class RetryAfter {
    /** A receiver must not be able to switch itself off for a night. */
    static final long LONGEST_MILLIS = 60_000;

    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private RetryAfter() {}

    /**
     * What an answer asks for.
     *
     * @return milliseconds from now, 0 for none, {@value #LONGEST_MILLIS} at most
     */
    static long millis(HttpResponse<?> answer, long nowMillis) {
        if (answer.statusCode() != TOO_MANY && answer.statusCode() != UNAVAILABLE) {
            return 0;
        }
        return answer.headers()
                .firstValue("Retry-After")
                .map(said -> millis(said.strip(), nowMillis))
                .orElse(0L);
    }

    /** Of what cannot be read nothing is believed. */
    static long millis(String said, long nowMillis) {
        if (said.matches("[0-9]{1,9}")) {
            return Math.min(Long.parseLong(said) * 1_000, LONGEST_MILLIS);
        }
        try {
            long until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(said))
                    .toEpochMilli();
            return Math.clamp(until - nowMillis, 0, LONGEST_MILLIS);
        } catch (DateTimeException unreadable) {
            return 0;
        }
    }
}

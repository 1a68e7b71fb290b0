package care.convoy.ingest.watch;

import care.convoy.alert.Command;
import care.convoy.ingest.watch.PositionReport.Fix;
import care.convoy.ingest.watch.PositionReport.Kind;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Reads the body of a position. Pure; whatever cannot be read is absent, and nothing costs the alarm. */
final class PositionReader {
    private static final int CENTURY = 2_000;
    private static final int MOST_STEPS = 999_999_999;

    private PositionReader() {}

    static PositionReport read(Kind kind, String spelled, String body) {
        Fields fields = new Fields(body);
        Fix fix = fix(fields);
        return new PositionReport(
                kind,
                spelled,
                fix,
                Numbers.whole(fields.next(), 999),
                Numbers.whole(fields.next(), 100),
                Numbers.whole(fields.next(), 100),
                Numbers.whole(fields.next(), MOST_STEPS),
                Numbers.whole(fields.next(), MOST_STEPS),
                StatusWord.read(fields.next()),
                SurroundingsReader.read(fields));
    }

    private static Fix fix(Fields fields) {
        long timeMillis = time(fields.next().strip(), fields.next().strip());
        boolean valid = fields.next().strip().equalsIgnoreCase("A");
        double latitude = degrees(fields.next(), fields.next(), "S", 90);
        double longitude = degrees(fields.next(), fields.next(), "W", 180);
        return new Fix(
                timeMillis,
                valid,
                latitude,
                longitude,
                Numbers.decimal(fields.next()),
                Numbers.decimal(fields.next()),
                Numbers.decimal(fields.next()));
    }

    /** The negative hemisphere makes it negative; the other one never cancels a sign. */
    private static double degrees(String value, String hemisphere, String negative, int most) {
        double degrees = Numbers.decimal(value);
        boolean turned = hemisphere.strip().toUpperCase(Locale.ROOT).equals(negative);
        double signed = turned ? -Math.abs(degrees) : degrees;
        return Math.abs(signed) <= most ? signed + 0.0 : Double.NaN;
    }

    /** {@code ddmmyy} and {@code hhmmss}, UTC. */
    private static long time(String date, String time) {
        int day = pair(date, 0);
        int month = pair(date, 2);
        int year = pair(date, 4);
        int hour = pair(time, 0);
        int minute = pair(time, 2);
        int second = pair(time, 4);
        if (date.length() != 6 || time.length() != 6 || Math.min(Math.min(year, hour), Math.min(minute, second)) < 0) {
            return Command.NO_TIME;
        }
        try {
            return LocalDateTime.of(CENTURY + year, month, day, hour, minute, second)
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
        } catch (DateTimeException noSuchDay) {
            return Command.NO_TIME;
        }
    }

    private static int pair(String digits, int at) {
        return at + 2 <= digits.length() ? Numbers.whole(digits.substring(at, at + 2), 99) : Numbers.NONE;
    }
}

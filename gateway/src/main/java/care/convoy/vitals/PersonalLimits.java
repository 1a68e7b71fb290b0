package care.convoy.vitals;

import care.convoy.vitals.Explanation.Source;
import care.convoy.vitals.HourlyLevels.Level;
import org.jspecify.annotations.Nullable;

/**
 * How far from what is usual for a person a limit lies: so many units, or so many spreads, whichever is more, and never beyond what is a
 * danger to anyone. All numbers are our own; docs/health.md says why each is as it is. Pure functions.
 */
final class PersonalLimits {
    /** Below 40 a minute is common asleep at any age (ACC/AHA/HRS guideline on bradycardia, 2018). */
    private static final int ASLEEP = 6;

    private static final int RED_SLOW = 40;
    private static final int SLOW_ASLEEP = RED_SLOW - ASLEEP;

    private PersonalLimits() {}

    /**
     * The limit for this person at this hour: the book's until a level is known, or where a clinician gave one.
     *
     * @param usual null if not known
     * @param isNight whether the person may be asleep
     */
    static Threshold of(Threshold book, @Nullable Level usual, boolean isNight) {
        if (book.source() == Source.PERSONAL) {
            return book;
        }
        if (usual == null) {
            boolean isSlowInSleep = isNight && book.vital() == Vital.HEART_RATE && !book.high();
            return isSlowInSleep
                    ? book.moved(Math.max(book.danger() + 1, book.beyond() - ASLEEP), book.source())
                    : book;
        }
        Vital vital = book.vital();
        boolean high = book.high();
        double margin = Math.max(least(vital, high), spreads(vital) * (high ? usual.high() : usual.low()));
        int wanted = (int) Math.rint(high ? usual.median() + margin : usual.median() - margin);
        int towards = tighter(vital, high);
        int limit = high
                ? Math.clamp(wanted, book.beyond() - towards, Math.max(book.beyond(), book.danger() - 1))
                : Math.clamp(wanted, Math.min(book.beyond(), book.danger() + 1), book.beyond() + towards);
        return book.moved(limit, Source.BASELINE);
    }

    /** Whether a value that scores 3 in NEWS2 is also far from this person's usual; always if that is not known. */
    static boolean isUnusual(Vital vital, int value, @Nullable Level usual, boolean isNight) {
        if (usual == null) {
            return vital != Vital.HEART_RATE || !isNight || value <= SLOW_ASLEEP || value > RED_SLOW;
        }
        return Math.abs(value - usual.median()) >= redMargin(vital);
    }

    private static double least(Vital vital, boolean high) {
        return switch (vital) {
            case HEART_RATE -> high ? 25 : 12;
            case SPO2 -> 4;
            case RESPIRATION -> 6;
            case SYSTOLIC, DIASTOLIC, TEMPERATURE -> throw new IllegalArgumentException("not learned: " + vital);
        };
    }

    private static double spreads(Vital vital) {
        return vital == Vital.HEART_RATE ? 5 : 3;
    }

    /** So far may a limit be nearer to the usual than the book's. */
    private static int tighter(Vital vital, boolean high) {
        return switch (vital) {
            case HEART_RATE -> high ? 25 : 5;
            case SPO2 -> 1;
            case RESPIRATION -> high ? 2 : 0;
            case SYSTOLIC, DIASTOLIC, TEMPERATURE -> 0;
        };
    }

    private static double redMargin(Vital vital) {
        return switch (vital) {
            case HEART_RATE -> 12;
            case SPO2 -> 4;
            case RESPIRATION -> 5;
            case SYSTOLIC, DIASTOLIC, TEMPERATURE -> 0;
        };
    }
}

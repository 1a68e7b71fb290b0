package care.convoy.vitals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a rule fired, as data: which values with unit and time, against which limits, from which source. A screen makes the
 * sentence of it, in the reader's language. At most {@value #MOST_BYTES} bytes when encoded, by the bounds of its parts.
 *
 * <p>Tokens (rule, what, unit, quality) are of {@code A-Z a-z 0-9 . _ % / -}; numbers are kept to three decimals and lie within
 * {@value #MOST_NUMBER}, so that what is parsed equals what was encoded.
 *
 * @param rule the rule's id, 1 to 40 characters
 * @param book version of the rule book that was in force, 0 or more
 * @param items the values, oldest or most important first, at most {@value #MOST_ITEMS}
 * @param limits what they were compared with, at most {@value #MOST_LIMITS}
 * @throws IllegalArgumentException if a part is out of its bounds; the message names it
 */
public record Explanation(String rule, int book, List<Item> items, List<Limit> limits) {
    /** Of the encoded form. */
    public static final int MOST_BYTES = 1024;

    public static final int MOST_ITEMS = 9;
    public static final int MOST_LIMITS = 3;
    static final long MOST_NUMBER = 999_999_999;
    private static final long MOST_MILLIS = 99_999_999_999_999L;

    public Explanation {
        token("rule", rule, 1, 40);
        if (book < 0) {
            throw new IllegalArgumentException("explanation: book is 0 or more");
        }
        if (items.size() > MOST_ITEMS || limits.size() > MOST_LIMITS) {
            throw new IllegalArgumentException(
                    "explanation: at most " + MOST_ITEMS + " items and " + MOST_LIMITS + " limits");
        }
        items = List.copyOf(items);
        limits = List.copyOf(limits);
    }

    /**
     * One value.
     *
     * @param what as {@code heartRate} or {@code battery}, 1 to 24 characters
     * @param unit as {@code bpm}, {@code %}, {@code s}, 0 to 8 characters
     * @param atMillis when it was so, epoch milliseconds, 0 to 14 digits
     * @param quality its site or quality, as {@code skin}, {@code core} or {@code points3}; 0 to 16 characters
     */
    public record Item(String what, double value, String unit, long atMillis, String quality) {
        public Item {
            token("what", what, 1, 24);
            token("unit", unit, 0, 8);
            token("quality", quality, 0, 16);
            value = rounded("value", value);
            if (atMillis < 0 || atMillis > MOST_MILLIS) {
                throw new IllegalArgumentException("explanation: atMillis is 0 to " + MOST_MILLIS);
            }
        }
    }

    /**
     * What values were compared with.
     *
     * @param what as in {@link Item}
     * @param number the limit
     * @param unit as in {@link Item}
     */
    public record Limit(String what, Comparison comparison, double number, String unit, Source source) {
        public Limit {
            token("what", what, 1, 24);
            token("unit", unit, 0, 8);
            number = rounded("number", number);
        }
    }

    /** How a value stands to its limit when a rule fires. */
    public enum Comparison {
        ABOVE,
        AT_LEAST,
        BELOW,
        AT_MOST,
        OUTSIDE
    }

    /** Where a limit comes from; later ones go before earlier ones. */
    public enum Source {
        /** Of a published standard, or of the rule book for everyone. */
        STANDARD,
        /** Of the care grade. */
        GRADE,
        /** Of a condition or medicine in the record. */
        CONDITION,
        /** Set for this person. */
        PERSONAL,
        /** Learned from this person. */
        BASELINE
    }

    /** ASCII text, lines of fields between tabs; the first field is the format's version. At most {@value #MOST_BYTES} bytes. */
    public byte[] encode() {
        return ExplanationText.write(this).getBytes(StandardCharsets.US_ASCII);
    }

    /** The explanation that {@code bytes} encode; empty if they are none, or of a version that is not known here. */
    public static Optional<Explanation> parse(byte[] bytes) {
        return bytes.length > MOST_BYTES
                ? Optional.empty()
                : ExplanationText.read(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Without values: health data never enters the log of a program. */
    @Override
    public String toString() {
        return "Explanation[" + rule + " book " + book + ", " + items.size() + " items]";
    }

    private static final class Shape {
        static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._%/-]*");
    }

    private static void token(String name, String value, int least, int most) {
        if (value.length() < least
                || value.length() > most
                || !Shape.TOKEN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "explanation: " + name + " is " + least + " to " + most + " characters of A-Z a-z 0-9 . _ % / -");
        }
    }

    private static double rounded(String name, double value) {
        if (!(Math.abs(value) <= MOST_NUMBER)) {
            throw new IllegalArgumentException("explanation: " + name + " lies within " + MOST_NUMBER);
        }
        return Math.rint(value * 1000) / 1000 + 0.0;
    }
}

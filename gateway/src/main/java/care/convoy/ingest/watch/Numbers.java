package care.convoy.ingest.watch;

/** Reads the numbers of a body without ever throwing. Pure. */
final class Numbers {
    /** Stands for a whole number that is not there or cannot be read. */
    static final int NONE = -1;

    private static final int MOST_DIGITS = 9;
    private static final int LONGEST_DECIMAL = 24;

    private Numbers() {}

    /** A whole number from 0 to {@code most}, else {@link #NONE}. */
    static int whole(String text, int most) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
            return NONE;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return value <= most ? value : NONE;
    }

    /** A whole number that may be negative; {@code otherwise} if it cannot be read. */
    static int signed(String text, int otherwise) {
        String stripped = text.strip();
        boolean negative = stripped.startsWith("-");
        int value = whole(negative ? stripped.substring(1) : stripped, Integer.MAX_VALUE);
        return value == NONE ? otherwise : negative ? -value : value;
    }

    /** Hexadecimal if there is a letter A to F in it, else decimal; {@link #NONE} if it is neither or beyond 2^31-1. */
    static int wholeOrHex(String text) {
        int decimal = whole(text, Integer.MAX_VALUE);
        if (decimal != NONE || text.isBlank()) {
            return decimal;
        }
        long value = hex(text.strip(), 8);
        return value <= Integer.MAX_VALUE ? (int) value : NONE;
    }

    /** Hexadecimal digits, at most {@code most}; -1 if that is not what it is. */
    static long hex(String digits, int most) {
        if (digits.isEmpty() || digits.length() > most) {
            return NONE;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), 16) : NONE;
            if (digit < 0) {
                return NONE;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** A decimal number with sign and blanks as devices write it, else NaN. */
    static double decimal(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > LONGEST_DECIMAL) {
            return Double.NaN;
        }
        boolean digits = false;
        boolean point = false;
        for (int i = 0; i < stripped.length(); i++) {
            char each = stripped.charAt(i);
            if (each >= '0' && each <= '9') {
                digits = true;
            } else if (each == '.' && !point) {
                point = true;
            } else if (i > 0 || (each != '-' && each != '+')) {
                return Double.NaN;
            }
        }
        return digits ? Double.parseDouble(stripped) : Double.NaN;
    }
}

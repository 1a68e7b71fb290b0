package care.convoy.ingest.json;

/** How the value of a member was written. Null is not written at all. */
sealed interface Written {
    /** A whole number; also one that is written with a fraction of 0. */
    record Whole(long value) implements Written {}

    /** Any other number, also one that is none or too large to be exact. */
    record Fraction(double value) implements Written {}

    /** A string. */
    record Text(String value) implements Written {}

    /** True or false. */
    record Truth(boolean value) implements Written {}

    /** An array or an object, which no member is but {@code location}. */
    record Junk() implements Written {}

    /** Beyond this a double no longer tells whole numbers apart. */
    double EXACT = 1e15;

    static Written number(double value) {
        return value == Math.rint(value) && Math.abs(value) < EXACT ? new Whole((long) value) : new Fraction(value);
    }

    /** The value as a number, or NaN. */
    default double asNumber() {
        return switch (this) {
            case Whole(long value) -> value;
            case Fraction(double value) -> value;
            case Text text -> Double.NaN;
            case Truth truth -> Double.NaN;
            case Junk junk -> Double.NaN;
        };
    }

    default boolean isNumber() {
        return this instanceof Whole || this instanceof Fraction;
    }
}

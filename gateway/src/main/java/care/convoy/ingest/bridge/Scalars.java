package care.convoy.ingest.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Single values of a vendor's message. Pure. */
final class Scalars {
    /** Beyond this a double no longer tells whole numbers apart. */
    private static final double EXACT = 1e15;

    private static final int LONGEST_NUMBER = 40;

    private Scalars() {}

    /** As a text, which is how a mapping names it: numbers without a fraction of 0. Null if it is none, or null. */
    static @Nullable String text(JsonNode node) {
        if (node.isTextual() || node.isBoolean() || node.isIntegralNumber()) {
            return node.asText();
        }
        return node.isNumber() ? text(node.doubleValue()) : null;
    }

    static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < EXACT
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** As a number, also if it was written as a text; NaN if it is none. */
    static double number(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (!node.isTextual() || node.textValue().length() > LONGEST_NUMBER) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(node.textValue().strip());
        } catch (NumberFormatException none) {
            return Double.NaN;
        }
    }
}

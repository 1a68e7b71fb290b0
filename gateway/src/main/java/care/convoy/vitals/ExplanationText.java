package care.convoy.vitals;

import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text form of an explanation, version 1.
 *
 * <pre>
 * 1 TAB rule TAB book
 * i TAB what TAB value TAB unit TAB atMillis TAB quality      for each item
 * l TAB what TAB COMPARISON TAB number TAB unit TAB SOURCE    for each limit
 * </pre>
 *
 * Lines are separated by LF, none after the last.
 */
final class ExplanationText {
    private static final String VERSION = "1";

    private ExplanationText() {}

    static String write(Explanation explanation) {
        StringBuilder text = new StringBuilder(256);
        line(text, VERSION, explanation.rule(), Integer.toString(explanation.book()));
        for (Item item : explanation.items()) {
            text.append('\n');
            line(
                    text,
                    "i",
                    item.what(),
                    plain(item.value()),
                    item.unit(),
                    Long.toString(item.atMillis()),
                    item.quality());
        }
        for (Limit limit : explanation.limits()) {
            text.append('\n');
            line(
                    text,
                    "l",
                    limit.what(),
                    limit.comparison().name(),
                    plain(limit.number()),
                    limit.unit(),
                    limit.source().name());
        }
        return text.toString();
    }

    static Optional<Explanation> read(String text) {
        try {
            String[] lines = text.split("\n", -1);
            String[] head = lines[0].split("\t", -1);
            if (head.length != 3 || !head[0].equals(VERSION)) {
                return Optional.empty();
            }
            List<Item> items = new ArrayList<>();
            List<Limit> limits = new ArrayList<>();
            for (int i = 1; i < lines.length; i++) {
                String[] fields = lines[i].split("\t", -1);
                if (fields.length != 6) {
                    return Optional.empty();
                }
                switch (fields[0]) {
                    case "i" -> items.add(item(fields));
                    case "l" -> limits.add(limit(fields));
                    default -> {
                        return Optional.empty();
                    }
                }
            }
            return Optional.of(new Explanation(head[1], Integer.parseInt(head[2]), items, limits));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static Item item(String[] fields) {
        return new Item(fields[1], number(fields[2]), fields[3], Long.parseLong(fields[4]), fields[5]);
    }

    private static Limit limit(String[] fields) {
        return new Limit(
                fields[1], Comparison.valueOf(fields[2]), number(fields[3]), fields[4], Source.valueOf(fields[5]));
    }

    private static void line(StringBuilder text, String... fields) {
        for (int i = 0; i < fields.length; i++) {
            text.append(i == 0 ? "" : "\t").append(fields[i]);
        }
    }

    /** As {@code 38.1} or {@code 120}: at most three decimals, never an exponent. */
    private static String plain(double value) {
        return BigDecimal.valueOf(value)
                .setScale(3, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static double number(String text) {
        if (text.length() > 14) {
            throw new NumberFormatException("number too long");
        }
        return new BigDecimal(text).doubleValue();
    }
}

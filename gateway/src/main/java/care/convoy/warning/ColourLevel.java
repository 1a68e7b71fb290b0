package care.convoy.warning;

import care.convoy.warning.CapMessage.Colour;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The colour of a warning signal (blue, yellow, orange, red) where an {@code eventCode} or {@code parameter} carries it (section
 * 3.2.2: names and values are a matter of the sender): a colour in English or Chinese as the value, also as the second of
 * {@code 2; yellow; Moderate}, or a level of four in Roman numbers under a name that speaks of a level. Of several the worst.
 */
final class ColourLevel {
    private static final Map<String, Colour> COLOURS = Map.ofEntries(
            Map.entry("RED", Colour.RED),
            Map.entry("红", Colour.RED),
            Map.entry("ORANGE", Colour.ORANGE),
            Map.entry("橙", Colour.ORANGE),
            Map.entry("YELLOW", Colour.YELLOW),
            Map.entry("黄", Colour.YELLOW),
            Map.entry("BLUE", Colour.BLUE),
            Map.entry("蓝", Colour.BLUE));

    private static final Map<String, Colour> LEVELS = Map.ofEntries(
            Map.entry("I", Colour.RED),
            Map.entry("Ⅰ", Colour.RED),
            Map.entry("II", Colour.ORANGE),
            Map.entry("Ⅱ", Colour.ORANGE),
            Map.entry("III", Colour.YELLOW),
            Map.entry("Ⅲ", Colour.YELLOW),
            Map.entry("IV", Colour.BLUE),
            Map.entry("Ⅳ", Colour.BLUE));

    private ColourLevel() {}

    static @Nullable Colour of(XmlElement info) throws CapFault {
        Colour worst = null;
        List<XmlElement> pairs = Stream.concat(info.all("eventCode").stream(), info.all("parameter").stream())
                .toList();
        for (XmlElement pair : pairs) {
            Colour colour = of(pair.textOf("valueName"), pair.textOf("value"));
            if (colour != null && (worst == null || colour.compareTo(worst) < 0)) {
                worst = colour;
            }
        }
        return worst;
    }

    private static @Nullable Colour of(String name, String value) {
        for (String part : value.toUpperCase(Locale.ROOT).split(";", -1)) {
            String word = part.strip().replaceFirst("色?(预警)?(信号)?$", "");
            Colour colour = COLOURS.get(word);
            if (colour != null) {
                return colour;
            }
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("level") || lower.contains("级")
                ? LEVELS.get(value.strip().replaceFirst("级$", ""))
                : null;
    }
}

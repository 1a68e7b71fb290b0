package care.convoy.warning;

import care.convoy.warning.Shape.Circle;
import care.convoy.warning.Shape.Point;
import care.convoy.warning.Shape.Polygon;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads areas: section 3.2.4. At most {@value #MOST_CORNERS} corners and {@value #MOST_AREAS} areas in all of one message: each is
 * compared with every resident. Confined to one message.
 */
final class AreaReader {
    private static final int MOST_CORNERS = 10_000;
    private static final int MOST_AREAS = 500;
    private static final double HALF_ROUND_KILOMETRES = 20_050;
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,5}(?:\\.\\d{0,20})?");

    private int corners;
    private int areas;

    /** Of one info. @throws CapFault if it has none, or one that says nothing */
    List<Area> read(XmlElement info) throws CapFault {
        List<Area> all = new ArrayList<>();
        for (XmlElement area : info.all("area")) {
            areas++;
            if (areas > MOST_AREAS) {
                throw new CapFault(area.path(), "is one of more than " + MOST_AREAS + " areas; split the message");
            }
            all.add(area(area));
        }
        if (all.isEmpty()) {
            throw new CapFault(info.path() + ".area", "is missing; say whom it touches by geocode, polygon or circle");
        }
        return all;
    }

    private Area area(XmlElement area) throws CapFault {
        List<Shape> shapes = new ArrayList<>();
        for (XmlElement polygon : area.all("polygon")) {
            shapes.add(polygon(polygon));
        }
        for (XmlElement circle : area.all("circle")) {
            shapes.add(circle(circle));
        }
        List<String> prefixes = new ArrayList<>();
        for (XmlElement geocode : area.all("geocode")) {
            DivisionCode.prefix(
                            geocode.must("valueName").text(),
                            geocode.must("value").text())
                    .ifPresent(prefixes::add);
        }
        return new Area(area.must("areaDesc").text(), prefixes, shapes);
    }

    /** "a whitespace-delimited list of WGS 84 coordinate pairs"; "a minimum of four", "the first and last ... MUST be the same". */
    private Polygon polygon(XmlElement element) throws CapFault {
        List<Point> points = new ArrayList<>();
        for (String pair : element.text().split("\\s+", -1)) {
            corners++;
            if (corners > MOST_CORNERS) {
                throw new CapFault(
                        element.path(), "brings the message over " + MOST_CORNERS + " corners; give a coarser outline");
            }
            points.add(point(element, pair));
        }
        return Polygon.of(element.path(), points);
    }

    /** "a WGS 84 coordinate pair followed by a space character and a radius value in kilometers". */
    private static Circle circle(XmlElement element) throws CapFault {
        String[] parts = element.text().split("\\s+", -1);
        double radius = parts.length == 2 ? number(parts[1]) : Double.NaN;
        if (!(radius >= 0 && radius <= HALF_ROUND_KILOMETRES)) {
            throw new CapFault(
                    element.path(), "is to be latitude,longitude, a blank and a radius in kilometres: 36.65,117.12 25");
        }
        return new Circle(point(element, parts[0]), radius);
    }

    /** Section 3.3.4: latitude first, degrees, south and west negative. */
    private static Point point(XmlElement element, String pair) throws CapFault {
        String[] parts = pair.split(",", -1);
        double latitude = parts.length == 2 ? number(parts[0]) : Double.NaN;
        double longitude = parts.length == 2 ? number(parts[1]) : Double.NaN;
        if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
            throw new CapFault(
                    element.path(),
                    "has a pair that is no latitude,longitude within 90 and 180 degrees; write 36.65,117.12");
        }
        return new Point(latitude, longitude);
    }

    private static double number(String text) {
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }

    /**
     * Chinese administrative division codes (GB/T 2260, 12 digits with towns and villages) as geocodes. Senders name the list as
     * they like, so any name will do but those of other lists of digits, if the value begins with a province.
     */
    static final class DivisionCode {
        private static final Pattern FORM = Pattern.compile("\\d{2}|\\d{4}|\\d{6}|\\d{9}|\\d{12}");
        /** Where levels end: province, city, county, town, village. */
        private static final int[] LEVELS = {2, 4, 6, 9, 12};

        private static final Set<String> PROVINCES = Set.of(
                "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
                "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82");
        private static final Set<String> OTHER_LISTS = Set.of(
                "SAME", "FIPS", "FIPS6", "FIPS5", "UGC", "CLC", "EMMA_ID", "WARNCELLID", "NUTS2", "NUTS3", "SGC");

        private DivisionCode() {}

        /** The beginning that all codes of the division share; empty if it is no such code. */
        static Optional<String> prefix(String list, String value) {
            if (!FORM.matcher(value).matches()
                    || !PROVINCES.contains(value.substring(0, 2))
                    || OTHER_LISTS.contains(list.toUpperCase(Locale.ROOT))) {
                return Optional.empty();
            }
            int end = value.length();
            for (int i = LEVELS.length - 1; i > 0; i--) {
                if (LEVELS[i] == end && isZero(value, LEVELS[i - 1], end)) {
                    end = LEVELS[i - 1];
                }
            }
            return Optional.of(value.substring(0, end));
        }

        private static boolean isZero(String value, int from, int to) {
            return value.substring(from, to).chars().allMatch(digit -> digit == '0');
        }
    }
}

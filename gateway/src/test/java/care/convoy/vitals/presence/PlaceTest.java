package care.convoy.vitals.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import care.convoy.vitals.presence.Place.Circle;
import care.convoy.vitals.presence.Place.Point;
import care.convoy.vitals.presence.Place.Polygon;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlaceTest {
    /** West Lake in Hangzhou, roughly; a U open to the south would be easier to get wrong, see below. */
    private static final Polygon LAKE = new Polygon(List.of(
            new Point(30.2590, 120.1330),
            new Point(30.2600, 120.1560),
            new Point(30.2330, 120.1600),
            new Point(30.2290, 120.1420)));

    @Test
    void knownPlacesLieWithinOrAtTheirDistance() {
        assertThat(LAKE.metresOutside(30.2450, 120.1450))
                .as("the middle of the lake")
                .isZero();
        // Hangzhou East station, about 6.1 km from the eastern shore.
        assertThat(LAKE.metresOutside(30.2910, 120.2130)).isBetween(5_500.0, 7_000.0);
        // One degree of latitude at 30 degrees north is 110,852 m, of longitude 96,486 m (WGS-84).
        Circle circle = new Circle(new Point(30, 120), 100);
        assertThat(circle.metresOutside(30.01, 120)).isCloseTo(1_108.5 - 100, within(0.5));
        assertThat(circle.metresOutside(30, 120.01)).isCloseTo(964.9 - 100, within(0.5));
        assertThat(circle.metresOutside(30.0005, 120)).isZero();
    }

    @Test
    void aHollowPolygonHasAnOutsideWithinItsBounds() {
        Polygon u = new Polygon(List.of(
                new Point(30.00, 120.00),
                new Point(30.00, 120.01),
                new Point(30.03, 120.01),
                new Point(30.03, 120.02),
                new Point(30.00, 120.02),
                new Point(30.00, 120.03),
                new Point(30.04, 120.03),
                new Point(30.04, 120.00)));
        assertThat(u.metresOutside(30.01, 120.015)).as("in the hollow").isCloseTo(482, within(2.0));
        assertThat(u.metresOutside(30.01, 120.005)).isZero();
        assertThat(u.metresOutside(30.035, 120.015)).isZero();
    }

    @Test
    void theAntimeridianAndThePolesAreNoEdges() {
        Polygon fiji = new Polygon(List.of(
                new Point(-17.0, 179.8), new Point(-17.0, -179.8), new Point(-17.3, -179.8), new Point(-17.3, 179.8)));
        assertThat(fiji.metresOutside(-17.1, 180)).isZero();
        assertThat(fiji.metresOutside(-17.1, -179.9)).isZero();
        assertThat(fiji.metresOutside(-17.1, 179.9)).isZero();
        assertThat(fiji.metresOutside(-17.1, 179.7)).isCloseTo(10_640, within(50.0));
        assertThat(fiji.metresOutside(17.1, 0)).isGreaterThan(5_000_000);
        assertThat(new Circle(new Point(0, 179.999), 100).metresOutside(0, -179.999))
                .isCloseTo(222.6 - 100, within(0.5));
        Polygon pole = new Polygon(
                List.of(new Point(89.9, 0), new Point(89.9, 90), new Point(89.9, 180), new Point(89.9, -90)));
        assertThat(pole.metresOutside(90, 0)).isZero();
        assertThat(pole.metresOutside(90, 123)).isZero();
        assertThat(pole.metresOutside(89.95, -45)).isZero();
        assertThat(pole.metresOutside(89.8, 0)).isCloseTo(11_169, within(20.0));
    }

    @Test
    void theOtherSideOfTheEarthIsOutside() {
        assertThat(LAKE.metresOutside(-30.245, -59.855)).isGreaterThan(10_000_000);
        assertThat(new Circle(new Point(30, 120), 100_000).metresOutside(-30, -60))
                .isGreaterThan(10_000_000);
    }

    /** Anywhere on earth: a star-shaped fence contains what lies nearer than its corners, and moving it changes nothing. */
    @Test
    void starsContainWhatTheyWereDrawnAround() {
        for (int seed = 1; seed <= 2_000; seed++) {
            Random random = new Random(seed);
            Point centre =
                    new Point(Math.toDegrees(Math.asin(2 * random.nextDouble() - 1)), random.nextDouble() * 360 - 180);
            int corners = 5 + random.nextInt(30);
            double inner = 200 + random.nextInt(5_000);
            List<Point> ring = new ArrayList<>();
            for (int i = 0; i < corners; i++) {
                ring.add(away(centre, 360.0 * i / corners, inner * (1 + random.nextDouble())));
            }
            Polygon star = new Polygon(ring);
            double inscribed = inner * Math.cos(Math.PI / corners) * 0.5;
            Point within = away(centre, random.nextDouble() * 360, inscribed * random.nextDouble());
            assertThat(star.metresOutside(within.latitude(), within.longitude()))
                    .as("seed " + seed)
                    .isZero();
            double distance = 2 * inner + 100 + random.nextInt(20_000);
            Point without = away(centre, random.nextDouble() * 360, distance);
            double outside = star.metresOutside(without.latitude(), without.longitude());
            assertThat(outside)
                    .as("seed " + seed)
                    .isBetween((distance - 2 * inner) * 0.98 - 2, (distance - inner * 0.5) * 1.02 + 2);
            Collections.rotate(ring, 3);
            assertThat(new Polygon(ring).metresOutside(without.latitude(), without.longitude()))
                    .as("seed " + seed)
                    .isCloseTo(outside, within(1e-6));
        }
    }

    @Test
    void aPlaceThatIsNoneSaysWhy() {
        Point a = new Point(30, 120);
        assertThatThrownBy(() -> new Circle(a, 5)).hasMessageContaining("fence.radiusMetres: 5.0");
        assertThatThrownBy(() -> new Circle(a, Double.NaN)).hasMessageContaining("fence.radiusMetres");
        assertThatThrownBy(() -> new Point(91, 0)).hasMessageContaining("fence.point");
        assertThatThrownBy(() -> new Polygon(List.of(a, a))).hasMessageContaining("2 corners");
        assertThatThrownBy(() -> new Polygon(List.of(a, a, new Point(30, 120.1))))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new Polygon(List.of(a, new Point(30, 120.1), new Point(32, 120))))
                .hasMessageContaining("100 km");
        assertThatThrownBy(() ->
                        new Polygon(List.of(a, new Point(30.1, 120.1), new Point(30.1, 120), new Point(30, 120.1))))
                .hasMessageContaining("two sides cross");
    }

    /** On a sphere: good to 0.6 % of the distance. */
    private static Point away(Point from, double bearing, double metres) {
        double angle = metres / 6_371_008.8;
        double latitude = Math.toRadians(from.latitude());
        double to = Math.asin(Math.sin(latitude) * Math.cos(angle)
                + Math.cos(latitude) * Math.sin(angle) * Math.cos(Math.toRadians(bearing)));
        double turn = Math.atan2(
                Math.sin(Math.toRadians(bearing)) * Math.sin(angle) * Math.cos(latitude),
                Math.cos(angle) - Math.sin(latitude) * Math.sin(to));
        double longitude = from.longitude() + Math.toDegrees(turn);
        return new Point(
                Math.toDegrees(to), longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude);
    }
}

package care.convoy.vitals.presence;

import care.convoy.vitals.presence.Place.Point;
import java.util.List;

/**
 * The plane that touches the WGS-84 ellipsoid at a point, its origin: x to the east, y to the north, metres. Directions are
 * exact, distances those of the chord: 1 mm short of the way along the ground over 10 km, 1 m over 100 km.
 */
final class TangentPlane {
    private static final double SEMI_MAJOR_METRES = 6_378_137.0;
    private static final double FLATTENING = 1 / 298.257223563;
    private static final double ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING);

    private final double sinLatitude;
    private final double cosLatitude;
    private final double sinLongitude;
    private final double cosLongitude;
    private final double originX;
    private final double originY;
    private final double originZ;

    TangentPlane(double latitude, double longitude) {
        sinLatitude = Math.sin(Math.toRadians(latitude));
        cosLatitude = Math.cos(Math.toRadians(latitude));
        sinLongitude = Math.sin(Math.toRadians(longitude));
        cosLongitude = Math.cos(Math.toRadians(longitude));
        double radius = SEMI_MAJOR_METRES / Math.sqrt(1 - ECCENTRICITY_SQUARED * sinLatitude * sinLatitude);
        originX = radius * cosLatitude * cosLongitude;
        originY = radius * cosLatitude * sinLongitude;
        originZ = radius * (1 - ECCENTRICITY_SQUARED) * sinLatitude;
    }

    /** From the origin to a point, metres. */
    double distance(Point point) {
        TangentPlane there = new TangentPlane(point.latitude(), point.longitude());
        double dx = there.originX - originX;
        double dy = there.originY - originY;
        double dz = there.originZ - originZ;
        return Math.sqrt(dx * dx + dy * dy + dz * dz);
    }

    /** Points in this plane, joined to a ring. */
    Ring ring(List<Point> corners) {
        double[] x = new double[corners.size()];
        double[] y = new double[corners.size()];
        for (int i = 0; i < x.length; i++) {
            TangentPlane there =
                    new TangentPlane(corners.get(i).latitude(), corners.get(i).longitude());
            double dx = there.originX - originX;
            double dy = there.originY - originY;
            double dz = there.originZ - originZ;
            double east = cosLongitude * dy - sinLongitude * dx;
            double north = cosLatitude * dz - sinLatitude * (cosLongitude * dx + sinLongitude * dy);
            double flat = Math.hypot(east, north);
            double stretched = flat == 0 ? 1 : Math.sqrt(dx * dx + dy * dy + dz * dz) / flat;
            x[i] = east * stretched;
            y[i] = north * stretched;
        }
        return new Ring(x, y);
    }

    /** A closed ring in the plane. */
    static final class Ring {
        private final double[] x;
        private final double[] y;

        private Ring(double[] x, double[] y) {
            this.x = x;
            this.y = y;
        }

        /** How far the origin lies outside, metres; 0 within. */
        double distanceOutside() {
            boolean inside = false;
            double nearest = Double.MAX_VALUE;
            for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
                if ((y[i] > 0) != (y[j] > 0) && x[i] - y[i] * (x[j] - x[i]) / (y[j] - y[i]) > 0) {
                    inside = !inside;
                }
                nearest = Math.min(nearest, originToSide(i, j));
            }
            return inside ? 0 : nearest;
        }

        private double originToSide(int i, int j) {
            double dx = x[j] - x[i];
            double dy = y[j] - y[i];
            double length = dx * dx + dy * dy;
            double along = length == 0 ? 0 : Math.clamp(-(x[i] * dx + y[i] * dy) / length, 0.0, 1.0);
            return Math.hypot(x[i] + along * dx, y[i] + along * dy);
        }

        /** Whether two sides that are not neighbours meet, or a side has no length. */
        boolean crossesItself() {
            int n = x.length;
            for (int a = 0; a < n; a++) {
                int b = (a + 1) % n;
                if (x[a] == x[b] && y[a] == y[b]) {
                    return true;
                }
                for (int c = a + 1; c < n; c++) {
                    int d = (c + 1) % n;
                    boolean neighbours = c == b || d == a;
                    if (!neighbours && turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0) {
                        return true;
                    }
                }
            }
            return false;
        }

        private double turn(int a, int b, int c) {
            return Math.signum((x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a]));
        }
    }
}

package care.convoy.warning;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of the earth's surface of any size, WGS-84 (section 3.2.4). Fences of package vitals are at most 100 km wide and of 64
 * corners; a typhoon is not. Who is on the edge is within: a warning too many is read, one too few is not.
 */
public sealed interface Shape {
    /** @param latitude degrees, -90 to 90 @param longitude degrees, -180 to 180; of a corner of a polygon beyond, too */
    record Point(double latitude, double longitude) {}

    /** Whether a place is within or on the edge. */
    boolean contains(double latitude, double longitude);

    /** "A paired value indicating a point and radius", kilometres. @param radiusKilometres 0 and more */
    record Circle(Point centre, double radiusKilometres) implements Shape {
        private static final double EARTH_KILOMETRES = 6_371.0088;
        /** A sphere is off by at most 0.6 % from the ellipsoid; ten metres so that a radius of 0 has somebody on it. */
        private static final double AT_MOST_OFF = 1.006;

        private static final double EDGE_KILOMETRES = 0.01;

        @Override
        public boolean contains(double latitude, double longitude) {
            double a = Math.toRadians(latitude);
            double b = Math.toRadians(centre.latitude());
            double north = Math.sin((a - b) / 2);
            double east = Math.sin(Math.toRadians(longitude - centre.longitude()) / 2);
            double chord = north * north + Math.cos(a) * Math.cos(b) * east * east;
            double kilometres = 2 * EARTH_KILOMETRES * Math.asin(Math.min(1, Math.sqrt(chord)));
            return kilometres <= radiusKilometres * AT_MOST_OFF + EDGE_KILOMETRES;
        }
    }

    /**
     * The inside of a closed ring; sides are straight in latitude and longitude and go the shorter way round the earth, so that a
     * ring may cross the antimeridian. What a ring that crosses itself goes round more than once is within.
     *
     * @param corners the first is also the last; longitudes continue those before, and may leave -180 to 180
     */
    record Polygon(List<Point> corners, Box box) implements Shape {
        private static final double EDGE_DEGREES = 1e-7;

        public Polygon {
            corners = List.copyOf(corners);
        }

        /** Of corners as they were written. @throws CapFault if they are no ring, or one round a pole */
        static Polygon of(String path, List<Point> written) throws CapFault {
            if (written.size() < 4) {
                throw new CapFault(path, "has " + written.size() + " pairs; give at least four, the last as the first");
            }
            if (!written.getFirst().equals(written.getLast())) {
                throw new CapFault(path, "is not closed; repeat the first pair as the last");
            }
            List<Point> corners = new ArrayList<>(written.size());
            double longitude = written.getFirst().longitude();
            for (Point each : written) {
                longitude += Math.IEEEremainder(each.longitude() - longitude, 360);
                corners.add(new Point(each.latitude(), longitude));
            }
            if (Math.abs(longitude - written.getFirst().longitude()) > 180) {
                throw new CapFault(path, "goes round a pole; cut it into polygons that do not");
            }
            return new Polygon(corners, Box.around(corners));
        }

        @Override
        public boolean contains(double latitude, double longitude) {
            for (double turn = -360; turn <= 360; turn += 360) {
                if (box.contains(latitude, longitude + turn) && isWithin(latitude, longitude + turn)) {
                    return true;
                }
            }
            return false;
        }

        /** By winding: how often the ring goes round the place. */
        private boolean isWithin(double y, double x) {
            int winding = 0;
            for (int i = 1; i < corners.size(); i++) {
                Point from = corners.get(i - 1);
                Point to = corners.get(i);
                double side = (to.longitude() - from.longitude()) * (y - from.latitude())
                        - (x - from.longitude()) * (to.latitude() - from.latitude());
                double length = Math.hypot(to.longitude() - from.longitude(), to.latitude() - from.latitude());
                if (Math.abs(side) <= EDGE_DEGREES * length
                        && Box.around(List.of(from, to)).contains(y, x)) {
                    return true;
                }
                if (from.latitude() <= y && to.latitude() > y && side > 0) {
                    winding++;
                } else if (from.latitude() > y && to.latitude() <= y && side < 0) {
                    winding--;
                }
            }
            return winding != 0;
        }
    }

    /** What lies between these, degrees, and on them. */
    record Box(double south, double north, double west, double east) {
        private static final double EDGE_DEGREES = 1e-7;

        static Box around(List<Point> points) {
            double south = Double.MAX_VALUE;
            double north = -Double.MAX_VALUE;
            double west = Double.MAX_VALUE;
            double east = -Double.MAX_VALUE;
            for (Point each : points) {
                south = Math.min(south, each.latitude());
                north = Math.max(north, each.latitude());
                west = Math.min(west, each.longitude());
                east = Math.max(east, each.longitude());
            }
            return new Box(south - EDGE_DEGREES, north + EDGE_DEGREES, west - EDGE_DEGREES, east + EDGE_DEGREES);
        }

        boolean contains(double latitude, double longitude) {
            return latitude >= south && latitude <= north && longitude >= west && longitude <= east;
        }
    }
}

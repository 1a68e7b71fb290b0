package care.convoy.vitals.presence;

import java.util.List;

/**
 * A place on the earth's surface that a person may be in: a circle or a polygon, WGS-84. Safe at the poles and across the
 * antimeridian: distances are taken in the plane that touches the ellipsoid at the position asked about.
 */
public sealed interface Place {
    /** A point. @param latitude degrees, -90 to 90 @param longitude degrees, -180 to 180 */
    record Point(double latitude, double longitude) {
        public Point {
            if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
                throw new IllegalArgumentException(
                        "fence.point: latitude lies within 90, longitude within 180 degrees; here " + latitude + ", "
                                + longitude);
            }
        }
    }

    /** How far outside a position lies, in metres along the ground; 0 within and on the edge. */
    double metresOutside(double latitude, double longitude);

    /** @param radiusMetres 10 to 100,000 */
    record Circle(Point centre, double radiusMetres) implements Place {
        public Circle {
            if (!(radiusMetres >= 10 && radiusMetres <= 100_000)) {
                throw new IllegalArgumentException(
                        "fence.radiusMetres: " + radiusMetres + " is not within 10 and 100000; give a radius that is");
            }
        }

        @Override
        public double metresOutside(double latitude, double longitude) {
            return Math.max(0, new TangentPlane(latitude, longitude).distance(centre) - radiusMetres);
        }
    }

    /**
     * Inside of a ring of corners; its sides do not cross.
     *
     * @param corners 3 to 64, none more than 100 km from the first; the last is joined to the first
     */
    record Polygon(List<Point> corners) implements Place {
        private static final double LARGEST_METRES = 100_000;

        public Polygon {
            if (corners.size() < 3 || corners.size() > 64) {
                throw new IllegalArgumentException("fence.corners: " + corners.size() + " corners; give 3 to 64");
            }
            corners = List.copyOf(corners);
            TangentPlane plane = new TangentPlane(
                    corners.getFirst().latitude(), corners.getFirst().longitude());
            for (Point each : corners) {
                if (plane.distance(each) > LARGEST_METRES) {
                    throw new IllegalArgumentException(
                            "fence.corners: a corner lies more than 100 km from the first; draw a smaller fence");
                }
            }
            if (plane.ring(corners).crossesItself()) {
                throw new IllegalArgumentException(
                        "fence.corners: two sides cross or a corner stands twice; give the corners in order around the place");
            }
        }

        @Override
        public double metresOutside(double latitude, double longitude) {
            TangentPlane plane = new TangentPlane(latitude, longitude);
            double far = plane.distance(corners.getFirst());
            if (far > 5 * LARGEST_METRES) {
                // In the plane of a point that is far away the polygon has no shape worth asking about.
                return far - LARGEST_METRES;
            }
            return plane.ring(corners).distanceOutside();
        }
    }
}

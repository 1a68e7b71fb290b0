package care.convoy.device;

/**
 * Where a device says it is, WGS-84.
 *
 * @param latitude degrees, -90 to 90
 * @param longitude degrees, -180 to 180
 * @param accuracyMetres radius, 0 or more; {@link #UNKNOWN_ACCURACY} if the device gave none
 * @param valid false for a position that the device itself marks as not fixed
 * @param atMillis time of the fix, epoch milliseconds
 * @throws IllegalArgumentException if a value is out of range or not a number
 */
public record Position(
        double latitude, double longitude, double accuracyMetres, Source source, boolean valid, long atMillis) {
    /** No accuracy was given. */
    public static final double UNKNOWN_ACCURACY = -1;

    /** How the position was found. */
    public enum Source {
        GNSS,
        WIFI,
        CELL,
        BEACON,
        UNKNOWN
    }

    public Position {
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException("position: latitude within 90, longitude within 180 degrees");
        }
        if (!(accuracyMetres >= 0) && accuracyMetres != UNKNOWN_ACCURACY) {
            throw new IllegalArgumentException("position: accuracy is 0 m or more");
        }
    }
}

package care.convoy.firmware;

/**
 * A point on the earth, WGS-84 (never GCJ-02).
 *
 * @param latitudeE7 degrees north times 10^7, -900,000,000..900,000,000
 * @param longitudeE7 degrees east times 10^7, -1,800,000,000..1,800,000,000
 * @param accuracyMetres radius that holds the device with 68 %, 0..65,534 or not measured; 65,534 also for more
 * @param source how it was found
 * @param fixAgeSeconds age when the message was made, 0..65,534 or not measured
 */
public record Position(int latitudeE7, int longitudeE7, int accuracyMetres, PositionSource source, int fixAgeSeconds) {

    static final int BYTES = 13;

    static final int MAX_LATITUDE_E7 = 900_000_000;
    static final int MAX_LONGITUDE_E7 = 1_800_000_000;

    public Position {
        Range.requireWithin("latitudeE7", latitudeE7, -MAX_LATITUDE_E7, MAX_LATITUDE_E7);
        Range.requireWithin("longitudeE7", longitudeE7, -MAX_LONGITUDE_E7, MAX_LONGITUDE_E7);
        Range.ACCURACY_METRES.require("accuracyMetres", accuracyMetres);
        Range.FIX_AGE_SECONDS.require("fixAgeSeconds", fixAgeSeconds);
    }

    public double latitudeDegrees() {
        return latitudeE7 / 1e7;
    }

    public double longitudeDegrees() {
        return longitudeE7 / 1e7;
    }
}

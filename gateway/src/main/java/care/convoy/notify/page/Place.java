package care.convoy.notify.page;

import care.convoy.alert.AlertView;
import care.convoy.device.Position;
import care.convoy.resident.Resident;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the device was, if that is worth a way of its own: a fix of about the time of the alert, away from home.
 *
 * @param fromHomeMetres NaN if nobody knows where home is
 * @param accuracyMetres negative if unknown
 */
record Place(double latitude, double longitude, double fromHomeMetres, double accuracyMetres, long atMillis) {
    private static final double EARTH_METRES = 6_371_000;
    private static final double NEAR_METRES = 200;
    private static final long OLDEST_MILLIS = 60 * 60_000L;

    /** Null if home is the place to go to. */
    static @Nullable Place of(AlertView alert, Resident resident) {
        Position position = alert.position();
        if (position == null || !position.valid() || position.atMillis() < alert.receivedAtMillis() - OLDEST_MILLIS) {
            return null;
        }
        double metres = metres(position.latitude(), position.longitude(), resident.latitude(), resident.longitude());
        double doubt = Math.max(0, position.accuracyMetres());
        if (metres <= NEAR_METRES + doubt) {
            return null;
        }
        return new Place(
                position.latitude(), position.longitude(), metres, position.accuracyMetres(), position.atMillis());
    }

    /** Along the ground; NaN if one is not known. */
    private static double metres(double latitude, double longitude, double otherLatitude, double otherLongitude) {
        double north = Math.toRadians(otherLatitude - latitude);
        double east = Math.toRadians(otherLongitude - longitude) * Math.cos(Math.toRadians(latitude));
        return EARTH_METRES * Math.hypot(north, east);
    }

    /** For an address of a map: six places, some 10 cm. */
    static String degrees(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}

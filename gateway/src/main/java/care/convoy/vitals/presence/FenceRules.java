package care.convoy.vitals.presence;

import care.convoy.device.Position;
import java.time.ZoneId;
import java.util.List;

/**
 * Where a person with dementia may be, and when it is said that they left.
 *
 * @param version of the rule book, 0 or more
 * @param places at least one, at most 16; inside of any is inside
 * @param zone whose night it is
 * @param marginMetres beyond the edge and the accuracy together, 0 to 5,000
 * @param dwellMillis so long outside, 0 to 2 hours
 * @param nightDwellMillis the same from {@code nightFromHour} to {@code nightToHour}
 * @param nightFromHour local hour, 0 to 23
 * @param nightToHour local hour, 0 to 23; the same as the other: no night
 * @param worstAccuracyMetres a fix less accurate than that never says that somebody left, 10 to 10,000
 * @param returnAccuracyMetres a fix less accurate than that never says that somebody is back, 10 to 10,000
 * @param staleMillis a fix older than that when it arrives is passed over, 1 minute to 1 day
 * @throws IllegalArgumentException naming the member that is out of range
 */
public record FenceRules(
        int version,
        List<Place> places,
        ZoneId zone,
        double marginMetres,
        long dwellMillis,
        long nightDwellMillis,
        int nightFromHour,
        int nightToHour,
        double worstAccuracyMetres,
        double returnAccuracyMetres,
        long staleMillis) {
    private static final long MINUTE = 60_000;

    public FenceRules {
        AreaRules.within("fence.version", version, 0, Integer.MAX_VALUE);
        AreaRules.within("fence.places", places.size(), 1, 16);
        metres("fence.marginMetres", marginMetres, 0, 5_000);
        AreaRules.within("fence.dwellMillis", dwellMillis, 0, 120 * MINUTE);
        AreaRules.within("fence.nightDwellMillis", nightDwellMillis, 0, 120 * MINUTE);
        AreaRules.within("fence.nightFromHour", nightFromHour, 0, 23);
        AreaRules.within("fence.nightToHour", nightToHour, 0, 23);
        metres("fence.worstAccuracyMetres", worstAccuracyMetres, 10, 10_000);
        metres("fence.returnAccuracyMetres", returnAccuracyMetres, 10, 10_000);
        AreaRules.within("fence.staleMillis", staleMillis, MINUTE, 1440 * MINUTE);
        places = List.copyOf(places);
    }

    /** Margin 50 m, 5 minutes, at night (22 to 6) 1 minute; left by 1,000 m, back by 200 m, stale after 10 minutes. */
    public static FenceRules standard(List<Place> places, ZoneId zone) {
        return new FenceRules(1, places, zone, 50, 5 * MINUTE, MINUTE, 22, 6, 1_000, 200, 10 * MINUTE);
    }

    /** The accuracy of a fix; one that gives none has that of a poor fix of its kind. */
    static double accuracyMetres(Position position) {
        if (position.accuracyMetres() > 0) {
            return position.accuracyMetres();
        }
        return switch (position.source()) {
            case GNSS, BEACON -> 50;
            case WIFI -> 150;
            case CELL, UNKNOWN -> 1_500;
        };
    }

    double metresOutside(Position position) {
        double nearest = Double.MAX_VALUE;
        for (Place each : places) {
            nearest = Math.min(nearest, each.metresOutside(position.latitude(), position.longitude()));
        }
        return nearest;
    }

    private static void metres(String member, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    member + ": " + value + " is not within " + least + " and " + most + "; give one that is");
        }
    }
}

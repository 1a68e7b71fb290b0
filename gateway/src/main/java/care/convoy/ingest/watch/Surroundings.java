package care.convoy.ingest.watch;

import java.util.List;

/**
 * What a watch hears around it: the last part of a position. Wi-Fi names are left out, nobody needs them.
 *
 * @param accuracyMetres {@link Double#NaN} if it was not given
 */
record Surroundings(List<Cell> cells, List<AccessPoint> accessPoints, double accuracyMetres) {
    static final Surroundings NOTHING = new Surroundings(List.of(), List.of(), Double.NaN);

    Surroundings {
        cells = List.copyOf(cells);
        accessPoints = List.copyOf(accessPoints);
    }

    /** A mobile cell. @param level as the device wrote it, in a unit that differs by model; -1 if it wrote none */
    record Cell(int mcc, int mnc, int lac, int cid, int level) {}

    /** A Wi-Fi base station. @param mac in lower case */
    record AccessPoint(String mac, int rssiDbm) {}
}

package care.convoy.ingest.watch;

import care.convoy.ingest.watch.Surroundings.AccessPoint;
import care.convoy.ingest.watch.Surroundings.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads {@code N,TA,MCC,MNC,(LAC,CID,RXL){N},W,(SSID,MAC,RSSI){W},ACC} as far as it makes sense. Pure. Nothing here can cost
 * what stands before it: what cannot be read is left out.
 */
final class SurroundingsReader {
    private static final int MOST_FIELDS = 512;
    private static final int MOST_CELLS = 32;
    private static final int MOST_ACCESS_POINTS = 64;
    private static final int FIRST_CELL = 4;
    private static final int PER_CELL = 3;
    private static final int PER_ACCESS_POINT = 3;
    private static final Pattern MAC = Pattern.compile("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}");
    private static final Pattern HEX_LETTER = Pattern.compile(".*[A-Fa-f].*");

    private SurroundingsReader() {}

    static Surroundings read(Fields after) {
        List<String> fields = after.rest(MOST_FIELDS);
        if (fields.size() < 2) {
            return Surroundings.NOTHING;
        }
        if (fields.size() >= FIRST_CELL && HEX_LETTER.matcher(fields.get(3)).matches() && !isMac(fields.get(3))) {
            return Surroundings.NOTHING; // the tail of the oldest firmware is another one
        }
        int cells = Math.max(0, Numbers.whole(fields.getFirst(), MOST_CELLS));
        int list = cells == 0 ? 1 : FIRST_CELL + PER_CELL * cells;
        return new Surroundings(cells(fields, cells), accessPoints(fields), accuracy(fields, list));
    }

    private static List<Cell> cells(List<String> fields, int count) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = FIRST_CELL + PER_CELL * i;
            if (at + 1 >= fields.size()) {
                break;
            }
            int mcc = Numbers.whole(fields.get(2), 999);
            int mnc = Numbers.whole(fields.get(3), 999);
            int lac = Numbers.wholeOrHex(fields.get(at));
            int cid = Numbers.wholeOrHex(fields.get(at + 1));
            String level = at + 2 < fields.size() ? fields.get(at + 2) : "";
            if (mcc > 0 && mnc >= 0 && lac >= 0 && cid >= 0) {
                cells.add(new Cell(mcc, mnc, lac, cid, Numbers.whole(level, 1_000)));
            }
        }
        return cells;
    }

    /** A name may hold a comma, so the addresses are found by what they look like. */
    private static List<AccessPoint> accessPoints(List<String> fields) {
        List<AccessPoint> found = new ArrayList<>();
        for (int at = 1; at + 1 < fields.size() && found.size() < MOST_ACCESS_POINTS; at++) {
            int rssi = Numbers.signed(fields.get(at + 1), Integer.MAX_VALUE);
            if (isMac(fields.get(at)) && rssi != Integer.MAX_VALUE) {
                found.add(new AccessPoint(fields.get(at).strip().toLowerCase(Locale.ROOT), rssi));
            }
        }
        return found;
    }

    /** The field behind the list of base stations. @param list where their number stands */
    private static double accuracy(List<String> fields, int list) {
        if (list >= fields.size()) {
            return Double.NaN;
        }
        int stations = Math.max(0, Numbers.whole(fields.get(list), MOST_ACCESS_POINTS));
        int at = list + 1 + PER_ACCESS_POINT * stations;
        int last = fields.size() - 1;
        boolean ofAccessPoint = isMac(fields.get(last - 1));
        double accuracy =
                at == last || (stations > 0 && !ofAccessPoint) ? Numbers.decimal(fields.get(last)) : Double.NaN;
        return accuracy >= 0 ? accuracy : Double.NaN;
    }

    private static boolean isMac(String field) {
        return MAC.matcher(field.strip()).matches();
    }
}

package care.convoy.ingest.jt808;

import java.util.ArrayList;
import java.util.List;

/**
 * Several position reports at once (0x0704).
 *
 * @param late whether they were kept while there was no network
 */
record Batch(boolean late, List<Location> locations) {
    private static final int LATE = 1;

    /** Reads as many as there are; never throws. */
    static Batch read(Body body) {
        int count = body.u16();
        boolean late = body.u8() == LATE;
        List<Location> locations = new ArrayList<>();
        for (int i = 0; i < count && body.left() > 2; i++) {
            int length = body.u16();
            locations.add(Location.read(body.part(length)));
        }
        return new Batch(late, List.copyOf(locations));
    }
}

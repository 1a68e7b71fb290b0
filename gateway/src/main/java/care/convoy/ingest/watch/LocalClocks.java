package care.convoy.ingest.watch;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Stamp;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which watches write local time where UTC is asked for: their reports of the present are off by the same multiple of a
 * quarter of an hour, {@link #WANTED_REPORTS} times in a row. What such a watch says of an alarm's time can be put right, so
 * that the alarm is known again when it is repeated. Thread-safe.
 *
 * <p>Bounded by {@link #MAX_WATCHES}; of more the one silent for longest is forgotten, and has to show itself again.
 */
final class LocalClocks {
    static final int MAX_WATCHES = 100_000;
    static final int WANTED_REPORTS = 3;

    /** How far a report may be from the full quarter: it took its time to come. */
    static final long OFF_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private static final long QUARTER_MILLIS = TimeUnit.MINUTES.toMillis(15);

    /** From UTC-12 to UTC+14. */
    private static final long MOST_QUARTERS = 14 * 4;

    private static final long LEAST_QUARTERS = -12 * 4;

    private final LinkedHashMap<DeviceId, Clock> clocks = new LinkedHashMap<>(16, 0.75f, true);

    /** @param reports that agreed, of which each was later by the watch's own clock than the one before */
    private record Clock(long quarters, int reports, long timeMillis) {}

    /** A report of the present, not an alarm, which may be a repeat. @param timeMillis as the watch says it */
    synchronized void heard(DeviceId watch, long timeMillis, long receivedAtMillis) {
        long quarters = Math.floorDiv(timeMillis - receivedAtMillis + QUARTER_MILLIS / 2, QUARTER_MILLIS);
        long off = Math.abs(timeMillis - receivedAtMillis - quarters * QUARTER_MILLIS);
        boolean zone = quarters != 0 && quarters >= LEAST_QUARTERS && quarters <= MOST_QUARTERS;
        if (!zone || off > OFF_MILLIS) {
            clocks.remove(watch);
            return;
        }
        Clock known = clocks.get(watch);
        if (known == null || known.quarters != quarters) {
            clocks.put(watch, new Clock(quarters, 1, timeMillis));
            if (clocks.size() > MAX_WATCHES) {
                clocks.pollFirstEntry();
            }
        } else if (timeMillis > known.timeMillis) {
            clocks.put(watch, new Clock(quarters, Math.min(WANTED_REPORTS, known.reports + 1), timeMillis));
        }
    }

    /** What time an alarm says, in UTC if it can be put right; else as it was said. */
    synchronized long inUtc(DeviceId watch, long timeMillis, long receivedAtMillis) {
        if (Stamp.isClockRight(timeMillis, receivedAtMillis)) {
            return timeMillis;
        }
        Clock known = clocks.get(watch);
        if (known == null || known.reports < WANTED_REPORTS) {
            return timeMillis;
        }
        long right = timeMillis - known.quarters * QUARTER_MILLIS;
        return Stamp.isClockRight(right, receivedAtMillis) ? right : timeMillis;
    }

    /** Watches that may write local time. */
    synchronized int size() {
        return clocks.size();
    }
}

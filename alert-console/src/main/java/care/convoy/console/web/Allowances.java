package care.convoy.console.web;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may ask how much: a bucket for each key, of the last {@code remembered} keys. One that is forgotten has all it may again. Confined
 * to one thread.
 */
final class Allowances {
    private static final double MILLIS_PER_MINUTE = 60_000;

    private final GuestConfig.Allowance each;
    private final LinkedHashMap<String, Bucket> buckets;

    private record Bucket(double left, long atMillis) {}

    Allowances(GuestConfig.Allowance each, int remembered) {
        this.each = each;
        buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > remembered;
            }
        };
    }

    /** Whether it may ask once more, and counts that. @param nowMillis of a clock that never goes back */
    boolean take(String key, long nowMillis) {
        double left = left(key, nowMillis);
        boolean may = left >= 1;
        buckets.put(key, new Bucket(may ? left - 1 : left, nowMillis));
        return may;
    }

    private double left(String key, long nowMillis) {
        Bucket bucket = buckets.get(key);
        return bucket == null
                ? each.atOnce()
                : Math.min(
                        each.atOnce(),
                        bucket.left() + (nowMillis - bucket.atMillis()) * each.perMinute() / MILLIS_PER_MINUTE);
    }

    int remembered() {
        return buckets.size();
    }
}

package care.convoy.disclosure;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bucket of tokens for each name. Remembers at most 10,000 names; a name that was longest not heard of begins anew.
 * Thread-safe.
 */
final class RateLimit {
    private static final int MOST_NAMES = 10_000;

    private final double burst;
    private final double perMilli;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_NAMES;
        }
    };

    private static final class Bucket {
        double left;
        long atMillis;
    }

    RateLimit(int burst, double perSecond) {
        this.burst = burst;
        this.perMilli = perSecond / 1_000;
    }

    /** Takes one token. @return 0, or in how many seconds there is one again */
    synchronized int take(String name, long nowMillis) {
        Bucket bucket = filled(name, nowMillis);
        if (bucket.left >= 1) {
            bucket.left -= 1;
            return 0;
        }
        return (int) Math.max(1, Math.ceil((1 - bucket.left) / perMilli / 1_000));
    }

    /** Likewise, without taking it. */
    synchronized int look(String name, long nowMillis) {
        Bucket bucket = filled(name, nowMillis);
        return bucket.left >= 1 ? 0 : (int) Math.max(1, Math.ceil((1 - bucket.left) / perMilli / 1_000));
    }

    private Bucket filled(String name, long nowMillis) {
        Bucket bucket = buckets.computeIfAbsent(name, _ -> {
            Bucket full = new Bucket();
            full.left = burst;
            full.atMillis = nowMillis;
            return full;
        });
        bucket.left = Math.min(burst, bucket.left + Math.max(0, nowMillis - bucket.atMillis) * perMilli);
        bucket.atMillis = nowMillis;
        return bucket;
    }
}

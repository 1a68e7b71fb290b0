package care.convoy.console.session;

import care.convoy.console.ConsoleClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing without locking anybody out. Confined to the event loop, at most {@value #MAX_KEYS} keys of each
 * kind, the longest unused forgotten first.
 *
 * <ul>
 *   <li>One login from one address: from the third failure on one second, doubling up to five minutes.
 *   <li>One address, or one login from anywhere: from the twentieth failure on, doubling up to one minute; but never for a
 *       login from an address where it succeeded before. So guessing from elsewhere does not lock the operator out, nor
 *       does a colleague behind the same address.
 * </ul>
 *
 * An attempt counts as failed until it has succeeded, so that many at the same moment are counted too.
 */
final class Backoff {
    private static final int MAX_KEYS = 10_000;
    private static final int PAIR_FREE = 3;
    private static final int WIDE_FREE = 20;
    private static final long FORGET_NANOS = Duration.ofMinutes(15).toNanos();

    private final ConsoleClock clock;
    private final Map<String, Failures> failures = bounded();
    private final Map<String, Boolean> known = bounded();

    Backoff(ConsoleClock clock) {
        this.clock = clock;
    }

    /** Counts an attempt if it may be made now. @return seconds to wait; 0 if it may be made */
    long begin(String login, String address) {
        String pair = pair(login, address);
        long wait = wait(pair);
        boolean isKnown = known.containsKey(pair);
        if (!isKnown) {
            wait = Math.max(wait, Math.max(wait("a/" + address), wait("l/" + login)));
        }
        if (wait > 0) {
            return Math.max(1, Duration.ofNanos(wait + 999_999_999L).toSeconds());
        }
        count(pair, PAIR_FREE, 300);
        if (!isKnown) {
            count("a/" + address, WIDE_FREE, 60);
            count("l/" + login, WIDE_FREE, 60);
        }
        return 0;
    }

    void succeeded(String login, String address) {
        String pair = pair(login, address);
        failures.remove(pair);
        forgive("a/" + address);
        forgive("l/" + login);
        known.put(pair, true);
    }

    /** The attempt was never made, for want of room. */
    void notMade(String login, String address) {
        forgive(pair(login, address));
        forgive("a/" + address);
        forgive("l/" + login);
    }

    private void forgive(String key) {
        Failures found = failures.get(key);
        if (found != null && found.count() > 0) {
            failures.put(key, new Failures(found.count() - 1, found.lastNanos(), 0));
        }
    }

    private long wait(String key) {
        Failures found = failures.get(key);
        return found == null ? 0 : found.waitNanos() - (clock.nanos() - found.lastNanos());
    }

    private void count(String key, int free, int maxSeconds) {
        long now = clock.nanos();
        Failures found = failures.get(key);
        int count = found == null || now - found.lastNanos() > FORGET_NANOS ? 1 : found.count() + 1;
        long seconds = count < free ? 0 : Math.min(maxSeconds, 1L << Math.min(count - free, 16));
        failures.put(key, new Failures(count, now, Duration.ofSeconds(seconds).toNanos()));
    }

    private static String pair(String login, String address) {
        return "p/" + login + '\n' + address;
    }

    private record Failures(int count, long lastNanos, long waitNanos) {}

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MAX_KEYS;
            }
        };
    }
}

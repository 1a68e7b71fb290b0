package care.convoy.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * How often the desks ring for unknown callers: each at most every {@link #RING_EVERY_MILLIS}, those of one network at most
 * {@link #RINGS_PER_NETWORK} a minute and all together {@link #RINGS_PER_MINUTE}, so that whoever invents ids does not deafen a desk.
 * Beyond that a call is shown and does not ring; counted. Not thread-safe.
 */
final class CallPace {
    static final long RING_EVERY_MILLIS = TimeUnit.MINUTES.toMillis(10);
    static final int RINGS_PER_MINUTE = 30;
    static final int RINGS_PER_NETWORK = 20;

    private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final Deque<Ring> lately = new ArrayDeque<>();
    private long silent;

    private record Ring(String network, long atMillis) {}

    boolean mayRing(String address, long nowMillis) {
        while (!lately.isEmpty() && Math.abs(nowMillis - lately.getFirst().atMillis()) >= MINUTE_MILLIS) {
            lately.removeFirst();
        }
        String network = QuarantineList.networkOf(address);
        long ofNetwork =
                lately.stream().filter(ring -> ring.network().equals(network)).count();
        boolean may = lately.size() < RINGS_PER_MINUTE && ofNetwork < RINGS_PER_NETWORK;
        if (may) {
            lately.addLast(new Ring(network, nowMillis));
        } else {
            silent++;
        }
        return may;
    }

    long silent() {
        return silent;
    }
}

package care.convoy.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Who fails to log in, and how much work is spent on it. Thread-safe.
 *
 * <p>It never decides about a login: the check itself costs microseconds and is always made, so that thousands of devices
 * behind one address are not punished for a bad one among them. What it limits is everything around a failure: each second
 * only so many are answered with a reason and logged; the others are closed without a word. Counts are kept for the
 * {@link #MAX_NAMES} most recently failing addresses and device ids; the longest quiet one is forgotten first.
 */
public final class FailureLedger {
    /** Names remembered, of either sort. */
    public static final int MAX_NAMES = 4_096;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final int attendedPerSecond;
    private final Tally byAddress = new Tally();
    private final Tally byDevice = new Tally();
    private long secondStartNanos;
    private int attendedThisSecond;
    private long unattended;

    /** @param attendedPerSecond failures that are answered with a reason and logged, each second */
    public FailureLedger(int attendedPerSecond) {
        this.attendedPerSecond = attendedPerSecond;
    }

    /**
     * Counts a failure.
     *
     * @param address network address without port
     * @param device id as presented, if it has the shape of one, else empty
     * @return whether it may be answered and logged; else close without a word
     */
    public synchronized boolean failed(String address, String device, long nowNanos) {
        byAddress.count(address);
        if (!device.isEmpty()) {
            byDevice.count(device);
        }
        if (attendedThisSecond == 0 || nowNanos - secondStartNanos >= SECOND_NANOS) {
            secondStartNanos = nowNanos;
            attendedThisSecond = 0;
        }
        if (attendedThisSecond < attendedPerSecond) {
            attendedThisSecond++;
            return true;
        }
        unattended++;
        return false;
    }

    /** Failures that were neither answered nor logged. */
    public synchronized long unattended() {
        return unattended;
    }

    /** The addresses that fail most, most first. */
    public synchronized List<Count> worstAddresses(int most) {
        return byAddress.worst(most);
    }

    /** The device ids that fail most, most first. */
    public synchronized List<Count> worstDevices(int most) {
        return byDevice.worst(most);
    }

    /** A name with its failures. */
    public record Count(String name, long failures) {}

    /** Failures by name, the longest quiet name evicted. */
    private static final class Tally {
        private final LinkedHashMap<String, long[]> counts = new LinkedHashMap<>(16, 0.75f, true);

        void count(String name) {
            long[] count = counts.get(name);
            if (count == null) {
                count = new long[1];
                counts.put(name, count);
                if (counts.size() > MAX_NAMES) {
                    Iterator<long[]> eldest = counts.values().iterator();
                    eldest.next();
                    eldest.remove();
                }
            }
            count[0]++;
        }

        List<Count> worst(int most) {
            List<Count> all = new ArrayList<>(counts.size());
            counts.forEach((name, count) -> all.add(new Count(name, count[0])));
            all.sort(Comparator.comparingLong(Count::failures).reversed().thenComparing(Count::name));
            return List.copyOf(all.subList(0, Math.min(most, all.size())));
        }
    }
}

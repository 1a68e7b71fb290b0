package care.convoy.sim.load;

import care.convoy.sim.console.OpenAlert;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * From when a press was due to the feed's frame that shows it. A row that counts n presses of a resident shows the first n
 * that were made since the watch began. Safe on any thread; bounded by the presses of one run.
 */
public final class FeedLatency {

    private static final class Shown {
        private final String alertId;
        private int presses;

        Shown(String alertId, int presses) {
            this.alertId = alertId;
            this.presses = presses;
        }
    }

    private static final class Resident {
        private long[] dueNanos = new long[2];
        private int due;
        private int seen;
    }

    private final Map<String, Resident> residents = new HashMap<>();
    private final Map<String, Shown> shown = new HashMap<>();
    private final Latency latency = new Latency();

    public Latency latency() {
        return latency;
    }

    /** Presses that no frame has shown yet. */
    public synchronized int unseen() {
        int unseen = 0;
        for (Resident resident : residents.values()) {
            unseen += resident.due - resident.seen;
        }
        return unseen;
    }

    /** A press is due now. */
    public synchronized void due(String residentId, long dueNanos) {
        Resident resident = residents.computeIfAbsent(residentId, id -> new Resident());
        if (resident.due == resident.dueNanos.length) {
            resident.dueNanos = Arrays.copyOf(resident.dueNanos, resident.due * 2);
        }
        resident.dueNanos[resident.due++] = dueNanos;
    }

    /** A frame of the feed showed this row. */
    public synchronized void seen(OpenAlert row, long nowNanos) {
        Shown before = shown.computeIfAbsent(row.residentId(), id -> new Shown(row.id(), 0));
        boolean same = before.alertId.equals(row.id());
        int more = row.presses() - (same ? before.presses : 0);
        if (!same) {
            shown.put(row.residentId(), new Shown(row.id(), row.presses()));
        } else if (more > 0) {
            before.presses = row.presses();
        }
        Resident resident = residents.get(row.residentId());
        for (int i = 0; i < more && resident != null && resident.seen < resident.due; i++) {
            latency.record(nowNanos - resident.dueNanos[resident.seen++]);
        }
    }
}

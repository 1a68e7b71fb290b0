package care.convoy.ingest.watch;

import care.convoy.device.DeviceId;
import care.convoy.ingest.DownlinkRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * On which connections each id is in use, the newest last. Downlinks go to the newest; when it ends, to the one before. An
 * id is in use twice if another open connection spoke in its name within {@link #ALIVE_NANOS}. Thread-safe.
 *
 * <p>At most {@link #MOST_PER_ID} connections are kept for an id, for without authentication anybody can open them; of more
 * the oldest is forgotten until it speaks again.
 */
final class IdLines {
    static final long ALIVE_NANOS = TimeUnit.MINUTES.toNanos(5);
    static final int MOST_PER_ID = 8;

    private final DownlinkRouter router;
    private final ConcurrentHashMap<DeviceId, List<WatchLine>> newestLast = new ConcurrentHashMap<>();

    IdLines(DownlinkRouter router) {
        this.router = router;
    }

    /**
     * The device spoke on this line.
     *
     * @return whether it is to be noted now that the id is in use twice
     */
    boolean heard(WatchLine line, long nowNanos) {
        boolean[] note = new boolean[1];
        newestLast.compute(line.device(), (id, former) -> {
            List<WatchLine> lines = former == null ? List.of() : former;
            line.heardAt(nowNanos);
            if (!lines.contains(line)) {
                lines = with(lines, line);
                router.register(id, line);
            }
            note[0] = lines.size() > 1
                    && lines.stream().anyMatch(other -> other != line && nowNanos - other.heardNanos() <= ALIVE_NANOS)
                    && line.mayNote(nowNanos, ALIVE_NANOS);
            return lines;
        });
        return note[0];
    }

    private static List<WatchLine> with(List<WatchLine> lines, WatchLine newest) {
        List<WatchLine> all = new ArrayList<>(lines);
        all.add(newest);
        if (all.size() > MOST_PER_ID) {
            all.removeFirst();
        }
        return List.copyOf(all);
    }

    /** The connection has ended, or has forgotten the device. */
    void leave(WatchLine line) {
        newestLast.computeIfPresent(line.device(), (id, lines) -> {
            List<WatchLine> left = lines.stream().filter(other -> other != line).toList();
            router.unregister(id, line);
            if (left.isEmpty()) {
                return null;
            }
            if (lines.getLast() == line) {
                router.register(id, left.getLast());
            }
            return left;
        });
    }

    /** Devices that are connected. */
    int size() {
        return newestLast.size();
    }
}

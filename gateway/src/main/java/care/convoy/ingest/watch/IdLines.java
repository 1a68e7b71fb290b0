package care.convoy.ingest.watch;

import care.convoy.device.DeviceId;
import care.convoy.ingest.DownlinkRouter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * On which connections each id is in use, the newest last. Downlinks go to the newest; when it ends, to the one before. An
 * id is in use twice if another open connection spoke in its name within {@link #ALIVE_NANOS}. Thread-safe.
 *
 * <p>At most {@link #MOST_PER_ID} connections are kept for an id, for without authentication anybody can open them; of more
 * the one silent for longest goes.
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
     * @return what is to be done about it
     */
    Crowd heard(WatchLine line, long nowNanos) {
        Crowd[] crowd = {Crowd.NONE};
        newestLast.compute(line.device(), (id, former) -> {
            List<WatchLine> lines = former == null ? List.of() : former;
            WatchLine quietest = null;
            line.heardAt(nowNanos);
            if (!lines.contains(line)) {
                if (lines.size() == MOST_PER_ID) {
                    quietest = quietest(lines, nowNanos);
                }
                lines = with(lines, line, quietest);
                router.register(id, line);
            }
            boolean twice = lines.size() > 1
                    && lines.stream().anyMatch(other -> other != line && nowNanos - other.heardNanos() <= ALIVE_NANOS)
                    && line.mayNote(nowNanos, ALIVE_NANOS);
            crowd[0] = new Crowd(twice, quietest);
            return lines;
        });
        return crowd[0];
    }

    /**
     * How crowded an id is.
     *
     * @param usedTwice whether it is to be noted now that the id is in use twice
     * @param gone a line that had to make room; null if none had
     */
    record Crowd(boolean usedTwice, @Nullable WatchLine gone) {
        private static final Crowd NONE = new Crowd(false, null);
    }

    private static WatchLine quietest(List<WatchLine> lines, long nowNanos) {
        return lines.stream()
                .max(Comparator.comparingLong(line -> nowNanos - line.heardNanos()))
                .orElseThrow();
    }

    private static List<WatchLine> with(List<WatchLine> lines, WatchLine newest, @Nullable WatchLine without) {
        List<WatchLine> all = new ArrayList<>(lines);
        all.remove(without);
        all.add(newest);
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

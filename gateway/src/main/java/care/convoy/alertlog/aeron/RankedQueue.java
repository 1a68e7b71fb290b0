package care.convoy.alertlog.aeron;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Commands that wait to be offered to the log: those of the first rank first, equal ones in the order in which they came.
 * {@link #offer} on any thread, {@link #poll} on one.
 */
final class RankedQueue {
    private final Map<Rank, ManyToOneConcurrentArrayQueue<PendingCommand>> byRank = new EnumMap<>(Rank.class);

    /** @param most of each rank */
    RankedQueue(int most) {
        for (Rank rank : Rank.values()) {
            byRank.put(rank, new ManyToOneConcurrentArrayQueue<>(most));
        }
    }

    /** @return false if there is no room */
    boolean offer(Rank rank, PendingCommand pending) {
        return Objects.requireNonNull(byRank.get(rank)).offer(pending);
    }

    @Nullable
    PendingCommand poll() {
        for (ManyToOneConcurrentArrayQueue<PendingCommand> queue : byRank.values()) {
            PendingCommand first = queue.poll();
            if (first != null) {
                return first;
            }
        }
        return null;
    }
}

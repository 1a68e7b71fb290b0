package care.convoy.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks (P4, P5). May block: called on virtual threads. */
public interface Tasks {
    /**
     * All open tasks, in any order.
     *
     * @throws RecordsUnavailable if they cannot be read now
     */
    List<Task> open();

    /**
     * Something that needs care but nobody at once.
     *
     * @param priority P4 or P5
     * @param times how often its cause was told while it was open
     * @param resident null for a device that nobody is registered for
     * @param evidence what a rule last found; null if no rule opened it, or its evidence cannot be read here
     */
    record Task(
            String id,
            String deviceId,
            String kind,
            String priority,
            AlertRow.Status status,
            Instant openedAt,
            Instant lastAt,
            int times,
            AlertRow.@Nullable Brief resident,
            @Nullable Evidence evidence) {

        /** A task that no rule opened. */
        public Task(
                String id,
                String deviceId,
                String kind,
                String priority,
                AlertRow.Status status,
                Instant openedAt,
                Instant lastAt,
                int times,
                AlertRow.@Nullable Brief resident) {
            this(id, deviceId, kind, priority, status, openedAt, lastAt, times, resident, null);
        }
    }
}

package care.convoy.alertlog;

import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import org.jspecify.annotations.Nullable;

/**
 * One event with its place in the log: (log id, position, ordinal) is its key for ever.
 *
 * @param position of the command that caused it
 * @param ordinal counted from 0 among the events of that command
 * @param atMillis core time
 * @param after the alert as it stood after the event; null for an event that is not of an alert. From
 *     {@link EventHistory} its time line comes back empty: the events are the time line
 */
public record CommittedEvent(
        long position,
        int ordinal,
        long atMillis,
        Event event,
        @Nullable AlertView after) {}

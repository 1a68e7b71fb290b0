package care.convoy.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of an alert's time line. */
public sealed interface TimelineEntry {
    /** When. */
    Instant at();

    /** The first signal. @param dropped members of the message that could not be read */
    record Raised(Instant at, String kind, List<String> dropped) implements TimelineEntry {
        public Raised {
            dropped = List.copyOf(dropped);
        }
    }

    /** A further signal. @param attention it asked for attention again */
    record Joined(Instant at, String kind, boolean attention) implements TimelineEntry {}

    /** It became more urgent. */
    record PriorityRaised(Instant at, AlertRow.Priority from, AlertRow.Priority to) implements TimelineEntry {}

    /** It waits in the queue. */
    record Queued(Instant at) implements TimelineEntry {}

    /** The wearer cancelled. @param inTime the pre-alarm still ran */
    record CancelledByWearer(Instant at, boolean inTime) implements TimelineEntry {}

    /** Somebody took it or acknowledged it again. */
    record Claimed(Instant at, Operator by) implements TimelineEntry {}

    /** Its owner gave it back. */
    record Released(Instant at, Operator by) implements TimelineEntry {}

    /** Its owner went away. */
    record LeaseLapsed(Instant at, Operator by) implements TimelineEntry {}

    /** An escalation step was started. */
    record StepDue(Instant at, int step, int attempt) implements TimelineEntry {}

    /** Words. */
    record Note(Instant at, Operator by, String text) implements TimelineEntry {}

    /** The end. @param by null if the wearer cancelled in time @param text the closing words, or null */
    record Resolved(
            Instant at, @Nullable Operator by, @Nullable String text) implements TimelineEntry {}
}

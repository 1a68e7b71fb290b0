package care.convoy.alertlog;

import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Task;
import java.util.Collection;
import java.util.List;

/**
 * Hears what the core decided, in log order, on the log's service thread: hand over and return at once. Every command
 * waits meanwhile. A listener that throws is given the whole state by {@link #reset} with the next events; one that throws
 * three times in a row is told nothing any more. An {@link Error} stops the log.
 */
public interface CommittedListener {
    /**
     * The state after a snapshot was loaded or the log was replayed; everything before it is superseded.
     *
     * @param alerts those that are open, then those that are resolved and not yet closed
     * @param tests devices on test
     */
    void reset(
            long logId, Collection<AlertView> alerts, Collection<Task> tasks, Collection<CoreState.DeviceTest> tests);

    /**
     * Answers to persons by which their commands are known again, oldest first: after {@link #reset} all that the core
     * remembers, then those of each command, before its events. Not called while the log is being replayed at start.
     */
    default void answered(List<CoreState.Answered> answers) {}

    /** The events of one command, at least one. Not called while the log is being replayed at start. */
    void committed(List<CommittedEvent> events);
}

package care.convoy.alertlog;

import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.Intent;
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
     * What devices are still to be told, after a snapshot was loaded or the log was replayed; before {@link #reset}.
     *
     * @param coreMillis core time, epoch milliseconds
     */
    default void intents(long coreMillis, Collection<Intent> pending) {}

    /** The events of one command, at least one. Not called while the log is being replayed at start. */
    void committed(List<CommittedEvent> events);
}

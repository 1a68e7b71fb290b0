package care.convoy.alertlog;

import care.convoy.alert.AlertView;
import java.util.Collection;
import java.util.List;

/**
 * Hears what this gateway decides by itself while the log does not answer: alerts that are safe in its emergency journal
 * only. Called on the emergency core's thread: hand over and return at once.
 */
public interface ProvisionalListener {
    /**
     * Something changed.
     *
     * @param alerts all open alerts of the emergency core as they stand; empty once the log has taken them over
     * @param events what has just happened, with positions of the emergency journal; empty when the log has taken over
     */
    void provisional(Collection<AlertView> alerts, List<CommittedEvent> events);
}

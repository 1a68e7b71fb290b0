package care.convoy.alertlog;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertId;
import care.convoy.alert.CoreState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How the alerts that a command changed stand after it. Stateless, on the core's thread. */
public final class ChangedAlerts {
    private ChangedAlerts() {}

    /** Those of these events' alerts that are still open, each once. */
    public static List<CoreState.Open> after(List<CommittedEvent> events, AlertCore core) {
        List<CoreState.Open> changed = new ArrayList<>(2);
        Set<AlertId> seen = new HashSet<>(4);
        for (CommittedEvent event : events) {
            if (event.after() != null && seen.add(event.after().id())) {
                CoreState.Open open = core.standing(event.after().id());
                if (open != null) {
                    changed.add(open);
                }
            }
        }
        return changed;
    }
}

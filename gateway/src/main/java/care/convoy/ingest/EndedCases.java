package care.convoy.ingest;

import care.convoy.alert.AlertId;
import java.util.LinkedHashSet;

/**
 * Which alerts have ended, as far as this gateway has heard: a device whose protocol does not number its presses is pressed
 * anew when its case is over. Thread-safe and never waits. Bounded by {@link #MAX_KEPT}; of more the one that ended first is
 * forgotten.
 */
public final class EndedCases {
    static final int MAX_KEPT = 20_000;

    private final LinkedHashSet<AlertId> ended = new LinkedHashSet<>();

    /** How an alert stands now; one that was opened again has not ended. */
    public synchronized void stands(AlertId alert, boolean open) {
        ended.remove(alert);
        if (!open) {
            ended.add(alert);
            if (ended.size() > MAX_KEPT) {
                ended.removeFirst();
            }
        }
    }

    /** Whether it is known to have ended. */
    public synchronized boolean has(AlertId alert) {
        return ended.contains(alert);
    }
}

package care.convoy.console.feed;

import care.convoy.console.AlertRow;
import care.convoy.console.Alerts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Where changes wait for the event loop: the newest of each alert, so it is never larger than the number of alerts, however
 * long the loop is busy. Entered from any thread; emptied by the loop.
 */
final class Mailbox implements Alerts.Watcher {
    private final Map<String, Change> newest = new ConcurrentHashMap<>();
    private final AtomicBoolean announced = new AtomicBoolean();
    private final Runnable announce;

    /** @param announce called when something came into the empty box; from any thread */
    Mailbox(Runnable announce) {
        this.announce = announce;
    }

    /** An alert's newest state. @param row null if it is no longer open */
    record Change(String id, long version, @Nullable AlertRow row) {}

    @Override
    public void changed(AlertRow row) {
        put(new Change(row.id(), row.version(), row));
    }

    @Override
    public void removed(String id, long version) {
        put(new Change(id, version, null));
    }

    private void put(Change change) {
        newest.merge(change.id(), change, (old, now) -> supersedes(now, old) ? now : old);
        if (announced.compareAndSet(false, true)) {
            announce.run();
        }
    }

    /** Changes come in their order; only within one log a lower version is an older one. */
    private static boolean supersedes(Change now, Change old) {
        AlertRow nowRow = now.row();
        AlertRow oldRow = old.row();
        if (oldRow == null) {
            return true;
        }
        return nowRow == null
                ? oldRow.durability() == AlertRow.Durability.LOCAL || now.version() >= old.version()
                : Board.supersedes(nowRow, oldRow);
    }

    /** Takes everything. What comes while it runs is taken too or announced again. */
    List<Change> take() {
        announced.set(false);
        if (newest.isEmpty()) {
            return List.of();
        }
        List<Change> taken = new ArrayList<>();
        for (String id : List.copyOf(newest.keySet())) {
            Change change = newest.remove(id);
            if (change != null) {
                taken.add(change);
            }
        }
        return taken;
    }
}

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
        newest.merge(change.id(), change, (old, now) -> now.version() >= old.version() ? now : old);
        if (announced.compareAndSet(false, true)) {
            announce.run();
        }
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

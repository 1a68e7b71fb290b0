package care.convoy.console.feed;

import care.convoy.console.AlertRow;
import care.convoy.console.wire.AlertJson;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open alerts as this console knows them, numbered change by change, with a ring of the last changes. Confined to the
 * event loop.
 */
final class Board {
    private final Map<String, Live> rows = new LinkedHashMap<>();
    private final Map<String, Set<String>> held = new HashMap<>();
    private final Changed[] ring;
    private long sequence;

    Board(int ringSize) {
        ring = new Changed[ringSize];
    }

    /** A row with its bytes, which are made once, however many read them. */
    static final class Live {
        private final AlertRow row;
        private @Nullable Buffer json;

        Live(AlertRow row) {
            this.row = row;
        }

        AlertRow row() {
            return row;
        }

        Buffer json() {
            Buffer made = json;
            if (made == null) {
                made = AlertJson.compact(row).toBuffer();
                json = made;
            }
            return made;
        }
    }

    /**
     * A change.
     *
     * @param version of the alert after it
     * @param before region code before, null if the alert was not there
     * @param after region code after, null if it is not there any more
     */
    record Changed(
            long sequence,
            String id,
            long version,
            @Nullable String before,
            @Nullable String after) {}

    /** Applies a change; null if it was known already. */
    @Nullable
    Changed apply(Mailbox.Change change) {
        Live old = rows.get(change.id());
        AlertRow row = change.row();
        if (row == null) {
            return old == null ? null : removeIfNewer(old.row(), change.version());
        }
        if (old != null && (row.equals(old.row()) || !supersedes(row, old.row()))) {
            return null;
        }
        if (old != null) {
            unhold(old.row());
        }
        rows.put(row.id(), new Live(row));
        if (row.owner() != null) {
            held.computeIfAbsent(row.owner().operator().user(), user -> new LinkedHashSet<>())
                    .add(row.id());
        }
        return number(row.id(), row.version(), old == null ? null : old.row().regionCode(), row.regionCode());
    }

    /**
     * The log and a gateway's emergency journal count versions each for itself: across them the later word wins, within one of
     * them the higher version.
     */
    static boolean supersedes(AlertRow row, AlertRow old) {
        return row.durability() != old.durability() || row.version() >= old.version();
    }

    /** What is LOCAL may be ended by the log, which counts its own versions. */
    private @Nullable Changed removeIfNewer(AlertRow old, long version) {
        if (old.durability() == AlertRow.Durability.COMMITTED && version < old.version()) {
            return null;
        }
        rows.remove(old.id());
        unhold(old);
        return number(old.id(), Math.max(version, old.version()), old.regionCode(), null);
    }

    private void unhold(AlertRow old) {
        if (old.owner() != null) {
            String user = old.owner().operator().user();
            Set<String> ids = held.get(user);
            if (ids != null && ids.remove(old.id()) && ids.isEmpty()) {
                held.remove(user);
            }
        }
    }

    private Changed number(String id, long version, @Nullable String before, @Nullable String after) {
        sequence++;
        Changed changed = new Changed(sequence, id, version, before, after);
        ring[(int) (sequence % ring.length)] = changed;
        return changed;
    }

    long sequence() {
        return sequence;
    }

    @Nullable
    Live get(String id) {
        return rows.get(id);
    }

    Collection<Live> all() {
        return rows.values();
    }

    /** Ids of the open alerts that a user holds. */
    Set<String> heldBy(String user) {
        return Collections.unmodifiableSet(held.getOrDefault(user, Set.of()));
    }

    /** Users who hold something. */
    Set<String> holders() {
        return Collections.unmodifiableSet(held.keySet());
    }

    /** The changes after {@code since}, oldest first; null if the ring no longer holds all of them. */
    @Nullable
    List<Changed> since(long since) {
        if (since < 0 || since > sequence || sequence - since > ring.length) {
            return null;
        }
        List<Changed> changes = new ArrayList<>();
        for (long next = since + 1; next <= sequence; next++) {
            changes.add(ring[(int) (next % ring.length)]);
        }
        return changes;
    }
}

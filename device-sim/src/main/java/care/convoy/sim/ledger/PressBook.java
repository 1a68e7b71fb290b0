package care.convoy.sim.ledger;

import care.convoy.sim.console.OpenAlert;
import care.convoy.sim.device.MessageKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the devices know: presses by resident, sent and received, and what was open before the first of them. Thread-safe.
 * Grows by one entry a press; a run is finite.
 */
public final class PressBook {

    /**
     * One press.
     *
     * @param alertId what {@code received} said, null while there was none
     */
    public record Press(
            MessageKey key, String residentId, @Nullable String alertId) {}

    /** In the alert's place, for a client that hears no more than the protocol's own acknowledgement. */
    public static final String ALERT_NOT_TOLD = "-";

    private final Map<MessageKey, Press> presses = new LinkedHashMap<>();
    private final Map<String, List<OpenAlert>> before = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();
    private long received;
    private long superseded;

    /** An alert that was open before this book was begun. */
    public synchronized void wasOpen(OpenAlert alert) {
        before.computeIfAbsent(alert.residentId(), resident -> new ArrayList<>(1))
                .add(alert);
    }

    /** A press exists. The same key again is a repeat and changes nothing. */
    public synchronized void sent(MessageKey key, String residentId) {
        presses.putIfAbsent(key, new Press(key, residentId, null));
    }

    /** The device had to give a waiting press a new number: both may have been heard. */
    public synchronized void renumbered(MessageKey former, MessageKey now) {
        Press press = presses.get(former);
        if (press != null && presses.putIfAbsent(now, new Press(now, press.residentId(), null)) == null) {
            superseded++;
        }
    }

    /** The gateway said {@code received}. A later one for another alert is a contradiction, and noted as such. */
    public synchronized void received(MessageKey key, String alertId) {
        Press press = presses.get(key);
        if (press == null) {
            contradictions.add("received for " + key + ", which was never sent");
        } else if (press.alertId() == null) {
            presses.put(key, new Press(key, press.residentId(), alertId));
            received++;
        } else if (!alertId.equals(press.alertId())) {
            contradictions.add(key + " was received as " + press.alertId() + " and again as " + alertId);
        }
    }

    /** Presses so far, by their numbers: one that was renumbered counts twice. */
    public synchronized int sentCount() {
        return presses.size();
    }

    /** Presses so far that were received. */
    public synchronized long receivedCount() {
        return received;
    }

    /** Presses so far that still wait for their {@code received}. */
    public synchronized long waitingCount() {
        return Math.max(0, presses.size() - received - superseded);
    }

    synchronized Map<String, List<Press>> pressesByResident() {
        Map<String, List<Press>> byResident = new TreeMap<>();
        for (Press press : presses.values()) {
            byResident
                    .computeIfAbsent(press.residentId(), resident -> new ArrayList<>(1))
                    .add(press);
        }
        return byResident;
    }

    synchronized Collection<OpenAlert> openBefore(String residentId) {
        return List.copyOf(before.getOrDefault(residentId, List.of()));
    }

    synchronized List<String> contradictions() {
        return List.copyOf(contradictions);
    }
}

package care.convoy.simulation;

import care.convoy.alert.AlertState;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alertlog.CommittedEvent;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What devices were to be told, written down a second time: each comes to exactly one end, in its time. */
final class IntentAccount {
    private final Tally tally;
    private final Map<Long, Intent> pending = new LinkedHashMap<>();
    private final Set<Long> drawn = new HashSet<>();

    IntentAccount(Tally tally) {
        this.tally = tally;
    }

    void hear(CommittedEvent committed) {
        switch (committed.event()) {
            case Event.Intended intended -> begin(intended.intent(), committed);
            case Event.DeviceIntended intended -> begin(intended.intent(), committed);
            case Event.IntentMoved moved -> move(moved.intent(), moved.to(), committed);
            case Event.DeviceIntentMoved moved -> move(moved.intent(), moved.to(), committed);
            default -> {}
        }
    }

    private void begin(Intent intent, CommittedEvent committed) {
        tally.require(drawn.add(intent.id()), () -> "a command id for the second time: " + intent);
        tally.require(intent.expiresAtMillis() > committed.atMillis(), () -> "expired at once: " + intent);
        boolean another = pending.values().stream()
                .anyMatch(other -> other.device().equals(intent.device()) && other.kind() == intent.kind());
        tally.require(!another, () -> "two of a kind: " + intent);
        boolean over = committed.after() != null && committed.after().state() == AlertState.CLOSED;
        tally.require(!over, () -> "for a case that is closed: " + intent);
        pending.put(intent.id(), intent);
        tally.intents++;
    }

    private void move(long id, Intent.State to, CommittedEvent committed) {
        Intent intent = pending.get(id);
        tally.require(intent != null, () -> "moved although it has ended, or never was: " + committed);
        boolean isOver = committed.atMillis() >= intent.expiresAtMillis();
        boolean mayBe = to == Intent.State.SUPERSEDED || isOver == (to == Intent.State.EXPIRED);
        tally.require(mayBe, () -> to + " at a wrong time: " + intent);
        if (to.isEnd()) {
            pending.remove(id);
        }
    }

    /** Whether the core has just those that have not ended, and none whose time is over. */
    void check(Collection<Intent> ofCore, long nowMillis) {
        List<Long> ids = ofCore.stream().map(Intent::id).toList();
        tally.require(List.copyOf(pending.keySet()).equals(ids), () -> "the core's intents: " + ids);
        ofCore.forEach(
                intent -> tally.require(intent.expiresAtMillis() > nowMillis, () -> "kept after its time: " + intent));
    }
}

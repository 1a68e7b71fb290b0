package care.convoy.console.feed;

import care.convoy.console.AlertRow;
import care.convoy.console.ConsoleClock;
import care.convoy.console.SystemState;
import care.convoy.console.wire.Times;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the system is, as {@code SystemState} of the contract. Confined to the event loop. */
final class SystemView {
    private final SystemState system;
    private final ConsoleClock clock;
    private @Nullable JsonObject told;

    SystemView(SystemState system, ConsoleClock clock) {
        this.system = system;
        this.clock = clock;
    }

    /** Now. @param seats users with a live feed who may claim */
    JsonObject now(Board board, Set<String> seats) {
        return state(board, seats).put("at", Times.text(clock.now()));
    }

    /** Now, or null if nothing but the time changed since this method last answered. */
    @Nullable
    JsonObject ifChanged(Board board, Set<String> seats) {
        JsonObject state = state(board, seats);
        if (state.equals(told)) {
            return null;
        }
        told = state.copy();
        return state.put("at", Times.text(clock.now()));
    }

    private JsonObject state(Board board, Set<String> seats) {
        SystemState.Snapshot snapshot = system.now();
        JsonObject json = new JsonObject()
                .put("version", snapshot.version())
                .put("demo", snapshot.demo())
                .put(
                        "log",
                        new JsonObject()
                                .put("health", snapshot.log().health().name())
                                .put("copies", snapshot.log().copies())
                                .put("members", snapshot.log().members()))
                .put("database", snapshot.database().name())
                .put("degraded", snapshot.degraded())
                .put("alerts", alerts(board))
                .put("seats", new JsonObject().put("online", seats.size()).put("busy", (int)
                                seats.stream().filter(board.holders()::contains).count()));
        return snapshot.devicesOnline() < 0 ? json : json.put("devicesOnline", snapshot.devicesOnline());
    }

    private static JsonObject alerts(Board board) {
        int unclaimed = 0;
        Instant oldest = null;
        for (Board.Live live : board.all()) {
            AlertRow row = live.row();
            if (row.owner() == null) {
                unclaimed++;
                oldest = oldest == null || row.attentionAt().isBefore(oldest) ? row.attentionAt() : oldest;
            }
        }
        JsonObject json = new JsonObject().put("open", board.all().size()).put("unclaimed", unclaimed);
        return oldest == null ? json : json.put("oldestUnclaimedAt", Times.text(oldest));
    }
}

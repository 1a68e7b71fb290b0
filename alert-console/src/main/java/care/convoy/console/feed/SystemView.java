package care.convoy.console.feed;

import care.convoy.console.AlertRow;
import care.convoy.console.ConsoleClock;
import care.convoy.console.SystemState;
import care.convoy.console.wire.Times;
import io.vertx.core.json.JsonArray;
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
                                .put("health", former(snapshot.log().health()).name())
                                .put("state", snapshot.log().health().name())
                                .put("unmerged", unmerged(board))
                                .put("copies", snapshot.log().copies())
                                .put("members", snapshot.log().members()))
                .put("database", snapshot.database().name())
                .put("degraded", snapshot.degraded())
                .put(
                        "notices",
                        new JsonArray(
                                snapshot.notices().stream().map(Enum::name).toList()))
                .put("alerts", alerts(board))
                .put("seats", new JsonObject().put("online", seats.size()).put("busy", (int)
                                seats.stream().filter(board.holders()::contains).count()));
        return snapshot.devicesOnline() < 0 ? json : json.put("devicesOnline", snapshot.devicesOnline());
    }

    /** In the words that clients knew before there was an emergency journal. */
    private static SystemState.LogHealth former(SystemState.LogHealth health) {
        return health == SystemState.LogHealth.DEGRADED ? SystemState.LogHealth.NO_QUORUM : health;
    }

    private static int unmerged(Board board) {
        int local = 0;
        for (Board.Live live : board.all()) {
            local += live.row().durability() == AlertRow.Durability.LOCAL ? 1 : 0;
        }
        return local;
    }

    private static JsonObject alerts(Board board) {
        int unclaimed = 0;
        Instant oldest = null;
        for (Board.Live live : board.all()) {
            AlertRow row = live.row();
            if (row.owner() == null && !row.state().isHeld()) {
                unclaimed++;
                oldest = oldest == null || row.attentionAt().isBefore(oldest) ? row.attentionAt() : oldest;
            }
        }
        JsonObject json = new JsonObject().put("open", board.all().size()).put("unclaimed", unclaimed);
        return oldest == null ? json : json.put("oldestUnclaimedAt", Times.text(oldest));
    }
}

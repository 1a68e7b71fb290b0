package care.convoy.app;

import care.convoy.ingest.bridge.Bridge;
import care.convoy.ingest.bridge.BridgeCounters.Count;
import care.convoy.observation.Health;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the bridges are, for people. */
final class BridgeLines {
    private BridgeLines() {}

    /** One line for each, by {@code bridge NAME}. */
    static Map<String, String> of(List<Bridge> bridges) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (Bridge bridge : bridges) {
            lines.put("bridge " + bridge.config().name(), line(bridge));
        }
        return lines;
    }

    private static String line(Bridge bridge) {
        String counts = "; " + bridge.counters().get(Count.RECEIVED) + " messages, " + bridge.inFlight()
                + " unacknowledged, " + bridge.counters().get(Count.UNMAPPED) + " not mapped, "
                + bridge.counters().get(Count.UNKNOWN_DEVICE) + " of unknown devices";
        return how(bridge.config().broker().url(), bridge.state()) + counts;
    }

    private static String how(String url, Bridge.State state) {
        Instant since = Instant.ofEpochMilli(state.sinceMillis()).truncatedTo(ChronoUnit.SECONDS);
        return (state.connected() ? "connected to " + url + " since " : "NOT CONNECTED to " + url + " since ")
                + since
                + (state.remark().isEmpty() ? "" : ": " + state.remark());
    }

    /** A bridge that is down stops no other way in, so it is a remark and not a complaint. */
    static void remarks(Health health, List<Bridge> bridges) {
        for (Bridge bridge : bridges) {
            health.remark("bridge " + bridge.config().name(), () -> {
                Bridge.State state = bridge.state();
                boolean well = state.connected() && state.remark().isEmpty();
                return well ? null : how(bridge.config().broker().url(), state);
            });
        }
    }
}

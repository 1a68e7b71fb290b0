package care.convoy.app;

import care.convoy.ingest.bridge.Bridge;
import care.convoy.ingest.bridge.BridgeCounters;
import care.convoy.ingest.bridge.BridgeCounters.Count;
import care.convoy.ingest.bridge.BridgeCounters.Unread;
import care.convoy.observation.Health;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

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
        return how(bridge.config().broker().url(), bridge.state()) + "; "
                + counts(bridge.counters(), bridge.inFlight());
    }

    /** What came, when the last, and what could not be read, by reason. */
    static String counts(BridgeCounters counters, int inFlight) {
        return counters.get(Count.RECEIVED) + " messages, " + last(counters.lastMessageMillis()) + ", " + inFlight
                + " unacknowledged, " + counters.get(Count.UNMAPPED) + " not mapped" + reasons(counters) + ", "
                + counters.get(Count.UNKNOWN_DEVICE) + " of unknown devices, "
                + counters.get(Count.FOREIGN_DEVICE) + " of devices with another way in" + told(counters);
    }

    /** Nothing if no device was to be told anything. */
    private static String told(BridgeCounters counters) {
        long not =
                counters.get(Count.DOWN_NOBODY) + counters.get(Count.DOWN_REFUSED) + counters.get(Count.DOWN_NO_ROOM);
        long sent = counters.get(Count.DOWN_SENT);
        return sent + not == 0
                ? ""
                : "; told " + sent + ", answered " + counters.get(Count.DOWN_ANSWERED) + ", not told " + not
                        + " (nobody subscribed " + counters.get(Count.DOWN_NOBODY) + ")";
    }

    private static String last(long atMillis) {
        return atMillis == 0 ? "none since the start" : "last " + seconds(atMillis);
    }

    private static String reasons(BridgeCounters counters) {
        StringJoiner reasons = new StringJoiner(", ", " (", ")").setEmptyValue("");
        for (Unread why : Unread.values()) {
            if (counters.unread(why) > 0) {
                reasons.add(why.name().toLowerCase(Locale.ROOT) + " " + counters.unread(why));
            }
        }
        return reasons.toString();
    }

    private static Instant seconds(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String how(String url, Bridge.State state) {
        Instant since = seconds(state.sinceMillis());
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

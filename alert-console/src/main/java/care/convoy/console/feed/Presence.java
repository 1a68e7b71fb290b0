package care.convoy.console.feed;

import care.convoy.console.Operator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who looks at which alert. Confined to the event loop; one entry for each session or token. */
final class Presence {
    private final Map<String, Viewing> seats = new HashMap<>();

    private record Viewing(Operator operator, String alert, long untilNanos) {}

    /** A sign of life. @param alert null if none is on the screen @return alerts whose viewers changed */
    Set<String> seen(String seat, Operator operator, @Nullable String alert, long untilNanos) {
        Viewing before = alert == null ? seats.remove(seat) : seats.put(seat, new Viewing(operator, alert, untilNanos));
        Set<String> changed = new HashSet<>();
        if (before != null && !before.alert().equals(alert)) {
            changed.add(before.alert());
        }
        if (alert != null && (before == null || !before.alert().equals(alert))) {
            changed.add(alert);
        }
        return changed;
    }

    /** Forgets those who were not heard of. @return alerts whose viewers changed */
    Set<String> expire(long nowNanos) {
        Set<String> changed = new HashSet<>();
        for (Iterator<Viewing> next = seats.values().iterator(); next.hasNext(); ) {
            Viewing viewing = next.next();
            if (viewing.untilNanos() - nowNanos <= 0) {
                changed.add(viewing.alert());
                next.remove();
            }
        }
        return changed;
    }

    /** Who looks at it; each person once. */
    List<Operator> viewers(String alert) {
        Map<String, Operator> byUser = new LinkedHashMap<>();
        seats.values().stream()
                .filter(viewing -> viewing.alert().equals(alert))
                .forEach(viewing -> byUser.put(viewing.operator().user(), viewing.operator()));
        return List.copyOf(byUser.values());
    }

    /** Alerts that somebody looks at. */
    Set<String> alerts() {
        Set<String> alerts = new HashSet<>();
        seats.values().forEach(viewing -> alerts.add(viewing.alert()));
        return alerts;
    }

    /** The message {@code presence}. */
    JsonObject json(String alert) {
        JsonArray viewers = new JsonArray();
        viewers(alert)
                .forEach(viewer ->
                        viewers.add(new JsonObject().put("user", viewer.user()).put("name", viewer.name())));
        return new JsonObject().put("id", alert).put("viewers", viewers);
    }
}

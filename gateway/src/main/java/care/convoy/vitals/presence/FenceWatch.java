package care.convoy.vitals.presence;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.Position;
import care.convoy.vitals.Explanation;
import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import care.convoy.vitals.Finding;
import care.convoy.vitals.presence.Notice.Cured;
import care.convoy.vitals.presence.Notice.Raised;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether one person has left where they may be. A few numbers of state, no track. One thread; epoch milliseconds.
 *
 * <pre>
 *  inside --a fix that is surely outside--> leaving --dwell passed--> left (P2, once) --a fix surely inside--> inside, cured
 *                                              `------------a fix surely inside------> inside
 * </pre>
 *
 * <p>A fix is surely outside if its distance from the edge, less its accuracy, exceeds the margin. The dwell passes with a
 * second such fix; if none arrives, two dwells after the only one. What is neither surely outside nor surely inside
 * changes nothing.
 */
public final class FenceWatch {
    public static final String LEFT = "fence.left";
    public static final String NIGHT_EXIT = "fence.nightExit";

    private static final long CLOCK_ERROR_MILLIS = 120_000;
    private static final long NOT = -1;

    private final FenceRules rules;
    private long newestFix = Long.MIN_VALUE;
    private long outsideSince = NOT;
    private int outsideFixes;
    private double lastMetres;
    private double lastAccuracy;
    private long lastOutside;
    private String raised = "";

    public FenceWatch(FenceRules rules) {
        this.rules = rules;
    }

    /** A position arrived. Invalid, stale and late ones, and ones from the future, are passed over. */
    public Optional<Notice> located(DeviceId device, Position position, long nowMillis) {
        long at = position.atMillis();
        if (!position.valid()
                || at <= newestFix
                || at < nowMillis - rules.staleMillis()
                || at > nowMillis + CLOCK_ERROR_MILLIS) {
            return check(device, nowMillis);
        }
        newestFix = at;
        double accuracy = FenceRules.accuracyMetres(position);
        double metres = rules.metresOutside(position);
        if (accuracy <= rules.worstAccuracyMetres() && metres - accuracy > rules.marginMetres()) {
            if (outsideSince == NOT) {
                outsideSince = Math.min(at, nowMillis);
                outsideFixes = 0;
            }
            outsideFixes++;
            lastMetres = metres;
            lastAccuracy = accuracy;
            lastOutside = Math.min(at, nowMillis);
        } else if (metres == 0 && accuracy <= rules.returnAccuracyMetres()) {
            return back(device, nowMillis);
        }
        return check(device, nowMillis);
    }

    /** Time has passed; to be called each minute or more often. */
    public Optional<Notice> check(DeviceId device, long nowMillis) {
        if (outsideSince == NOT || !raised.isEmpty()) {
            return Optional.empty();
        }
        boolean night = isNight(outsideSince) || isNight(nowMillis);
        long dwell = night ? rules.nightDwellMillis() : rules.dwellMillis();
        boolean confirmed = outsideFixes > 1 && lastOutside - outsideSince >= dwell;
        if (!confirmed && nowMillis - outsideSince < 2 * dwell) {
            return Optional.empty();
        }
        raised = night ? NIGHT_EXIT : LEFT;
        return Optional.of(new Raised(finding(device, night, dwell, nowMillis)));
    }

    /** Whether it is raised now. */
    public boolean hasLeft() {
        return !raised.isEmpty();
    }

    private Optional<Notice> back(DeviceId device, long nowMillis) {
        outsideSince = NOT;
        if (raised.isEmpty()) {
            return Optional.empty();
        }
        String rule = raised;
        raised = "";
        return Optional.of(new Cured(rule, device, nowMillis));
    }

    private Finding finding(DeviceId device, boolean night, long dwell, long nowMillis) {
        List<Item> items = List.of(
                new Item("metresOutside", lastMetres, "m", lastOutside, ""),
                new Item("accuracy", lastAccuracy, "m", lastOutside, ""),
                new Item(
                        "outsideFor",
                        (nowMillis - outsideSince) / 1000.0,
                        "s",
                        outsideSince,
                        outsideFixes > 1 ? "" : "oneFix"));
        List<Limit> limits = List.of(
                new Limit("metresOutside", Comparison.ABOVE, rules.marginMetres(), "m", Source.PERSONAL),
                new Limit(
                        night ? "outsideForAtNight" : "outsideFor",
                        Comparison.AT_LEAST,
                        dwell / 1000.0,
                        "s",
                        Source.STANDARD));
        Explanation why = new Explanation(raised, rules.version(), items, limits);
        return Finding.of(AlertKind.FENCE, Priority.P2, device, nowMillis, why);
    }

    private boolean isNight(long millis) {
        int hour = Instant.ofEpochMilli(millis).atZone(rules.zone()).getHour();
        int from = rules.nightFromHour();
        int to = rules.nightToHour();
        return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
    }
}

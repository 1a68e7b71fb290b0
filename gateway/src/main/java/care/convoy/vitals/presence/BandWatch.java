package care.convoy.vitals.presence;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.Worn;
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
import org.jspecify.annotations.Nullable;

/**
 * How long one person's band is off. A removal is an alarm of its own at once, if the device reports it; this tells when it lasts,
 * whether the device reported the removal or only says in its heartbeats that it is not worn. Time on the charger does not
 * count, for at most 3 hours. Keeps the hours off of the last 7 days. One thread; epoch milliseconds.
 */
public final class BandWatch {
    public static final String RULE = "band.off";

    private static final int DAYS = 7;
    private static final long CHARGING_FORGIVEN = 3 * 3_600_000L;
    /** In grades 3 and 4 a band off so many times as long as makes a task is an alert. */
    private static final int ALERT_AFTER = 4;

    private static final long LONGEST_STEP = 3_600_000L;

    private final UpkeepRules rules;
    private final int[] offSeconds = new int[DAYS];
    private long day = Long.MIN_VALUE;
    private long lastMillis = -1;
    private long offSince = -1;
    private long chargingMillis;
    private @Nullable Priority raised;

    public BandWatch(UpkeepRules rules) {
        this.rules = rules;
    }

    /**
     * The band was removed or put on, or a heartbeat says which it is; or time has passed, each minute to each hour.
     *
     * @param worn {@link Worn#UNKNOWN} if nothing new is known
     * @param charging whether the device charges
     * @param grade care grade 1 to 4, 0 if unknown
     */
    public Optional<Notice> check(DeviceId device, Worn worn, boolean charging, int grade, long nowMillis) {
        long passed = lastMillis < 0 ? 0 : Math.clamp(nowMillis - lastMillis, 0, LONGEST_STEP);
        lastMillis = Math.max(lastMillis, nowMillis);
        if (offSince >= 0) {
            addOff(passed, nowMillis);
            chargingMillis = Math.min(CHARGING_FORGIVEN, chargingMillis + (charging ? passed : 0));
        }
        if (worn == Worn.ON) {
            offSince = -1;
            if (raised != null) {
                raised = null;
                return Optional.of(new Cured(RULE, device, nowMillis));
            }
            return Optional.empty();
        }
        if (worn == Worn.OFF && offSince < 0) {
            offSince = nowMillis;
            chargingMillis = 0;
        }
        boolean high = grade >= 3;
        long task = high ? rules.removedMillis() : rules.removedLowGradeMillis();
        long alert = high ? ALERT_AFTER * rules.removedMillis() : Long.MAX_VALUE;
        long limit = raised == null ? task : alert;
        if (offSince < 0 || raised == Priority.P3 || nowMillis - offSince - chargingMillis < limit) {
            return Optional.empty();
        }
        raised = limit == alert ? Priority.P3 : Priority.P4;
        return Optional.of(new Raised(finding(device, raised, limit, nowMillis)));
    }

    /** Minutes off on one of the last 7 local days. @param daysAgo 0 today to 6 */
    public int minutesOff(int daysAgo) {
        return offSeconds[daysAgo] / 60;
    }

    private Finding finding(DeviceId device, Priority priority, long limitMillis, long nowMillis) {
        int week = 0;
        for (int each : offSeconds) {
            week += each;
        }
        List<Item> items = List.of(
                new Item("off", (nowMillis - offSince) / 60_000.0, "min", offSince, ""),
                new Item("charging", chargingMillis / 60_000.0, "min", nowMillis, "notCounted"),
                new Item("offIn7Days", week / 3_600.0, "h", nowMillis, ""));
        Limit limit = new Limit("off", Comparison.AT_LEAST, limitMillis / 60_000.0, "min", Source.GRADE);
        Explanation why = new Explanation(RULE, rules.version(), items, List.of(limit));
        return Finding.of(AlertKind.REMOVED, priority, device, nowMillis, why);
    }

    private void addOff(long passed, long nowMillis) {
        long today = Instant.ofEpochMilli(nowMillis)
                .atZone(rules.zone())
                .toLocalDate()
                .toEpochDay();
        int turned = day == Long.MIN_VALUE ? 0 : Math.clamp(today - day, 0, DAYS);
        for (int i = DAYS - 1; i >= 0; i--) {
            offSeconds[i] = i >= turned ? offSeconds[i - turned] : 0;
        }
        day = Math.max(day, today);
        offSeconds[0] += (int) (passed / 1000);
    }
}

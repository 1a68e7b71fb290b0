package care.convoy.vitals.presence;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.vitals.Explanation;
import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import care.convoy.vitals.Finding;
import care.convoy.vitals.presence.Notice.Cured;
import care.convoy.vitals.presence.Notice.Raised;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When one device will be empty. The slope is the median of the slopes between all pairs of the last discharge's points
 * (Theil-Sen), so that a few wrong readings do not bend it; a rise of 3 % is charging, and a new discharge begins. The
 * hour at which charging usually begins is learnt, and an empty battery that comes after it is nobody's business.
 *
 * <p>At most 24 points, a new one only when the charge changed; about 350 bytes. One thread; epoch milliseconds.
 */
public final class BatteryWatch {
    public static final String RULE = "battery.trend";

    private static final int POINTS = 24;
    private static final int CHARGING_RISE = 3;
    private static final int LEAST_POINTS = 4;
    private static final int LEAST_DROP = 3;
    private static final long HOUR = 3_600_000;
    private static final long LEAST_SPAN = 2 * HOUR;
    private static final long SLACK = HOUR;
    private static final int LEAST_CHARGES = 3;
    private static final int MOST_CHARGES = 28;

    private final UpkeepRules rules;
    private final long[] times = new long[POINTS];
    private final byte[] percents = new byte[POINTS];
    private final byte[] chargesByHour = new byte[24];
    private int points;
    private long lastCharge = Long.MIN_VALUE;
    private long emptyAt = -1;
    private boolean raised;

    public BatteryWatch(UpkeepRules rules) {
        this.rules = rules;
    }

    /**
     * A report with the charge.
     *
     * @param percent 0 to 100; anything else is passed over
     */
    public Optional<Notice> reported(DeviceId device, int percent, long nowMillis) {
        if (percent < 0 || percent > 100 || (points > 0 && nowMillis <= times[points - 1])) {
            return Optional.empty();
        }
        if (points > 0 && hasRisen(percent)) {
            return charging(device, percent, nowMillis);
        }
        if (points > 0 && percents[points - 1] == percent) {
            return judge(device, percent, nowMillis);
        }
        add(percent, nowMillis);
        emptyAt = forecast();
        return judge(device, percent, nowMillis);
    }

    /** When the device will be empty; empty if the last discharge is too short to say. */
    public OptionalLong emptyAtMillis() {
        return emptyAt < 0 ? OptionalLong.empty() : OptionalLong.of(emptyAt);
    }

    /** The local hour at which charging usually begins, or -1 if there is none. */
    public int usualChargingHour() {
        int all = 0;
        int best = -1;
        int bestCount = 0;
        for (int hour = 0; hour < 24; hour++) {
            all += chargesByHour[hour];
            int around = chargesByHour[(hour + 23) % 24] + 2 * chargesByHour[hour] + chargesByHour[(hour + 1) % 24];
            if (around > bestCount) {
                bestCount = around;
                best = hour;
            }
        }
        if (all < LEAST_CHARGES || best < 0) {
            return -1;
        }
        int near = chargesByHour[(best + 23) % 24] + chargesByHour[best] + chargesByHour[(best + 1) % 24];
        return 2 * near >= all ? best : -1;
    }

    /** By 3 % above the last two points, or up twice in a row and by 3 % of late: not one reading too low, nor a jitter. */
    private boolean hasRisen(int percent) {
        int last = percents[points - 1];
        if (points < 2) {
            return percent - last >= CHARGING_RISE;
        }
        int before = percents[points - 2];
        int lowest = before;
        for (int i = Math.max(0, points - 4); i < points; i++) {
            lowest = Math.min(lowest, percents[i]);
        }
        boolean climbs = percent > last && last > before && percent - lowest >= CHARGING_RISE;
        return climbs || percent - Math.max(last, before) >= CHARGING_RISE;
    }

    private Optional<Notice> charging(DeviceId device, int percent, long nowMillis) {
        if (lastCharge == Long.MIN_VALUE || nowMillis - lastCharge > 4 * HOUR) {
            learnCharge(nowMillis);
        }
        lastCharge = nowMillis;
        points = 0;
        emptyAt = -1;
        add(percent, nowMillis);
        if (!raised) {
            return Optional.empty();
        }
        raised = false;
        return Optional.of(new Cured(RULE, device, nowMillis));
    }

    private void learnCharge(long nowMillis) {
        int all = 0;
        for (byte each : chargesByHour) {
            all += each;
        }
        if (all >= MOST_CHARGES) {
            for (int hour = 0; hour < 24; hour++) {
                chargesByHour[hour] = (byte) (chargesByHour[hour] / 2);
            }
        }
        chargesByHour[local(nowMillis).getHour()]++;
    }

    private void add(int percent, long nowMillis) {
        if (points == POINTS) {
            System.arraycopy(times, 1, times, 0, POINTS - 1);
            System.arraycopy(percents, 1, percents, 0, POINTS - 1);
            points--;
        }
        times[points] = nowMillis;
        percents[points] = (byte) percent;
        points++;
    }

    private long forecast() {
        int last = points - 1;
        if (points < LEAST_POINTS || times[last] - times[0] < LEAST_SPAN || percents[0] - percents[last] < LEAST_DROP) {
            return -1;
        }
        double slope = percentPerHour();
        if (!(slope < -0.01)) {
            return -1;
        }
        // The level, too, is the median's: a wrong last reading moves neither.
        double[] levels = new double[points];
        for (int i = 0; i < points; i++) {
            levels[i] = percents[i] + slope * (times[last] - times[i]) / HOUR;
        }
        double left = Math.max(0, median(levels, points) - rules.emptyPercent());
        return times[last] + (long) (left / -slope * HOUR);
    }

    private double percentPerHour() {
        double[] slopes = new double[points * (points - 1) / 2];
        int count = 0;
        for (int i = 0; i < points; i++) {
            for (int j = i + 1; j < points; j++) {
                slopes[count++] = (double) (percents[j] - percents[i]) * HOUR / (times[j] - times[i]);
            }
        }
        return median(slopes, count);
    }

    private static double median(double[] values, int count) {
        Arrays.sort(values, 0, count);
        return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
    }

    private Optional<Notice> judge(DeviceId device, int percent, long nowMillis) {
        if (emptyAt < 0 || nowMillis < times[0]) {
            return Optional.empty();
        }
        long charge = nextUsualCharge(nowMillis);
        boolean soon = emptyAt - nowMillis <= rules.emptyWithinMillis() && emptyAt < charge;
        if (raised && emptyAt - nowMillis > rules.emptyWithinMillis() + rules.emptyWithinMillis() / 4) {
            raised = false;
            return Optional.of(new Cured(RULE, device, nowMillis));
        }
        if (raised || !soon) {
            return Optional.empty();
        }
        raised = true;
        return Optional.of(new Raised(finding(device, percent, charge, nowMillis)));
    }

    private long nextUsualCharge(long nowMillis) {
        int hour = usualChargingHour();
        if (hour < 0) {
            return Long.MAX_VALUE;
        }
        ZonedDateTime now = local(nowMillis);
        ZonedDateTime next = now.toLocalDate().atTime(hour, 0).atZone(rules.zone());
        long begins = next.toInstant().toEpochMilli();
        if (begins + SLACK <= nowMillis) {
            begins = now.toLocalDate()
                    .plusDays(1)
                    .atTime(hour, 0)
                    .atZone(rules.zone())
                    .toInstant()
                    .toEpochMilli();
        }
        return begins + SLACK;
    }

    private Finding finding(DeviceId device, int percent, long charge, long nowMillis) {
        double hours = Math.max(0, (emptyAt - nowMillis) / (double) HOUR);
        List<Item> items = new ArrayList<>();
        items.add(new Item("battery", percent, "%", nowMillis, ""));
        items.add(new Item("slope", percentPerHour(), "%/h", times[0], "since"));
        items.add(new Item("emptyIn", hours, "h", emptyAt, "emptyAt"));
        List<Limit> limits = new ArrayList<>();
        limits.add(new Limit(
                "emptyIn", Comparison.AT_MOST, rules.emptyWithinMillis() / (double) HOUR, "h", Source.STANDARD));
        if (charge != Long.MAX_VALUE) {
            items.add(new Item("usualCharge", usualChargingHour(), "h", charge, "latest"));
            limits.add(
                    new Limit("emptyIn", Comparison.BELOW, (charge - nowMillis) / (double) HOUR, "h", Source.BASELINE));
        }
        Explanation why = new Explanation(RULE, rules.version(), items, limits);
        return Finding.of(AlertKind.LOW_BATTERY, Priority.P4, device, nowMillis, why);
    }

    private ZonedDateTime local(long millis) {
        return Instant.ofEpochMilli(millis).atZone(rules.zone());
    }
}

package care.convoy.vitals;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Slow change: the last {@value #LATE} days against those before, of at most {@value #DAYS}. Each finding is a P4 task, for a call and not
 * an alarm, and is told again after {@value #AGAIN_DAYS} days at the earliest. A day too little was measured on is passed over.
 */
final class Drift {
    static final String PULSE = "drift.restingHeartRate";
    static final String STEPS = "drift.steps";
    static final String NIGHTS = "drift.nights";
    static final int DAYS = 21;
    static final int BYTES = DAYS * 4 + Long.BYTES * 4;

    private static final int LATE = 5;
    private static final int LEAST_LATE = 4;
    private static final int LEAST_EARLY = 7;
    private static final int AGAIN_DAYS = 7;
    private static final double DAY_MILLIS = 86_400_000;

    private final byte[] pulses = new byte[DAYS];
    private final short[] steps = new short[DAYS];
    private final byte[] restless = new byte[DAYS];
    private final long[] toldDays = {Long.MIN_VALUE / 2, Long.MIN_VALUE / 2, Long.MIN_VALUE / 2};
    private long newest = Long.MIN_VALUE / 2;

    /**
     * A day is over; it and days that were skipped move the others back.
     *
     * @param day number of the local day
     * @param pulse at rest, the lowest quarter of the hours' medians; 0 if too little was measured
     * @param stepsOfDay negative if not known
     * @param movements at night, how often the person got up; negative if not known
     */
    void add(long day, int pulse, int stepsOfDay, int movements) {
        long passed = day - newest;
        if (passed <= 0) {
            return;
        }
        int by = (int) Math.min(passed, DAYS);
        for (int i = DAYS - 1; i >= 0; i--) {
            boolean kept = i >= by;
            pulses[i] = kept ? pulses[i - by] : 0;
            steps[i] = kept ? steps[i - by] : -1;
            restless[i] = kept ? restless[i - by] : -1;
        }
        newest = day;
        pulses[0] = (byte) pulse;
        steps[0] = (short) Math.min(stepsOfDay, Short.MAX_VALUE);
        restless[0] = (byte) Math.min(movements, Byte.MAX_VALUE);
    }

    /** What has changed, as tasks. */
    List<Finding> judge(DeviceId device, int book, long nowMillis) {
        List<Finding> found = new ArrayList<>(0);
        double[] pulse = new double[DAYS];
        double[] step = new double[DAYS];
        double[] night = new double[DAYS];
        for (int i = 0; i < DAYS; i++) {
            pulse[i] = pulses[i] == 0 ? -1 : pulses[i] & 0xff;
            step[i] = steps[i];
            night[i] = restless[i];
        }
        judge(
                new Rule(0, PULSE, AlertKind.VITALS, "restingHeartRate", "bpm", 1, 5),
                pulse,
                device,
                book,
                nowMillis,
                found);
        judge(new Rule(1, STEPS, AlertKind.INACTIVITY, "steps", "", -1, -0.4), step, device, book, nowMillis, found);
        judge(
                new Rule(2, NIGHTS, AlertKind.INACTIVITY, "nightMovements", "", 1, 4),
                night,
                device,
                book,
                nowMillis,
                found);
        return found;
    }

    /**
     * One of them.
     *
     * @param sign 1 if more is worse, -1 if less is
     * @param least so much; if negative, such a share of what was before
     */
    private record Rule(int place, String id, AlertKind kind, String what, String unit, int sign, double least) {}

    private void judge(Rule rule, double[] days, DeviceId device, int book, long nowMillis, List<Finding> found) {
        double[] late = known(days, 0, LATE);
        double[] early = known(days, LATE, DAYS);
        if (late.length < LEAST_LATE || early.length < LEAST_EARLY || newest - toldDays[rule.place()] < AGAIN_DAYS) {
            return;
        }
        double before = median(early);
        double spread = spread(early, before);
        double least = rule.least() < 0 ? -rule.least() * before : rule.least();
        double margin = Math.max(least, 3 * spread / Math.sqrt(LATE) * SPREADS);
        double now = median(late);
        int beyond = 0;
        for (double each : late) {
            beyond += rule.sign() * (each - before) >= margin / 2 ? 1 : 0;
        }
        if (rule.sign() * (now - before) < margin || margin <= 0 || beyond < late.length - 1) {
            return;
        }
        toldDays[rule.place()] = newest;
        List<Item> items = new ArrayList<>();
        for (int i = LATE - 1; i >= 0; i--) {
            if (days[i] >= 0) {
                items.add(
                        new Item(rule.what(), days[i], rule.unit(), nowMillis - (long) ((i + 1) * DAY_MILLIS), "day"));
            }
        }
        items.add(new Item(rule.what(), before, rule.unit(), nowMillis, "before"));
        Limit limit = new Limit(
                rule.what(),
                rule.sign() > 0 ? Comparison.AT_LEAST : Comparison.AT_MOST,
                before + rule.sign() * margin,
                rule.unit(),
                Source.BASELINE);
        found.add(Finding.of(
                rule.kind(), Priority.P4, device, nowMillis, new Explanation(rule.id(), book, items, List.of(limit))));
    }

    /** Days are not independent; more than chance alone would ask for. */
    private static final double SPREADS = 1.5;

    private static double[] known(double[] days, int from, int to) {
        return Arrays.stream(days, from, to).filter(day -> day >= 0).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
    }

    /** The median distance from the median, as a standard deviation would be. */
    private static double spread(double[] values, double from) {
        return 1.4826
                * median(Arrays.stream(values)
                        .map(value -> Math.abs(value - from))
                        .toArray());
    }

    void write(ByteBuffer to) {
        to.put(pulses).put(restless);
        for (short each : steps) {
            to.putShort(each);
        }
        for (long each : toldDays) {
            to.putLong(each);
        }
        to.putLong(newest);
    }

    void read(ByteBuffer from) {
        from.get(pulses).get(restless);
        for (int i = 0; i < DAYS; i++) {
            steps[i] = from.getShort();
        }
        for (int i = 0; i < toldDays.length; i++) {
            toldDays[i] = from.getLong();
        }
        newest = from.getLong();
    }
}

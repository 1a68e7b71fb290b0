package care.convoy.vitals;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import care.convoy.vitals.HourlyLevels.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hours in which pulse, breaths and saturation together are unusual for the person, each a little: what a fever or worse lungs do
 * before any one limit is reached. Judged at the end of each hour by its medians at rest.
 *
 * <p>An hour's strain is the sum, over the three, of how many spreads the median lies on the bad side, each from 0 to
 * {@value #MOST_EACH}. Told if the mean of the last {@value #HOURS} hours is at least {@value #LIMIT} and each of them at least half of it.
 */
final class UnusualHours {
    static final String RULE = "baseline.unusual";
    static final int HOURS = 3;
    static final double LIMIT = 4.3;
    private static final double MOST_EACH = 4;
    /** A loose band tells too little oxygen and too many breaths at once; the heart of who is ill beats faster too. */
    private static final double LEAST_PULSE = 1.2;

    private static final long AGAIN_MILLIS = 48 * 3_600_000L;
    private static final Vital[] VITALS = {Vital.HEART_RATE, Vital.SPO2, Vital.RESPIRATION};
    /** A person whose band measures more steadily than this is not judged more strictly for it. */
    private static final double[] LEAST_SPREAD = {3, 1, 1};

    private final double[] strains = new double[HOURS];
    private int known;
    private long firedMillis = Long.MIN_VALUE / 2;

    /** @return a finding, or null */
    @Nullable
    Finding hear(Usual usual, int hour, double[] medians, DeviceId device, int book, long nowMillis) {
        double strain = 0;
        int measured = 0;
        boolean hasPulse = false;
        List<Item> items = new ArrayList<>(6);
        for (int place = 0; place < VITALS.length; place++) {
            Level level = medians[place] < 0 ? null : usual.levelAt(place, hour);
            if (level != null) {
                measured++;
                double spread = Math.max(LEAST_SPREAD[place], place == 1 ? level.low() : level.high());
                double away = (place == 1 ? -1 : 1) * (medians[place] - level.median()) / spread;
                strain += Math.clamp(away, 0, MOST_EACH);
                hasPulse |= place == 0 && away >= LEAST_PULSE;
                Vital vital = VITALS[place];
                items.add(new Item(vital.id(), medians[place], vital.unit(), nowMillis, "hourMedian"));
                items.add(new Item(vital.id(), level.median(), vital.unit(), nowMillis, "usual"));
            }
        }
        if (measured < 2) {
            known = 0;
            return null;
        }
        System.arraycopy(strains, 1, strains, 0, HOURS - 1);
        strains[HOURS - 1] = hasPulse ? strain : 0;
        known = Math.min(HOURS, known + 1);
        if (!isUnusual() || nowMillis - firedMillis < AGAIN_MILLIS) {
            return null;
        }
        firedMillis = nowMillis;
        items.add(new Item("strain", mean(), "spreads", nowMillis, "of3hours"));
        List<Limit> limits = List.of(new Limit("strain", Comparison.AT_LEAST, LIMIT, "spreads", Source.BASELINE));
        return Finding.of(AlertKind.VITALS, Priority.P3, device, nowMillis, new Explanation(RULE, book, items, limits));
    }

    private boolean isUnusual() {
        boolean each = known == HOURS;
        for (double strain : strains) {
            each &= strain >= LIMIT / 2;
        }
        return each && mean() >= LIMIT;
    }

    private double mean() {
        double sum = 0;
        for (double strain : strains) {
            sum += strain;
        }
        return sum / HOURS;
    }
}

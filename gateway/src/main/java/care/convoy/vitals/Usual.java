package care.convoy.vitals;

import care.convoy.vitals.HourlyLevels.Level;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is usual for one person, learned from what is measured at rest: levels by the hour of the day, the medians of today's hours,
 * and the last days. Used after {@value #LEARNING_DAYS} days; remembers 14 to 28. One thread; times are epoch milliseconds.
 */
final class Usual {
    static final int LEARNING_DAYS = 7;

    /** Of one vital, one measurement in so long is learned from: a fast device learns no faster. */
    private static final long APART_MILLIS = 4 * 60_000;

    private static final long HOUR_MILLIS = 3_600_000;
    private static final int HOURS = 24;
    private static final int EVENING_ENDS = 22;
    private static final int NIGHT_ENDS = 6;
    private static final int MOST_AN_HOUR = 15;
    /** As few measurements of an hour make no median of it. */
    private static final int LEAST_AN_HOUR = 5;
    /** As few measured hours make no day. */
    private static final int LEAST_HOURS = 8;

    final Drift drift = new Drift();
    private final ZoneId zone;
    private final HourlyLevels levels = new HourlyLevels();
    private final byte[] thisHour = new byte[HourlyLevels.VITALS * MOST_AN_HOUR];
    private final byte[] thisHourCount = new byte[HourlyLevels.VITALS];
    private final long[] learnedMillis = new long[HourlyLevels.VITALS];
    private final @Nullable Level[] cached = new @Nullable Level[HourlyLevels.VITALS];
    private final byte[] pulses = new byte[HOURS];
    private long hour = Long.MIN_VALUE;
    private long offsetMillis;
    private int daysWatched;
    private int restless;
    private int steps;

    Usual(ZoneId zone) {
        this.zone = zone;
    }

    /** What the end of an hour tells. */
    interface HourEnded {
        /**
         * @param hour of the day, local
         * @param medians by vital; negative if too little was measured
         */
        void ended(int hour, double[] medians);

        /** A local day is over, and is in {@link Usual#drift}. */
        void dayEnded();
    }

    /** Time has come to {@code atMillis}; time that goes back changes nothing. */
    void turnTo(long atMillis, HourEnded to) {
        long now = Math.floorDiv(atMillis + offsetMillis, HOUR_MILLIS);
        if (now == hour || (hour != Long.MIN_VALUE && now < hour)) {
            return;
        }
        long before = hour;
        offsetMillis = zone.getRules().getOffset(Instant.ofEpochMilli(atMillis)).getTotalSeconds() * 1_000L;
        hour = Math.floorDiv(atMillis + offsetMillis, HOUR_MILLIS);
        java.util.Arrays.fill(cached, null);
        if (before == Long.MIN_VALUE) {
            return;
        }
        endHour(before, to);
        if (Math.floorDiv(before, HOURS) != Math.floorDiv(hour, HOURS)) {
            endDay(before, to);
        }
    }

    private void endHour(long ended, HourEnded to) {
        int ofDay = (int) Math.floorMod(ended, (long) HOURS);
        double[] medians = new double[HourlyLevels.VITALS];
        for (int place = 0; place < HourlyLevels.VITALS; place++) {
            medians[place] = median(place);
        }
        pulses[ofDay] = (byte) Math.max(0, medians[0]);
        java.util.Arrays.fill(thisHourCount, (byte) 0);
        to.ended(ofDay, medians);
    }

    private void endDay(long ended, HourEnded to) {
        int measured = 0;
        int[] sorted = new int[HOURS];
        for (int i = 0; i < HOURS; i++) {
            if (pulses[i] != 0) {
                sorted[measured++] = pulses[i] & 0xff;
            }
        }
        java.util.Arrays.sort(sorted, 0, measured);
        boolean enough = measured >= LEAST_HOURS;
        daysWatched = (daysWatched << 1) | (enough ? 1 : 0);
        drift.add(
                Math.floorDiv(ended, HOURS),
                enough ? sorted[measured / 4] : 0,
                enough ? steps : -1,
                enough ? restless : -1);
        java.util.Arrays.fill(pulses, (byte) 0);
        restless = 0;
        steps = 0;
        to.dayEnded();
    }

    private double median(int place) {
        int count = thisHourCount[place];
        if (count < LEAST_AN_HOUR) {
            return -1;
        }
        int[] sorted = new int[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = thisHour[place * MOST_AN_HOUR + i] & 0xff;
        }
        java.util.Arrays.sort(sorted);
        return (sorted[count / 2] + sorted[(count - 1) / 2]) / 2.0;
    }

    /** A valid measurement at rest. */
    void hear(Reading reading) {
        int place = HourlyLevels.place(reading.vital());
        if (place < 0 || reading.atMillis() - learnedMillis[place] < APART_MILLIS) {
            return;
        }
        learnedMillis[place] = reading.atMillis();
        levels.add(place, hourOf(reading.atMillis()), reading.value());
        if (thisHourCount[place] < MOST_AN_HOUR) {
            thisHour[place * MOST_AN_HOUR + thisHourCount[place]++] = (byte) reading.value();
        }
    }

    /** Steps of the day so far, and whether the person just moved. */
    void moved(int stepsToday, boolean justNow, long atMillis) {
        steps = Math.max(steps, stepsToday);
        restless += justNow && hourOf(atMillis) < NIGHT_ENDS ? 1 : 0;
    }

    int hourOf(long atMillis) {
        return (int) Math.floorMod(Math.floorDiv(atMillis + offsetMillis, HOUR_MILLIS), (long) HOURS);
    }

    /** From 22 to 7 o'clock: who is not known to be awake may be asleep. */
    boolean isNight(long atMillis) {
        int ofDay = hourOf(atMillis);
        return ofDay >= EVENING_ENDS || ofDay <= NIGHT_ENDS;
    }

    /** Whether enough days were watched for anything to be usual. */
    boolean hasLearnt() {
        return Integer.bitCount(daysWatched) >= LEARNING_DAYS;
    }

    /** What is usual at this hour; null if that is not known. */
    @Nullable
    Level level(Vital vital) {
        int place = HourlyLevels.place(vital);
        return place < 0 || !hasLearnt() ? null : level(place);
    }

    private @Nullable Level level(int place) {
        Level level = cached[place];
        if (level == null) {
            level = levels.level(place, (int) Math.floorMod(hour, (long) HOURS));
            cached[place] = level;
        }
        return level;
    }

    /** What was usual at that hour; null if that is not known. */
    @Nullable
    Level levelAt(int place, int ofDay) {
        return hasLearnt() ? levels.level(place, ofDay) : null;
    }

    static final int BYTES = HourlyLevels.BYTES + Integer.BYTES + Drift.BYTES;

    void write(ByteBuffer to) {
        levels.write(to);
        to.putInt(daysWatched);
        drift.write(to);
    }

    void readIfMore(ByteBuffer from) {
        int days = from.getInt(from.position() + HourlyLevels.BYTES);
        if (Integer.bitCount(days) < Integer.bitCount(daysWatched)) {
            return;
        }
        levels.read(from);
        daysWatched = from.getInt();
        drift.read(from);
        java.util.Arrays.fill(cached, null);
    }
}

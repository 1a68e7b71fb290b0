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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether one person does nothing in hours in which they usually do something. Steps, a button, a door, a change of activity are
 * activity; that a device reports is none.
 *
 * <p>Usual hours are learnt: an hour of the day is one if there was activity in it on at least 6 of 10 of the days of the last 14
 * that were watched. Before 7 such days, or if fewer than 6 hours are usual, those of the rules hold. Quiet times are learnt too: who
 * was quiet for five hours on two of the last 14 days is told of only a quarter later than that, at most 12 hours. About 150 bytes. One
 * thread; epoch milliseconds.
 */
public final class InactivityWatch {
    public static final String RULE = "inactivity.waking";

    private static final int DAYS = 14;
    private static final int TODAY = 1;
    private static final int LEARNED_DAYS = ((1 << DAYS) - 1) << 1;
    private static final int ENOUGH_DAYS = 7;
    private static final int ENOUGH_HOURS = 6;
    /** A longer time between two calls was not watched. */
    private static final long LONGEST_STEP = 15 * 60_000L;

    private static final long UNIT_MILLIS = 5 * 60_000L;
    private static final long MOST_LEARNED_MILLIS = 12 * 3_600_000L;
    private static final int DEPENDENT = 4;

    /** What else is so at the moment. */
    public enum Circumstance {
        /** Worn, or the device does not know; at home. */
        WATCHED,
        /** Not worn, away, in hospital: nothing counts, and what has counted is forgotten. */
        NOT_WATCHED,
        /** The device is silent or unknown, and what the person does is not known: nothing counts meanwhile. */
        NOT_HEARD
    }

    private final InactivityRules rules;
    /** By local hour: bit 0 today, bit n that many days ago. */
    private final short[] activeDays = new short[24];

    /** By day, 0 today: the longest quiet time that ended by itself, in units of 5 minutes. */
    private final byte[] longestQuiet = new byte[DAYS + 1];

    private int watchedDays;
    private long today = Long.MIN_VALUE;
    private long lastMillis = -1;
    private long quietMillis;
    private long lastActivity = -1;
    private int lastSteps = -1;
    private @Nullable Priority raised;
    private int grade;

    public InactivityWatch(InactivityRules rules) {
        this.rules = rules;
    }

    /** @param careGrade 1 to 4, 0 if unknown */
    public void judgeBy(int careGrade) {
        grade = careGrade;
    }

    /** The person did something: a button, a door, a movement. */
    public Optional<Notice> active(DeviceId device, long nowMillis) {
        ZonedDateTime local = local(nowMillis);
        turnTo(local.toLocalDate().toEpochDay());
        activeDays[local.getHour()] = (short) (activeDays[local.getHour()] | TODAY);
        watchedDays |= TODAY;
        lastActivity = nowMillis;
        longestQuiet[0] = (byte) Math.min(Byte.MAX_VALUE, Math.max(longestQuiet[0], quietMillis / UNIT_MILLIS));
        quietMillis = 0;
        lastMillis = nowMillis;
        return cure(device, nowMillis);
    }

    /**
     * The device's count of steps. An increase is activity; the first count, and one that went back (midnight), are not.
     *
     * @param steps 0 or more; negative if the device did not say
     */
    public Optional<Notice> steps(DeviceId device, int steps, long nowMillis) {
        if (steps < 0) {
            return Optional.empty();
        }
        if (lastSteps < 0 || steps < lastSteps) {
            lastSteps = steps;
            return Optional.empty();
        }
        // A small increase stays against the old count, so that slow walking adds up.
        if (steps - lastSteps < rules.leastSteps()) {
            return Optional.empty();
        }
        lastSteps = steps;
        return active(device, nowMillis);
    }

    /** Time has passed; to be called each minute, at least each 15 minutes. */
    public Optional<Notice> check(DeviceId device, Circumstance circumstance, long nowMillis) {
        long passed = lastMillis < 0 ? 0 : nowMillis - lastMillis;
        if (passed < 0) {
            return Optional.empty();
        }
        lastMillis = nowMillis;
        if (circumstance == Circumstance.NOT_WATCHED) {
            quietMillis = 0;
            return cure(device, nowMillis);
        }
        if (circumstance == Circumstance.NOT_HEARD || passed > LONGEST_STEP) {
            return Optional.empty();
        }
        ZonedDateTime local = local(nowMillis);
        turnTo(local.toLocalDate().toEpochDay());
        if (!isWaking(local.getHour())) {
            return Optional.empty();
        }
        watchedDays |= TODAY;
        quietMillis += passed;
        long limit = raised == null ? taskMillis() : alertMillis();
        if (raised == Priority.P3 || quietMillis < limit) {
            return Optional.empty();
        }
        raised = quietMillis >= alertMillis() ? Priority.P3 : Priority.P4;
        return Optional.of(new Raised(finding(device, raised, limit, nowMillis)));
    }

    private long taskMillis() {
        // steps say nothing of somebody who hardly walks until it is known how little is usual
        return grade >= DEPENDENT && !hasLearntQuiet() ? Long.MAX_VALUE : usual(rules.quietMillis(grade));
    }

    private long alertMillis() {
        return usual(rules.alertMillis(grade));
    }

    /** The limit, or a quarter more than the second longest of the days' longest quiet times. */
    private long usual(long limitMillis) {
        return Math.max(limitMillis, hasLearntQuiet() ? Math.min(MOST_LEARNED_MILLIS, longestMillis() * 5 / 4) : 0);
    }

    /** The second longest of the days: one day of illness, or of a fall that nobody saw, does not become usual. */
    private long longestMillis() {
        long longest = 0;
        long second = 0;
        for (int day = 1; day <= DAYS; day++) {
            long quiet = longestQuiet[day] * UNIT_MILLIS;
            second = Math.max(second, Math.min(longest, quiet));
            longest = Math.max(longest, quiet);
        }
        return second;
    }

    private boolean hasLearntQuiet() {
        return Integer.bitCount(watchedDays & LEARNED_DAYS) >= ENOUGH_DAYS;
    }

    /** Whether the person usually does something in that hour. @param hour local, 0 to 23 */
    public boolean isWaking(int hour) {
        return hasLearnt() ? isUsual(hour) : hour >= rules.fromHour() && hour < rules.toHour();
    }

    /** Whether the person is usually awake at that time. @param millis epoch milliseconds */
    public boolean isAwake(long millis) {
        return isWaking(local(millis).getHour());
    }

    /** When the person last did something, epoch milliseconds; -1 if never. */
    public long lastActivityMillis() {
        return lastActivity;
    }

    /** Whether the hours are this person's own. */
    public boolean hasLearnt() {
        if (!hasLearntQuiet()) {
            return false;
        }
        int usual = 0;
        for (int hour = 0; hour < 24; hour++) {
            usual += isUsual(hour) ? 1 : 0;
        }
        return usual >= ENOUGH_HOURS;
    }

    private boolean isUsual(int hour) {
        int watched = watchedDays & LEARNED_DAYS;
        return 10 * Integer.bitCount(activeDays[hour] & watched) >= 6 * Integer.bitCount(watched);
    }

    private void turnTo(long day) {
        if (today == Long.MIN_VALUE) {
            today = day;
        }
        long passed = day - today;
        if (passed <= 0) {
            return;
        }
        int shift = (int) Math.min(passed, DAYS + 1);
        int kept = (1 << (DAYS + 1)) - 1;
        watchedDays = (watchedDays << shift) & kept;
        for (int hour = 0; hour < 24; hour++) {
            activeDays[hour] = (short) ((activeDays[hour] << shift) & kept);
        }
        for (int i = DAYS; i >= 0; i--) {
            longestQuiet[i] = i >= shift ? longestQuiet[i - shift] : 0;
        }
        today = day;
    }

    private Optional<Notice> cure(DeviceId device, long nowMillis) {
        if (raised == null) {
            return Optional.empty();
        }
        raised = null;
        return Optional.of(new Cured(RULE, device, nowMillis));
    }

    private Finding finding(DeviceId device, Priority priority, long limitMillis, long nowMillis) {
        boolean learnt = hasLearnt();
        int hours = 0;
        for (int hour = 0; hour < 24; hour++) {
            hours += isWaking(hour) ? 1 : 0;
        }
        Item quiet = new Item(
                "wakingTimeQuiet",
                quietMillis / 60_000.0,
                "min",
                Math.max(0, lastActivity),
                lastActivity < 0 ? "noneKnown" : "lastActivity");
        Item usual = new Item("wakingHours", hours, "h", nowMillis, learnt ? "learnt" : "default");
        Limit limit = new Limit(
                "wakingTimeQuiet",
                Comparison.AT_LEAST,
                limitMillis / 60_000.0,
                "min",
                isOfGrade(limitMillis) ? Source.GRADE : Source.BASELINE);
        Explanation why = new Explanation(RULE, rules.version(), List.of(quiet, usual), List.of(limit));
        return Finding.of(AlertKind.INACTIVITY, priority, device, nowMillis, why);
    }

    private boolean isOfGrade(long limitMillis) {
        return limitMillis == rules.quietMillis(grade) || limitMillis == rules.alertMillis(grade);
    }

    private ZonedDateTime local(long millis) {
        return Instant.ofEpochMilli(millis).atZone(rules.zone());
    }
}

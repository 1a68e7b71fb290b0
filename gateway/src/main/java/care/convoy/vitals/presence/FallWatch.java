package care.convoy.vitals.presence;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.vitals.Explanation;
import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import care.convoy.vitals.Finding;
import care.convoy.vitals.presence.Notice.Raised;
import java.util.List;
import java.util.Optional;

/**
 * What follows a fall of one person. The device's own fall is an alert already; this raises its priority to P1 if the person
 * lies still, by evidence and not by the absence of reports, or if a critical measurement follows. And it counts near-falls: those
 * that the wearer cancelled, or that the caller deems such.
 *
 * <p>A few numbers and at most ten times of near-falls. One thread; epoch milliseconds.
 */
public final class FallWatch {
    public static final String AFTER_FALL = "fall.critical";
    public static final String NEAR_FALLS = "fall.near";

    private static final long NOT = -1;
    private static final long CONFIRM_MILLIS = 30_000;
    private static final int SCALE_TWO_RED = 83;
    /** What a living person has and a device can tell; the rest was not measured. 255 is none either. */
    private static final int LEAST_PULSE = 20;

    private static final int MOST_PULSE = 250;
    private static final int LEAST_SPO2 = 50;

    private final FallRules rules;
    private final long[] nearFalls;
    private int nearFallCount;
    private long toldNearFalls = NOT;
    private long fellMillis = NOT;
    private boolean stillAtFall;
    private long stillSince = NOT;
    private long criticalPulse = NOT;
    private long criticalSpo2 = NOT;
    private int spo2AtMost;

    public FallWatch(FallRules rules) {
        this.rules = rules;
        nearFalls = new long[rules.nearFalls()];
        spo2AtMost = rules.spo2AtMost();
    }

    /** The device reported a fall. A further one begins the watch anew. */
    public void fell(Movement movement, long atMillis) {
        fellMillis = atMillis;
        stillAtFall = movement == Movement.STILL;
        stillSince = stillAtFall ? atMillis : NOT;
        criticalPulse = NOT;
        criticalSpo2 = NOT;
    }

    /**
     * How much the person moves. Steps and buttons are an activity of 100.
     *
     * @param level 0 still to 100 very active
     */
    public Optional<Notice> activity(DeviceId device, int level, long nowMillis) {
        if (!isWatching(nowMillis)) {
            return Optional.empty();
        }
        if (level > rules.stillLevel()) {
            stillSince = NOT;
            stillAtFall = false;
            return Optional.empty();
        }
        if (stillSince == NOT) {
            stillSince = nowMillis;
        }
        return still(device, nowMillis);
    }

    /** Whether saturation is judged by NEWS2's scale 2, where 83 is red and not 91. */
    public void scaleTwo(boolean isScaleTwo) {
        spo2AtMost = isScaleTwo ? Math.min(SCALE_TWO_RED, rules.spo2AtMost()) : rules.spo2AtMost();
    }

    /**
     * A measurement. One that is critical is confirmed by a second of the same vital, half a minute later or more: what a hand that
     * was fallen on tells at first is often wrong, and the fall itself is an alert already.
     *
     * @param heartRateBpm negative, 0 or 255 if not measured
     * @param spo2Percent likewise
     */
    public Optional<Notice> measured(DeviceId device, int heartRateBpm, int spo2Percent, long nowMillis) {
        if (!isWatching(nowMillis)) {
            return Optional.empty();
        }
        if (heartRateBpm >= LEAST_PULSE && heartRateBpm <= MOST_PULSE) {
            boolean low = heartRateBpm <= rules.heartRateAtMost();
            boolean high = heartRateBpm >= rules.heartRateAtLeast();
            boolean confirmed = criticalPulse != NOT && nowMillis - criticalPulse >= CONFIRM_MILLIS;
            if ((low || high) && confirmed) {
                Limit limit = low
                        ? new Limit("heartRate", Comparison.AT_MOST, rules.heartRateAtMost(), "bpm", Source.STANDARD)
                        : new Limit("heartRate", Comparison.AT_LEAST, rules.heartRateAtLeast(), "bpm", Source.STANDARD);
                return raise(device, new Item("heartRate", heartRateBpm, "bpm", nowMillis, "2nd"), limit, nowMillis);
            }
            criticalPulse = !low && !high ? NOT : criticalPulse == NOT ? nowMillis : criticalPulse;
        }
        if (spo2Percent >= LEAST_SPO2 && spo2Percent <= 100) {
            boolean low = spo2Percent <= spo2AtMost;
            if (low && criticalSpo2 != NOT && nowMillis - criticalSpo2 >= CONFIRM_MILLIS) {
                Limit limit = new Limit("spo2", Comparison.AT_MOST, spo2AtMost, "%", Source.STANDARD);
                return raise(device, new Item("spo2", spo2Percent, "%", nowMillis, "2nd"), limit, nowMillis);
            }
            criticalSpo2 = !low ? NOT : criticalSpo2 == NOT ? nowMillis : criticalSpo2;
        }
        return still(device, nowMillis);
    }

    /** Whether a critical measurement waits for a second one. */
    public boolean isUnconfirmed(long nowMillis) {
        return isWatching(nowMillis) && (criticalPulse != NOT || criticalSpo2 != NOT);
    }

    /** Time has passed; to be called each 15 seconds or more often while a fall is being watched. */
    public Optional<Notice> check(DeviceId device, long nowMillis) {
        return isWatching(nowMillis) ? still(device, nowMillis) : Optional.empty();
    }

    /** The wearer cancelled the fall on the device: its watch ends, and it counts as a near-fall. */
    public Optional<Notice> cancelled(DeviceId device, long nowMillis) {
        if (fellMillis == NOT) {
            return Optional.empty();
        }
        fellMillis = NOT;
        return nearFall(device, nowMillis);
    }

    /** Somebody nearly fell. */
    public Optional<Notice> nearFall(DeviceId device, long nowMillis) {
        if (nearFallCount == nearFalls.length) {
            System.arraycopy(nearFalls, 1, nearFalls, 0, nearFalls.length - 1);
            nearFallCount--;
        }
        nearFalls[nearFallCount++] = nowMillis;
        boolean enough = nearFallCount == nearFalls.length && nowMillis - nearFalls[0] <= rules.nearFallMillis();
        if (!enough || (toldNearFalls != NOT && nowMillis - toldNearFalls < rules.nearFallMillis())) {
            return Optional.empty();
        }
        toldNearFalls = nowMillis;
        double days = rules.nearFallMillis() / 86_400_000.0;
        Explanation why = new Explanation(
                NEAR_FALLS,
                rules.version(),
                List.of(new Item("nearFalls", nearFallCount, "", nearFalls[0], "since")),
                List.of(
                        new Limit("nearFalls", Comparison.AT_LEAST, rules.nearFalls(), "", Source.STANDARD),
                        new Limit("within", Comparison.AT_MOST, days, "d", Source.STANDARD)));
        return Optional.of(new Raised(Finding.of(AlertKind.FALL, Priority.P4, device, nowMillis, why)));
    }

    private boolean isWatching(long nowMillis) {
        if (fellMillis != NOT && nowMillis - fellMillis > rules.windowMillis()) {
            fellMillis = NOT;
        }
        return fellMillis != NOT;
    }

    private Optional<Notice> still(DeviceId device, long nowMillis) {
        if (stillSince == NOT || nowMillis - stillSince < rules.stillMillis()) {
            return Optional.empty();
        }
        Item item = new Item(
                "stillFor",
                (nowMillis - stillSince) / 1000.0,
                "s",
                stillSince,
                stillAtFall ? "sinceTheFall" : "afterTheFall");
        Limit limit = new Limit("stillFor", Comparison.AT_LEAST, rules.stillMillis() / 1000.0, "s", Source.STANDARD);
        return raise(device, item, limit, nowMillis);
    }

    private Optional<Notice> raise(DeviceId device, Item item, Limit limit, long nowMillis) {
        Item fall = new Item("fall", (nowMillis - fellMillis) / 1000.0, "s", fellMillis, "ago");
        Limit window = new Limit("fall", Comparison.AT_MOST, rules.windowMillis() / 1000.0, "s", Source.STANDARD);
        fellMillis = NOT;
        Explanation why = new Explanation(AFTER_FALL, rules.version(), List.of(fall, item), List.of(limit, window));
        return Optional.of(new Raised(Finding.of(AlertKind.FALL, Priority.P1, device, nowMillis, why)));
    }
}

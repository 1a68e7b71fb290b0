package care.convoy.monitoring;

import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.device.Vitals;
import care.convoy.resident.Resident;
import care.convoy.vitals.Ask;
import care.convoy.vitals.Condition;
import care.convoy.vitals.Finding;
import care.convoy.vitals.HealthWatch;
import care.convoy.vitals.Observation;
import care.convoy.vitals.Outcome;
import care.convoy.vitals.RuleBook;
import care.convoy.vitals.Vital;
import care.convoy.vitals.presence.AreaSilence;
import care.convoy.vitals.presence.BandWatch;
import care.convoy.vitals.presence.BatteryWatch;
import care.convoy.vitals.presence.FallRules;
import care.convoy.vitals.presence.FallWatch;
import care.convoy.vitals.presence.InactivityRules;
import care.convoy.vitals.presence.InactivityWatch;
import care.convoy.vitals.presence.InactivityWatch.Circumstance;
import care.convoy.vitals.presence.UpkeepRules;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All rules of one resident, over all of the resident's devices. One thread; epoch milliseconds of the gateway. */
final class PersonWatch {
    /** A person wears a band, has a box and perhaps one in stock; what else speaks in their name has no upkeep of its own. */
    private static final int MOST_DEVICES = 4;

    private static final int SPRIGHTLY = 100;
    private static final int MOST_PULSE = 255;
    /** A crash costs at most this much of learning. */
    static final long KEEP_MILLIS = 6 * 3_600_000L;

    private final HealthWatch health;
    private final FallWatch falls;
    private final InactivityWatch inactivity;
    private final Rules rules;
    private final Map<DeviceId, Upkeep> devices = new LinkedHashMap<>();
    private RuleBook book;
    private Map<String, Object> personal;
    private long recordVersion;
    private int grade;
    private @Nullable DeviceId last;

    /** When what was learned was last kept, epoch milliseconds; negative until it is known what was kept before. */
    private long keptMillis = -1;

    private boolean askedFor;

    /** The last sign of trouble, epoch milliseconds; -1 if none, or if the wearer said that it was none. */
    private long troubleMillis = -1;

    /** When a pulse was last measured. */
    private long pulseMillis = -1;

    /** What a person is judged by. */
    record Rules(RuleBook book, FallRules falls, InactivityRules inactivity, UpkeepRules upkeep) {
        static Rules standard(ZoneId zone) {
            return by(RuleBook.standard(), zone);
        }

        static Rules by(RuleBook book, ZoneId zone) {
            return new Rules(book, FallRules.standard(), InactivityRules.standard(zone), UpkeepRules.standard(zone));
        }
    }

    private static final class Upkeep {
        final BatteryWatch battery;
        final BandWatch band;
        Worn worn = Worn.UNKNOWN;

        Upkeep(UpkeepRules rules) {
            battery = new BatteryWatch(rules);
            band = new BandWatch(rules);
        }
    }

    /** @param record null if there is none yet */
    PersonWatch(Rules rules, @Nullable Resident record) {
        this(rules, Map.of(), record);
    }

    /** @param own the person's own limits */
    PersonWatch(Rules rules, Map<String, Object> own, @Nullable Resident record) {
        this.rules = rules;
        book = rules.book();
        personal = own;
        health = new HealthWatch(
                book, RecordHints.profile(record, own), rules.inactivity().zone());
        falls = new FallWatch(rules.falls());
        inactivity = new InactivityWatch(rules.inactivity());
        recordVersion = record == null ? 0 : record.version();
        judgePresenceBy(record);
    }

    private void judgePresenceBy(@Nullable Resident record) {
        grade = record == null ? 0 : record.careGrade();
        inactivity.judgeBy(grade);
        falls.scaleTwo(RecordHints.profile(record).conditions().contains(Condition.COPD));
    }

    /** The book, the person's own limits or the record may have changed. What was measured and told stays known. */
    void judgeBy(RuleBook newBook, Map<String, Object> own, @Nullable Resident record) {
        boolean other = record != null && record.version() != recordVersion;
        if (record != null && other) {
            recordVersion = record.version();
            judgePresenceBy(record);
        }
        if (other || newBook != book || !own.equals(personal)) {
            book = newBook;
            personal = own;
            health.judgeBy(newBook, RecordHints.profile(record, own));
        }
    }

    /** Whether nothing has changed of what this person is judged by, but perhaps the record. */
    boolean isJudgedBy(RuleBook one, Map<String, Object> own) {
        return one == book && own.equals(personal);
    }

    /** What was kept of the person before, null if nothing was: from now on it may be kept again. */
    void learn(byte @Nullable [] kept, long nowMillis) {
        if (kept != null) {
            health.learn(kept);
        }
        // not all of the persons of a start at once
        keptMillis = nowMillis - Math.floorMod(System.identityHashCode(this) * 7_919L, KEEP_MILLIS);
    }

    /** What is to be kept now, or null. */
    byte @Nullable [] toKeep(long nowMillis) {
        return keptMillis < 0 || nowMillis - keptMillis < KEEP_MILLIS ? null : health.learned();
    }

    void kept(long nowMillis) {
        keptMillis = nowMillis;
    }

    boolean isAskedFor() {
        return askedFor;
    }

    void askedFor(boolean isAsked) {
        askedFor = isAsked;
    }

    /** Whether it is known what was kept before. */
    boolean isRestored() {
        return keptMillis >= 0;
    }

    void hear(HealthQueue.Heard heard, Outcomes out) {
        DeviceId device = heard.device();
        long now = heard.receivedAtMillis();
        last = device;
        Upkeep upkeep = upkeepOf(device);
        health.hear(new Observation(device, now, Math.max(DeviceMessage.ABSENT, heard.atMillis()), heard.message()))
                .forEach(outcome -> {
                    trouble(outcome, now);
                    out.take(outcome);
                });
        switch (heard.message()) {
            case DeviceMessage.Heartbeat beat -> heartbeat(device, beat, upkeep, now, out);
            case DeviceMessage.VitalsMeasured(Vitals vitals) -> {
                inactivity.steps(device, vitals.steps(), now).ifPresent(out::take);
                if (vitals.heartRateBpm() > 0 && vitals.heartRateBpm() < MOST_PULSE) {
                    pulseMillis = now;
                }
                boolean waited = falls.isUnconfirmed(now);
                falls.measured(device, vitals.heartRateBpm(), vitals.spo2Percent(), now)
                        .ifPresent(out::take);
                if (!waited && falls.isUnconfirmed(now)) {
                    out.take(new Ask(Ask.What.MEASURE_AGAIN, device, Vital.HEART_RATE, now));
                }
            }
            case DeviceMessage.ActivityChanged activity
            when activity.level() >= 0 -> {
                if (activity.level() > rules.falls().stillLevel()) {
                    active(device, activity.level(), now, out);
                } else {
                    falls.activity(device, activity.level(), now).ifPresent(out::take);
                }
            }
            case DeviceMessage.FallDetected fall -> {
                troubleMillis = now;
                falls.fell(fall.movement(), now);
            }
            case DeviceMessage.WearerCancelled _ -> {
                troubleMillis = -1;
                falls.cancelled(device, now).ifPresent(out::take);
                active(device, SPRIGHTLY, now, out);
            }
            case DeviceMessage.SosPressed _ -> {
                troubleMillis = now;
                inactivity.active(device, now).ifPresent(out::take);
            }
            case DeviceMessage.TestPressed _ -> inactivity.active(device, now).ifPresent(out::take);
            case DeviceMessage.BandRemoved _ -> worn(device, upkeep, Worn.OFF, now, out);
            case DeviceMessage.BandWorn _ -> worn(device, upkeep, Worn.ON, now, out);
            default -> {}
        }
    }

    /**
     * Time has passed; to be called each 15 s.
     *
     * @param isHeard whether a device is not silent
     */
    void check(long nowMillis, Predicate<DeviceId> isHeard, Outcomes out) {
        DeviceId device = last;
        if (device == null) {
            return;
        }
        health.tick(nowMillis).forEach(out::take);
        falls.check(device, nowMillis).ifPresent(out::take);
        inactivity.check(device, circumstance(isHeard), nowMillis).ifPresent(out::take);
        devices.forEach((each, upkeep) ->
                upkeep.band.check(each, Worn.UNKNOWN, false, grade, nowMillis).ifPresent(out::take));
    }

    private void trouble(Outcome outcome, long now) {
        if (outcome instanceof Finding finding && finding.priority().compareTo(Priority.P2) <= 0) {
            troubleMillis = now;
        }
    }

    /** What is known around a device of this person that is silent. @param isHeard whether a device is not */
    AreaSilence.Around around(DeviceId silent, Predicate<DeviceId> isHeard, int batteryPercent, long nowMillis) {
        return new AreaSilence.Around(
                inactivity.isAwake(nowMillis),
                devices.keySet().stream().anyMatch(each -> !each.equals(silent) && isHeard.test(each)),
                batteryPercent,
                troubleMillis,
                Math.max(pulseMillis, inactivity.lastActivityMillis()));
    }

    private Circumstance circumstance(Predicate<DeviceId> isHeard) {
        if (devices.values().stream().anyMatch(upkeep -> upkeep.worn == Worn.OFF)) {
            return Circumstance.NOT_WATCHED;
        }
        return devices.keySet().stream().anyMatch(isHeard) ? Circumstance.WATCHED : Circumstance.NOT_HEARD;
    }

    private void heartbeat(
            DeviceId device, DeviceMessage.Heartbeat beat, @Nullable Upkeep upkeep, long now, Outcomes out) {
        inactivity.steps(device, beat.steps(), now).ifPresent(out::take);
        worn(device, upkeep, beat.worn(), now, out);
        if (upkeep != null) {
            upkeep.battery.reported(device, beat.batteryPercent(), now).ifPresent(out::take);
        }
    }

    /** Whether a band that says this is worn. */
    static Worn worn(DeviceMessage message) {
        return switch (message) {
            case DeviceMessage.Heartbeat beat -> beat.worn();
            case DeviceMessage.BandRemoved _ -> Worn.OFF;
            case DeviceMessage.BandWorn _ -> Worn.ON;
            default -> Worn.UNKNOWN;
        };
    }

    private void worn(DeviceId device, @Nullable Upkeep upkeep, Worn worn, long now, Outcomes out) {
        if (upkeep != null) {
            upkeep.worn = worn == Worn.UNKNOWN ? upkeep.worn : worn;
            upkeep.band.check(device, worn, false, grade, now).ifPresent(out::take);
        }
    }

    private void active(DeviceId device, int level, long now, Outcomes out) {
        falls.activity(device, level, now).ifPresent(out::take);
        inactivity.active(device, now).ifPresent(out::take);
    }

    private @Nullable Upkeep upkeepOf(DeviceId device) {
        Upkeep known = devices.get(device);
        if (known != null || devices.size() >= MOST_DEVICES) {
            return known;
        }
        Upkeep upkeep = new Upkeep(rules.upkeep());
        devices.put(device, upkeep);
        return upkeep;
    }
}

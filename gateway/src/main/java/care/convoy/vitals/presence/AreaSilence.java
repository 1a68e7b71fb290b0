package care.convoy.vitals.presence;

import care.convoy.alert.AlertKind;
import care.convoy.device.DeviceId;
import care.convoy.vitals.Explanation;
import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import care.convoy.vitals.Finding;
import care.convoy.vitals.SilenceRule;
import care.convoy.vitals.presence.Notice.Cured;
import care.convoy.vitals.presence.Notice.Raised;
import care.convoy.vitals.presence.Notice.Updated;
import care.convoy.vitals.presence.SingleSilence.Told;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which of many silences have one cause. When many devices of one region or of one model, or of this gateway as a whole, fall
 * silent within a window, one finding tells of all; those whose grade is told at once have their own beside it. One silent device is
 * a task first, and an alert when the silence lasts ({@link SilenceRule}); after a sign of trouble it is one at once.
 *
 * <p>Fed by what {@link SilenceWheel} tells, with the same slots, and {@link #tick} each second. One thread. Times are epoch
 * milliseconds. 18 bytes per slot, 28 more per silent device, and at most {@link SilenceGroups#MOST} regions and models; devices of
 * a further one are grouped by what else they have. A tick in which nothing changed costs nothing; else it looks at each silent
 * device a few times; each minute it looks at what is known around each silent device.
 */
public final class AreaSilence {
    /** The rule of an area. */
    public static final String AREA = "silence.area";

    /** The rule of one device. */
    public static final String DEVICE = "silence.device";

    /** The rule of one device whose silence lasts. */
    public static final String LASTING = "silence.lasting";

    /** The rule of one device that fell silent after a sign of trouble. */
    public static final String TROUBLE = "silence.afterTrouble";

    private static final int NONE = -1;
    private static final int HIGH_GRADE = 3;
    private static final long UPDATE_MILLIS = 60_000;
    private static final long LOOK_MILLIS = 60_000;
    /** A longer time between two looks was not watched: the machine slept. */
    private static final long LONGEST_STEP = 15 * 60_000L;

    private final Surroundings surroundings;
    private final Consumer<Notice> sink;
    private AreaRules rules;
    private SingleSilence single;
    private final SilenceGroups groups = new SilenceGroups();
    private final byte[] grades;
    private final boolean[] known;
    /** What was told of one silent device. */
    private final Told[] told;

    private final int[] regions;
    private final int[] models;
    /** The open area that a silent device belongs to. */
    private final int[] areas;

    private final int[] positions;
    private int[] silent = new int[64];
    private long[] since = new long[64];
    private long[] lastSeen = new long[64];
    /** How much of the silence counts towards an alert. */
    private long[] counted = new long[64];

    private int silentCount;
    private boolean changed;
    private long nextSingle = Long.MAX_VALUE;
    private long lookedMillis = Long.MIN_VALUE / 2;

    /** Whose device a slot is, and what else is known of the person. Asked only about silent devices. */
    public interface Surroundings {
        /** The device of a slot. */
        DeviceId device(int slot);

        /** What is known at the moment. */
        Around around(int slot);
    }

    /**
     * What is known around a silent device.
     *
     * @param awake whether the person is usually awake at this hour
     * @param otherLives whether another device of the person is heard
     * @param batteryPercent as last told, negative if never
     * @param troubleMillis the last sign of trouble, negative if none is known
     * @param signMillis when another device last told something of the person, negative if never
     */
    public record Around(boolean awake, boolean otherLives, int batteryPercent, long troubleMillis, long signMillis) {}

    /** @param capacity slots, as of the wheel */
    public AreaSilence(int capacity, AreaRules rules, Surroundings surroundings, Consumer<Notice> sink) {
        this.rules = rules;
        single = new SingleSilence(rules.singles(), rules.version());
        this.surroundings = surroundings;
        this.sink = sink;
        grades = new byte[capacity];
        known = new boolean[capacity];
        told = new Told[capacity];
        Arrays.fill(told, Told.NOTHING);
        regions = filled(capacity);
        models = filled(capacity);
        areas = filled(capacity);
        positions = filled(capacity);
    }

    /** Other rules, for what is told from now on. */
    public void judgeBy(AreaRules newRules) {
        rules = newRules;
        single = new SingleSilence(newRules.singles(), newRules.version());
        nextSingle = 0;
    }

    /**
     * Tells where a device belongs; before its first sign of life, and again when it moves.
     *
     * @param grade care grade 1 to 4, 0 if unknown
     * @param region code of the cell or region, or null if unknown
     * @param model vendor or model, or null if unknown
     */
    public void place(int slot, int grade, @Nullable String region, @Nullable String model) {
        AreaRules.within("silence.grade", grade, 0, 4);
        count(slot, -1);
        grades[slot] = (byte) grade;
        regions[slot] = groups.of(SilenceGroups.Attribute.REGION, region);
        models[slot] = groups.of(SilenceGroups.Attribute.MODEL, model);
        areas[slot] = NONE;
        count(slot, 1);
        changed = true;
    }

    /** The device of a slot is watched no more. */
    public void remove(int slot, long nowMillis) {
        if (positions[slot] != NONE) {
            endSilence(slot, nowMillis);
        }
        count(slot, -1);
        known[slot] = false;
        regions[slot] = NONE;
        models[slot] = NONE;
    }

    /** A device of which nothing was known was seen. */
    public void present(int slot) {
        if (!known[slot]) {
            known[slot] = true;
            count(slot, 1);
        }
    }

    /**
     * A device's deadline passed.
     *
     * @param seenMillis when it was last seen, or negative if never
     * @param deadlineMillis when it should have been
     */
    public void silent(int slot, long seenMillis, long deadlineMillis, long nowMillis) {
        if (positions[slot] != NONE) {
            return;
        }
        count(slot, -1);
        known[slot] = false;
        if (silentCount == silent.length) {
            silent = Arrays.copyOf(silent, 2 * silentCount);
            since = Arrays.copyOf(since, 2 * silentCount);
            lastSeen = Arrays.copyOf(lastSeen, 2 * silentCount);
            counted = Arrays.copyOf(counted, 2 * silentCount);
        }
        positions[slot] = silentCount;
        silent[silentCount] = slot;
        since[silentCount] = deadlineMillis;
        lastSeen[silentCount] = seenMillis;
        counted[silentCount] = 0;
        silentCount++;
        changed = true;
        SilenceRule.Grade grade = single.of(grades[slot]);
        Around around = surroundings.around(slot);
        if (single.isAfterTrouble(around, seenMillis)) {
            tell(positions[slot], Told.AFTER_TROUBLE, around, nowMillis);
            return;
        }
        if (grade.isAtOnce()) {
            tell(positions[slot], Told.TASK, around, nowMillis);
        } else {
            nextSingle = Math.min(nextSingle, deadlineMillis + SingleSilence.millis(grade.taskAfterMinutes()));
        }
        if (grade.alert() && grade.alertAfterMinutes() == 0) {
            tell(positions[slot], told[slot].lasting(), around, nowMillis);
        }
    }

    /** A silent device was seen again. */
    public void returned(int slot, long nowMillis) {
        if (positions[slot] != NONE) {
            endSilence(slot, nowMillis);
            present(slot);
        }
    }

    /** Time leapt: of the devices that were present nothing is known. */
    public void gap() {
        Arrays.fill(known, false);
        groups.forgetPresent();
    }

    /** Looks for areas, and tells what has become of the open ones. Each second. */
    public void tick(long nowMillis) {
        look(nowMillis);
        if (!changed && nowMillis < nextSingle && !groups.owesUpdate(nowMillis)) {
            return;
        }
        changed = false;
        for (SilenceGroups.Attribute each : SilenceGroups.Attribute.values()) {
            findAreas(each, nowMillis);
        }
        tellAreas(nowMillis);
        tellSingles(nowMillis);
    }

    /** How many devices are silent now. */
    public int silentDevices() {
        return silentCount;
    }

    /** How many areas are open now. */
    public int openAreas() {
        return groups.openCount();
    }

    private void findAreas(SilenceGroups.Attribute attribute, long now) {
        boolean widest = attribute == SilenceGroups.Attribute.GATEWAY;
        groups.clearRecent(attribute);
        for (int at = 0; at < silentCount; at++) {
            int group = groupOf(silent[at], attribute);
            if (group != NONE && (widest || areas[silent[at]] == NONE) && since[at] > now - rules.windowMillis()) {
                groups.addRecent(group);
            }
        }
        for (int at = 0; at < silentCount; at++) {
            int slot = silent[at];
            int group = groupOf(slot, attribute);
            if (group == NONE || (!widest && areas[slot] != NONE)) {
                continue;
            }
            if (!groups.isOpen(group) && groups.reaches(group, rules)) {
                groups.open(group, now - rules.windowMillis());
            }
            if (groups.isOpen(group) && since[at] > groups.from(group)) {
                areas[slot] = group;
            }
        }
    }

    private void tellAreas(long now) {
        groups.clearMembers();
        for (int at = 0; at < silentCount; at++) {
            if (areas[silent[at]] != NONE) {
                groups.addMember(areas[silent[at]], grades[silent[at]] >= HIGH_GRADE);
            }
        }
        for (int group : groups.openGroups()) {
            if (groups.isOver(group, rules.curedBelowPercent())) {
                boolean told = groups.isTold(group);
                groups.close(group);
                for (int at = 0; at < silentCount; at++) {
                    if (areas[silent[at]] == group) {
                        areas[silent[at]] = NONE;
                        nextSingle = now;
                    }
                }
                if (told) {
                    sink.accept(new Cured(AREA, groups.device(group), now));
                }
            } else if (!groups.isTold(group)) {
                sink.accept(new Raised(areaFinding(group, now)));
                groups.told(group, now);
            } else if (groups.hasGrown(group) || groups.owesUpdate(group, now - UPDATE_MILLIS)) {
                sink.accept(new Updated(areaFinding(group, now)));
                groups.told(group, now);
            }
        }
    }

    private void tellSingles(long now) {
        if (now < nextSingle) {
            return;
        }
        nextSingle = Long.MAX_VALUE;
        for (int at = 0; at < silentCount; at++) {
            int slot = silent[at];
            if (told[slot] != Told.NOTHING || areas[slot] != NONE) {
                continue;
            }
            long due = since[at] + SingleSilence.millis(single.of(grades[slot]).taskAfterMinutes());
            if (due <= now) {
                tell(at, Told.TASK, surroundings.around(slot), now);
            } else {
                nextSingle = Math.min(nextSingle, due);
            }
        }
    }

    /** Each minute: how much of the silence counts by now. */
    private void look(long now) {
        if (silentCount == 0 || now - lookedMillis < LOOK_MILLIS) {
            return;
        }
        for (int at = 0; at < silentCount; at++) {
            int slot = silent[at];
            if (told[slot].isAlert() || !single.of(grades[slot]).alert()) {
                continue;
            }
            long from = Math.max(lookedMillis, since[at]);
            Around around = surroundings.around(slot);
            if (around.signMillis() > from) {
                counted[at] = 0;
            } else if (now > from && now - from <= LONGEST_STEP) {
                counted[at] += single.counts(now - from, around);
            }
            if (counted[at] >= single.waitMillis(grades[slot], areas[slot] != NONE, around)) {
                tell(at, told[slot].lasting(), around, now);
            }
        }
        lookedMillis = now;
    }

    private void tell(int at, Told what, Around around, long now) {
        int slot = silent[at];
        told[slot] = what;
        SingleSilence.Silence one = new SingleSilence.Silence(
                surroundings.device(slot), grades[slot], since[at], lastSeen[at], counted[at], areas[slot] != NONE);
        sink.accept(new Raised(single.finding(what, one, around, now)));
    }

    private Finding areaFinding(int group, long now) {
        int members = groups.members(group);
        int present = groups.present(group);
        long share = Math.round(100.0 * members / (members + present));
        List<Item> items = List.of(
                new Item("silentDevices", members, "", now, groups.shortName(group)),
                new Item(
                        "presentDevices",
                        present,
                        "",
                        now,
                        groups.attribute(group).token()),
                new Item("share", share, "%", now, ""),
                new Item("highGrade", groups.highGrade(group), "", now, "grade3to4"));
        List<Limit> limits = List.of(
                new Limit("silentDevices", Comparison.AT_LEAST, rules.leastDevices(), "", Source.STANDARD),
                new Limit("share", Comparison.AT_LEAST, rules.leastSharePercent(), "%", Source.STANDARD),
                new Limit(
                        "window",
                        Comparison.AT_MOST,
                        SingleSilence.seconds(rules.windowMillis()),
                        "s",
                        Source.STANDARD));
        Explanation why = new Explanation(AREA, rules.version(), items, limits);
        return Finding.of(AlertKind.SILENCE, rules.areaPriority(), groups.device(group), now, why);
    }

    private void endSilence(int slot, long now) {
        int at = positions[slot];
        int last = silent[--silentCount];
        silent[at] = last;
        since[at] = since[silentCount];
        lastSeen[at] = lastSeen[silentCount];
        counted[at] = counted[silentCount];
        positions[last] = at;
        positions[slot] = NONE;
        areas[slot] = NONE;
        changed = true;
        Told over = told[slot];
        told[slot] = Told.NOTHING;
        if (over.isTask()) {
            sink.accept(new Cured(DEVICE, surroundings.device(slot), now));
        }
        if (over.isLasting()) {
            sink.accept(new Cured(LASTING, surroundings.device(slot), now));
        }
        if (over == Told.AFTER_TROUBLE) {
            sink.accept(new Cured(TROUBLE, surroundings.device(slot), now));
        }
    }

    private void count(int slot, int change) {
        if (known[slot]) {
            for (SilenceGroups.Attribute each : SilenceGroups.Attribute.values()) {
                groups.addPresent(groupOf(slot, each), change);
            }
        }
    }

    private int groupOf(int slot, SilenceGroups.Attribute attribute) {
        return switch (attribute) {
            case GATEWAY -> SilenceGroups.EVERYTHING;
            case REGION -> regions[slot];
            case MODEL -> models[slot];
        };
    }

    private static int[] filled(int length) {
        int[] none = new int[length];
        Arrays.fill(none, NONE);
        return none;
    }
}

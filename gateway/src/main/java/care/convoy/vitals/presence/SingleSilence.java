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
import care.convoy.vitals.SilenceRule;
import care.convoy.vitals.presence.AreaSilence.Around;
import java.util.ArrayList;
import java.util.List;

/**
 * What the silence of one device is worth by the rules, and how that is told.
 *
 * @param version of the rule book
 */
record SingleSilence(SilenceRule rule, int version) {
    private static final String SILENT_FOR = "silentFor";
    private static final String COUNTED = "silenceCounted";
    private static final String TROUBLE = "trouble";

    /** What can be told of a silent device, beside each other or alone. */
    enum Told {
        NOTHING,
        TASK,
        /** For longer than the grade's wait. */
        LASTING,
        TASK_AND_LASTING,
        AFTER_TROUBLE;

        boolean isTask() {
            return this == TASK || this == TASK_AND_LASTING;
        }

        boolean isLasting() {
            return this == LASTING || this == TASK_AND_LASTING;
        }

        boolean isAlert() {
            return isLasting() || this == AFTER_TROUBLE;
        }

        Told lasting() {
            return this == TASK ? TASK_AND_LASTING : LASTING;
        }
    }

    /**
     * One silence.
     *
     * @param sinceMillis its deadline
     * @param seenMillis when the device was last seen, negative if never
     * @param countedMillis how much of it counts
     * @param isArea whether many fell silent with it
     */
    record Silence(DeviceId device, int grade, long sinceMillis, long seenMillis, long countedMillis, boolean isArea) {}

    SilenceRule.Grade of(int grade) {
        return rule.grades().get(grade);
    }

    boolean isAfterTrouble(Around around, long seenMillis) {
        return rule.troubleMinutes() > 0
                && seenMillis >= 0
                && around.troubleMillis() >= 0
                && around.troubleMillis() >= seenMillis - millis(rule.troubleMinutes());
    }

    /** Of the time that passed, what counts. */
    long counts(long passedMillis, Around around) {
        return around.awake() ? passedMillis : passedMillis * rule.nightPercent() / 100;
    }

    /** How much has to count until it is an alert. */
    long waitMillis(int grade, boolean isArea, Around around) {
        return millis(of(grade).alertAfterMinutes())
                * (explanation(isArea, around).isEmpty() ? 1 : rule.explainedTimes());
    }

    /** What explains the silence, in a word; empty if nothing does. */
    private String explanation(boolean isArea, Around around) {
        if (isArea) {
            return "manySilent";
        }
        if (around.batteryPercent() >= 0 && around.batteryPercent() <= rule.emptyPercent()) {
            return "batteryEmpty";
        }
        return around.otherLives() ? "otherLives" : "";
    }

    /** @param what is told by it; beside a task the alert */
    Finding finding(Told what, Silence one, Around around, long now) {
        long from = one.seenMillis() < 0 ? one.sinceMillis() : one.seenMillis();
        List<Item> items = new ArrayList<>();
        String neverSeen = one.seenMillis() < 0 ? "neverSeen" : "";
        items.add(new Item(SILENT_FOR, seconds(now - from), "s", Math.max(0, from), neverSeen));
        List<Limit> limits = new ArrayList<>();
        limits.add(limit(SILENT_FOR, Comparison.ABOVE, one.sinceMillis() - from, Source.STANDARD));
        SilenceRule.Grade grade = of(one.grade());
        String id = AreaSilence.DEVICE;
        Priority priority = grade.task();
        if (what == Told.AFTER_TROUBLE) {
            id = AreaSilence.TROUBLE;
            priority = Priority.P2;
            long before = Math.max(0, from - around.troubleMillis());
            items.add(new Item(TROUBLE, seconds(before), "s", around.troubleMillis(), "beforeSilence"));
            limits.add(limit(TROUBLE, Comparison.AT_MOST, millis(rule.troubleMinutes()), Source.STANDARD));
        } else if (what.isLasting()) {
            id = AreaSilence.LASTING;
            priority = Priority.P3;
            items.add(new Item(COUNTED, seconds(one.countedMillis()), "s", now, explanation(one.isArea(), around)));
            limits.add(
                    limit(COUNTED, Comparison.AT_LEAST, waitMillis(one.grade(), one.isArea(), around), Source.GRADE));
        } else {
            limits.add(limit("afterDeadline", Comparison.AT_LEAST, millis(grade.taskAfterMinutes()), Source.GRADE));
        }
        if (around.batteryPercent() >= 0) {
            items.add(new Item("battery", around.batteryPercent(), "%", Math.max(0, from), ""));
        }
        Explanation why = new Explanation(id, version, items, limits);
        return Finding.of(AlertKind.SILENCE, priority, one.device(), now, why);
    }

    private static Limit limit(String what, Comparison comparison, long millis, Source source) {
        return new Limit(what, comparison, seconds(millis), "s", source);
    }

    static long millis(int minutes) {
        return 60_000L * minutes;
    }

    static double seconds(long millis) {
        return Math.min(999_999_999, millis / 1000.0);
    }
}

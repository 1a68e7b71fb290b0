package care.convoy.monitoring;

import care.convoy.alert.AlertKind;
import care.convoy.sim.physiology.Episode;
import care.convoy.sim.physiology.Illness;
import care.convoy.sim.physiology.Traits;
import care.convoy.vitals.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Findings and courses, counted. */
final class RulesTally {
    private static final long DAY = 86_400_000;
    private static final long AFTERWARDS = 2 * 3_600_000;

    private final Map<String, Integer> byRule = new TreeMap<>();
    private final Map<String, Integer> byGroup = new TreeMap<>();
    private final Map<Illness, Course> courses = new TreeMap<>();
    private long wellDays;
    private int wellAlerts;
    private long asked;
    private long samples;

    /** Of one illness. */
    private static final class Course {
        final List<Long> alertMillis = new ArrayList<>();
        final Map<String, Integer> firstRules = new TreeMap<>();
        int persons;
        int tasks;
        double chance;
    }

    void add(JudgedPerson judged, int days) {
        asked += judged.asked;
        samples += judged.samples;
        Episode episode = judged.person.episode();
        if (episode == null) {
            well(judged, days);
        } else {
            ill(judged, episode);
        }
    }

    private void well(JudgedPerson judged, int days) {
        wellDays += days;
        String group = group(judged);
        byGroup.merge(group + " days", days, Integer::sum);
        for (Finding finding : judged.findings) {
            byRule.merge(finding.priority() + " " + finding.rule(), 1, Integer::sum);
            if (JudgedPerson.isAlert(finding)) {
                wellAlerts++;
                byGroup.merge(group, 1, Integer::sum);
            }
        }
    }

    private static String group(JudgedPerson judged) {
        Traits traits = judged.person.traits();
        if (traits.oxygen()) {
            return "oxygen";
        }
        if (traits.copd()) {
            return "COPD";
        }
        if (traits.fibrillation()) {
            return "fibrillation";
        }
        return traits.betaBlocker() ? "beta blocker" : "grade " + traits.careGrade();
    }

    private void ill(JudgedPerson judged, Episode episode) {
        Course course = courses.computeIfAbsent(episode.illness(), _ -> new Course());
        course.persons++;
        course.chance += (episode.toMillis() + AFTERWARDS - episode.fromMillis()) / (double) DAY;
        boolean told = false;
        for (Finding finding : judged.findings) {
            boolean during =
                    finding.atMillis() >= episode.fromMillis() && finding.atMillis() < episode.toMillis() + AFTERWARDS;
            if (during && JudgedPerson.isAlert(finding)) {
                course.alertMillis.add(finding.atMillis() - episode.fromMillis());
                course.firstRules.merge(finding.rule(), 1, Integer::sum);
                return;
            }
            // a flat battery is no sign of an illness
            told |= during
                    && (finding.kind() == AlertKind.VITALS
                            || finding.kind() == AlertKind.INACTIVITY
                            || finding.kind() == AlertKind.SILENCE);
        }
        course.tasks += told ? 1 : 0;
    }

    /** Rule-raised P1 to P3 per 1,000 resident-days of the well. */
    double falseAlarmsPerThousandDays() {
        return wellDays == 0 ? 0 : 1_000.0 * wellAlerts / wellDays;
    }

    /** Share of courses with an alert. */
    double sensitivity(Illness illness) {
        Course course = courses.get(illness);
        return course == null ? 0 : (double) course.alertMillis.size() / course.persons;
    }

    String table() {
        StringBuilder text = new StringBuilder(2_000);
        text.append(String.format(Locale.ROOT, "%nwell: %,d resident-days; findings per 1,000%n", wellDays));
        byRule.forEach((rule, count) ->
                text.append(String.format(Locale.ROOT, "  %-28s %8.2f%n", rule, 1_000.0 * count / wellDays)));
        text.append(String.format(Locale.ROOT, "  %-28s %8.2f%n", "P1 to P3", falseAlarmsPerThousandDays()));
        byGroup.forEach((group, number) -> {
            if (group.endsWith(" days")) {
                int alerts = byGroup.getOrDefault(group.substring(0, group.length() - 5), 0);
                text.append(String.format(
                        Locale.ROOT, "    %-26s %8.2f of %,d%n", group, 1_000.0 * alerts / number, number));
            }
        });
        text.append(String.format(
                Locale.ROOT,
                "%n%-18s %7s %7s %9s %9s %6s %6s %9s  first rule%n",
                "ill",
                "courses",
                "seen",
                "by chance",
                "median h",
                "p90 h",
                "most",
                "task only"));
        courses.forEach((illness, course) -> text.append(row(illness, course)));
        return text.append(String.format(
                        Locale.ROOT,
                        "%n%,d messages, %.2f questions per 1,000 of them%n",
                        samples,
                        1_000.0 * asked / samples))
                .toString();
    }

    /** @param sorted delays of alerts */
    private static String hours(List<Long> sorted, int percent) {
        return sorted.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.1f",
                        sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 3_600_000.0);
    }

    private String row(Illness illness, Course course) {
        course.alertMillis.sort(null);
        double expected = falseAlarmsPerThousandDays() / 1_000 * course.chance / course.persons;
        return String.format(
                Locale.ROOT,
                "%-18s %7d %6.0f%% %8.1f%% %9s %6s %6s %9d  %s%n",
                illness,
                course.persons,
                100 * sensitivity(illness),
                100 * (1 - Math.exp(-expected)),
                hours(course.alertMillis, 50),
                hours(course.alertMillis, 90),
                hours(course.alertMillis, 100),
                course.tasks,
                course.firstRules);
    }
}
